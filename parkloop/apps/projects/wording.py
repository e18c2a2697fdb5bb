"""How projects say things: amounts of money, months, states of reports, indicators' promises; in the reader's language."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from parkloop.desk.templatetags.desk_elements import amount
from parkloop.domain import periods
from parkloop.domain.money import in_unit, wan_of
from parkloop.foundation import clock
from parkloop.foundation.models.base import in_language

FEN_PER_MILLION = 100_000_000


def money(fen: int | None) -> str:
    """An amount with its unit: 1.25 亿元, 3,200 万元; the word for missing when there is none."""
    if fen is None:
        return pgettext("value", "Not reported")
    value, unit = money_parts(fen)
    return f"{amount(value)} {unit}"


def money_parts(fen: int) -> tuple[Decimal, str]:
    """(number, unit) as people would say it, with at most two decimals."""
    if not is_chinese():
        return _plain(Decimal(fen) / FEN_PER_MILLION), _("million yuan")
    value, unit = in_unit(fen)
    return _plain(value), _("100 million yuan") if unit == "yi" else _("10,000 yuan")


def _plain(value: Decimal) -> Decimal:
    """At most two decimals, none where it is whole."""
    rounded = round(value, 2)
    return rounded.normalize() if rounded % 1 else Decimal(int(rounded))


def is_chinese() -> bool:
    """Whether the reader counts in 万 and 亿."""
    return (get_language() or "zh").startswith("zh")


def wan(fen: int | None) -> Decimal | None:
    """An amount in 万元 as a plain number."""
    return None if fen is None else wan_of(int(fen))


def month(end: dt.date) -> str:
    """A month in the active language."""
    label = periods.label(end)
    return in_language(label["zh"], label["en"])


def months(ends: Any) -> str:
    """Several months in a row of words, the first three named."""
    listed = list(ends)
    shown = _(", ").join(month(end) for end in listed[:3])
    return shown if len(listed) <= 3 else _("%(names)s and %(more)s more") % {"names": shown, "more": len(listed) - 3}


def planned_light(light: str, next_on: dt.date | None, stage: str) -> dict[str, str]:
    """Lamp of a project: light, word, and when which stage is planned."""
    if light == "done":
        return {"light": "done", "label": _("Last stage reached"), "detail": ""}
    if next_on is None:
        return {"light": "none", "label": _("No date planned"), "detail": ""}
    if light == "over":
        days = (clock.today() - next_on).days
        text = ngettext("%(stage)s late by %(days)s day", "%(stage)s late by %(days)s days", days)
        return {"light": "over", "label": text % {"stage": stage, "days": days}, "detail": ""}
    return {
        "light": light,
        "label": _("%(stage)s by %(day)s") % {"stage": stage, "day": f"{next_on:%Y-%m-%d}"},
        "detail": "",
    }


REPORTS = {
    "ok": lambda: _("Reported in time"),
    "lag": lambda: _("Reported late"),
    "near": lambda: _("To be reported"),
    "over": lambda: _("Not reported, late"),
    "none": lambda: _("Stated as missing"),
}


def report_light(report: str) -> dict[str, str] | None:
    """Lamp of a month's report; nothing for a month that is not over."""
    return {"light": report, "label": REPORTS[report](), "detail": ""} if report else None


def number(value: Decimal | None) -> str:
    """A technical value as plain as it is."""
    return "" if value is None else amount(value.normalize() if value % 1 else Decimal(int(value)))


def promise(indicator: Any) -> str:
    """What an indicator promises: ≥ 120 MPa."""
    if indicator.comparator == "range":
        text = f"{number(indicator.goal)} – {number(indicator.goal_high)}"
    else:
        text = f"{ {'ge': '≥', 'le': '≤', 'eq': '='}[indicator.comparator] } {number(indicator.goal)}"
    return f"{text} {indicator.unit}".strip()


def met_light(is_met: bool | None) -> dict[str, str]:
    """Lamp of an indicator."""
    if is_met is None:
        return {"light": "none", "label": _("No data"), "detail": ""}
    if is_met:
        return {"light": "done", "label": pgettext("indicator", "Met"), "detail": ""}
    return {"light": "lag", "label": pgettext("indicator", "Not met yet"), "detail": ""}
