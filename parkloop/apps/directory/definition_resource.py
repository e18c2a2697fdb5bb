"""The rules a park runs by, on the desk: versions of each definition, drafts, publishing by a second person."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkloop.desk.registry import register
from parkloop.desk.resource import Column, Filter, Menu, Panel, Resource, Section
from parkloop.foundation import definitions
from parkloop.foundation.models import Definition

LIGHTS = {Definition.State.PUBLISHED: "ok", Definition.State.DRAFT: "near", Definition.State.RETIRED: "done"}


def body_of(person: Any, definition: Definition) -> dict[str, Any]:
    """The text of a version as JSON, with the way to write the next one."""
    return {"text": json.dumps(definition.body, ensure_ascii=False, indent=2), "definition": definition}


def state_of(definition: Definition) -> dict[str, str]:
    """The state as a lamp."""
    return {"light": LIGHTS[Definition.State(definition.state)], "label": definition.get_state_display(), "detail": ""}


@register
class DefinitionResource(Resource):
    """Every version of every definition; a version never changes, the next one is written as a draft."""

    model = Definition
    kind = "foundation.definition"
    icon = "function"
    menu = Menu(group="system", order=70, label=_("Rules and definitions"))
    columns = (
        Column("ident", strong=True),
        Column("kind"),
        Column("number", kind="number"),
        Column("state_lamp", label=_("State"), kind="lamp", sort="state", value=state_of),
        Column("valid_from"),
        Column("origin"),
        Column("written_by"),
        Column("published_by"),
        Column("sha256", shown=False),
    )
    filters = (Filter("kind"), Filter("ident"), Filter("state"), Filter("origin"), Filter("valid_from", shown=False))
    order_by = ("kind", "ident", "-number")
    related = ("written_by", "published_by")
    panels = (
        Panel(_("Version"), ("kind", "ident", "number", "valid_from", "origin", "path", "sha256")),
        Panel(_("Who"), ("written_by", "written_at", "published_by", "published_at"), side=True),
        Panel(_("Text"), template="directory/definition_body.html", build=body_of, icon="function"),
    )
    sections = (Section(_("Draft"), ("kind", "ident", "valid_from", "body", "reason")),)
    help = {"body": _("The whole text as JSON, as the park's folder would hold it. A second person publishes it.")}
    create = "definitions.write_draft"
    row_actions = ("definitions.publish", "definitions.retire")
    main_action = "definitions.publish"
    files = False

    def header(self, person: Any, obj: Definition) -> dict[str, Any]:
        """The state; for a draft, that somebody else publishes it."""
        note = gettext("A second person publishes this draft.") if obj.state == Definition.State.DRAFT else ""
        return {"lamp": state_of(obj), "note": note}

    def initial(self, person: Any, request: HttpRequest) -> dict[str, Any]:
        """A draft begins with what is published."""
        kind, ident = request.GET.get("kind", ""), request.GET.get("ident", "")
        below = definitions.published(kind, ident) if kind and ident else None
        return {"body": below.body} if below is not None else {}
