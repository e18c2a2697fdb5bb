"""One door from the bytes of any plan document to its text and its compiled plan: txt, Word, StratML and what else is read."""

from __future__ import annotations

from collections.abc import Callable

from parkloop.adapters.documents import MAX_BYTES, SourceDocument, UnreadableDocument, read_document
from parkloop.adapters.stratml import is_stratml, read_stratml
from parkloop.domain.plan import CompiledPlan, Gazetteer, compile_plan
from parkloop.domain.plan.compiler import Step
from parkloop.domain.stratml import plan_of


def read_plan(
    data: bytes,
    name: str,
    *,
    gazetteer: Gazetteer | None = None,
    when_read: Callable[[SourceDocument], None] = lambda document: None,
    tell: Callable[[Step], None] = lambda step: None,
) -> tuple[SourceDocument, CompiledPlan]:
    """Text and compiled plan of a document; ``name`` appears in messages only. Raises UnreadableDocument.

    StratML states its elements itself, so its text is written out and nothing is guessed; all else is compiled.
    ``when_read`` is called with the text before it is compiled: for progress, or to refuse it;
    ``tell`` with each step of compiling.
    """
    if len(data) <= MAX_BYTES and is_stratml(data):
        text, plan = plan_of(read_stratml(data, name))
        return SourceDocument(text, "stratml", "utf-8"), plan
    source = read_document(data, name)
    when_read(source)
    return source, compile_plan(source.text, gazetteer=gazetteer, tell=tell)


__all__ = ["MAX_BYTES", "SourceDocument", "UnreadableDocument", "read_plan"]
