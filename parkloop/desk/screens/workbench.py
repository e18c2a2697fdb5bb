"""我的工作台: the first page after sign-in, made of contributions. Slots: `workbench.strip`, `workbench.todo`, `workbench.main`,
`workbench.side`; the to-do rows of all rooms stand in one list ordered by deadline.

A room contributes rows with a build that returns {"rows": [TodoRow…]}; which list a row stands in is the row's own `tab`.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from parkloop.desk.requests import person_of
from parkloop.desk.signing import signed_in
from parkloop.domain.refs import Ref
from parkloop.foundation import clock, contributions
from parkloop.foundation.models import Notice

TABS = {
    "todo": pgettext_lazy("work desk", "To do"),
    "read": pgettext_lazy("work desk", "To read"),
    "sent": pgettext_lazy("work desk", "Sent"),
    "overdue": pgettext_lazy("work desk", "Overdue"),
    "alerts": pgettext_lazy("work desk", "Alerts"),
}
NEAR_WORKDAYS = 3
WORST_FIRST = "over none lag near ok done"
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


@dataclass(frozen=True)
class TodoRow:
    """One row: what is to be done (`verb`) about which `matter`, from where (`origin`), until when, and the button that does it.

    `light` empty = by the due date. `tab` is todo, read, sent or alerts; overdue rows of todo also count as overdue.
    `tag` is the word of the room; `state` the node a sent matter stands at.
    """

    ref: Ref | None
    verb: str
    matter: str
    origin: str = ""
    due: dt.date | None = None
    light: str = ""
    action_url: str = ""
    action_label: str = ""
    tab: str = "todo"
    tag: str = ""
    state: str = ""
    url: str = ""
    lamp_label: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.due is not None and self.due < clock.today()


def rows_of(person: Any) -> list[TodoRow]:
    """All rows of all rooms for the person, earliest deadline first, those without one last."""
    found: list[TodoRow] = []
    for piece in pieces(person, "workbench.todo"):
        found += (piece.build(person) or {}).get("rows", [])
    return sorted(
        found, key=lambda row: (row.due is None, row.due or dt.date.max, WORST_FIRST.find(row.light), row.matter)
    )


def pieces(person: Any, slot: str) -> list[contributions.Contribution]:
    """Contributions of a slot for the person, in the park's order if it has one."""
    from parkloop.foundation import definitions

    published = definitions.published("page", "slots")
    chosen = (published.body.get("slots") or {}).get(slot) if published is not None else None
    return contributions.pieces_for(person, slot, chosen)


def built(person: Any, slot: str, **context: Any) -> list[dict[str, Any]]:
    """Every piece of a slot with what it shows; one that has nothing shows its `empty` sentence."""
    return [{"piece": piece, "context": piece.build(person, **context)} for piece in pieces(person, slot)]


def count_waiting(person: Any) -> int:
    """Number of things waiting for the person, printed in the menu."""
    return sum(row.tab == "todo" for row in rows_of(person))


@signed_in
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """GET /."""
    person = person_of(request)
    rows = rows_of(person)
    lists = {name: [r for r in rows if r.tab == name] for name in TABS}
    lists["overdue"] = [r for r in lists["todo"] if r.is_overdue]
    notices = _unread(person)
    tab = request.GET.get("tab", "todo") if request.GET.get("tab") in TABS else "todo"
    context = {
        "page_title": _("My work desk"),
        "page_subtitle": today_text(),
        "strip": [b for b in built(person, "workbench.strip") if b["context"]],
        "tabs": _tabs(lists, notices, tab),
        "tab": tab,
        "items": [_shown(row) for row in lists[tab]],
        "notices": notices if tab == "read" else [],
        "sent": [_shown(row) for row in lists["sent"]] if tab == "todo" else [],
        "alerts": [_shown(row) for row in lists["alerts"]] if tab != "alerts" else [],
        "week": week(rows),
        "mains": built(person, "workbench.main"),
        "sides": built(person, "workbench.side"),
    }
    return render(request, "desk/workbench.html", context)


