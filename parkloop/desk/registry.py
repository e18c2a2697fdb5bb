"""The registry of resources. Registering one also registers its kind, so that Refs can name and open its objects."""

from typing import TypeVar

from django.db.models import Model

from parkloop.desk.resource import Resource
from parkloop.foundation import refs

R = TypeVar("R", bound=type[Resource])

_resources: dict[str, Resource] = {}


def register(cls: R) -> R:
    """Register a Resource class under its kind, once; usable as a decorator."""
    known = _resources.get(cls.kind)
    if known is not None and type(known) is not cls:
        raise ValueError(f"resource {cls.kind} is registered already")
    resource = cls()
    _resources[cls.kind] = resource
    refs.register_kind(
        refs.Kind(
            name=cls.kind,
            model=cls.model,
            label=cls.model._meta.verbose_name or cls.kind,
            title=resource.title,
            address=lambda obj: resource.url("detail", pk=obj.pk),
            key_field=cls.key_field,
        )
    )
    return cls


def resources() -> list[Resource]:
    """All resources in order of registration."""
    return list(_resources.values())


def get(kind: str) -> Resource | None:
    """The resource of a kind, or None."""
    return _resources.get(kind)


def for_model(model: type[Model]) -> Resource | None:
    """The resource of a model, or None."""
    return next((r for r in _resources.values() if r.model is model), None)
