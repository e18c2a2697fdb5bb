"""What the desk itself keeps: saved views, list preferences, form drafts, and the entries of the search index
(written by `search_index`).

None of it is business data: losing it loses comfort, nothing else.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkloop.desk.sheets.staging import ImportBatch, ImportRow

__all__ = ["FormDraft", "ImportBatch", "ImportRow", "ListPreference", "SavedView", "SearchEntry"]


class SavedView(models.Model):
    """A named state of a list: its query string and columns; `organisation` shares it with the people of that body."""

    person = models.ForeignKey("foundation.Person", models.CASCADE, related_name="+", verbose_name=_("owner"))
    kind = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    columns = models.JSONField(default=list)
    organisation = models.ForeignKey(
        "foundation.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared with"),
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "kind", "name"], name="one_view_name")]

    def __str__(self) -> str:
        return self.name


class ListPreference(models.Model):
    """How a person likes one list: columns in order, density, page size. Empty values mean the resource's own."""

    person = models.ForeignKey("foundation.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    density = models.CharField(max_length=8, blank=True)
    per_page = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "kind"], name="one_list_preference")]


class FormDraft(models.Model):
    """Entries of a form that was left: `key` is `action:object key`, `data` the fields as typed."""

    person = models.ForeignKey("foundation.Person", models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="one_draft")]


class SearchEntry(models.Model):
    """One findable thing: its titles, the tokens of its texts, the scope tokens under which it may be found."""

    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    terms = models.TextField(blank=True)
    scopes = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="one_search_entry")]
        indexes: ClassVar = [models.Index(fields=["title_zh"]), models.Index(fields=["title_en"])]
