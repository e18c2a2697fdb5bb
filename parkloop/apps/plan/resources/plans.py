"""Screens of the plan as a document: plans, headings, findings."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import cells, panels, queries
from parkloop.apps.plan.models import Finding, Plan, PlanHeading
from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Menu, Panel, RelatedTab, Resource


@registry.register
class PlanResource(Resource):
    """Plans side by side."""

    model = Plan
    kind = "plan.plan"
    icon = "file-search"
    menu = Menu("execution", 10, label=_("Plans"), count=queries.count_plans)
    columns = (
        Column("name", label=_("Plan"), sort="label_zh", strong=True),
        Column("edition"),
        Column("doc_no"),
        Column("issuer"),
        Column("issued_on"),
        Column("period", label=_("Period"), sort="period_first"),
        Column("adopted_on"),
        Column("origins", label=_("Compiler / people"), value=panels.origins, sort=False, shown=False),
        Column("signed", label=_("Signed"), kind="bar", value=cells.signed_bar, sort=False),
    )
    filters = (
        Filter("label_zh", kind="text"),
        Filter("period_first", kind="number"),
        Filter("adopted_on", shown=False),
    )
    search_fields = ("label_zh", "label_en", "title", "doc_no", "code")
    order_by = ("-adopted_on", "-edition")
    related = ("organisation", "adopted_by", "follows")
    panels = (
        Panel(
            _("What the plan holds"), template="plan/parts/plan_counts.html", build=panels.plan_counts, icon="chart-bar"
        ),
        Panel(
            _("The paper"),
            (
                "title",
                "notice_title",
                "doc_no",
                "issuer",
                "drafter",
                "issued_on",
                "drafted_on",
                Column("period", label=_("Period")),
                "edition",
                "follows",
                "adopted_on",
                "adopted_by",
            ),
            icon="file-text",
        ),
        Panel(
            _("Addressees and bases"),
            template="plan/parts/plan_papers.html",
            build=panels.plan_papers,
            icon="link",
            side=True,
        ),
        Panel(
            _("Compiler and people"),
            template="plan/parts/plan_stats.html",
            build=panels.plan_stats,
            icon="wand",
            side=True,
        ),
    )
    tabs = (
        RelatedTab("plan.task", "plan"),
        RelatedTab("plan.target", "plan"),
        RelatedTab("plan.duty", "plan"),
        RelatedTab("plan.signing", "plan"),
        RelatedTab("plan.finding", "plan"),
        RelatedTab("plan.reissue", "plan"),
        RelatedTab("plan.workitem", "plan"),
        RelatedTab("plan.baseline", "plan"),
    )
    row_actions = ("plan.start_reissue", "plan.take_baseline")
    create = "plan.adopt_plan"

    def rows(self, person: Any) -> QuerySet[Any]:
        """With how many of the addressees signed."""
        return queries.with_signing_counts(super().rows(person))

    def title(self, obj: Plan) -> str:
        """The full name."""
        return obj.name

    def header(self, person: Any, obj: Plan) -> dict[str, Any]:
        """Number, edition and period as tags."""
        tags = [(obj.doc_no, ""), (obj.period, "")]
        return {"tags": [tag for tag in tags if tag[0]], "note": str(_("Edition %(n)s")) % {"n": obj.edition}}


@registry.register
class HeadingResource(Resource):
    """Headings have no list of their own in the menu; the outline shows them."""

    model = PlanHeading
    kind = "plan.heading"
    icon = "hierarchy-2"
    columns = (Column("path"), Column("title", strong=True), Column("kind"), Column("level"), Column("plan"))
    filters = (Filter("plan"), Filter("kind"))
    search_fields = ("title", "path", "label_zh", "label_en")
    order_by = ("plan", "position")
    related = ("plan",)
    panels = (
        Panel(_("Plan heading"), ("path", "title", "kind", "plan"), icon="hierarchy-2"),
        Panel(_("Source text"), template="plan/parts/clause.html", build=panels.heading_clause, icon="file-text"),
        Panel(_("Duties"), template="plan/parts/duties.html", build=panels.heading_duties, icon="users", side=True),
    )
    history = False
    files = False


@registry.register
class FindingResource(Resource):
    """Findings of the compiler."""

    model = Finding
    kind = "plan.finding"
    icon = "alert-triangle"
    columns = (
        Column("severity"),
        Column("code"),
        Column("message", label=_("What was seen"), value=lambda finding: finding.message, sort=False, strong=True),
        Column("state"),
        Column("decided_by"),
        Column("decided_on"),
        Column("plan", shown=False),
    )
    filters = (Filter("plan"), Filter("severity"), Filter("state"))
    search_fields = ("code", "message_zh", "message_en")
    order_by = ("severity", "start", "pk")
    related = ("plan",)
    panels = (
        Panel(
            _("Finding"),
            (
                "code",
                "severity",
                Column("message", label=_("What was seen"), value=lambda f: f.message),
                "state",
                "decided_by",
                "decided_on",
                "reason",
            ),
            icon="alert-triangle",
        ),
        Panel(_("In the text"), template="plan/parts/clause.html", build=panels.finding_clause, icon="file-text"),
    )
    main_action = "plan.settle_finding"
    row_actions = ("plan.settle_finding",)
    files = False
