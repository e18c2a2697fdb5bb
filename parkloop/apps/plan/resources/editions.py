"""Screens of a re-issue: the new edition under decision and its changes."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import edition_wording
from parkloop.apps.plan.models import EditionChange, Reissue
from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Panel, RelatedTab, Resource


@registry.register
class ReissueResource(Resource):
    """New editions held against running ones."""

    model = Reissue
    kind = "plan.reissue"
    icon = "git-compare"
    columns = (
        Column("name", label=_("New edition"), value=edition_wording.name, sort="title", strong=True),
        Column("doc_no"),
        Column("issued_on"),
        Column("state"),
        Column("undecided", label=_("Changes without a decision"), kind="number", sort="undecided"),
        Column("all_changes", label=_("Changes"), kind="number", sort="all_changes"),
        Column("started_by"),
        Column("started_at"),
        Column("plan", shown=False),
    )
    filters = (Filter("state"), Filter("plan"), Filter("started_at", shown=False))
    search_fields = ("title", "doc_no", "source_name")
    order_by = ("-started_at", "-pk")
    related = ("plan", "started_by", "ended_by", "result")
    panels = (
        Panel(
            _("New edition"),
            (Column("title", kind="quote"), "doc_no", "issued_on", "source_name", "source_sha256", "plan", "result"),
            icon="file-text",
        ),
        Panel(
            _("State"), ("state", "started_by", "started_at", "ended_by", "ended_at", "reason"), icon="check", side=True
        ),
    )
    tabs = (RelatedTab("plan.change", "reissue"),)
    main_action = "plan.confirm_reissue"
    row_actions = ("plan.drop_reissue",)
    files = False

    def rows(self, person: Any) -> QuerySet[Any]:
        """With the numbers of changes and of those that wait for a decision."""
        waiting = Count("changes", filter=Q(changes__option=""))
        return super().rows(person).annotate(all_changes=Count("changes"), undecided=waiting)

    def title(self, obj: Reissue) -> str:
        """Of which plan it is a new edition."""
        return edition_wording.name(obj)

    def header(self, person: Any, obj: Reissue) -> dict[str, Any]:
        """State and number as tags."""
        note = now("Follows edition %(n)s") % {"n": obj.plan.edition}
        return {"tags": [(tag, "") for tag in (str(obj.get_state_display()), obj.doc_no) if tag], "note": note}


@registry.register
class ChangeResource(Resource):
    """Changes of a new edition, one decision each."""

    model = EditionChange
    kind = "plan.change"
    icon = "git-compare"
    columns = (
        Column("kind"),
        Column("sentence", label=_("What differs"), value=edition_wording.sentence, sort=False, strong=True),
        Column("option"),
        Column("decided_by"),
        Column("decided_at"),
        Column("reason", shown=False),
        Column("reissue", shown=False),
    )
    filters = (Filter("reissue"), Filter("kind"), Filter("option"))
    search_fields = ("kind", "reason")
    order_by = ("reissue", "position")
    related = ("reissue", "reissue__plan", "decided_by")
    panels = (
        Panel(
            _("Change"),
            (
                "kind",
                Column("sentence", label=_("What differs"), value=edition_wording.sentence),
                "option",
                "reason",
                "decided_by",
                "decided_at",
                "reissue",
            ),
            icon="git-compare",
        ),
    )
    main_action = "plan.decide_change"
    row_actions = ("plan.decide_change", "plan.take_back_decision")
    files = False

    def title(self, obj: EditionChange) -> str:
        """What differs, in one sentence."""
        return edition_wording.sentence(obj)
