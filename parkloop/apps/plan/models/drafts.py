"""A plan under review: what was read from an upload, and what people decide about it before it becomes a plan at work."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkloop.apps.plan.models.editions import Reissue
from parkloop.apps.plan.models.plans import Plan
from parkloop.foundation.models.base import Versioned, in_language

PASTED = "pasted.txt"
"""Name of a source that was no file."""
MOST_CHARACTERS = 400_000
"""Characters of a text that can be reviewed."""


class PlanDraft(Versioned):
    """A review in progress (编译审核). `source_text` is the text untouched; `compiled` is what the compiler read in it, kept as read;
    `compiled_sha256` its digest, by which it is remembered. Of a new edition `follows` is the running one; confirmed, it becomes a `reissue`.

    `version` counts every decision, so that nobody submits or confirms what somebody else has changed since.
    """

    class State(models.TextChoices):
        READING = "reading", pgettext_lazy("draft", "Being read")
        UNREADABLE = "unreadable", pgettext_lazy("draft", "Not readable")
        DRAFT = "draft", pgettext_lazy("draft", "Under review")
        SUBMITTED = "submitted", pgettext_lazy("draft", "Waiting for confirmation")
        RETURNED = "returned", pgettext_lazy("draft", "Returned")
        CONFIRMED = "confirmed", pgettext_lazy("draft", "Confirmed")
        DROPPED = "dropped", pgettext_lazy("draft", "Given up")

    OPEN: ClassVar = (State.DRAFT, State.RETURNED)
    """States in which people decide."""
    ALIVE: ClassVar = (State.READING, State.DRAFT, State.SUBMITTED, State.RETURNED)

    code = models.SlugField(_("code"), max_length=64, unique=True)
    label_zh = models.CharField(_("Chinese name"), max_length=200, blank=True)
    label_en = models.CharField(_("English name"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("plan of")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    source_name = models.CharField(_("source file"), max_length=255, blank=True)
    source_format = models.CharField(_("format"), max_length=10, blank=True)
    source_sha256 = models.CharField(_("checksum of the source"), max_length=64)
    source_file = models.ForeignKey(
        "foundation.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    source_text = models.TextField(_("text"), max_length=MOST_CHARACTERS, blank=True, editable=False)
    compiled = models.JSONField(default=dict, blank=True, editable=False)
    compiled_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    notes = models.JSONField(default=list, blank=True, editable=False)
    problem = models.JSONField(default=dict, blank=True, editable=False)
    job = models.ForeignKey("foundation.Job", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    author = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("begun by"))
    started_at = models.DateTimeField(_("begun"))
    submitted_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    confirmer = models.ForeignKey(
        "foundation.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to be confirmed by"),
    )
    settled_by = models.ForeignKey(
        "foundation.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed or returned by"),
    )
    settled_at = models.DateTimeField(_("confirmed or returned"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    plan = models.OneToOneField(
        Plan, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name=_("plan")
    )
    follows = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new edition of")
    )
    reissue = models.OneToOneField(
        Reissue, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name=_("re-issue")
    )
    is_synthetic = models.BooleanField(_("synthetic"), default=False)

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        verbose_name = _("plan under review")
        verbose_name_plural = _("plans under review")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_sha256"],
                condition=Q(state__in=("reading", "draft", "submitted", "returned")),
                name="plan_one_review_per_text",
            ),
            models.CheckConstraint(
                name="plan_confirmed_draft_has_plan",
                condition=~Q(state="confirmed") | Q(plan__isnull=False) | Q(reissue__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_only_edition_has_reissue", condition=Q(reissue__isnull=True) | Q(follows__isnull=False)
            ),
            models.CheckConstraint(
                name="plan_draft_confirmed_by_another",
                condition=~Q(state="confirmed")
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("author")) & ~Q(settled_by=F("submitted_by"))),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.label_zh, self.label_en) or self.source_label

    @property
    def is_open(self) -> bool:
        """Whether people decide about it now."""
        return self.state in self.OPEN

    @property
    def is_read(self) -> bool:
        """Whether the compiler has read it, so that there is something to decide."""
        return bool(self.compiled_sha256 or self.compiled)

    @property
    def source_label(self) -> str:
        """What the source is called: the file's name, or that it was pasted."""
        return self.source_name if self.source_file_id or self.source_name != PASTED else str(_("Pasted text"))

    @property
    def problem_text(self) -> str:
        """Why it could not be read, in the active language."""
        return in_language(self.problem.get("zh", ""), self.problem.get("en", ""))


class DraftDecision(models.Model):
    """One decision about one element or finding of a draft. `entry` is the entry as `plan/decisions.yaml` would hold it.

    `subject` is the key of the element (`target@815-837`) or of the finding; of what a person added, `added@<number>`.
    A later decision about the same subject replaces the earlier one, which is kept; undoing brings the earlier one back.
    """

    class Section(models.TextChoices):
        ACCEPT = "accept", pgettext_lazy("decision", "Accepted")
        WAIVE = "waive", pgettext_lazy("decision", "Waived")
        ASSIGN = "assign", pgettext_lazy("decision", "Assigned")
        EDIT = "edit", pgettext_lazy("decision", "Edited")
        REJECT = "reject", pgettext_lazy("decision", "Rejected")
        ADD = "add", pgettext_lazy("decision", "Added")

    draft = models.ForeignKey(PlanDraft, models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=60)
    section = models.CharField(_("decision"), max_length=6, choices=Section.choices)
    entry = models.JSONField()
    by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    is_standing = models.BooleanField(default=True)
    undone_by = models.ForeignKey("foundation.Person", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["draft", "number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "number"], name="plan_one_decision_number"),
            models.UniqueConstraint(
                fields=["draft", "subject"], condition=Q(is_standing=True), name="plan_one_standing_decision"
            ),
            models.CheckConstraint(
                name="plan_undone_does_not_stand", condition=Q(undone_at__isnull=True) | Q(is_standing=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.section}"