def _tabs(lists: dict[str, list[TodoRow]], notices: list[Any], current: str) -> list[dict[str, Any]]:
    counts = {name: len(rows) for name, rows in lists.items()}
    counts["read"] += len(notices)
    return [
        {"label": label, "url": "?" if name == "todo" else f"?tab={name}", "count": counts[name], "active": name == current,
         "count_is_late": name == "overdue" and counts[name] > 0}
        for name, label in TABS.items()
    ]  # fmt: skip


def _unread(person: Any) -> list[dict[str, Any]]:
    from parkloop.desk.screens.inbox import notice_rows

    return notice_rows(person, Notice.objects.filter(person=person, read_at=None)[:20])


def _shown(row: TodoRow) -> dict[str, Any]:
    light, label = lamp_of(row.due) if row.due else (row.light or "ok", "")
    return {"row": row, "light": row.light or light, "lamp": row.lamp_label or label}


def lamp_of(due: dt.date) -> tuple[str, str]:
    """Light and words of a deadline, counted in working days: overdue 4 d, today, 3 d left."""
    today = clock.today()
    if due < today:
        days = workdays_between(due, today)
        return "over", ngettext("%(count)s day overdue", "%(count)s days overdue", days) % {"count": days}
    if due == today:
        return "near", _("Today")
    days = workdays_between(today, due)
    light = "near" if days <= NEAR_WORKDAYS else "ok"
    return light, ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def workdays_between(first: dt.date, last: dt.date) -> int:
    """Working days after `first` up to `last`, by the park's calendar."""
    from parkloop.foundation import calendar

    return int(calendar.working_days_between(first, last))


def is_workday(day: dt.date) -> bool:
    """Whether the park's calendar calls it a working day."""
    from parkloop.foundation import calendar

    return bool(calendar.table().is_workday(day))


def today_text() -> str:
    """The present day in words, with its weekday and whether it is a working day."""
    today = clock.today()
    kind = _("working day") if is_workday(today) else _("day off")
    return f"{date_format(today, 'DATE_FORMAT')} {date_format(today, 'l')} · {kind}"


def week(rows: list[TodoRow]) -> dict[str, Any]:
    """The present week: its days, which are days off, and what falls due on them."""
    today = clock.today()
    monday = today - dt.timedelta(days=today.weekday())
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    due = [r for r in rows if r.due in days and r.tab in ("todo", "sent")]
    shown = [
        {
            "day": d,
            "word": WEEKDAYS[d.weekday()],
            "is_today": d == today,
            "is_off": not is_workday(d),
            "has_due": any(r.due == d for r in due),
        }
        for d in days
    ]
    listed = [{"word": WEEKDAYS[r.due.weekday()], "row": r} for r in due if r.due][:8]
    return {"first": days[0], "last": days[-1], "days": shown, "due": listed}


Counter = Callable[[Any], int | None]
COCKPIT_TITLE = gettext_lazy("Cockpit")
COCKPIT_SLOTS = ("left", "map", "right", "board", "alerts")


@signed_in
@require_GET
def cockpit(request: HttpRequest) -> HttpResponse:
    """GET /cockpit/: one dark 16:9 page of slots; the address keeps which place is selected."""
    person = person_of(request)
    slots = {
        name: [b for b in built(person, f"cockpit.{name}", request=request) if b["context"]] for name in COCKPIT_SLOTS
    }
    said = [b["context"] for found in slots.values() for b in found]
    title = next((c["cockpit_title"] for c in said if c.get("cockpit_title")), COCKPIT_TITLE)
    subtitle = next((c["cockpit_subtitle"] for c in said if c.get("cockpit_subtitle")), "")
    context = {
        "page_title": title,
        "page_subtitle": subtitle,
        "slots": slots,
        "has_any": any(slots.values()),
    }
    return render(request, "desk/cockpit.html", context)
