"""What every action shares: its registry, its named errors, the stale check.

An action is one function in one file: the acting person first, keyword-only options after, never `request`. It asks the policy,
checks the state, writes in one short transaction, writes the journal, emits events, raises the errors below.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import policy

F_ = TypeVar("F_", bound=Callable[..., Any])


class ActionError(Exception):
    """An action was refused; the text says why and the way on. `field` names the form field, `values` fill the message."""

    status = 409
    code = "refused"

    def __init__(self, message: str | Promise, *, field: str = "", **values: Any) -> None:
        self.message = message
        self.field = field
        self.values = values
        super().__init__(message)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.values if self.values else text


class NotAllowed(ActionError):
    """The policy said no."""

    status = 403
    code = "not_allowed"


class InvalidInput(ActionError):
    """A value is wrong; `field` says which."""

    status = 422
    code = "invalid"


class InvalidState(ActionError):
    """The thing is not in a state in which this can be done."""

    code = "state"


class AlreadyDone(ActionError):
    """The same submission arrived before; nothing was done again."""

    code = "already_done"


class StaleVersion(ActionError):
    """Somebody changed the thing since the person opened it; the text names who, when and what."""

    code = "stale"


class RowErrors(ActionError):
    """Rows of a bulk verb are wrong: `rows` maps the row's place in the list (from 0) to a sentence. Nothing was changed."""

    status = 422
    code = "rows"

    def __init__(self, rows: dict[int, str]) -> None:
        self.rows = rows
        super().__init__(_("%(count)s rows need correcting; nothing was changed."), count=len(rows))


@dataclass(frozen=True)
class ImportResult:
    """What a bulk import did, in rows."""

    made: int = 0
    changed: int = 0
    same: int = 0


@dataclass(frozen=True)
class Action:
    """One registered verb. `on` is the model it acts upon (its first keyword parameter of that model is the object), or None."""

    name: str
    function: Callable[..., Any]
    label: str | Promise
    on: type[Model] | None = None
    creates: bool = False
    bulk: bool = False
    danger: bool = False
    icon: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """The keyword-only parameters by name, in order."""
        signature = inspect.signature(self.function, eval_str=True)
        return {n: p for n, p in signature.parameters.items() if p.kind is inspect.Parameter.KEYWORD_ONLY}


_actions: dict[str, Action] = {}


def action(
    name: str,
    *,
    label: str | Promise,
    on: type[Model] | None = None,
    creates: bool = False,
    bulk: bool = False,
    danger: bool = False,
    icon: str = "",
    **options: Any,
) -> Callable[[F_], F_]:
    """Register a function as the action `app.verb`; the function is returned unchanged."""

    def register(function: F_) -> F_:
        if name in _actions and _actions[name].function is not function:
            raise ValueError(f"action {name} is registered already")
        _actions[name] = Action(name, function, label, on, creates, bulk, danger, icon, options)
        return function

    return register


def actions() -> dict[str, Action]:
    """All registered actions by name."""
    return dict(_actions)


def require(person: Any, name: str, obj: Any = None) -> None:
    """NotAllowed unless the policy lets the person do the action to the object."""
    if not policy.may(person, name, obj):
        raise NotAllowed(
            _("You have no right to do this. Ask the administrator of your organisation for the role it needs.")
        )


def check(obj: Model) -> None:
    """Run the model's own validation; InvalidInput names the first wrong field."""
    try:
        obj.full_clean(validate_constraints=False)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InvalidInput(messages[0], field="" if name == "__all__" else name) from error


def bump_version(obj: Any, version: int | None) -> None:
    """Claim the object for this change: compare-and-set on its version inside the transaction.

    `version` is what the person saw; None means the caller holds the newest row itself (jobs, demo). StaleVersion names who changed it.
    """
    seen = obj.version if version is None else version
    won = type(obj)._default_manager.filter(pk=obj.pk, version=seen).update(version=F("version") + 1)
    if not won:
        from parkloop.foundation.journal import last_change_text

        raise StaleVersion(
            _("Meanwhile this was changed: %(change)s. Your entries are kept here; compare, then save again."),
            change=last_change_text(obj),
        )
    obj.version = seen + 1
