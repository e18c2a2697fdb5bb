"""A new edition held against the running one: each change with the decision that a person took about it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkloop.apps.plan.models.plans import Plan
from parkloop.foundation.models.base import Versioned


class Reissue(Versioned):
    """A new edition of a plan under decision (再版). Nothing of the running edition changes before it is confirmed.

    `source_text` is the new notice untouched, `compiled` its compiled plan, `lineage` says which old tasks and targets go on as which
    new ones: ``{items: [[old paths, new paths]], targets: [[old index, new index]], reworded: [[old path, new path]]}``.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Under decision")
        CONFIRMED = "confirmed", pgettext_lazy("re-issue", "Confirmed")
        DROPPED = "dropped", _("Given up")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reissues", verbose_name=_("running edition"))
    title = models.CharField(_("title"), max_length=300)
    doc_no = models.CharField(_("document number"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    source_name = models.CharField(_("source file"), max_length=255)
    source_sha256 = models.CharField(_("checksum of the source"), max_length=64)
    source_text = models.TextField(editable=False)
    compiled = models.JSONField(default=dict, editable=False)
    lineage = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    started_by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started"))
    ended_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    result = models.OneToOneField(
        Plan, models.PROTECT, null=True, blank=True, related_name="made_by", verbose_name=_("new edition")
    )

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        verbose_name = _("re-issue")
        verbose_name_plural = _("re-issues")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan"], condition=Q(state="open"), name="plan_one_open_reissue"),
            models.CheckConstraint(
                name="plan_reissue_ended_by_somebody",
                condition=Q(state="open", ended_by__isnull=True) | (~Q(state="open") & Q(ended_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="plan_reissue_has_result", condition=Q(state="confirmed") ^ Q(result__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.short} {self.doc_no}".strip()


class EditionChange(Versioned):
    """One change between the running and the new edition, and the decision about it. `facts` are the values its sentence shows."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("Tasks merged")
        SPLIT = "split", _("Task split")
        REGROUPED = "regrouped", _("Tasks regrouped")
        RENUMBERED = "renumbered", _("Numbers run on")
        MOVED = "moved", _("Task moved")
        RETITLED = "retitled", _("Title changed")
        ADDED = "added", _("Task added")
        DROPPED = "dropped", _("Task dropped")
        TARGET_RAISED = "target_raised", _("Target raised")
        TARGET_LOWERED = "target_lowered", _("Target lowered")
        TARGET_RESTATED = "target_restated", _("Target stated otherwise")
        TARGET_RESCHEDULED = "target_rescheduled", _("Target in another year")
        TARGET_ADDED = "target_added", _("Target added")
        TARGET_DROPPED = "target_dropped", _("Target dropped")
        GOAL_ADDED = "goal_added", _("Goal without a number added")
        GOAL_DROPPED = "goal_dropped", _("Goal without a number dropped")
        UNIT_REPLACED = "unit_replaced", _("Unit replaced")
        DUTY_ADDED = "duty_added", _("Duty added")
        DUTY_REMOVED = "duty_removed", _("Duty removed")
        DEADLINE_MOVED = "deadline_moved", _("Deadline moved")
        DEADLINE_ADDED = "deadline_added", _("Deadline added")
        DEADLINE_REMOVED = "deadline_removed", _("Deadline removed")
        PERIOD = "period", _("Period of the plan changed")
        EDIT_LAPSED = "edit_lapsed", _("Edit of a person lapses")

    class Option(models.TextChoices):
        CARRY = "carry", _("Running work goes on")
        CARRY_MEAN = "carry_mean", _("Progress goes on with the mean")
        CARRY_LOWEST = "carry_lowest", _("Progress goes on with the lowest")
        FRESH = "fresh", _("Begin anew")
        ACCEPT = "accept", _("Take note")
        CLOSE = "close", _("End it with the old edition")
        KEEP = "keep", _("Keep it as the park's own target")
        HAND_OVER = "hand_over", _("Assigned duties go to the new unit")
        LEAVE = "leave", _("Assigned duties stay where they are")

    reissue = models.ForeignKey(Reissue, models.CASCADE, related_name="changes", verbose_name=_("re-issue"))
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=700, editable=False)
    kind = models.CharField(_("change"), max_length=18, choices=Kind.choices)
    old = models.JSONField(default=list, editable=False)
    new = models.JSONField(default=list, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    option = models.CharField(_("decision"), max_length=12, choices=Option.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["reissue", "position"]
        verbose_name = _("change of an edition")
        verbose_name_plural = _("changes of an edition")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reissue", "position"], name="plan_one_change_position"),
            models.CheckConstraint(
                name="plan_change_decided_by_somebody",
                condition=Q(option="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(option="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.reissue}"
