"""Contributions: what is composed from many apps has named slots.

An app contributes in `contributes.py` by the slot's name. Which contributions a page shows, in which order, is park data
(`pages/slots.yaml`); a slot without an entry shows all of its contributions by their `order`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Contribution:
    """One piece of a page.

    `build(person, **context)` returns the template's context, or None when it has nothing for this person; `may(person)` is its policy;
    `queries` is its query budget (checked by a test); `empty` is what it says without data.
    """

    slot: str
    id: str
    label: str | Promise
    template: str
    build: Callable[..., dict[str, Any] | None]
    may: Callable[[Any], bool]
    queries: int
    empty: str | Promise
    order: int = 100
    options: dict[str, Any] = field(default_factory=dict)


_slots: dict[str, dict[str, Contribution]] = {}


def contribute(piece: Contribution) -> Contribution:
    """Register a contribution; its id is unique within the slot."""
    pieces = _slots.setdefault(piece.slot, {})
    if piece.id in pieces:
        raise ValueError(f"{piece.slot} has a contribution {piece.id} already")
    pieces[piece.id] = piece
    return piece


def slots() -> dict[str, list[Contribution]]:
    """Every slot with its contributions by order."""
    return {name: sorted(pieces.values(), key=lambda p: (p.order, p.id)) for name, pieces in _slots.items()}


def pieces_for(person: Any, slot: str, chosen: list[str] | None = None) -> list[Contribution]:
    """The contributions of a slot that the person may see, in the park's order (`chosen`) or by their own."""
    pieces = _slots.get(slot, {})
    ordered = [pieces[i] for i in chosen if i in pieces] if chosen is not None else slots().get(slot, [])
    return [piece for piece in ordered if piece.may(person)]
