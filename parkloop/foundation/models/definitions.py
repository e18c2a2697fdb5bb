"""Definitions: a park file (or what the desk wrote) as immutable versions. Run time reads published rows only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Definition(models.Model):
    """One version of one definition. Body, kind, ident, number and sha256 never change once written (trigger)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    class Origin(models.TextChoices):
        FILE = "file", _("Park folder")
        DESK = "desk", _("Desk")

    kind = models.CharField(_("kind"), max_length=40)
    ident = models.CharField(_("name"), max_length=100)
    number = models.PositiveIntegerField(_("version"))
    path = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(_("checksum"), max_length=64)
    body = models.JSONField(_("text"))
    valid_from = models.DateField(_("in force from"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(_("origin"), max_length=4, choices=Origin.choices)
    base_sha256 = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))
    published_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "ident", "-number"]
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "ident", "number"], name="one_definition_number"),
            models.UniqueConstraint(
                fields=["kind", "ident", "valid_from"], condition=Q(state="published"), name="one_published_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.ident} v{self.number}"
