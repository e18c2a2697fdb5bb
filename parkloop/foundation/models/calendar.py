"""The workday table: one row per day that differs from the week's rule, and one per year saying how far it can be trusted."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkloop.foundation.models.base import Versioned, in_language


class WorkdayYear(Versioned):
    """A year of the table. Provisional until the State Council's notice (`notice`) is known."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    notice = models.CharField(_("notice"), max_length=100, blank=True)
    origin = models.CharField(_("origin"), max_length=60)
    is_provisional = models.BooleanField(_("provisional"), default=False)

    class Meta:
        ordering: ClassVar = ["-year"]
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")

    def __str__(self) -> str:
        return str(self.year)


class Workday(models.Model):
    """A day that is not what its weekday says: a holiday on a weekday or a make-up workday on a weekend (or a named one)."""

    year = models.ForeignKey(WorkdayYear, models.CASCADE, related_name="days")
    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("working day"))
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        verbose_name = _("special day")
        verbose_name_plural = _("special days")

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}".strip()

    @property
    def name(self) -> str:
        """Name of the holiday in the active language."""
        return in_language(self.name_zh, self.name_en)
