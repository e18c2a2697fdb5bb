"""A person corrects a fact of the paper itself in a draft: its titles, number, issuer, date of issue, period."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.deciding import Verdict, decide, reason_or
from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.apps.plan.reviewing import DOCUMENT, Review
from parkloop.domain.plan.decision_entries import DOCUMENT as ABOUT
from parkloop.domain.plan.document_facts import FactError, read_fact
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Person

FAULTS = {
    "required": _("A plan has a title. Write it as the paper does."),
    "long": _("This is too long."),
    "text": _("Write it as the paper does."),
    "date": _("Write a date such as 2026-12-31."),
    "no-such-day": _("There is no such day in the calendar. Check the date against the sealed paper."),
    "period": _("Write the first and the last year, such as 2026-2028, or one year."),
    "period-order": _("The period ends before it begins. Write the first year first."),
}


class DocumentFact(models.TextChoices):
    """Facts of the paper that can be corrected."""

    TITLE = "title", _("Title of the plan")
    NOTICE_TITLE = "notice_title", _("Title of the notice")
    DOC_NO = "doc_no", _("Document number")
    ISSUER = "issuer", _("Issued by")
    ISSUED_ON = "issued_on", _("Issued on")
    PERIOD = "period", _("Period of the plan")


@action("plan.edit_fact", label=_("Correct a fact of the document"), on=PlanDraft, icon="edit")
def edit_fact(
    person: Person, *, draft: PlanDraft, fact: DocumentFact, value: str, reason: str, seen: int | None = None
) -> DraftDecision:
    """Say what a fact of the paper is, as typed: a text, a date (2026-12-31), a period (2026-2028); empty where the paper says none.

    Errors: NotAllowed; InvalidState (not open); InvalidInput naming the field (`value`: what it must be; `reason`); StaleVersion.
    """
    require(person, "plan.edit_fact", draft)
    name = DocumentFact(fact).value
    try:
        read = read_fact(name, value)  # type: ignore[arg-type]
    except FactError as error:
        raise InvalidInput(FAULTS[error.code], field="value") from error
    if read == getattr(Review(draft, part=1).confirmed.document, name):
        raise InvalidInput(_("It is the same as it stands."), field="value")
    why = reason_or(reason, _("Say why it reads so."))
    plain = list(read) if isinstance(read, tuple) else read
    entry = {"element": ABOUT, "set": {name: plain}}
    return decide(person, draft, "plan.edit_fact", Verdict(f"{DOCUMENT}{name}", "edit", entry, why), seen=seen)
