"""A new edition of a running plan is read and held against it (再版比对)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import beginning, reissuing
from parkloop.apps.plan.models import Plan, Reissue
from parkloop.foundation import journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, require
from parkloop.foundation.models import Person

LABELS = {"file": _("Notice (txt, docx, pdf)"), "text": _("Or its text, pasted")}
HELP = {
    "file": _("To decide about each element first, hand it in under Plan review as a new edition of this plan."),
    "text": _("Only where there is no file. Blank lines and page numbers do no harm."),
}
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
    beginning.check_running(plan)
    data, called = _given(file, name, text)
    edition = reissuing.read_edition(plan, data, called)
    try:
        with transaction.atomic():
            reissue = beginning.begin(person, plan, edition, called, reissuing.digest_of(data))
            journal.write(person, "plan.start_reissue", reissue, digest=reissue.source_sha256)
    except IntegrityError as error:
        raise AlreadyDone(beginning.ALREADY) from error
    return reissue


def _given(file: bytes | None, name: str, text: str) -> tuple[bytes, str]:
    if file and text.strip():
        raise InvalidInput(_("Upload the notice or paste its text, not both."), field="text")
    if file:
        return file, name or "notice"
    if text.strip():
        return text.encode(), PASTED
    raise InvalidInput(_("Upload the new notice, or paste its text."), field="file")
