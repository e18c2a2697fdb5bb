"""Who wants to know, inside the same transaction, that things changed: the search index does.

`journal.write` reports every single change; a bulk verb reports its rows with `changed_many`. Watchers only derive data from the rows;
whatever acts upon a change is a reaction to an event instead.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

Watcher = Callable[[type[Model], list[Any]], None]

_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> Watcher:
    """Call `watcher(model, primary keys)` after every change of rows."""
    if watcher not in _watchers:
        _watchers.append(watcher)
    return watcher


def changed_many(model: type[Model], keys: Iterable[Any]) -> None:
    """Report changed, made or removed rows of a model."""
    listed = list(keys)
    for watcher in _watchers if listed else ():
        watcher(model, listed)


def changed(obj: Model) -> None:
    """Report one changed object."""
    changed_many(type(obj), [obj.pk])
