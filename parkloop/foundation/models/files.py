"""Stored files: type sniffed from the bytes, size bounded, checksum kept. The bytes lie under the var folder by checksum."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkloop.foundation.models.base import Versioned


class StoredFile(Versioned):
    """One uploaded or made file, owned by an organisation, optionally attached to a Ref."""

    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(_("type"), max_length=100)
    size_bytes = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    ref = models.CharField(_("attached to"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, null=True, related_name="+", verbose_name=_("organisation")
    )
    uploaded_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes: ClassVar = [models.Index(fields=["ref"]), models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.name
