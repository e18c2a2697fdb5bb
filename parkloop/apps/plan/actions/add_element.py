"""A person adds an element that the compiler did not find: by words of the text, or as a duty that the park assigns."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.deciding import Verdict, decide, reason_or
from parkloop.apps.plan.elements import heading_paths, typed
from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.apps.plan.readings import reading_of
from parkloop.apps.plan.reviewing import Review
from parkloop.domain.plan.decision_entries import DEFAULTS
from parkloop.domain.plan.element_fields import FIELDS, lacking
from parkloop.domain.plan.model import Span
from parkloop.domain.plan.places import heading_at, new_path, places_of, trimmed
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Person


class ElementKind(models.TextChoices):
    """Kinds of elements, in the words of the review."""

    HEADING = "heading", _("Heading")
    TARGET = "target", _("Target")
    QUALITATIVE = "qualitative", _("Goal without a number")
    DUTY = "duty", _("Duty")
    DEADLINE = "deadline", _("Deadline")
    ENTITY = "entity", _("Named thing")


@action("plan.add_element", label=_("Add an element"), on=PlanDraft, icon="plus")
def add_element(
    person: Person,
    *,
    draft: PlanDraft,
    kind: ElementKind,
    fields: Mapping[str, str],
    quote: str = "",
    start: int | None = None,
    end: int | None = None,
    reason: str = "",
) -> DraftDecision:
    """Add an element at [start, end) of the text, or where the words of `quote` stand (`first words……last words`).

    Only a duty can do without words: the park assigns it, with a reason. `fields` are typed texts by name; a path that is left
    out is that of the heading at the place. Errors: NotAllowed; InvalidState; InvalidInput naming the field.
    """
    require(person, "plan.add_element", draft)
    kind, span = ElementKind(kind), _span(draft.source_text, quote, start, end)
    review = Review(draft, part=reading_of(draft).part_of(span[0] if span else 0))
    if span is None and kind != ElementKind.DUTY:
        raise InvalidInput(
            _("Say which words of the text it stands in: select them, or write the first ones."), field="quote"
        )
    why = reason_or(
        reason or ("" if span is None else str(_("Stands in the text."))),
        _("Say why, for example the minutes that decided it."),
    )
    values = typed(
        kind, {n: v for n, v in fields.items() if n in {f.name for f in FIELDS[kind]}}, None, heading_paths(review)
    )
    if name := lacking(kind, values):
        raise InvalidInput(_("This is needed."), field=name)
    return decide(person, draft, "plan.add_element", _verdict(review, kind, values, span, why))


def _verdict(review: Review, kind: str, values: dict[str, Any], span: Span | None, why: str) -> Verdict:
    path = values.pop("path", "") or ""
    if kind == "heading":
        assert span is not None  # asked for above
        level = values.get("level", DEFAULTS["heading"]["level"])
        path = new_path(review.headings, span[0], level, values.get("number", ""), values["title"])
    elif not path:
        path = _home(review, span)
    if span is None:
        return Verdict("", DraftDecision.Section.ASSIGN, {"path": path, **values}, why)
    plain = {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
    entry = {"element": str(kind), "path": path, "span": list(span), "set": plain}
    return Verdict("", DraftDecision.Section.ADD, entry, why)


def _home(review: Review, span: Span | None) -> str:
    heading = heading_at(review.headings, span[0]) if span else None
    if heading is None:
        raise InvalidInput(_("Choose the heading at which it stands."), field="path")
    return heading.path


def _span(text: str, quote: str, start: int | None, end: int | None) -> Span | None:
    """The place that was selected, else that of the quoted words; None when neither was given."""
    if start is not None and end is not None:
        found = trimmed(text, (start, end))
        if found is None:
            raise InvalidInput(_("The selection holds no words of the text. Select them again."), field="quote")
        return found
    if not quote.strip():
        return None
    places = places_of(text, quote, most=2)
    if not places:
        raise InvalidInput(_("These words do not stand in the text. Copy them as printed."), field="quote")
    if len(places) > 1:
        raise InvalidInput(_("These words stand in several places. Write some more of them."), field="quote")
    return places[0]
