"""Targets of a plan and the values typed for them, period by period."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models.plans import Plan, PlanHeading, Spanned
from parkloop.apps.plan.models.work import Task, schedule_of
from parkloop.domain.schedule import Schedule
from parkloop.domain.targets import Goal
from parkloop.foundation.models.base import Versioned, in_language


class Accumulation(models.TextChoices):
    """How typed values stand to their period."""

    LEVEL = "level", _("As it stands at the end of the period")
    YEAR = "year-cumulative", _("Counted since 1 January")


class TargetKind(models.TextChoices):
    """What sort of number the target asks for."""

    LEVEL = "level", _("Level")
    INCREMENT = "increment", _("Net-new")
    GROWTH = "growth", _("Growth")
    SHARE = "share", _("Share")
    RANK = "rank", _("Rank")
    COVERAGE = "coverage", _("Coverage")
    LIMIT = "limit", _("Limit")


class Comparator(models.TextChoices):
    """How the value is held against the number; a bare number reads as at least."""

    EQ = "eq", _("at least (a bare number)")
    GE = "ge", _("at least")
    GT = "gt", _("more than")
    LE = "le", _("at most")
    LT = "lt", _("less than")
    APPROX = "approx", _("about")
    RANGE = "range", _("between")
    RANK = "rank", _("rank within")
    KEEP = "keep", _("kept at")
    SYNC = "sync", _("in step with")
    ALL = "all", _("all of")


class Target(Versioned, Spanned):
    """One quantified target (目标). What the notice states is kept as printed; labels, tolerance, baseline, schedule are the park's."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets", verbose_name=_("plan"))
    heading = models.ForeignKey(PlanHeading, models.CASCADE, related_name="targets", verbose_name=_("heading"))
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="targets", verbose_name=_("task")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField()
    indicator = models.CharField(_("indicator as printed"), max_length=300)
    label_zh = models.CharField(_("Chinese name"), max_length=100)
    label_en = models.CharField(_("English name"), max_length=100, blank=True)
    short_zh = models.CharField(_("Chinese short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=9, choices=TargetKind.choices)
    is_kind_inferred = models.BooleanField(_("kind inferred"), default=False)
    comparator = models.CharField(_("comparison"), max_length=6, choices=Comparator.choices)
    word = models.CharField(_("word"), max_length=30, blank=True)
    ambition = models.CharField(_("ambition"), max_length=30, blank=True)
    number = models.DecimalField(_("number"), max_digits=18, decimal_places=4, null=True, blank=True)
    number_high = models.DecimalField(_("upper end"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit as printed"), max_length=30, blank=True)
    unit_en = models.CharField(_("English unit"), max_length=60, blank=True)
    scale = models.DecimalField(_("factor of the unit"), max_digits=18, decimal_places=4, default=1)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    year_source = models.CharField(_("year from"), max_length=6, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=200, blank=True)
    accumulates = models.CharField(
        _("counting"), max_length=15, choices=Accumulation.choices, default=Accumulation.LEVEL
    )
    tolerance = models.DecimalField(_("tolerance"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("baseline of"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    curve = models.CharField(_("schedule"), max_length=8, default="linear")
    points = models.JSONField(default=list, blank=True, editable=False)
    shares = models.JSONField(default=dict, blank=True, editable=False)
    is_by_person = models.BooleanField(_("added by a person"), default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints: ClassVar = [
            *Spanned.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "code"], name="plan_one_target_code"),
            models.CheckConstraint(
                name="plan_target_has_a_number", condition=Q(number__isnull=False) | Q(comparator__in=["sync", "all"])
            ),
            models.CheckConstraint(
                name="plan_range_in_order",
                condition=Q(number_high__isnull=True, comparator__in=[c for c in Comparator.values if c != "range"])
                | Q(comparator="range", number_high__gte=F("number")),
            ),
            models.CheckConstraint(
                name="plan_tolerance_positive", condition=Q(tolerance__isnull=True) | Q(tolerance__gte=0)
            ),
            models.CheckConstraint(
                name="plan_target_dates",
                condition=Q(starts_on__isnull=True, due_on__isnull=True)
                | Q(starts_on__isnull=False, due_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Short name in the active language."""
        return in_language(self.label_zh or self.indicator, self.label_en)

    @property
    def short(self) -> str:
        """The shortest name in the active language, for the layers of a map."""
        return in_language(self.short_zh or self.label, self.label_en)

    @property
    def unit_label(self) -> str:
        """The unit in the active language; one that begins like a number (10,000 m²) is multiplied, so nobody reads on."""
        unit = in_language(self.unit, self.unit_en)
        return f"× {unit}" if any(letter.isdigit() for letter in unit) else unit

    @property
    def goal(self) -> Goal:
        """What it asks for, for `domain.targets`."""
        return Goal(
            kind=self.kind,  # type: ignore[arg-type]
            comparator=self.comparator,  # type: ignore[arg-type]
            value=self.number,
            high=self.number_high,
            baseline=self.baseline,
            tolerance=self.tolerance,
        )

    @property
    def schedule(self) -> Schedule | None:
        """Its schedule, or None when no dates are known."""
        return schedule_of(self)


class TargetValue(models.Model):
    """A value typed for a target and a period, for the whole park (no organisation) or for one town.

    An empty `value` says that somebody stated it is missing. A correction keeps the older row: the newer one `supersedes`
    it, so every figure can be shown as it was known on a day.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="values", verbose_name=_("target"))
    organisation = models.ForeignKey(
        "foundation.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    period_end = models.DateField(_("period ending"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    note = models.CharField(_("remark"), max_length=500, blank=True)
    typed_by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("typed by"))
    recorded_at = models.DateTimeField(_("typed"))
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("reason of the correction"), max_length=500, blank=True)
    carried_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("carried over from"),
        editable=False,
    )

    class Meta:
        ordering: ClassVar = ["target", "-period_end", "organisation__code", "-pk"]
        verbose_name = _("target value")
        verbose_name_plural = _("target values")
        indexes: ClassVar = [models.Index(fields=["target", "period_end"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target", "period_end"],
                condition=Q(superseded_at__isnull=True, organisation__isnull=True),
                name="plan_one_value_of_the_park",
            ),
            models.UniqueConstraint(
                fields=["target", "organisation", "period_end"],
                condition=Q(superseded_at__isnull=True, organisation__isnull=False),
                name="plan_one_value_of_a_town",
            ),
            models.CheckConstraint(
                name="plan_value_correction_with_reason", condition=Q(supersedes__isnull=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.period_end}"
