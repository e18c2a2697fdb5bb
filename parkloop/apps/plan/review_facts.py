"""Facts of the paper as the review shows them: what was read, what a person corrected, where the text says it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.plan import review_forms, review_wording
from parkloop.apps.plan.actions.edit_fact import DocumentFact
from parkloop.apps.plan.review_showing import signature
from parkloop.apps.plan.reviewing import DOCUMENT, Review
from parkloop.domain.plan.document_facts import FACTS, MOST_CHARACTERS, Name, fact_place, fact_text

HELP = {
    "issued_on": gettext_lazy("As 2026-12-31."),
    "period": gettext_lazy("As 2026-2028, or one year."),
}


def facts(review: Review) -> list[dict[str, Any]]:
    """The facts in their order; of a long text they stand with its first part."""
    return [shown(review, name) for name in FACTS] if review.part is None or review.part.number == 1 else []


def shown(review: Review, name: Name) -> dict[str, Any]:
    """One fact for the list: its value as it stands, what was read where that differs, and its place in the text."""
    decision = review.by_subject.get(f"{DOCUMENT}{name}")
    read = review.reading.compiled.document
    now, before = fact_text(review.confirmed.document, name), fact_text(read, name)
    place = fact_place(read, name, review.draft.source_text)
    word, icon = review_wording.STATES["edit"] if decision else (_("As read"), "file-text")
    return {
        "key": f"{DOCUMENT}{name}",
        "kind": "document",
        "label": DocumentFact(name).label,
        "value": now,
        "read": before if decision else "",
        "start": place[0] if place else "",
        "end": place[1] if place else "",
        "state": "edit" if decision else "read",
        "word": word,
        "icon": icon,
        **signature(decision),
    }


def name_of(key: str) -> Name | None:
    """The fact of a key, or None."""
    name = key.removeprefix(DOCUMENT)
    return next((known for known in FACTS if key.startswith(DOCUMENT) and known == name), None)


def edit_form(review: Review, name: Name, data: Any = None) -> forms.Form:
    """What the fact is, and why it is corrected."""
    decision = review.by_subject.get(f"{DOCUMENT}{name}")
    field = forms.CharField(
        label=DocumentFact(name).label,
        required=name == "title",
        max_length=MOST_CHARACTERS.get(name, 40),
        help_text=HELP.get(name, _("As printed; left empty where the paper says none.") if name != "title" else ""),
    )
    first = {
        "value": fact_text(review.confirmed.document, name),
        "reason": decision.reason if decision else str(_("Misread by the compiler")),
    }
    return review_forms.ElementForm({"value": field, "reason": review_forms.reason_field()}, data, first)
