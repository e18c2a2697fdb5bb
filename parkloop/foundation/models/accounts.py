"""Accounts for signing in, personal API tokens, and the register of form submissions against double posting."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account. Rights never hang on it: they come from the person's roles."""

    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(_("theme"), max_length=5, blank=True)
    must_change_password = models.BooleanField(default=False)


class ApiToken(models.Model):
    """A personal token; only its SM3 digest is stored. `can_write` False reads only."""

    person = models.ForeignKey("foundation.Person", models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    can_write = models.BooleanField(_("may write"), default=False)
    created_at = models.DateTimeField()
    expires_on = models.DateField(_("expires on"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Submission(models.Model):
    """One filled-in form sent once: a second arrival of the same token is told what the first one did."""

    person = models.ForeignKey("foundation.Person", models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    at = models.DateTimeField()
    ref = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "token"], name="one_submission")]
