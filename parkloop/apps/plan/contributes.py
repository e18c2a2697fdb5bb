"""What the plan gives to pages composed of many rooms: work desk, cockpit, foot of the frame, page of an organisation."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.plan import boards, policy, queries, todo, townmap, wording
from parkloop.apps.plan.models import Duty
from parkloop.apps.plan.standings import Standings
from parkloop.foundation import policy as answers
from parkloop.foundation.contributions import Contribution, contribute

NO_PLAN = gettext_lazy("No plan has been adopted yet.")


def foot(person: Any) -> dict[str, Any] | None:
    """Data date and next reporting day."""
    plan = queries.newest_plan(person)
    if plan is None:
        return None
    day = Standings()
    due = day.next_report(plan.folder)
    text = _("Next report %(day)s · %(left)s") % {
        "day": date_format(due, "m-d"),
        "left": wording.short_days(day.days_left(due)),
    }
    return {"data_date": day.data_date(plan.folder), "next_report": text}


def duties_of_organisation(
    person: Any, organisation: Any = None, obj: Any = None, **_more: Any
) -> dict[str, Any] | None:
    """Running duties of an organisation."""
    body = organisation or obj
    if body is None:
        return None
    rows = answers.rows(person, Duty).filter(organisation=body, ended_on__isnull=True)
    listed = list(
        rows.select_related("heading", "heading__task", "plan", "organisation").order_by("heading__position")[:30]
    )
    return {"duties": listed} if listed else None


contribute(
    Contribution(
        slot="frame.foot", id="plan.foot", label=gettext_lazy("Data date"), template="", build=foot,
        may=policy.is_business, queries=8, empty="",
    )
)  # fmt: skip
contribute(
    Contribution(
        slot="workbench.strip", id="plan.targets", label=gettext_lazy("Targets"), template="plan/parts/strip.html",
        build=lambda person, **more: boards.strip(person), may=policy.is_business, queries=10, empty=NO_PLAN, order=10,
    )
)  # fmt: skip
contribute(
    Contribution(
        slot="workbench.todo", id="plan.todo", label=gettext_lazy("Plan"), template="", build=lambda person, **more: todo.rows(person),
        may=policy.is_business, queries=46, empty="", order=10,
    )
)  # fmt: skip
for place, half in (("left", 0), ("right", 1)):
    contribute(
        Contribution(
            slot=f"cockpit.{place}", id="plan.targets", label=gettext_lazy("Targets"), template="plan/parts/cockpit_cards.html",
            build=lambda person, half=half, **more: boards.cards(person, half), may=policy.is_business, queries=12, empty=NO_PLAN,
        )
    )  # fmt: skip
contribute(
    Contribution(
        slot="cockpit.map", id="plan.towns", label=gettext_lazy("Towns"), template="plan/parts/cockpit_map.html",
        build=lambda person, request=None, **more: townmap.tile_map(person, request), may=policy.is_business, queries=24, empty=NO_PLAN,
    )
)  # fmt: skip
contribute(
    Contribution(
        slot="cockpit.board", id="plan.tasks", label=gettext_lazy("Tasks"), template="plan/parts/cockpit_board.html",
        build=lambda person, **more: boards.light_board(person), may=policy.is_business, queries=10, empty=NO_PLAN,
    )
)  # fmt: skip
contribute(
    Contribution(
        slot="cockpit.alerts", id="plan.reds", label=gettext_lazy("Red and missing"), template="plan/parts/cockpit_reds.html",
        build=lambda person, **more: boards.reds(person), may=policy.is_business, queries=20, empty=NO_PLAN,
    )
)  # fmt: skip
contribute(
    Contribution(
        slot="directory.organisation", id="plan.duties", label=gettext_lazy("Duties"), template="plan/parts/organisation_duties.html",
        build=duties_of_organisation, may=policy.is_business, queries=4, empty=gettext_lazy("No duty of this organisation is known to you."),
    )
)  # fmt: skip
