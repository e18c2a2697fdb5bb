"""The screen of files."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from parkloop.apps.documents.policy import KIND
from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Menu, Panel, Resource, Section
from parkloop.foundation import refs
from parkloop.foundation.models import StoredFile
from parkloop.foundation.refs import Ref

TYPE_LABELS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/zip": "ZIP",
    "text/csv": "CSV",
    "text/plain": _("Text"),
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WebP",
}


def attached_link(stored: StoredFile) -> tuple[str, str] | None:
    """(name, address) of the thing the file is attached to; None for a free file."""
    if not stored.ref:
        return None
    ref = Ref.parse(stored.ref)
    thing = refs.resolve(ref)
    return (refs.label_of(ref, thing), refs.address_of(ref, thing)) if thing is not None else None


class FileResource(Resource):
    """Files that the person may see, newest first."""

    model = StoredFile
    kind = KIND
    icon = "paperclip"
    menu = Menu("system", 60, label=_("Files"))
    columns = (
        Column("name", strong=True),
        Column("type", label=_("type"), sort="media_type", value=lambda f: TYPE_LABELS.get(f.media_type, f.media_type)),
        Column("size", label=_("size"), sort="size_bytes", value=lambda f: filesizeformat(f.size_bytes)),
        Column("organisation__short", label=_("organisation"), sort="organisation__code"),
        Column("uploaded_by__name", label=_("uploaded by"), sort="uploaded_by__code"),
        Column("uploaded_at"),
        Column("note", shown=False),
        Column("sha256", label=_("SHA-256 checksum"), sort=False, shown=False),
        Column("is_withdrawn", shown=False),
    )
    filters = (Filter("organisation"), Filter("uploaded_at"), Filter("is_withdrawn"))
    search_fields = ("name", "note")
    order_by = ("-uploaded_at", "-pk")
    related = ("organisation", "uploaded_by")
    panels = (
        Panel(_("File"), ("name", "type", "size", "sha256", "note")),
        Panel(_("Origin"), ("organisation", "uploaded_by", "uploaded_at", "is_withdrawn")),
    )
    sections = (Section(_("File"), ("file", "organisation", "ref", "note")),)
    help = {
        "file": _(
            "PDF, Word, Excel, PowerPoint, PNG, JPEG, GIF, WebP, text, CSV or ZIP. What it is, is told from its bytes."
        ),
        "organisation": _("Left empty: your own organisation."),
        "ref": _("Filled in by itself when you come from the page of a thing; left empty, the file stands alone."),
    }
    create = "documents.upload"
    edit = "documents.rename"
    row_actions = ("documents.replace", "documents.withdraw")
    files = False

    def header(self, person: Any, obj: StoredFile) -> dict[str, Any]:
        """A withdrawn file says so."""
        return {"tags": [(_("Withdrawn"), "warn")]} if obj.is_withdrawn else {}


registry.register(FileResource)
