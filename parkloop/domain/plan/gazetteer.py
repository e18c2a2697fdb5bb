"""A park's list of named things, as plain data; the rules that find names without it live in `entities`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parkloop.domain.plan.model import ENTITY_KINDS
from parkloop.domain.text.shadow import fold


class GazetteerError(ValueError):
    """An entry is malformed; the text names it (``entry 3: ...``)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One named thing: a kind of `ENTITY_KINDS`, its full name and the short names in use."""

    kind: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """Names to look for; longest match wins."""

    entries: tuple[Entry, ...] = ()
    by_surface: dict[str, Entry] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_entries(cls, items: Iterable[Mapping[str, Any]]) -> Gazetteer:
        """Build from ``[{kind, name, aliases: []}]``; raises GazetteerError naming the entry at fault."""
        entries = tuple(_entry(number, item) for number, item in enumerate(items, 1))
        surfaces = {fold(surface): entry for entry in entries for surface in entry.aliases}
        surfaces |= {fold(entry.name): entry for entry in entries}
        return cls(entries, surfaces)

    def pattern(self) -> re.Pattern[str] | None:
        """One alternation over all surfaces, longest first; None without entries."""
        if not self.by_surface:
            return None
        return re.compile("|".join(re.escape(s) for s in sorted(self.by_surface, key=len, reverse=True)))


def _entry(number: int, item: object) -> Entry:
    if not isinstance(item, Mapping):
        raise GazetteerError(f"entry {number}: expected a mapping with kind, name and aliases, got {item!r}")
    unknown = set(item) - {"kind", "name", "aliases", "note"}
    if unknown:
        raise GazetteerError(f"entry {number}: unknown key {sorted(unknown)[0]!r}; known: kind, name, aliases, note")
    kind, name = item.get("kind"), item.get("name")
    if kind not in ENTITY_KINDS:
        raise GazetteerError(f"entry {number}: kind {kind!r} is none of {', '.join(ENTITY_KINDS)}")
    if not isinstance(name, str) or len(name.strip()) < 2:
        raise GazetteerError(f"entry {number}: name must be a text of two or more characters, got {name!r}")
    aliases = item.get("aliases") or []
    if not isinstance(aliases, list) or any(not isinstance(a, str) or len(a.strip()) < 2 for a in aliases):
        raise GazetteerError(f"entry {number} ({name}): aliases must be a list of texts of two or more characters")
    return Entry(str(kind), name.strip(), tuple(alias.strip() for alias in aliases))
