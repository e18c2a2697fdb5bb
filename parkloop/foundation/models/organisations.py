"""Organisations as a tree in time: the only identity of a legal body. Names, parents and traces are dated rows; apps add profiles."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkloop.foundation.models.base import Dated, Versioned, in_language


class OrganisationKind(models.TextChoices):
    """Kinds of bodies a park works with."""

    DISTRICT_GOVERNMENT = "district-government", _("District government")
    BUREAU = "bureau", _("Bureau")
    TOWN = "town", _("Town")
    STREET = "street", _("Sub-district")
    PARK = "park", _("Park")
    PLATFORM_COMPANY = "platform-company", _("Platform company")
    ENTERPRISE = "enterprise", _("Enterprise")
    INSTITUTE = "institute", _("Institute")
    UNIVERSITY = "university", _("University")
    FUND = "fund", _("Fund")
    AGENCY = "agency", _("Agency")


class Organisation(Versioned):
    """One body. `name_*` repeat the name in force today (OrganisationName is the history); `parent` likewise."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=OrganisationKind.choices)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    short_zh = models.CharField(_("Chinese short name"), max_length=60, blank=True)
    short_en = models.CharField(_("English short name"), max_length=60, blank=True)
    pinyin = models.CharField(max_length=300, blank=True, editable=False)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, null=True, blank=True, unique=True)
    seat = models.CharField(_("seat"), max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("belongs to")
    )
    founded_on = models.DateField(_("since"))
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("merged into")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_verified = models.BooleanField(_("verified"), default=False)
    is_synthetic = models.BooleanField(_("synthetic"), default=False)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Full name in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def short(self) -> str:
        """Short name in the active language."""
        return in_language(self.short_zh or self.name_zh, self.short_en or self.name_en)


class OrganisationName(Dated):
    """A name in force over a span of dates."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_zh = models.CharField(max_length=60, blank=True)
    short_en = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["valid_from"]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["organisation"], condition=Q(valid_to__isnull=True), name="one_open_name"),
        ]


class OrganisationParent(Dated):
    """Where a body belongs over a span of dates."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["valid_from"]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_to__isnull=True), name="one_open_parent"
            ),
            models.CheckConstraint(condition=~Q(organisation=models.F("parent")), name="not_its_own_parent"),
        ]


class OrganisationPath(Dated):
    """Closure of the dated tree: `ancestor` stands above (or is, depth 0) `descendant` over the span. Kept by the actions."""

    ancestor = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()

    class Meta(Dated.Meta):
        indexes: ClassVar = [models.Index(fields=["descendant", "ancestor"])]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["ancestor", "descendant", "valid_from"], name="one_path_per_start"),
        ]


class OrganisationTrace(models.Model):
    """What happened to a body, append-only: founded, renamed, moved, merged, dissolved."""

    class Happened(models.TextChoices):
        FOUNDED = "founded", _("Founded")
        RENAMED = "renamed", _("Renamed")
        MOVED = "moved", _("Moved")
        MERGED = "merged", _("Merged")
        DISSOLVED = "dissolved", _("Dissolved")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="traces")
    happened = models.CharField(max_length=12, choices=Happened.choices)
    on = models.DateField()
    other = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["on", "pk"]
