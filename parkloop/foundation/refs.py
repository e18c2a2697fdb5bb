"""The registry of kinds: kind → model, label, address, visible(person). Journal, notices, evidence, search store Refs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from parkloop.domain.refs import Ref

__all__ = [
    "Kind",
    "Ref",
    "address_of",
    "kind_of_model",
    "kinds",
    "label_of",
    "ref_of",
    "register_kind",
    "resolve",
    "visible",
]


@dataclass(frozen=True)
class Kind:
    """How one kind of thing is named, found and opened."""

    name: str
    model: type[Model]
    label: str | Promise
    title: Callable[[Any], str]
    address: Callable[[Any], str]
    key_field: str = "pk"


_kinds: dict[str, Kind] = {}
_by_model: dict[type[Model], Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Register once per kind; registering another model under the same name is an error."""
    known = _kinds.get(kind.name)
    if known and known.model is not kind.model:
        raise ValueError(f"kind {kind.name} is registered for {known.model.__name__}")
    _kinds[kind.name] = kind
    _by_model[kind.model] = kind
    return kind


def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    return dict(_kinds)


def kind_of_model(model: type[Model]) -> Kind | None:
    """The kind registered for a model, or None."""
    return _by_model.get(model)


def ref_of(obj: Model) -> Ref:
    """The Ref of an object; LookupError when its model has no kind."""
    kind = _by_model.get(type(obj))
    if kind is None:
        raise LookupError(f"no kind is registered for {type(obj).__name__}")
    return Ref(kind.name, str(getattr(obj, kind.key_field)))


def resolve(ref: Ref) -> Model | None:
    """The object behind a Ref, without asking the policy; None when it is gone."""
    kind = _kinds.get(ref.kind)
    if kind is None:
        return None
    try:
        return kind.model._default_manager.filter(**{kind.key_field: ref.key}).first()
    except ValueError:
        return None


def visible(person: Any, ref: Ref) -> Model | None:
    """The object behind a Ref if the person may see it, else None."""
    from parkloop.foundation import policy

    kind = _kinds.get(ref.kind)
    if kind is None:
        return None
    try:
        return policy.rows(person, kind.model).filter(**{kind.key_field: ref.key}).first()
    except ValueError:
        return None


def label_of(ref: Ref, obj: Model | None = None) -> str:
    """What a person calls the thing, in the active language; the bare key when it is gone."""
    obj = obj or resolve(ref)
    return _kinds[ref.kind].title(obj) if obj is not None else ref.key


def address_of(ref: Ref, obj: Model | None = None) -> str:
    """The page of the thing, or an empty string when it is gone."""
    obj = obj or resolve(ref)
    return _kinds[ref.kind].address(obj) if obj is not None else ""
