"""The sentences in which goals may stand, with their quantities and the heading each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.broken_numbers import BrokenNumbers
from parkloop.domain.plan.context import Context
from parkloop.domain.plan.duty_tables import row_paths
from parkloop.domain.plan.outline import Section
from parkloop.domain.plan.quantities import Quantity, find_indices, find_quantities
from parkloop.domain.plan.vocabulary import DOING_TITLES, FACT_NOUNS

_SENTENCE = re.compile(r"[^。！？\n\t]{1,1500}[。！？]?")
_GOALS_AHEAD = re.compile(r"目标|力争|争取|(?:到|至)20[0-9]{2}年")
_FACT_NOUN = "|".join(FACT_NOUNS)
_FACT_TITLE = re.compile(
    rf"(?!{'|'.join(DOING_TITLES)})[^，。]{{0,8}}?(?:{_FACT_NOUN})(?:(?:[、和与及]|以及)[^，。、和与及]{{0,8}}?(?:{_FACT_NOUN}))*"
)


@dataclass(slots=True)
class Sentence:
    """One sentence of a section with its quantities; ``due`` is the year in which its row of a task table ends."""

    section: Section
    start: int
    end: int
    quantities: list[Quantity]
    path: str
    due: int | None = None


def preamble_of(context: Context) -> Section:
    """What stands between the title and the first heading, as a section without a path."""
    start, end = context.anatomy.preamble
    return Section("", "", start, end, start, 0, None, None, start)


def read_sentences(
    context: Context, broken: BrokenNumbers, preamble: Section, loose: list[Section]
) -> Iterator[Sentence]:
    """Sentences with their quantities; those of the preamble only where they speak of goals."""
    rows = row_paths(context)
    for section in [preamble, *context.outline.sections, *loose]:
        if _tells_facts(section) or section.path.startswith("通知/"):
            continue
        for match in _SENTENCE.finditer(context.text, section.goals_start, section.end):
            found = [*find_quantities(context.text, *match.span()), *find_indices(context.text, *match.span())]
            quantities = sorted((q for q in found if not broken.at(q.start, q.end)), key=lambda q: q.start)
            if section is preamble and not rows.at(match.start()) and not _GOALS_AHEAD.search(match[0]):
                continue
            yield Sentence(
                section,
                match.start(),
                match.end(),
                quantities,
                rows.at(match.start()) or section.path,
                rows.due(match.start()),
            )


def _tells_facts(section: Section) -> bool:
    """Is the section, or one above it, a chapter on what was (发展基础, 成效, 形势)?"""
    above: Section | None = section
    while above:
        if _FACT_TITLE.fullmatch(above.title):
            return True
        above = above.parent
    return False
