"""The plan as a document: what the notice says, its headings with their place in the text, what a person must look at."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkloop.foundation.models.base import Versioned, in_language


class Plan(Versioned):
    """One adopted edition of a plan (方案). Several stand side by side; a newer edition does not remove the older one.

    `source_text` is the notice untouched: every span counts its characters. `compiled` is the compiled plan after the
    decisions of people, `stats` how many elements came from the compiler and how many from a person.
    `folder` names the park data (targets, tasks, lights) that goes with it; `follows` is the edition whose running work it took over.
    """

    code = models.SlugField(_("code"), max_length=64)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    folder = models.CharField(max_length=100, blank=True, editable=False)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows the edition")
    )
    organisation = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, null=True, related_name="+", verbose_name=_("plan of")
    )
    label_zh = models.CharField(_("Chinese name"), max_length=200)
    label_en = models.CharField(_("English name"), max_length=200, blank=True)
    short_zh = models.CharField(_("Chinese short name"), max_length=60, blank=True)
    short_en = models.CharField(_("English short name"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=300)
    notice_title = models.CharField(_("title of the notice"), max_length=300, blank=True)
    doc_no = models.CharField(_("document number"), max_length=100, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    drafter = models.CharField(_("drafted by"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    drafted_on = models.DateField(_("drafted on"), null=True, blank=True)
    period_first = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_last = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    addressees = models.JSONField(_("addressees"), default=list, blank=True)
    copied_to = models.JSONField(_("copied to"), default=list, blank=True)
    bases = models.JSONField(_("based on"), default=list, blank=True)
    source_name = models.CharField(_("source file"), max_length=255, blank=True)
    source_sha256 = models.CharField(_("checksum of the source"), max_length=64, blank=True)
    source_file = models.ForeignKey(
        "foundation.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    source_text = models.TextField(editable=False)
    compiled = models.JSONField(default=dict, editable=False)
    stats = models.JSONField(default=dict, editable=False)
    adopted_on = models.DateField(_("adopted on"))
    adopted_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("adopted by")
    )

    class Meta:
        ordering: ClassVar = ["-adopted_on", "code", "-edition"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "edition"], name="plan_one_edition"),
            models.CheckConstraint(
                name="plan_period_in_order",
                condition=Q(period_first__isnull=True)
                | Q(period_last__isnull=True)
                | Q(period_last__gte=F("period_first")),
            ),
        ]

    def __str__(self) -> str:
        return self.short

    @property
    def name(self) -> str:
        """Full name in the active language."""
        return in_language(self.label_zh or self.title, self.label_en)

    @property
    def short(self) -> str:
        """Short name in the active language."""
        return in_language(self.short_zh or self.label_zh or self.title, self.short_en or self.label_en)

    @property
    def period(self) -> str:
        """First and last year, as in 2025—2026; empty when the notice states none."""
        if self.period_first is None or self.period_last is None:
            return ""
        return (
            str(self.period_first)
            if self.period_first == self.period_last
            else f"{self.period_first}—{self.period_last}"
        )

    def quoted(self, start: int, end: int) -> str:
        """The printed words of a span, in one line."""
        return "".join(self.source_text[start:end].split("\n"))


class HeadingKind(models.TextChoices):
    """What a heading is for: the chapter's words decide (目标, 任务, 保障)."""

    CHAPTER = "chapter", _("Chapter")
    SECTION = "section", _("Section")
    GOALS = "goals", _("Goals")
    TASK = "task", _("Task")
    SAFEGUARD = "safeguard", _("Safeguard")
    PART = "part", _("Part")


class Spanned(models.Model):
    """Lies at [start, end) of the plan's source text; both empty when a person added it."""

    start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    end = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="plan_%(class)s_span",
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__isnull=False, end__gte=F("start")),
            )
        ]


class PlanHeading(Spanned):
    """One heading of the plan's tree. `path` is unique within the plan (`二/五/13`); `body_end` closes what it governs."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="headings", verbose_name=_("plan"))
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    path = models.CharField(_("path"), max_length=100)
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(_("level"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=HeadingKind.choices, default=HeadingKind.PART)
    word_zh = models.CharField(_("Chinese chapter word"), max_length=30, blank=True)
    word_en = models.CharField(_("English chapter word"), max_length=60, blank=True)
    label_zh = models.CharField(_("Chinese short name"), max_length=60, blank=True)
    label_en = models.CharField(_("English short name"), max_length=100, blank=True)
    is_derived = models.BooleanField(_("title derived"), default=False)
    body_end = models.PositiveIntegerField(editable=False, default=0)

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        constraints: ClassVar = [
            *Spanned.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "path"], name="plan_one_path"),
            models.UniqueConstraint(fields=["plan", "position"], name="plan_one_position"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}".strip()

    @property
    def label(self) -> str:
        """The park's short name for it in the active language, else the printed title."""
        return in_language(self.label_zh or self.title, self.label_en)

    @property
    def word(self) -> str:
        """The chapter's word (有力度) in the active language; empty when it has none."""
        return in_language(self.word_zh, self.word_en)


class Severity(models.TextChoices):
    """How much a finding matters."""

    ERROR = "error", _("Must be settled")
    WARNING = "warning", _("Please check")
    INFO = "info", pgettext_lazy("severity", "Note")


class Finding(Spanned):
    """Something of the notice that a person must look at, and what was decided about it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("finding", "Open")
        ACCEPTED = "accepted", _("Accepted")
        WAIVED = "waived", _("Waived")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="findings", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=40)
    severity = models.CharField(_("severity"), max_length=7, choices=Severity.choices)
    message_zh = models.TextField()
    message_en = models.TextField()
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.CharField(_("decided by"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "start", "pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints: ClassVar = [
            *Spanned.Meta.constraints,
            models.CheckConstraint(name="plan_waived_with_reason", condition=~Q(state="waived") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def message(self) -> str:
        """What was seen and what to do, in the active language."""
        return in_language(self.message_zh, self.message_en)
