"""What is to be done and by whom: tasks, duties, reported progress, signing for the plan."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models.plans import Plan, PlanHeading, Spanned
from parkloop.domain.schedule import Schedule
from parkloop.foundation.models.base import Versioned, in_language


class RollUp(models.TextChoices):
    """What a part of the work plan counts in the completion of its task (`domain.workplan.progress`)."""

    WEIGHT = "weight", _("Milestones by their weights")
    DURATION = "duration", _("Sub-tasks by their working days")
    COUNT = "count", _("Milestones, each the same")


class Task(Versioned):
    """One task of a plan (任务). Its words stand in the heading, its schedule is the park's."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks", verbose_name=_("plan"))
    heading = models.OneToOneField(PlanHeading, models.CASCADE, related_name="task", verbose_name=_("heading"))
    chapter = models.ForeignKey(
        PlanHeading, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("chapter")
    )
    number = models.CharField(_("number"), max_length=20)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=300)
    label_zh = models.CharField(_("Chinese short name"), max_length=60, blank=True)
    label_en = models.CharField(_("English short name"), max_length=100, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    curve = models.CharField(_("schedule"), max_length=8, default="linear")
    points = models.JSONField(default=list, blank=True, editable=False)
    roll_up = models.CharField(_("roll-up"), max_length=8, choices=RollUp.choices, default=RollUp.COUNT)

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_one_task_position"),
            models.CheckConstraint(
                name="plan_task_dates",
                condition=Q(starts_on__isnull=True, due_on__isnull=True)
                | Q(starts_on__isnull=False, due_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {in_language(self.title, self.label_en)}"

    @property
    def label(self) -> str:
        """Short name in the active language."""
        return in_language(self.label_zh or self.title, self.label_en)

    @property
    def code(self) -> str:
        """Chapter word and number, as in 有深度·13; the bare number where the chapter has no word."""
        word = self.chapter.word if self.chapter else ""
        return f"{word}·{self.number.zfill(2)}" if word else self.number

    @property
    def schedule(self) -> Schedule | None:
        """Its schedule, or None when the park gave no dates."""
        return schedule_of(self)


class DutyRole(models.TextChoices):
    """How an organisation is bound to a matter."""

    LEAD = "lead", _("Lead")
    COOP = "coop", _("Co-operating")
    RESPONSIBLE = "responsible", _("Responsible")
    OWNER = "owner", _("Implementing owner")
    LEADER = "leader", _("Under the leadership of")


class DutyOrigin(models.TextChoices):
    """Whether the notice states the duty or the park assigned it."""

    STATED = "stated", _("Stated in the notice")
    ASSIGNED = "assigned", _("Assigned by the park")


class Duty(Versioned, Spanned):
    """Who does what (责任). A stated duty has its span in the notice; an assigned one says who assigned it, when and why.

    `organisation` is empty when the printed unit is no known organisation (各部门); `surface` keeps the printed words.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties", verbose_name=_("plan"))
    heading = models.ForeignKey(PlanHeading, models.CASCADE, related_name="duties", verbose_name=_("heading"))
    role = models.CharField(_("role"), max_length=11, choices=DutyRole.choices)
    organisation = models.ForeignKey(
        "foundation.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    surface = models.CharField(_("printed as"), max_length=200, blank=True)
    surface_en = models.CharField(max_length=200, blank=True, editable=False)
    origin = models.CharField(_("origin"), max_length=8, choices=DutyOrigin.choices)
    assigned_by = models.ForeignKey("foundation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    assigned_by_name = models.CharField(_("assigned by"), max_length=100, blank=True)
    from_on = models.DateField(_("from"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "heading__position", "role", "pk"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints: ClassVar = [
            *Spanned.Meta.constraints,
            models.UniqueConstraint(
                fields=["heading", "role", "organisation"],
                condition=Q(ended_on__isnull=True, organisation__isnull=False),
                name="plan_one_duty_at_a_time",
            ),
            models.CheckConstraint(
                name="plan_duty_names_a_unit", condition=Q(organisation__isnull=False) | ~Q(surface="")
            ),
            models.CheckConstraint(name="plan_assigned_with_reason", condition=~Q(origin="assigned") | ~Q(reason="")),
            models.CheckConstraint(
                name="plan_stated_with_span", condition=~Q(origin="stated") | Q(start__isnull=False)
            ),
            models.CheckConstraint(
                name="plan_duty_ends_after_it_began", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.unit}"

    @property
    def unit(self) -> str:
        """The organisation's short name, else the printed words."""
        return self.organisation.short if self.organisation else self.surface


class TaskProgress(models.Model):
    """How far a task had come on a day, in percent, as its lead reported it. A correction keeps the older row.

    `carried` is filled where it came over from the edition before: ``{rule: same|mean|lowest, edition, from: [[number, percent]]}``.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="progress", verbose_name=_("task"))
    as_of = models.DateField(_("as of"))
    completion_pp = models.DecimalField(_("completion"), max_digits=5, decimal_places=2)
    note = models.TextField(_("what was done"), blank=True)
    organisation = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    reported_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported"))
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("reason of the correction"), max_length=500, blank=True)
    carried = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["task", "-as_of", "-pk"]
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "as_of"], condition=Q(superseded_at__isnull=True), name="plan_one_progress_per_day"
            ),
            models.CheckConstraint(
                name="plan_completion_in_percent", condition=Q(completion_pp__gte=0, completion_pp__lte=100)
            ),
            models.CheckConstraint(
                name="plan_progress_correction_with_reason", condition=Q(supersedes__isnull=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.as_of}"


class SignOff(Versioned):
    """An addressee signs for the plan (签收). Opened when the plan is adopted; `due_on` is empty when the park sets no term."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sign_offs", verbose_name=_("plan"))
    organisation = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    opened_at = models.DateTimeField(_("sent"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    note = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "organisation__code"]
        verbose_name = _("signing")
        verbose_name_plural = _("signings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "organisation"], name="plan_one_signing"),
            models.CheckConstraint(
                name="plan_signed_by_somebody",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.organisation}"


def schedule_of(obj: object) -> Schedule | None:
    """The schedule of a task or target from its own columns; None without dates."""
    starts_on, due_on = getattr(obj, "starts_on", None), getattr(obj, "due_on", None)
    if starts_on is None or due_on is None:
        return None
    points = tuple((dt.date.fromisoformat(on), Decimal(str(pp))) for on, pp in getattr(obj, "points", []))
    return Schedule(getattr(obj, "curve"), starts_on, due_on, points)  # noqa: B009
