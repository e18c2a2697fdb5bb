"""The board of a register: one column per stage, a card per project. Built from the list's own query, so filters are the list's filters."""

import datetime as dt
import re
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.projects import cells, figures, wording
from parkloop.apps.projects.reporting import Reporting
from parkloop.desk.tables.lists import ListQuery
from parkloop.domain.projects.stages import Stage, StageLine
from parkloop.foundation import policy
from parkloop.foundation.models.base import in_language
from parkloop.foundation.standing import remembering_reach

MOST = 300
"""Cards on one board; what is beyond is told and stands in the list."""


def board(person: Any, query: ListQuery, *, line: StageLine, action: str) -> dict[str, Any]:
    """Columns in the order of the stages with their cards, and what stands beside them."""
    rows = list(query.rows()[: MOST + 1])
    cards: dict[str, list[dict[str, Any]]] = {key: [] for key in line.keys}
    movable = may_move(person, action, rows)
    for project in rows[:MOST]:
        name = action if project.pk in movable else ""
        cards.setdefault(project.stage, []).append(card(query.resource, project, line, name))
    columns = [_column(stage, cards.pop(stage.key, [])) for stage in line.stages]
    left = [card for found in cards.values() for card in found]
    if left:
        columns.append(_column(None, left))
    return {
        "columns": columns,
        "count": len(rows[:MOST]),
        "has_more": len(rows) > MOST,
    }


def _column(stage: Stage | None, cards: list[dict[str, Any]]) -> dict[str, Any]:
    """A column; without a stage the one of projects whose stage the park no longer has."""
    amounts = [c["investment_fen"] for c in cards if c["investment_fen"] is not None]
    return {
        "key": stage.key if stage else "",
        "label": in_language(stage.zh, stage.en) if stage else _("Not in the park's stages"),
        "cards": cards,
        "total": wording.money(sum(amounts)) if amounts else "",
    }


def may_move(person: Any, action: str, rows: list[Any]) -> frozenset[int]:
    """Keys of the seen projects that the person may move: the policy's own answer, its reach asked once for all cards."""
    rules = policy.rules_of(type(rows[0])) if rows else None
    decide = rules.actions.get(action) if rules else None
    if decide is None:
        return frozenset()
    with remembering_reach(person):
        return frozenset(project.pk for project in rows if person.is_system or decide(person, project))


DATE_HYPHEN = re.compile(r"(?<=[0-9])-(?=[0-9])")
"""Within a date; with a word joiner behind it the narrow card does not break there."""


def card(resource: Any, project: Any, line: StageLine, action: str) -> dict[str, Any]:
    """One card: names, town, light, money, blockers, and the dialogs that move it (none without an action)."""
    address = {"kind": resource.kind, "pk": project.pk, "action": action}
    move = reverse("desk:do", kwargs=address) if action else ""
    following, lamp = line.next_of(project.stage), cells.lamp(project)
    return {
        "pk": project.pk,
        "code": project.code,
        "name": project.name,
        "url": resource.url("detail", pk=project.pk),
        "town": project.town.short,
        "who": project.enterprise.short if project.enterprise else "",
        "lamp": {**lamp, "label": DATE_HYPHEN.sub("-\u2060", str(lamp["label"]))},
        "bar": cells.year_bar(project) if hasattr(project, "year_planned_fen") else None,
        "money": money_line(project),
        "investment_fen": getattr(project, "investment_fen", None),
        "report": report_line(project),
        "blockers": getattr(project, "open_blockers", 0),
        "late_blockers": getattr(project, "late_blockers", 0),
        "indicators": cells.indicators_met(project) if hasattr(project, "indicator_count") else "",
        "move_url": move,
        "next_url": f"{move}?stage={following.key}" if move and following else "",
        "next_label": in_language(following.zh, following.en) if following else "",
    }


def money_line(project: Any) -> str:
    """Done of the year's plan in words."""
    if not hasattr(project, "year_planned_fen"):
        return ""
    if project.year_planned_fen is None and project.year_done_fen is None:
        return _("No plan this year")
    return _("%(done)s of %(plan)s") % {
        "done": wording.money(project.year_done_fen),
        "plan": wording.money(project.year_planned_fen) if project.year_planned_fen is not None else _("no plan"),
    }


def report_line(project: Any) -> str:
    """That the data month is not reported, where money is spent and nobody gave a number; else nothing."""
    if getattr(project, "data_done_fen", 0) is not None or not project.is_spending:
        return ""
    return _("%(month)s not reported") % {"month": wording.month(project.data_month)}


def totals(person: Any, query: ListQuery) -> list[Any]:
    """Figures of everything the query holds: the year's plan, what was done, what has been invested in all."""
    terms = Reporting.now()
    year, on = terms.data_month.year, terms.data_month
    sums: dict[str, int] = {}
    counted = query.filtered().order_by().values_list("year_planned_fen", "year_done_fen", "investment_fen")
    for row in counted:
        for name, fen in zip(("plan", "done", "all"), row, strict=True):
            if fen is not None:
                sums[name] = sums.get(name, 0) + fen
    lacking = sum(1 for planned, done, _all in counted if planned is not None and done is None)
    notes = (_("%(n)s projects with a plan have no report") % {"n": lacking},) if lacking else ()
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return [
        figures.amount(
            sums.get("done"), _("Done in %(year)s") % {"year": year}, on=on, rows=figures.rows_address(None, first, on), notes=notes,
            formula=_("Sum over the projects shown of what was done from January to the data month. What is not reported adds nothing."),
        ),
        figures.amount(
            sums.get("plan"), _("Plan of %(year)s") % {"year": year}, on=on, rows=figures.rows_address(None, first, last),
            formula=_("Sum over the projects shown of the planned amounts of the year."), source=_("Investment plan of projects"),
        ),
        figures.amount(
            sums.get("all"), _("Total investment"), on=terms.today, source=_("Register of projects"),
            formula=_("Sum of the total investments of the projects shown. A project without one adds nothing."),
        ),
    ]  # fmt: skip
