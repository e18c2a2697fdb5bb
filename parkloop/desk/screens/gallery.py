"""What the style gallery shows: every page element in every state, with invented names. No data of any park.

The gallery is for people who build pages, and for the tests that draw each element once.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import pgettext

from parkloop.domain.figures import Figure

LIGHTS = ("ok", "near", "lag", "over", "none", "done")
DATA_DATE = dt.date(2030, 9, 30)


def _figure(value: Decimal | int | None, unit: str, label: str = "") -> Figure:
    return Figure(
        value=value,
        unit=unit,
        label=label,
        definition=pgettext("gallery", "Patent applications of the year"),
        version="v4",
        source=pgettext("gallery", "Monthly reports"),
        snapshot="S-2030-09-30-02",
        data_date=DATA_DATE,
        formula=pgettext("gallery", "count (applications where applied between start and end of the year)"),
        rows="#rows",
    )


def _trajectory(values: list[int | None], target: int) -> dict[str, Any]:
    months = len(values)
    last = next(value for value in reversed(values) if value is not None)
    ends = ((0.75, 1.25), (0.85, 1.18), (0.93, 1.09))
    fan = [[(months, last, last), (12, last * 1.35 * low, last * 1.35 * high)] for low, high in ends]
    return {
        "actual": list(enumerate(values, start=1)),
        "schedule": [(month, target * month / 12) for month in range(1, 13)],
        "forecast": [(12, last * 1.35)],
        "fan": fan,
        "target": target,
    }


def _card(
    title: str, value: Decimal | int | None, goal: str, done: float | None, due: float, light: str
) -> dict[str, Any]:
    values: list[int | None] = [6, 10, 18, 25, 32, 41, 49, 58, 70]
    return {
        "title": title,
        "url": "#target",
        "figure": _figure(value, pgettext("gallery", "items")),
        "target": goal,
        "completion": done,
        "schedule": due,
        "light": light,
        "note": pgettext("gallery", "%(points)s points behind schedule") % {"points": "5.3"},
        "note_right": pgettext("gallery", "probability %(percent)s%%") % {"percent": 12},
        "trajectory": _trajectory(values, 110),
    }


def cards() -> list[dict[str, Any]]:
    """Target cards in every light."""
    return [
        _card(pgettext("gallery", "Patent applications"), 70, "110", 63.6, 68.9, "lag"),
        _card(pgettext("gallery", "National laboratories"), 0, "1", 60, 62, "near"),
        _card(pgettext("gallery", "Output of three industries"), Decimal("723.6"), "960", 75.4, 75, "ok"),
        _card(pgettext("gallery", "High-tech enterprises"), 1247, "1300", 96, 95, "ok"),
        _card(pgettext("gallery", "Factory floor built"), Decimal("148.6"), "200", 74, 87, "over"),
        _card(pgettext("gallery", "Unicorns"), None, "10", None, 80, "none"),
    ]


def tiles() -> list[dict[str, Any]]:
    """An invented district of seven towns; one has not reported."""
    places = ((0, 0), (1, 0), (-1, 1), (0, 1), (1, 1), (-1, 2), (0, 2))
    lights = ("ok", "lag", "near", "over", "ok", "none", "done")
    values = (96, 84, 92, 79, 95, None, 100)
    return [
        {
            "key": str(at),
            "q": place[0],
            "r": place[1],
            "label": pgettext("gallery", "Town %(letter)s") % {"letter": "ABCDEFG"[at]},
            "value": values[at],
            "unit": "%",
            "light": lights[at],
            "url": f"#tile-{at}",
        }
        for at, place in enumerate(places)
    ]


RIVERS = ({"points": [(1.6, -0.9), (2.0, 0.2), (1.5, 1.3), (1.6, 2.6)], "label": "≈", "width": 0.5},)


def entries() -> list[dict[str, Any]]:
    """A timeline with a change, a reason and a basis."""
    return [
        {
            "when": "10-10 16:20",
            "who": pgettext("gallery", "System"),
            "what": pgettext("gallery", "Light changed"),
            "changes": [
                {
                    "label": pgettext("gallery", "Light"),
                    "before": pgettext("gallery", "Behind"),
                    "after": pgettext("gallery", "Overdue"),
                }
            ],
            "basis": "LAMP-07",
            "light": "over",
        },
        {
            "when": "10-09 10:05",
            "who": "Lin",
            "what": pgettext("gallery", "Urged"),
            "why": pgettext("gallery", "No answer for two working days"),
        },
        {
            "when": "09-26 09:12",
            "who": pgettext("gallery", "Town %(letter)s") % {"letter": "A"},
            "what": pgettext("gallery", "Reported progress"),
        },
    ]


class SampleForm(forms.Form):
    """Every kind of field once; the amount is given wrongly so that its error shows."""

    name = forms.CharField(label="Name", help_text="As in the register.")
    amount = forms.DecimalField(label="Amount", max_value=100)
    kind = forms.ChoiceField(label="Kind", choices=(("a", "A"), ("b", "B")), widget=forms.RadioSelect)
    day = forms.DateField(label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea)
    public = forms.BooleanField(label="Public", required=False)


def _form() -> SampleForm:
    form = SampleForm({"name": "A", "amount": "11000", "kind": "a"}, auto_id="gallery_%s")
    form.fields["amount"].basis = "§ 3"  # type: ignore[attr-defined]
    form.is_valid()
    return form


def _lists() -> dict[str, Any]:
    tabs = [
        {"label": pgettext("gallery", "All"), "url": "#all", "count": 18, "active": True},
        {"label": pgettext("gallery", "Behind"), "url": "#behind", "count": 6, "count_is_late": True},
        {"label": pgettext("gallery", "Shared view"), "url": "#shared", "count": 4, "star": True},
    ]
    return {
        "tabs": tabs,
        "counts": [{"light": light, "count": at + 1, "url": f"#{light}"} for at, light in enumerate(LIGHTS)],
        "page": Paginator(range(315), 20).page(4),
        "more": [
            {"label": pgettext("gallery", "Print"), "url": "#print", "icon": "printer"},
            {
                "label": pgettext("gallery", "Withdraw"),
                "url": "#withdraw",
                "icon": "arrow-back-up",
                "disabled": pgettext("gallery", "already closed"),
            },
            {"label": pgettext("gallery", "Delete"), "url": "#delete", "icon": "trash", "danger": True},
        ],
        "attributes": [
            (pgettext("gallery", "Lead"), pgettext("gallery", "Town %(letter)s") % {"letter": "A"}),
            {"label": pgettext("gallery", "Basis"), "value": "§ 13", "url": "#basis"},
            {"label": pgettext("gallery", "Due"), "value": None},
            {
                "label": pgettext("gallery", "Kind"),
                "value": pgettext("gallery", "Total"),
                "help": pgettext("gallery", "Counted since the beginning of the plan."),
            },
        ],
    }


def _nodes() -> list[dict[str, Any]]:
    names = (
        pgettext("gallery", "Filed"),
        pgettext("gallery", "Assigned"),
        pgettext("gallery", "Signed for"),
        pgettext("gallery", "In work"),
        pgettext("gallery", "Reported"),
        pgettext("gallery", "Reviewed"),
        pgettext("gallery", "Settled"),
        pgettext("gallery", "Closed"),
    )
    states = ["done"] * 3 + ["now"] + ["next"] * 4
    return [{"label": name, "date": "10-08", "state": state} for name, state in zip(names, states, strict=True)]


def _board() -> list[dict[str, Any]]:
    items = [
        {"title": f"{at}. " + pgettext("gallery", "Matter"), "light": light, "detail": "74% / 76%", "url": "#"}
        for at, light in enumerate(LIGHTS, start=1)
    ]
    return [
        {
            "label": pgettext("gallery", "Heading"),
            "note": pgettext("gallery", "of the plan"),
            "items": items[at : at + 2],
        }
        for at in range(0, 6, 2)
    ]


def samples() -> dict[str, Any]:
    """Context of `desk/gallery.html`."""
    attention = [
        {
            "light": "over",
            "detail": "4",
            "title": pgettext("gallery", "Factory floor built"),
            "note": pgettext("gallery", "LAMP-07"),
            "right": "T6",
        },
        {
            "light": "none",
            "title": pgettext("gallery", "Unicorns"),
            "note": pgettext("gallery", "not counted as zero"),
            "right": "T5",
        },
    ]
    return {
        "page_title": pgettext("gallery", "Style gallery"),
        "page_subtitle": pgettext("gallery", "Every page element in every state"),
        "lights": LIGHTS,
        "figure": _figure(Decimal("1247.5"), pgettext("gallery", "items"), pgettext("gallery", "Patent applications")),
        "missing": _figure(None, pgettext("gallery", "items"), pgettext("gallery", "Unicorns")),
        "cards": cards(),
        "tiles": tiles(),
        "rivers": RIVERS,
        "entries": entries(),
        "form": _form(),
        "nodes": _nodes(),
        "board": _board(),
        "attention": attention,
        "drops": [(pgettext("gallery", "Drop the light"), "#drop"), (pgettext("gallery", "Reset all"), "#reset")],
        "points": [3, 4, 4, 6, None, 8, 7, 9],
        **_lists(),
    }
