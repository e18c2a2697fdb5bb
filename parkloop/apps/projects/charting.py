"""The investment chart of a project as plain numbers for its template: bars by month, cumulated lines, a table twin. No script needed."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from parkloop.apps.projects import wording
from parkloop.desk import drawing
from parkloop.domain.projects.investment import Cumulated, Month, cumulated

WIDTH, HEIGHT = 720, 250
LEFT, RIGHT, TOP, BOTTOM = 56, 64, 14, 28
STEPS = (1, 2, 2.5, 5, 10)
LABELS = 12


def of_months(months: Sequence[Month], data_month: dt.date) -> dict[str, Any] | None:
    """Bars of planned and done per month on the left scale, cumulated plan and done on the right one; None without a number."""
    listed = sorted(months, key=lambda month: month.end)
    if not any(month.planned is not None or month.done is not None for month in listed):
        return None
    sums = cumulated(listed)
    bars = _Scale(len(listed), _top([*(m.planned for m in listed), *(m.done for m in listed)]))
    lines = _Scale(len(listed), _top([*(s.planned for s in sums), *(s.done for s in sums)]))
    last = next((n for n in range(len(sums) - 1, -1, -1) if sums[n].done is not None), None)
    return {
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "bottom": HEIGHT - BOTTOM, "top": TOP,
        "label_y": HEIGHT - 8,
        "bars": [bar for n, month in enumerate(listed) for bar in _bars(bars, n, month)],
        "planned": lines.path([s.planned for s in sums]),
        "done": lines.path([s.done for s in sums]),
        "dots": [lines.at(n, s.done) for n, s in enumerate(sums) if s.done is not None and listed[n].done is not None],
        "last": {**lines.at(last, sums[last].done), "text": wording.money(sums[last].done)} if last is not None else None,
        "ticks": [{"y": bars.y(value), "left": _short(value), "right": _short(value * lines.top / bars.top)}
                  for value in bars.ticks()],
        "months": [{"x": bars.x(n), "label": f"{m.end:%y-%m}"} for n, m in enumerate(listed) if _is_labelled(n, len(listed))],
        "data_x": next((bars.x(n) for n, m in enumerate(listed) if m.end == data_month), ""),
        "rows": [_row(month, total) for month, total in zip(listed, sums, strict=True)],
    }  # fmt: skip


class _Scale:
    """Months and amounts (fen) to pixels; `top` is the amount at the upper edge."""

    def __init__(self, count: int, top: Decimal) -> None:
        self.step = (WIDTH - LEFT - RIGHT) / max(count, 1)
        self.top = top

    def x(self, place: int, offset: float = 0.5) -> str:
        return drawing.number(LEFT + (place + offset) * self.step)

    def y(self, amount: Any) -> str:
        inner = HEIGHT - TOP - BOTTOM
        return drawing.number(TOP + inner - inner * float(Decimal(amount) / self.top))

    def at(self, place: int, amount: Any) -> dict[str, str]:
        return {"x": self.x(place), "y": self.y(amount)}

    def path(self, amounts: Sequence[int | None]) -> str:
        points = [(float(self.x(n)), float(self.y(a))) for n, a in enumerate(amounts) if a is not None]
        return drawing.line_path(points)

    def ticks(self) -> list[Decimal]:
        return [self.top * n / 4 for n in range(5)]


def _top(amounts: Sequence[int | None]) -> Decimal:
    """A round amount above all of them."""
    most = Decimal(max([a for a in amounts if a is not None], default=0)) or Decimal(1)
    unit = Decimal(10) ** (len(str(int(most))) - 1)
    return next(unit * Decimal(str(step)) for step in STEPS if unit * Decimal(str(step)) >= most)


def _bars(scale: _Scale, place: int, month: Month) -> list[dict[str, str]]:
    made = []
    for kind, amount, offset in (("planned", month.planned, 0.14), ("done", month.done, 0.5)):
        if amount is not None:
            y = scale.y(amount)
            made.append(
                {
                    "kind": kind,
                    "x": scale.x(place, offset),
                    "y": y,
                    "width": drawing.number(scale.step * 0.36),
                    "height": drawing.number(HEIGHT - BOTTOM - float(y)),
                }
            )
    return made


def _short(amount: Decimal) -> str:
    """An axis' amount in 万元."""
    return f"{amount / 1_000_000:,.0f}"


def _is_labelled(place: int, count: int) -> bool:
    return place % max(1, -(-count // LABELS)) == 0


def _row(month: Month, total: Cumulated) -> dict[str, Any]:
    return {
        "end": month.end,
        "planned": wording.wan(month.planned),
        "done": wording.wan(month.done),
        "planned_total": wording.wan(total.planned),
        "done_total": wording.wan(total.done),
        "lacks": total.lacks,
    }
