"""Numbers and goals of the plan as words, in the reader's language. Nothing here asks the database."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parkloop.apps.plan.models import Target
from parkloop.desk.templatetags.desk_elements import amount


def number(value: Decimal | None, places: int | None = None) -> str:
    """A number for people; empty for none. Without `places` it keeps what it has, without trailing zeros."""
    if value is None:
        return ""
    return amount(value if places is not None else plain(value), places)


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    return Decimal(f"{value.normalize():f}")


def goal(target: Target) -> str:
    """What the target asks for, with its comparison: 超200万方, about 10."""
    shown = f"{number(target.number)} {target.unit_label}".strip()
    texts = {
        "gt": _("more than %(n)s"),
        "le": _("at most %(n)s"),
        "lt": _("less than %(n)s"),
        "approx": _("about %(n)s"),
        "rank": _("rank %(n)s or better"),
        "keep": _("kept at %(n)s"),
        "sync": _("in step with %(n)s"),
        "all": _("all"),
    }
    if target.comparator == "range":
        return _("%(low)s to %(high)s") % {
            "low": number(target.number),
            "high": f"{number(target.number_high)} {target.unit_label}",
        }
    if target.comparator == "sync":
        return texts["sync"] % {"n": target.qualifier or _("its reference")}
    text = texts.get(target.comparator, "%(n)s") % {"n": shown}
    return _("%(goal)s net-new") % {"goal": text} if target.kind == "increment" else text


def gap(points: Decimal | None) -> str:
    """How far from the schedule: 滞后 5.3 个百分点; empty without data."""
    if points is None:
        return ""
    rounded = round(points, 1)
    if rounded == 0:
        return _("On schedule")
    text = _("%(n)s points behind schedule") if rounded < 0 else _("%(n)s points ahead of schedule")
    return text % {"n": amount(abs(rounded), 1)}


def short_gap(points: Decimal | None) -> str:
    """The same, short: 落后 5.3 点."""
    if points is None:
        return ""
    rounded = round(points, 1)
    if rounded == 0:
        return _("On schedule")
    return (_("%(n)s pp behind") if rounded < 0 else _("%(n)s pp ahead")) % {"n": amount(abs(rounded), 1)}


def days(left: int | None) -> str:
    """Working days left or late; empty without a due date."""
    if left is None:
        return ""
    if left >= 0:
        return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    return ngettext("%(n)s working day late", "%(n)s working days late", -left) % {"n": -left}


def short_days(left: int | None) -> str:
    """The same, short: 剩 3 日."""
    if left is None:
        return ""
    return (_("%(n)s d left") % {"n": left}) if left >= 0 else (_("%(n)s d late") % {"n": -left})


def percent(value: Decimal | None, places: int = 0) -> str:
    """A percentage; 未报 for none."""
    return _("not reported") if value is None else f"{amount(round(value, places), places)}%"


def completion(done: Decimal | None, due: Decimal | None) -> str:
    """84% / 80%: done and what the schedule asks for."""
    return f"{percent(done)} / {percent(due)}" if due is not None else percent(done)


def rule_of(target: Target) -> str:
    """How the target is judged, in a sentence."""
    texts: dict[str, Any] = {
        "eq": _("A bare number reads as “at least”, as practice does."),
        "ge": _("Reached from the number on."),
        "gt": _("Strictly more: the very number does not reach it."),
        "le": _("Kept while the value is not above the number."),
        "lt": _("Kept while the value is below the number."),
        "range": _("Reached between both ends, ends included."),
        "rank": _("A smaller rank is better."),
        "keep": _("Held while the value stays at the number."),
        "sync": _("Held against its reference; without the reference it is not decided."),
        "all": _("Reached only when all are covered."),
    }
    if target.comparator == "approx":
        if target.tolerance is None:
            return _("“About” has no tolerance yet, so it is not decided.")
        return _("“About”: reached from %(low)s on (tolerance %(tolerance)s either way).") % {
            "low": number((target.number or Decimal(0)) - target.tolerance),
            "tolerance": number(target.tolerance),
        }
    return str(texts[target.comparator])
