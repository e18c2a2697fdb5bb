"""A new edition of a running plan is read and held against it (再版比对)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import reissuing
from parkloop.apps.plan.models import EditionChange, Plan, Reissue
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, action, require
from parkloop.foundation.models import Person

LABELS = {"file": _("Notice (txt, docx, pdf)"), "text": _("Or its text, pasted")}
HELP = {"text": _("Only where there is no file. Blank lines and page numbers do no harm.")}
PASTED = "pasted.txt"


@action(
    "plan.start_reissue",
    label=_("Compare a new edition"),
    on=Plan,
    icon="git-compare",
    labels=LABELS,
    help=HELP,
    long=("text",),
)
def start_reissue(person: Person, *, plan: Plan, file: bytes | None = None, name: str = "", text: str = "") -> Reissue:
    """Compile the new notice against the running edition; each change waits for one decision. The running edition is not touched.

    `file` are the bytes of the notice, `name` its file name; `text` the pasted text instead.
    Errors: NotAllowed; InvalidState (the plan was followed already, another re-issue is open); InvalidInput naming `file` or `text`.
    """
    require(person, "plan.start_reissue", plan)
    if hasattr(plan, "followed_by"):
        raise InvalidState(
            _("Edition %(n)s follows this one. Compare with the newest edition."), n=plan.followed_by.edition
        )
    data, called = _given(file, name, text)
    edition = reissuing.read_edition(plan, data, called)
    try:
        with transaction.atomic():
            reissue = _reissue(person, plan, edition, called, data)
            _changes(reissue, edition)
            journal.write(person, "plan.start_reissue", reissue, digest=reissue.source_sha256)
    except IntegrityError as error:
        raise AlreadyDone(
            _("A re-issue of this plan is under decision already. Confirm it or give it up first.")
        ) from error
    return reissue


def _given(file: bytes | None, name: str, text: str) -> tuple[bytes, str]:
    if file and text.strip():
        raise InvalidInput(_("Upload the notice or paste its text, not both."), field="text")
    if file:
        return file, name or "notice"
    if text.strip():
        return text.encode(), PASTED
    raise InvalidInput(_("Upload the new notice, or paste its text."), field="file")


def _reissue(person: Person, plan: Plan, edition: reissuing.NewEdition, name: str, data: bytes) -> Reissue:
    document = edition.compiled.document
    return Reissue.objects.create(
        plan=plan,
        title=(document.title or plan.title)[:300],
        doc_no=document.doc_no or "",
        issued_on=dt.date.fromisoformat(document.issued_on) if document.issued_on else None,
        source_name=name[-255:],
        source_sha256=reissuing.digest_of(data),
        source_text=edition.text,
        compiled=reissuing.stored_form(edition.compiled),
        lineage=reissuing.lineage_of(edition.comparison),
        started_by=person,
        started_at=clock.now(),
    )


def _changes(reissue: Reissue, edition: reissuing.NewEdition) -> None:
    EditionChange.objects.bulk_create(
        EditionChange(
            reissue=reissue,
            position=position,
            key=change.key,
            kind=change.kind,
            old=list(change.old),
            new=list(change.new),
            facts=dict(change.facts),
        )
        for position, change in enumerate(edition.comparison.changes)
    )
