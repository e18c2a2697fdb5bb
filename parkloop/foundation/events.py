"""Events with outbox: `emit` stores the event and one delivery per listener in the action's transaction.

The worker delivers after commit, at least once; a listener is idempotent by (event, listener). Listeners are declared in `reactions.py`.
"""

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, TypeVar

from parkloop.domain.events import Event
from parkloop.domain.refs import Ref
from parkloop.foundation import clock
from parkloop.foundation.models import Delivery, StoredEvent

E = TypeVar("E", bound=Event)
Listener = Callable[[Any, Any], None]

_listeners: dict[str, dict[str, Listener]] = {}
_classes: dict[str, type[Event]] = {}


def event(cls: type[E]) -> type[E]:
    """Class decorator: register an event class under its `name`."""
    if not cls.name or (cls.name in _classes and _classes[cls.name] is not cls):
        raise ValueError(f"event {cls.__name__} needs a name of its own")
    _classes[cls.name] = cls
    return cls


def listens(*classes: type[Event]) -> Callable[[Listener], Listener]:
    """Register `function(system_person, event)` for event classes; its name is `module.function`."""

    def register(function: Listener) -> Listener:
        for cls in classes:
            _listeners.setdefault(cls.name, {})[f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return register


def event_classes() -> dict[str, type[Event]]:
    """All event classes by name."""
    return dict(_classes)


def listeners_of(name: str) -> dict[str, Listener]:
    """Listeners of an event by their own names."""
    return dict(_listeners.get(name, {}))


def emit(happened: Event) -> StoredEvent:
    """Store the event with its deliveries; call inside the action's transaction."""
    stored = StoredEvent.objects.create(name=happened.name, payload=to_payload(happened), emitted_at=clock.now())
    Delivery.objects.bulk_create(Delivery(event=stored, listener=name) for name in listeners_of(happened.name))
    return stored


def to_payload(happened: Event) -> dict[str, Any]:
    """Plain JSON of an event."""
    return {name: str(v) if isinstance(v := getattr(happened, name), Ref) else v for name in asdict(happened)}


def from_payload(name: str, payload: dict[str, Any]) -> Event:
    """The event that `to_payload` stored; KeyError when its class is gone."""
    cls = _classes[name]
    refs = {f.name for f in fields(cls) if f.type in (Ref, "Ref")}
    return cls(**{k: Ref.parse(v) if k in refs else v for k, v in payload.items()})
