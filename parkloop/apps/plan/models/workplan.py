"""The work plan of a plan (施工图): milestones and sub-tasks of its tasks, links between them, reports, baselines, lights set by hand."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models.plans import Plan
from parkloop.apps.plan.models.work import Task
from parkloop.foundation.models.base import Versioned, in_language


class ItemKind(models.TextChoices):
    """Whether it takes time or marks a day."""

    ACTIVITY = "activity", _("Sub-task")
    MILESTONE = "milestone", _("Milestone")


class ItemWords(models.Model):
    """Name and dates of an item; the same for the living one and for its copy in a baseline."""

    kind = models.CharField(_("kind"), max_length=9, choices=ItemKind.choices)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    duration = models.PositiveSmallIntegerField(_("working days"), default=0)
    starts_on = models.DateField(_("planned start"))
    ends_on = models.DateField(_("planned last day"))
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, null=True, blank=True)
    done_pp = models.DecimalField(_("done in percent"), max_digits=5, decimal_places=2, null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def is_milestone(self) -> bool:
        """Whether it marks a day."""
        return self.kind == ItemKind.MILESTONE


class WorkItem(Versioned, ItemWords):
    """One milestone (里程碑) or sub-task of a task. `starts_on` and `ends_on` come from the scheduler, never from a person.

    People say what binds it: `not_before`, `must_start_on`, `must_finish_by`, links. `code` is its identity, through baselines and
    after it was removed (`removed_on`). `done_pp` repeats the newest report, None when there is none.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="work_items", verbose_name=_("plan"))
    task = models.ForeignKey(Task, models.CASCADE, related_name="work_items", verbose_name=_("task"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    code = models.CharField(_("code"), max_length=30, unique=True)
    position = models.PositiveIntegerField(editable=False, default=0)
    not_before = models.DateField(_("not before"), null=True, blank=True)
    must_start_on = models.DateField(_("fixed start"), null=True, blank=True)
    must_finish_by = models.DateField(_("to be finished by"), null=True, blank=True)
    organisation = models.ForeignKey(
        "foundation.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible organisation"),
    )
    reported_on = models.DateField(_("reported as of"), null=True, blank=True)
    removed_on = models.DateField(_("removed on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "task__position", "position", "code"]
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="plan_item_duration",
                condition=Q(kind="milestone", duration=0) | Q(kind="activity", duration__gt=0),
            ),
            models.CheckConstraint(name="plan_item_dates", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="plan_item_percent", condition=Q(done_pp__isnull=True) | Q(done_pp__gte=0, done_pp__lte=100)
            ),
            models.CheckConstraint(
                name="plan_item_finished_is_done",
                condition=Q(finished_on__isnull=True) | Q(done_pp=100),
            ),
            models.CheckConstraint(
                name="plan_item_weight", condition=Q(weight__isnull=True) | Q(weight__gt=0, weight__lte=100)
            ),
            models.CheckConstraint(
                name="plan_item_one_start", condition=Q(not_before__isnull=True) | Q(must_start_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        words = f"{self.code} {self.name}"
        return words if self.removed_on is None else gettext("%(item)s (removed)") % {"item": words}

    @property
    def is_finished(self) -> bool:
        """Whether it was reported as done; then it does not move any more."""
        return self.finished_on is not None


class LinkKind(models.TextChoices):
    """What the later one waits for."""

    FS = "FS", _("Finish to start")
    SS = "SS", _("Start to start")


class WorkLink(models.Model):
    """`after` waits for `before` (紧前). `lag` in working days, negative lets it begin earlier."""

    before = models.ForeignKey(WorkItem, models.CASCADE, related_name="links_out", verbose_name=_("first"))
    after = models.ForeignKey(WorkItem, models.CASCADE, related_name="links_in", verbose_name=_("then"))
    kind = models.CharField(_("link"), max_length=2, choices=LinkKind.choices, default=LinkKind.FS)
    lag = models.SmallIntegerField(_("lag in working days"), default=0)

    class Meta:
        ordering: ClassVar = ["before__code", "after__code"]
        verbose_name = _("link of work items")
        verbose_name_plural = _("links of work items")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["before", "after"], name="plan_one_link"),
            models.CheckConstraint(name="plan_link_joins_two", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return f"{self.before.code} → {self.after.code}"

    @property
    def plan(self) -> Plan:
        """The plan of both."""
        return self.before.plan


class WorkReport(models.Model):
    """How far an item had come on a day, in percent, with evidence. A correction keeps the older row."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="reports", verbose_name=_("work item"))
    as_of = models.DateField(_("as of"))
    done_pp = models.DecimalField(_("done in percent"), max_digits=5, decimal_places=2)
    note = models.TextField(_("what was done"))
    evidence = models.CharField(_("evidence"), max_length=100, blank=True)
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

    class Meta:
        ordering: ClassVar = ["item", "-as_of", "-pk"]
        verbose_name = _("milestone report")
        verbose_name_plural = _("milestone reports")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "as_of"], condition=Q(superseded_at__isnull=True), name="plan_one_item_report_per_day"
            ),
            models.CheckConstraint(name="plan_report_percent", condition=Q(done_pp__gte=0, done_pp__lte=100)),
            models.CheckConstraint(
                name="plan_report_correction_with_reason", condition=Q(supersedes__isnull=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.as_of}"


class Baseline(models.Model):
    """The work plan as it stood on a day (基线), with progress and with what had been removed. Its rows never change."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="baselines", verbose_name=_("plan"))
    name = models.CharField(_("name"), max_length=100)
    taken_on = models.DateField(_("taken on"))
    taken_at = models.DateTimeField(_("taken"))
    taken_by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("taken by"))
    reason = models.CharField(_("occasion"), max_length=500)

    class Meta:
        ordering: ClassVar = ["plan", "-taken_at", "-pk"]
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "name"], name="plan_one_baseline_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.taken_on.isoformat()})"


class BaselineItem(ItemWords):
    """One item as it stood when the baseline was taken. `code` recognises it in other states; the row outlives the item.

    `task_title` is what its task was called then; `task` goes over to the task that carries it on in a new edition.
    """

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="items")
    item = models.ForeignKey(WorkItem, models.SET_NULL, null=True, related_name="+")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="+", verbose_name=_("task"))
    task_title = models.CharField(max_length=400)
    code = models.CharField(_("code"), max_length=30)
    removed_on = models.DateField(_("removed on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["baseline", "starts_on", "code"]
        verbose_name = _("item of a baseline")
        verbose_name_plural = _("items of a baseline")
        constraints: ClassVar = [models.UniqueConstraint(fields=["baseline", "code"], name="plan_one_baseline_item")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class LightChoice(models.TextChoices):
    """Lights that a person may set; missing data cannot be declared away or into being."""

    OK = "ok", pgettext_lazy("light", "On track")
    NEAR = "near", pgettext_lazy("light", "Due soon")
    LAG = "lag", pgettext_lazy("light", "Behind")
    OVER = "over", pgettext_lazy("light", "Overdue or far behind")


class LightOverride(Versioned):
    """A light set by a person over the computed one, with a reason, from a day up to and with another; it ends by itself."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="overrides", verbose_name=_("task"))
    light = models.CharField(_("light"), max_length=4, choices=LightChoice.choices)
    computed = models.CharField(_("computed light"), max_length=4, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    set_by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["task", "-pk"]
        verbose_name = _("light set by hand")
        verbose_name_plural = _("lights set by hand")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(ended_on__isnull=True), name="plan_one_override_at_a_time"
            ),
            models.CheckConstraint(name="plan_override_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="plan_override_ends", condition=Q(until_on__gte=F("from_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.task} → {self.get_light_display()}"
