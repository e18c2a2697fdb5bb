"""People, their posts, roles held per organisation with dates, deputies and handovers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkloop.foundation.models.base import Dated, Versioned, in_language


class Role(models.TextChoices):
    """What a person may be. The three administrations are separable; an administrator sees no business data."""

    DISTRICT_LEADER = "district_leader", _("District leader")
    DISTRICT_OFFICER = "district_officer", _("District officer")
    TOWN_OFFICER = "town_officer", _("Town officer")
    PARK_OPERATOR = "park_operator", _("Park operator")
    ENTERPRISE_USER = "enterprise_user", _("Enterprise user")
    EXPERT = "expert", _("Expert")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


class Person(Versioned):
    """Somebody known to the park; `user` is the account he signs in with, if any. `is_system` marks the one system person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person")
    code = models.SlugField(_("code"), max_length=64, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    pinyin = models.CharField(max_length=200, blank=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_system = models.BooleanField(default=False, editable=False)
    is_synthetic = models.BooleanField(_("synthetic"), default=False)

    PERSONAL: ClassVar = frozenset({"name_zh", "name_en", "phone", "email"})
    """Fields that never enter the journal in clear."""

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_system"], condition=Q(is_system=True), name="one_system_person")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Name in the active language."""
        return in_language(self.name_zh, self.name_en)


class Post(Versioned, Dated):
    """A person's post at an organisation over a span of dates; a person may hold several."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("person"))
    organisation = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, related_name="posts", verbose_name=_("organisation")
    )
    title_zh = models.CharField(_("Chinese title"), max_length=100)
    title_en = models.CharField(_("English title"), max_length=100, blank=True)
    is_main = models.BooleanField(_("main post"), default=True)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["person", "-valid_from"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        return f"{self.person} · {self.title}"

    @property
    def title(self) -> str:
        """Title in the active language."""
        return in_language(self.title_zh, self.title_en)


class RoleGrant(Versioned, Dated):
    """A role held for an organisation (and all below it in the tree) over a span of dates."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["person", "role"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "role", "organisation", "valid_from"], name="one_grant_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class Deputy(Versioned, Dated):
    """`deputy` acts for `person` over the span: holds the same roles meanwhile, under the own name."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="deputies", verbose_name=_("person"))
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="deputy_for", verbose_name=_("deputy"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["-valid_from", "pk"]
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(person=models.F("deputy")), name="not_ones_own_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.person}"


class Handover(models.Model):
    """The trace of one handover: what a leaver held goes to a successor on a day; `moved` counts what went (and no names)."""

    leaver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()
    made_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    moved = models.JSONField(default=dict)
