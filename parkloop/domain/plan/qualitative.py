"""Goals without a number: clauses that promise a change (显著提升, 零的突破, 一批)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parkloop.domain.plan import wording
from parkloop.domain.plan.context import Context
from parkloop.domain.plan.model import Qualitative, Target
from parkloop.domain.plan.sentences import Sentence
from parkloop.domain.plan.vocabulary import QUALITATIVE_WORDS
from parkloop.domain.plan.wording import last_ambition
from parkloop.domain.plan.years import Years

_QUALITATIVE = re.compile("|".join(sorted(QUALITATIVE_WORDS, key=len, reverse=True)))


def read_qualitative(
    context: Context, years: Years, sentence: Sentence, targets: list[Target]
) -> Iterator[Qualitative]:
    """Clauses that promise a change without a number."""
    text = context.text
    for clause in re.finditer(r"[^，；。：！？\n]+", text[sentence.start : sentence.end]):
        start, end = sentence.start + clause.start(), sentence.start + clause.end()
        word = _QUALITATIVE.search(text, start, end)
        if not word or re.search(r"等一大?批$", text[start : word.end()]):
            continue
        span = context.span(start, end)
        if any(span[0] < target.span[1] and target.span[0] < span[1] for target in targets):
            continue
        year, source = years.at(sentence.section, start, end, sentence.end)
        indicator = wording.strip_lead(text[start:end])
        ambition = last_ambition(text, sentence.start, end)
        yield Qualitative(sentence.path, indicator, word[0], ambition, year, source, span, "qualitative")
