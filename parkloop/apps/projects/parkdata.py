"""The park's rules of projects (`projects/register.yaml`) as read from the definition in force; words by key in the reader's language."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.domain.projects.stages import StageLine
from parkloop.foundation import definitions
from parkloop.foundation.acting import InvalidState
from parkloop.foundation.models.base import in_language
from parkloop.packs.cursor import NO_DATE, Cursor
from parkloop.packs.documents import Document
from parkloop.packs.errors import ErrorList
from parkloop.packs.header import Header
from parkloop.packs.projects import Named, ProjectRules
from parkloop.packs.projects import read_projects as read

Choices = Callable[[Any], Sequence[tuple[str, str]]]
_kept: dict[str, ProjectRules | None] = {}


def rules() -> ProjectRules | None:
    """The newest readable rules in force today, or None when the park has none; one small query.

    A version of the desk that cannot be read is passed over for the one before it, so that no page breaks.
    """
    rows = definitions.in_force().filter(kind="projects", ident="projects").order_by("-valid_from", "-number")
    for sha256, pk in rows.values_list("sha256", "pk"):
        if sha256 not in _kept:
            _kept[sha256] = _read(pk)
        found = _kept[sha256]
        if found is not None:
            return found
    return None


NOTHING = ProjectRules((), (), StageLine(()), StageLine(()), (), (), 10, 0, Header("", NO_DATE, "unverified", False))
"""What a park without the file runs by: no word, no stage, no light."""


def known() -> ProjectRules:
    """The rules in force, or `NOTHING`."""
    return rules() or NOTHING


def needed() -> ProjectRules:
    """The rules; InvalidState says what is missing."""
    found = rules()
    if found is None:
        raise InvalidState(
            _("This park has no rules of projects. Add the file projects/register.yaml and load the park.")
        )
    return found


def _read(pk: int) -> ProjectRules | None:
    """The rules of a version; None when its body is no register."""
    from parkloop.foundation.models import Definition

    row = Definition.objects.get(pk=pk)
    errors = ErrorList()
    made = read(Cursor(Document(row.path, row.body), errors))
    return None if errors.found else made


def pairs(named: Sequence[Named]) -> list[tuple[str, str]]:
    """(key, word in the active language) of each entry."""
    return [(entry.key, in_language(entry.name.zh, entry.name.en)) for entry in named]


def _of(pick: Callable[[ProjectRules], list[tuple[str, str]]]) -> Choices:
    def choices(person: Any = None) -> list[tuple[str, str]]:
        found = rules()
        return pick(found) if found else []

    return choices


def pairs_of_line(line: StageLine) -> list[tuple[str, str]]:
    """(key, word in the active language) of each stage."""
    return [(stage.key, in_language(stage.zh, stage.en)) for stage in line.stages]


kinds = _of(lambda r: pairs(r.kinds))
industries = _of(lambda r: pairs(r.industries))
results = _of(lambda r: pairs(r.results))
recognitions = _of(lambda r: pairs(r.recognitions))
stages = _of(lambda r: pairs_of_line(r.stages))
technology_stages = _of(lambda r: pairs_of_line(r.technology_stages))


def key_of(named: Sequence[Any], text: str) -> str | None:
    """The key that a text means: the key itself or its word in either language; None when it is neither."""
    for entry in named:
        zh, en = (entry.name.zh, entry.name.en) if isinstance(entry, Named) else (entry.zh, entry.en)
        if text in (entry.key, zh) or text.casefold() == en.casefold():
            return str(entry.key)
    return None
