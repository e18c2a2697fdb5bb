"""The journal: append-only entries, their seals (an HMAC chain), and the keys of personal data."""

from typing import ClassVar

from django.db import models


class JournalEntry(models.Model):
    """Who did what to which thing, when, why, on which basis, before and after. Never updated, never deleted (triggers)."""

    at = models.DateTimeField()
    person = models.ForeignKey("foundation.Person", models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey("foundation.Person", models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=100)
    ref = models.CharField(max_length=200)
    organisation = models.ForeignKey("foundation.Organisation", models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    personal = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["ref", "-at"]), models.Index(fields=["-at"])]


class JournalSeal(models.Model):
    """One link of the chain: `mac` = HMAC-SM3(key, previous mac + canonical entry). Append-only."""

    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="seal")
    position = models.BigIntegerField(unique=True)
    mac = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position"]


class SubjectKey(models.Model):
    """The key of one subject's personal values, itself encrypted by the installation's key. Erasing the person deletes it."""

    ref = models.CharField(max_length=200, unique=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
