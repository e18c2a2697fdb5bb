"""What happens by itself: events and their deliveries, clockwork runs, jobs with progress, notices."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredEvent(models.Model):
    """An emitted event, stored in its action's transaction."""

    name = models.CharField(max_length=100)
    payload = models.JSONField()
    emitted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]


class Delivery(models.Model):
    """One event for one listener; at least once, recorded so that it takes effect once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    event = models.ForeignKey(StoredEvent, models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "next_try_at"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "listener"], name="one_delivery")]


class ClockworkRun(models.Model):
    """A clockwork key that was done for a due instant."""

    job = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "key", "due_at"], name="one_run")]


class Job(models.Model):
    """Long work that can be left and found again. `message` is a message id filled by `values` in the reader's language.

    A worker claims it by setting `worker`; a heartbeat that stopped lets another take it over.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=100)
    person = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    file = models.ForeignKey("foundation.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    worker = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_cancel_asked = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "created_at"])]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")


class Notice(models.Model):
    """An in-app notice: message id and values are stored, the text is made in the reader's language at delivery."""

    person = models.ForeignKey("foundation.Person", models.CASCADE, related_name="notices")
    message = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    ref = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], condition=~models.Q(key=""), name="one_notice_per_key")
        ]
