"""Staged imports: one batch per uploaded sheet, its rows checked and waiting to be applied."""

from typing import ClassVar

from django.db import models


class ImportBatch(models.Model):
    """An uploaded sheet. Counts are of rows; `wrong` rows have errors; `applied_at` is set once, by whoever applies it first."""

    person = models.ForeignKey("foundation.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    headings = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    wrong = models.PositiveIntegerField(default=0)
    new_rows = models.PositiveIntegerField(default=0)
    changed_rows = models.PositiveIntegerField(default=0)
    same_rows = models.PositiveIntegerField(default=0)
    applied_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-pk"]


class ImportRow(models.Model):
    """One row of a sheet: `number` as in the sheet (from 2), cells as they came, typed values, errors by field name."""

    class State(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        SAME = "same"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    errors = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    object_key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="one_import_row")]
