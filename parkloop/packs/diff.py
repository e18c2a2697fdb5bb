"""What changed between two packs, by definition and by field. Rows of lists are matched by their code, not by place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from parkloop.packs.definitions import DefinitionFile
from parkloop.packs.reading import Pack

KEYS = ("code", "id", "username", "path", "phrase", "name", "year")
MISSING = None


@dataclass(frozen=True)
class FieldChange:
    """One changed value; ``pointer`` reads like ``organisations[town].name.zh``; None means absent.

    ``rows[]`` stands for the order of the rows, told by their keys.
    """

    pointer: str
    before: Any
    after: Any


@dataclass(frozen=True)
class DefinitionChange:
    """One added, removed or changed definition; ``fields`` is empty unless it changed."""

    change: Literal["added", "removed", "changed"]
    kind: str
    id: str
    path: str
    fields: tuple[FieldChange, ...] = ()


def diff_packs(old: Pack, new: Pack) -> tuple[DefinitionChange, ...]:
    """Changes that lead from ``old`` to ``new``, ordered by path; empty when both mean the same."""
    before, after = _by_key(old.definitions()), _by_key(new.definitions())
    changes = [_change(before.get(key), after.get(key)) for key in before.keys() | after.keys()]
    return tuple(sorted((change for change in changes if change), key=lambda change: change.path))


def diff_bodies(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Field by field changes between two bodies of one definition."""
    return tuple(_walk("", before, after))


def _by_key(found: tuple[DefinitionFile, ...]) -> dict[tuple[str, str], DefinitionFile]:
    return {(d.kind, d.id): d for d in found}


def _change(old: DefinitionFile | None, new: DefinitionFile | None) -> DefinitionChange | None:
    if old and new:
        if old.sha256 == new.sha256:
            return None
        return DefinitionChange("changed", new.kind, new.id, new.path, diff_bodies(old.body, new.body))
    if new:
        return DefinitionChange("added", new.kind, new.id, new.path)
    return DefinitionChange("removed", old.kind, old.id, old.path) if old else None


def _walk(pointer: str, before: Any, after: Any) -> Iterator[FieldChange]:
    if before == after and type(before) is type(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _walk_keys(f"{pointer}." if pointer else "", "", before, after)
    elif isinstance(before, list) and isinstance(after, list):
        old, new = _keyed(before), _keyed(after)
        yield from _walk_keys(f"{pointer}[", "]", old, new)
        if list(old) != list(new) and old.keys() == new.keys():
            yield FieldChange(f"{pointer}[]", list(old), list(new))
    else:
        yield FieldChange(pointer, before, after)


def _walk_keys(head: str, tail: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _walk(f"{head}{key}{tail}", before.get(key, MISSING), after.get(key, MISSING))


def _keyed(rows: list[Any]) -> dict[str, Any]:
    """Rows under their code when all have a different one, else under their place."""
    for key in KEYS:
        names = [row.get(key) if isinstance(row, dict) else None for row in rows]
        if rows and all(isinstance(name, str | int) for name in names) and len(set(names)) == len(rows):
            return {str(name): row for name, row in zip(names, rows, strict=True)}
    return {str(index): row for index, row in enumerate(rows)}
