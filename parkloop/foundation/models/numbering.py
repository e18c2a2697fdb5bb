"""Document numbering: series declared as park data, numbers issued without gaps or doubles."""

from typing import ClassVar

from django.db import models


class NumberSeries(models.Model):
    """The last serial of a series in a year."""

    series = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "year"], name="one_series_per_year")]


class IssuedNumber(models.Model):
    """A number that was given to a thing."""

    series = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=100, unique=True)
    ref = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "year", "serial"], name="one_serial")]
