"""What major and key-technology projects share: names, stage with the planned date of the next one, town, contact, linked tasks."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkloop.foundation.models.base import Versioned, in_language


class Staged(Versioned):
    """A project of either sort. `kind`, `stage`, `industry` are keys of the park's register of projects.

    `next_on` is the planned date of the next stage; without it the project is not judged. Contact data are personal.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"contact_name", "contact_phone"})

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    industry = models.CharField(_("industry"), max_length=40, blank=True)
    stage = models.CharField(_("stage"), max_length=40)
    next_on = models.DateField(_("next stage planned for"), null=True, blank=True)
    town = models.ForeignKey("foundation.Organisation", models.PROTECT, related_name="+", verbose_name=_("town"))
    contents = models.TextField(_("what is done"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_synthetic = models.BooleanField(_("synthetic"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Name in the active language."""
        return in_language(self.name_zh, self.name_en)
