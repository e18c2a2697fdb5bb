"""Policy answers three questions: may(person, action, obj), rows(person, Model), fields(person, Model).

Rooms register Rules for their own models in `policy.py`; nothing registered = nothing allowed. Pages, forms, API, export,
import, history, search, files, mail and documents pass the same three.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

Decide = Callable[[Any, Any], bool]
Narrow = Callable[[Any, QuerySet[Any]], QuerySet[Any]]
Reveal = Callable[[Any], frozenset[str] | None]
ScopeTerms = Callable[[Any], frozenset[str]]


@dataclass(frozen=True)
class Rules:
    """The answers for one model.

    `rows(person, queryset)` narrows; `actions` maps an action's name to `decide(person, obj)` (obj is None when the action
    makes a new one); `hidden(person)` is the set of field names withheld (None = nothing withheld).
    `scopes(obj)` are the search terms under which an object is found: `all`, `org:<pk>`, `person:<pk>`, `role:<role>`.
    """

    rows: Narrow
    actions: Mapping[str, Decide] = field(default_factory=dict)
    hidden: Reveal | None = None
    scopes: ScopeTerms | None = None


_rules: dict[type[Model], Rules] = {}
_actions: dict[str, tuple[type[Model], Decide]] = {}


def register(model: type[Model], rules: Rules) -> None:
    """Register the rules of a model, once."""
    if model in _rules:
        raise ValueError(f"rules for {model.__name__} are registered already")
    _rules[model] = rules
    for name, decide in rules.actions.items():
        if name in _actions:
            raise ValueError(f"action {name} is registered already")
        _actions[name] = (model, decide)


def registered() -> dict[type[Model], Rules]:
    """All rules by model."""
    return dict(_rules)


def rules_of(model: type[Model]) -> Rules | None:
    """Rules of a model, or None."""
    return _rules.get(model)


def may(person: Any, action: str, obj: Any = None) -> bool:
    """Whether the person may do the action to the object; unknown actions and absent people may nothing."""
    if person is None or not person.is_active:
        return False
    if person.is_system:
        return True
    known = _actions.get(action)
    if known is None:
        return False
    model, decide = known
    if isinstance(obj, model) and obj.pk is not None and not rows(person, model).filter(pk=obj.pk).exists():
        return False
    return bool(decide(person, obj))


def rows(person: Any, model: type[Model]) -> QuerySet[Any]:
    """The rows of a model the person may see."""
    queryset = model._default_manager.all()
    if person is not None and person.is_active and person.is_system:
        return queryset
    rules = _rules.get(model)
    if rules is None or person is None or not person.is_active:
        return queryset.none()
    return rules.rows(person, queryset)


def fields(person: Any, model: type[Model]) -> frozenset[str]:
    """The concrete field names of a model the person may see."""
    names = frozenset(f.name for f in model._meta.concrete_fields)
    if person is not None and person.is_active and person.is_system:
        return names
    rules = _rules.get(model)
    if rules is None or person is None or not person.is_active:
        return frozenset()
    return names - (rules.hidden(person) or frozenset()) if rules.hidden else names
