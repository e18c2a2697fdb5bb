"""``terms/terms.yaml`` (glossary) and ``terms/gazetteer.yaml`` (named things the compiler should know)."""

import re
from dataclasses import dataclass

from parkloop.domain.plan.model import ENTITY_KINDS
from parkloop.packs.cursor import Cursor, unique
from parkloop.packs.header import read_header
from parkloop.packs.labels import Label

TERMS_PATH = "terms/terms.yaml"
GAZETTEER_PATH = "terms/gazetteer.yaml"
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Term:
    """An English identifier of the code and the words people use for it."""

    id: str
    label: Label
    note: Label | None


@dataclass(frozen=True)
class NamedThing:
    """A name met in documents, with its kind and the short names in use."""

    kind: str
    name: str
    aliases: tuple[str, ...]
    note: str

    def as_entry(self) -> dict[str, object]:
        """The shape the compiler's gazetteer takes."""
        return {"kind": self.kind, "name": self.name, "aliases": list(self.aliases)}


def read_terms(cursor: Cursor) -> tuple[Term, ...]:
    """Read the glossary; identifiers are unique."""
    read_header(cursor)
    rows = cursor.rows("terms")
    cursor.finish()
    terms = [_term(row) for row in rows]
    unique(rows, [t.id for t in terms], "术语", "term")
    return tuple(terms)


def _term(cursor: Cursor) -> Term:
    term = Term(cursor.text("id"), cursor.label("label"), cursor.maybe_label("note"))
    if term.id and not IDENTIFIER.fullmatch(term.id):
        cursor.fail("标识应为英文小写和下划线", "An identifier is lower-case English with underscores", "id")
    cursor.finish()
    return term


def read_gazetteer(cursor: Cursor) -> tuple[NamedThing, ...]:
    """Read the gazetteer; a name or alias stands for one thing only."""
    read_header(cursor)
    rows = cursor.rows("entries")
    cursor.finish()
    things = [_thing(row) for row in rows]
    unique(rows, [t.name for t in things], "名称", "name")
    _check_aliases(rows, things)
    return tuple(things)


def _thing(cursor: Cursor) -> NamedThing:
    thing = NamedThing(
        cursor.choice("kind", ENTITY_KINDS),
        cursor.text("name"),
        cursor.texts("aliases", need=False),
        cursor.maybe_text("note"),
    )
    if any(len(surface) < 2 for surface in (thing.name, *thing.aliases) if surface):
        cursor.fail("名称至少两个字", "A name has at least two characters", "name")
    cursor.finish()
    return thing


def _check_aliases(rows: list[Cursor], things: list[NamedThing]) -> None:
    owner = {thing.name: thing.name for thing in things}
    for row, thing in zip(rows, things, strict=True):
        for alias in thing.aliases:
            if owner.setdefault(alias, thing.name) != thing.name:
                row.fail(f"“{alias}”已指“{owner[alias]}”", f"'{alias}' already means '{owner[alias]}'", "aliases")
