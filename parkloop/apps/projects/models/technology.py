"""Key-technology projects (关键核心技术攻关): partners, technical indicators with readings, first-of-kind recognitions."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models.base import Staged
from parkloop.domain.projects import indicators
from parkloop.foundation.models.base import Versioned, in_language


class Technology(Staged):
    """A key-technology project. `enterprise` leads it; `result` is the key of what comes of it (重大产品, 核心设备, 基础软件)."""

    enterprise = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, related_name="+", verbose_name=_("lead enterprise")
    )
    result = models.CharField(_("kind of result"), max_length=40, blank=True)
    starts_on = models.DateField(_("begun on"), null=True, blank=True)
    ends_on = models.DateField(_("due on"), null=True, blank=True)
    tasks = models.ManyToManyField("plan.Task", related_name="+", blank=True, verbose_name=_("tasks"))

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("key-technology project")
        verbose_name_plural = _("key-technology projects")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_technology_in_order",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    @property
    def organisation(self) -> Any:
        """Whose journal it is: the lead enterprise's."""
        return self.enterprise


class Partner(models.Model):
    """An organisation that takes part, and what it does."""

    technology = models.ForeignKey(
        Technology, models.CASCADE, related_name="partners", verbose_name=_("key-technology project")
    )
    partner = models.ForeignKey("foundation.Organisation", models.PROTECT, related_name="+", verbose_name=_("partner"))
    part = models.CharField(_("its part"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["technology", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["technology", "partner"], name="projects_partner_once")
        ]


class Comparator(models.TextChoices):
    """How the measured value is held against the target (`domain.projects.indicators`)."""

    GE = "ge", _("at least")
    LE = "le", _("at most")
    EQ = "eq", _("exactly")
    RANGE = "range", _("between")


class Indicator(Versioned):
    """A technical indicator: what is promised. Its actual value is the newest reading."""

    technology = models.ForeignKey(
        Technology, models.CASCADE, related_name="indicators", verbose_name=_("key-technology project")
    )
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    comparator = models.CharField(_("comparison"), max_length=5, choices=Comparator.choices)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=6, null=True, blank=True)
    goal = models.DecimalField(_("target value"), max_digits=18, decimal_places=6)
    goal_high = models.DecimalField(_("upper end"), max_digits=18, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["technology__code", "pk"]
        verbose_name = _("technical indicator")
        verbose_name_plural = _("technical indicators")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["technology", "name_zh"], name="projects_indicator_once"),
            models.CheckConstraint(
                name="projects_range_has_two_ends",
                condition=Q(comparator="range", goal_high__gt=F("goal"))
                | (~Q(comparator="range") & Q(goal_high__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Name in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def organisation(self) -> Any:
        """Whose journal it is."""
        return self.technology.organisation

    def is_met(self, actual: Any) -> bool | None:
        """Whether a value meets the target; None without one."""
        return indicators.is_met(self.comparator, actual, self.goal, self.goal_high)


class Reading(models.Model):
    """A measured value of an indicator on a day, append-only; without a value it is stated as missing. The newest one counts."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="readings", verbose_name=_("technical indicator")
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6, null=True, blank=True)
    on = models.DateField(_("measured on"))
    source = models.CharField(_("source"), max_length=200)
    evidence = models.CharField(_("evidence"), max_length=100, blank=True)
    reason = models.CharField(_("reason of a correction"), max_length=300, blank=True)
    typed_by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("typed by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering: ClassVar = ["indicator", "-on", "-pk"]
        verbose_name = _("measured value")
        verbose_name_plural = _("measured values")

    def __str__(self) -> str:
        return f"{self.indicator} {self.on}"

    @property
    def organisation(self) -> Any:
        """Whose journal it is."""
        return self.indicator.organisation


class Recognition(models.Model):
    """A first-of-kind recognition (首台套, 首批次, 首版次): who gave it, when, with which certificate."""

    technology = models.ForeignKey(
        Technology, models.CASCADE, related_name="recognitions", verbose_name=_("key-technology project")
    )
    kind = models.CharField(_("kind of recognition"), max_length=40)
    body = models.CharField(_("recognised by"), max_length=120)
    on = models.DateField(_("recognised on"))
    number = models.CharField(_("certificate number"), max_length=80, blank=True)
    certificate = models.CharField(_("certificate"), max_length=100, blank=True)
    recorded_by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("typed by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering: ClassVar = ["-on", "pk"]
        verbose_name = _("first-of-kind recognition")
        verbose_name_plural = _("first-of-kind recognitions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["technology", "kind", "body", "on"], name="projects_recognised_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.on}"

    @property
    def organisation(self) -> Any:
        """Whose journal it is."""
        return self.technology.organisation
