"""What many models share: a version for the stale check, bilingual names, spans of dates."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """Carries the counter that `acting.bump_version` compares and sets."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


class Dated(models.Model):
    """True from `valid_from` (inclusive) to `valid_to` (exclusive; empty = until further notice)."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_span",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
            )
        ]

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def on_day(day: dt.date, prefix: str = "") -> Q:
    """Filter for Dated rows (reached through `prefix__`) that are in force on the day."""
    p = f"{prefix}__" if prefix else ""
    return Q(**{f"{p}valid_from__lte": day}) & (Q(**{f"{p}valid_to__isnull": True}) | Q(**{f"{p}valid_to__gt": day}))


def in_language(zh: str, en: str) -> str:
    """The text of the active language; the other one when it is empty."""
    first, second = (zh, en) if (get_language() or "zh").startswith("zh") else (en, zh)
    return first or second
