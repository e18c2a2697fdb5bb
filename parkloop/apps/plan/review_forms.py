"""Forms of the review: the fields of one element, a reason, and for what is added the words of the text. Prefilled with what is known."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.review_wording import CHOICES, FIELD_LABELS, MAIN, NOT_ONE
from parkloop.apps.plan.reviewing import Item, Review
from parkloop.domain.plan import compile_plan
from parkloop.domain.plan.decision_entries import DEFAULTS
from parkloop.domain.plan.element_fields import FIELDS, ElementField, texts_of
from parkloop.domain.plan.model import Span
from parkloop.domain.plan.places import heading_at, trimmed

HELP = {
    "value": _("As printed; a range with a dash: 5-8."),
    "scale": _("10000 for 万, 100000000 for 亿."),
    "level": _("0 chapter, 1 一、, 2 （一）, 3 1., 4 （1）, 5 without a number."),
    "path": _("Left empty: the heading before the words."),
    "due": _("As 2026-12-31."),
}
MOST_SELECTED = 2000
_AROUND = {"target": "一、主要目标\n%s。\n", "duty": "一、重点任务\n（一）办好事项。（%s）\n", "heading": "%s\n"}
"""A plan around selected words, so that the compiler reads them as it would read them there."""


class ElementForm(forms.Form):
    """A form of fields given at run time."""

    def __init__(self, fields: dict[str, forms.Field], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="review-%s", label_suffix="")
        self.fields = fields


def edit_form(review: Review, item: Item, data: Any = None) -> ElementForm:
    """The fields of an element as it stands, and why they change."""
    fields = {f.name: _field(review, item.kind, f) for f in FIELDS[item.kind]}
    if item.element.path == "" and "path" in fields:
        fields["path"].required = False
    fields["reason"] = reason_field()
    first = {**texts_of(item.kind, item.element), "reason": item.decision.reason if item.decision else ""}
    return ElementForm(fields, data, first | {"reason": first["reason"] or str(_("Misread by the compiler"))})


def reject_form(item: Item, data: Any = None) -> ElementForm:
    """Why it is none; the usual reason is offered."""
    return ElementForm({"reason": reason_field()}, data, {"reason": str(NOT_ONE[item.kind])})


def waive_form(data: Any = None) -> ElementForm:
    """Why a finding may stay as it is."""
    every = forms.BooleanField(label=_("All open findings of this kind alike"), required=False)
    return ElementForm({"reason": reason_field(), "every": every}, data)


def add_form(review: Review, kind: str, span: Span | None, quote: str, data: Any = None) -> ElementForm:
    """The fields of a new element, prefilled with what the compiler makes of the selected words alone."""
    fields: dict[str, forms.Field] = {"quote": _quote_field(kind, span)}
    fields |= {f.name: _field(review, kind, f) for f in FIELDS[kind]}
    if "path" in fields:
        fields["path"].required = False
    fields["reason"] = reason_field(required=False)
    words = "".join(review.draft.source_text[slice(*span)].split()) if span else ""
    usual = {name: "" if value is None else str(value) for name, value in DEFAULTS[kind].items()}
    first = {**usual, **prefilled(kind, words), "quote": words or quote}
    home = heading_at(review.headings, span[0]) if span else None
    return ElementForm(fields, data, first | ({"path": home.path} if home else {}))


def prefilled(kind: str, words: str) -> dict[str, str]:
    """Texts of fields for selected words; what cannot be read is the words themselves in the main field."""
    short = words[:MOST_SELECTED]
    text = _AROUND.get(kind, _AROUND["target"]) % short
    found = next((e for name, e in compile_plan(text).elements() if name == kind), None) if short else None
    if found is None:
        return {MAIN[kind]: short[:60]}
    return {name: text for name, text in texts_of(kind, found).items() if name != "path"}


def selected(text: str, start: str, end: str) -> Span | None:
    """The selection of an address or a form, without blanks at its ends; None when it is no place of the text."""
    if not (start.isdigit() and end.isdigit() and len(start) < 9 and len(end) < 9):
        return None
    return trimmed(text, (int(start), int(end)))


def reason_field(*, required: bool = True) -> forms.Field:
    """Why; short, kept with the decision."""
    return forms.CharField(label=_("Reason"), required=required, max_length=500, widget=forms.TextInput())


def _quote_field(kind: str, span: Span | None) -> forms.Field:
    help_text = _("The first words are enough, or first words……last words.")
    if kind == "duty":
        help_text = _("Left empty when the text does not say it: then the park assigns the duty, with a reason.")
    attrs = {"readonly": True} if span else {}
    return forms.CharField(
        label=_("Words of the text"), required=False, max_length=MOST_SELECTED, help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )  # fmt: skip


def _field(review: Review, kind: str, field: ElementField) -> forms.Field:
    label, help_text = FIELD_LABELS[field.name], HELP.get(field.name, "")
    if field.sort == "choice":
        return forms.ChoiceField(label=label, choices=list(CHOICES[kind, field.name].items()), required=field.required)
    if field.sort == "path":
        places = [(h.path, f"{h.number} {h.title}".strip()[:60]) for h in review.headings]
        return forms.ChoiceField(label=label, choices=[("", "—"), *places], required=False, help_text=help_text)
    modes = {"number": "decimal", "value": "text", "year": "numeric", "level": "numeric"}
    widget = forms.TextInput(attrs={"inputmode": modes[field.sort]} if field.sort in modes else {})
    return forms.CharField(
        label=label, required=field.required, max_length=field.most, help_text=help_text, widget=widget
    )
