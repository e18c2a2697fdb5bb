"""Reading an action's signature, for dialog forms and API endpoints alike: its object, its inputs, their types.

`reason` is a long text; `version` is the stale check and no input of people.
"""

import inspect
import types
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin

from django.db.models import Model

from parkloop.foundation.acting import Action

HIDDEN = frozenset({"version"})


@dataclass(frozen=True)
class Input:
    """One keyword of an action: `base` is the bare type (a model, choices, date, Decimal, bool, int, str, bytes, list, dict)."""

    name: str
    base: Any
    is_optional: bool
    default: Any
    has_default: bool = True
    can_be_none: bool = False

    @property
    def is_model(self) -> bool:
        """Whether a thing is chosen."""
        return isinstance(self.base, type) and issubclass(self.base, Model)


def inputs(action: Action) -> list[Input]:
    """All keywords that people give, the object itself left out, in order."""
    subject = subject_name(action)
    return [_input(p) for name, p in action.parameters.items() if name != subject and name not in HIDDEN]


def subject_name(action: Action) -> str:
    """The keyword that takes the object (or, of a bulk verb, the objects); empty for an action that creates or has no object."""
    if action.creates or action.on is None:
        return ""
    if action.bulk:
        return next(iter(action.parameters), "")
    for name, parameter in action.parameters.items():
        if bare(parameter.annotation)[0] is action.on:
            return name
    return ""


def takes_version(action: Action) -> bool:
    """Whether the action checks the version that the person saw."""
    return "version" in action.parameters


def _input(parameter: inspect.Parameter) -> Input:
    base, can_be_none = bare(parameter.annotation)
    has_default = parameter.default is not inspect.Parameter.empty
    return Input(
        parameter.name,
        base,
        has_default or can_be_none,
        parameter.default if has_default else None,
        has_default,
        can_be_none,
    )


def bare(annotation: Any) -> tuple[Any, bool]:
    """`X | None` → (X, True); a generic → its origin; everything else → (annotation, False)."""
    if get_origin(annotation) in (Union, types.UnionType):
        others = [a for a in get_args(annotation) if a is not type(None)]
        return bare(others[0])[0], type(None) in get_args(annotation)
    return (get_origin(annotation) or annotation), False
