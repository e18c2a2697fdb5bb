"""An officer hands in the text of a new plan: it is compiled, at once or by a job, and a review begins."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from parkloop.adapters.plans import UnreadableDocument
from parkloop.apps.plan import parkdata
from parkloop.apps.plan.drafting import Source, handed_in, read
from parkloop.apps.plan.following import check_follows, check_free, take_over_decisions
from parkloop.apps.plan.models import Plan, PlanDraft
from parkloop.apps.plan.reissuing import pack_of
from parkloop.domain.plan.compiler import STEPS, Step
from parkloop.foundation import clock, files, journal, refs, working
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, check, require
from parkloop.foundation.models import Organisation, Person

JOB = "plan.read_draft"
LABELS = {
    "file": _("File of the plan"),
    "source_text": _("Or the text itself"),
    "organisation": _("Plan of"),
    "code": _("Code"),
    "follows": _("A new edition of"),
}
HELP = {
    "file": _("Word (docx), PDF with text, or plain text; at most 20 MB."),
    "source_text": _("Paste the whole text, from the notice to the last chapter."),
    "label_zh": _("Left empty: the title that stands in the text."),
    "organisation": _("Left empty: the park."),
    "code": _("Left empty, the system gives one."),
    "follows": _(
        "The running plan that this text replaces. Its corrections are taken over; once confirmed, the two editions are compared and running work goes on."
    ),
}
KEPT = ("code", "label_zh", "label_en", "source_name", "source_format", "source_sha256", "state")
READING = gettext_noop("The document is being read.")
COMPILING = {
    "lines": gettext_noop("Lines are being put together."),
    "outline": gettext_noop("Headings are being read."),
    "goals": gettext_noop("Goals are being read."),
    "duties": gettext_noop("Duties and deadlines are being read."),
    "names": gettext_noop("Named things are being read."),
    "findings": gettext_noop("The text is being checked for damage."),
}
KEEPING = gettext_noop("What was found is being kept.")


@action(
    "plan.start_review", label=_("Read a new plan"), on=PlanDraft, creates=True, icon="upload", labels=LABELS, help=HELP
)
def start_review(
    person: Person,
    *,
    file: File | None = None,  # type: ignore[type-arg]
    source_text: str = "",
    label_zh: str = "",
    label_en: str = "",
    organisation: Organisation | None = None,
    code: str = "",
    follows: Plan | None = None,
    is_synthetic: bool = False,
) -> PlanDraft:
    """Begin the review of a plan from a file (docx, pdf, txt) or a pasted text; a long one is read by a job.

    `follows` is the running plan of which it is a new edition: what people had corrected there is taken over, and confirming
    the draft compares the two editions instead of making a plan of its own.
    Errors: NotAllowed; InvalidInput (nothing or both handed in, empty, too large, password, scan, damaged, no plan in it, a code
    that is taken); AlreadyDone when this very text is under review or adopted.
    """
    require(person, "plan.start_review")
    source = handed_in(file, source_text)
    _refuse_known(source)
    if follows is not None:
        require(person, "plan.start_reissue", follows)
        check_free(follows)
    draft = PlanDraft(
        code=_free_code(code.strip(), source),
        label_zh=label_zh.strip(),
        label_en=label_en.strip(),
        organisation=organisation or (follows.organisation if follows else _the_park()),
        follows=follows,
        source_name=source.name,
        source_sha256=source.sha256,
        author=person,
        is_synthetic=is_synthetic,
        started_at=clock.now(),
    )
    _fill(draft, {"state": PlanDraft.State.READING} if source.is_long else _read(draft, source))
    check(draft)
    try:
        with transaction.atomic():
            return _keep(person, draft, source)
    except IntegrityError as error:
        raise AlreadyDone(
            _("Somebody began the review of this text at the same moment. Open it from the list.")
        ) from error


def _read(draft: PlanDraft, source: Source, tell: Callable[[Step], None] = lambda step: None) -> dict[str, Any]:
    """Columns of the draft; of a new edition with the names of its plan, refused when it cannot follow it."""
    if draft.follows is None:
        return read(source, tell)
    values = read(source, tell, pack=pack_of(draft.follows))
    check_follows(draft.follows, values)
    return values


def read_draft(person: Person, arguments: dict[str, Any], progress: working.Progress) -> dict[str, Any]:
    """The job: read and compile a long draft. Repeatable; a draft that is read already, or given up, is left alone."""
    draft = PlanDraft.objects.select_related("source_file", "follows").get(pk=arguments["draft"])
    if draft.state != PlanDraft.State.READING:
        return {}
    steps = len(STEPS) + 2

    def tell(step: Step) -> None:
        progress(1 + STEPS.index(step), steps, COMPILING[step])

    progress(0, steps, READING)
    try:
        values = _read(draft, _source_of(draft), tell)
    except InvalidInput as refused:
        problem = _in_both_languages(refused)
        _still_reading(draft).update(state=PlanDraft.State.UNREADABLE, problem=problem)
        raise
    progress(steps - 1, steps, KEEPING)
    _fill(draft, {**values, "state": PlanDraft.State.DRAFT})
    with transaction.atomic():
        if _still_reading(draft).select_for_update().exists():
            draft.save(update_fields=[*values, "state", "label_zh"])
            if draft.follows is not None:
                take_over_decisions(person, draft)
            journal.write(person, "plan.start_review", draft, after=_facts(draft))
    return {"draft": draft.pk}


working.register(JOB, read_draft, gettext_noop("Reading of a plan"))


def _fill(draft: PlanDraft, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(draft, name, value)
    title = draft.compiled.get("document", {}).get("title") if draft.compiled else None
    draft.label_zh = draft.label_zh or (title or "")[:200]


def _keep(person: Person, draft: PlanDraft, source: Source) -> PlanDraft:
    if not source.is_file and not draft.source_text:
        draft.source_text = source.data.decode()
    draft.save()
    if source.is_file:
        draft.source_file = files.store(
            person, data=source.data, name=source.name, ref=refs.ref_of(draft), organisation=draft.organisation
        )
    if draft.state == PlanDraft.State.READING:
        draft.job = working.start(person, JOB, {"draft": draft.pk})
    draft.save(update_fields=["source_file", "job"])
    if draft.follows is not None and draft.is_read:
        take_over_decisions(person, draft)
    journal.write(person, "plan.start_review", draft, after=_facts(draft))
    return draft


def _facts(draft: PlanDraft) -> dict[str, Any]:
    """What the journal keeps: name, source and counts, not the text."""
    compiled = draft.compiled or {}
    counts = {name: len(compiled[name]) for name in ("headings", "targets", "duties", "findings") if name in compiled}
    return {**{name: getattr(draft, name) for name in KEPT}, **counts}


def _refuse_known(source: Source) -> None:
    under = PlanDraft.objects.filter(source_sha256=source.sha256, state__in=PlanDraft.ALIVE).first()
    if under is not None:
        raise AlreadyDone(
            _("This text is under review already: “%(draft)s”, begun by %(who)s. Open it from the list."),
            draft=str(under),
            who=under.author.name,
        )
    adopted = Plan.objects.filter(source_sha256=source.sha256).order_by("-edition").first()
    if adopted is not None:
        raise AlreadyDone(
            _("This text was adopted as “%(plan)s” on %(day)s. Open it from the list of plans."),
            plan=adopted.name,
            day=adopted.adopted_on.isoformat(),
        )


def _free_code(wanted: str, source: Source) -> str:
    """The wanted code if nothing has it, else one made from the text."""
    if wanted:
        if PlanDraft.objects.filter(code=wanted).exists() or Plan.objects.filter(code=wanted).exists():
            raise InvalidInput(_("There is a plan with this code already. Choose another one."), field="code")
        return wanted
    base, number = f"review-{source.sha256[:8]}", 1
    taken = set(PlanDraft.objects.filter(code__startswith=base).values_list("code", flat=True))
    while (found := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return found


def _the_park() -> Organisation | None:
    return Organisation.objects.filter(code=parkdata.park_itself().manifest.organisation).first()


def _source_of(draft: PlanDraft) -> Source:
    if draft.source_file is None:
        return Source(draft.source_name, draft.source_text.encode(), is_file=False)
    with files.open_bytes(draft.source_file) as stored:
        return Source(draft.source_name, stored.read(), is_file=True)


def _still_reading(draft: PlanDraft) -> Any:
    return PlanDraft.objects.filter(pk=draft.pk, state=PlanDraft.State.READING)


def _in_both_languages(refused: InvalidInput) -> dict[str, str]:
    cause = refused.__cause__
    if isinstance(cause, UnreadableDocument):
        return cause.message
    found = {}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[name] = str(refused)
    return found
