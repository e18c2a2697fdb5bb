"""Screen of plans under review: the list, who waits for whom, and what each one is made of. The review itself is a page of its own."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import review_panels
from parkloop.apps.plan.models import PlanDraft
from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Menu, Panel, Resource, Section, Tab
from parkloop.foundation.models import Role
from parkloop.foundation.standing import has_role

_TEXTS = tuple(
    f"{of}__{name}" for of in ("plan", "follows", "reissue", "reissue__plan") for name in ("source_text", "compiled")
)


@registry.register
class DraftResource(Resource):
    """Plans under review, newest first."""

    model = PlanDraft
    kind = "plan.draft"
    icon = "file-import"
    menu = Menu(
        "execution", 60, label=_("Plan review"), count=review_panels.count_open,
        may=lambda person: has_role(person, Role.DISTRICT_OFFICER),
    )  # fmt: skip
    columns = (
        Column("title", label=_("Plan"), sort="label_zh", strong=True, value=str),
        Column("state", kind="lamp", value=review_panels.lamp),
        Column("author__name", label=_("begun by"), sort="author__code"),
        Column("started_at"),
        Column("submitted_by__name", label=_("submitted by"), sort="submitted_by__code"),
        Column("settled_by__name", label=_("confirmed or returned by"), sort="settled_by__code", shown=False),
        Column("source", label=_("source file"), sort="source_name", value=lambda draft: draft.source_label),
        Column("code", shown=False),
        Column("is_synthetic", shown=False),
    )
    filters = (Filter("state"), Filter("started_at", shown=False))
    search_fields = ("label_zh", "label_en", "code", "source_name")
    order_by = ("-started_at", "-pk")
    related = (
        "author",
        "submitted_by",
        "settled_by",
        "confirmer",
        "organisation",
        "plan",
        "follows",
        "reissue__plan",
        "job",
    )
    panels = (
        Panel(
            _("State of the review"), template="plan/parts/review_state.html", build=review_panels.state, icon="checks"
        ),
        Panel(
            _("The source"),
            (
                Column("source", label=_("source file"), value=lambda draft: draft.source_label),
                "source_format",
                "source_sha256",
                "follows",
                "organisation",
                "code",
                "author",
                "started_at",
                "is_synthetic",
            ),
            icon="file-text",
        ),
        Panel(
            _("Confirmation"),
            ("submitted_by", "submitted_at", "confirmer", "settled_by", "settled_at", "reason", "plan", "reissue"),
            icon="signature",
            side=True,
        ),
    )
    tabs = (
        Tab(
            "decisions",
            _("Decisions"),
            "plan/parts/review_decisions.html",
            review_panels.decisions,
            review_panels.count_decisions,
        ),
    )
    sections = (
        Section(_("Text of the plan"), ("file", "source_text", "follows")),
        Section(_("Name"), ("label_zh", "label_en", "organisation", "code"), help=_("All of it may be left empty.")),
        Section(_("Provenance"), ("is_synthetic",)),
    )
    help = {"is_synthetic": _("Invented for a demonstration.")}
    create = "plan.start_review"
    main_action = "plan.submit_review"
    row_actions = (
        "plan.submit_review",
        "plan.take_back_review",
        "plan.confirm_review",
        "plan.return_review",
        "plan.drop_review",
    )
    export = True
    heavy = ("source_text", "compiled", "notes", *_TEXTS)

    def header(self, person: Any, obj: PlanDraft) -> dict[str, Any]:
        """State as a lamp, code as a tag."""
        synthetic = [(gettext("Demo data"), "demo")] if obj.is_synthetic else []
        return {"lamp": review_panels.lamp(obj), "tags": [(obj.code, ""), *synthetic]}
