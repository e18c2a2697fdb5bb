"""The synthetic table: one model with money, percent, date, state and a long text; no room has it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkloop.foundation.models import Versioned


class Parcel(Versioned):
    """An invented consignment, owned by an organisation."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SENT = "sent", _("Sent")
        CLOSED = "closed", _("Closed")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    organisation = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=2, null=True, blank=True)
    opened_on = models.DateField(_("opened"))
    is_urgent = models.BooleanField(_("urgent"), default=False)
    secret = models.CharField(_("secret"), max_length=50, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("consignment")
        verbose_name_plural = _("consignments")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "code"]),
            models.Index(fields=["state", "code"]),
            models.Index(fields=["opened_on", "id"]),
            models.Index(fields=["amount", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
