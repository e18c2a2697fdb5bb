"""Random formulas over the whole grammar, and rows of which a third lie on a boundary and a tenth is missing."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

FIELDS = """\
fields:
  钱: {unit: 万元, periods: 3, columns: [money, money_1, money_2], stored: 分}
  费: {unit: 万元, periods: 3, columns: [cost, cost_1, cost_2], stored: 分}
  人数: {unit: 人, columns: [people]}
  专家: {unit: 人, columns: [experts]}
  比: {columns: [ratio]}
  数: {periods: 2, columns: [number, number_1]}
  日: {type: date, columns: [day]}
  止: {type: date, columns: [until]}
  旗: {type: bool, columns: [flag]}
  标: {type: bool, absent: false, columns: [mark]}
  业: {type: text, choices: [甲, 乙, 丙], columns: [trade]}
parameters:
  线: {unit: 万元, values: {2020-01-01: 100}}
  率: {values: {2020-01-01: 5%}}
  钱表: {of: 万元, bands: {2020-01-01: [["≤ 100", 5%], ["≤ 200", 4%], [其余, 3%]]}}
  比表: {columns: {档: text, 分: number}, bands: {2020-01-01: [["≥ 10%", 甲, 10], ["≥ 5%", 乙, 5], ["> 0", 丙, 1], [其余, 丁, 0]]}}
  洞表: {bands: {2020-01-01: [["[0, 1)", 1], ["[1, 2]", 2], ["(2, 3]", null], ["(3, 9]", 4]]}}
"""
MONEY = (0, 1, 5, 10, 50, 100, 150, 200)
PEOPLE = (0, 1, 2, 5, 10, 100)
PLAIN = ("0", "1", "2", "3", "0.05", "0.1", "0.5", "5%", "10%")
DAYS = ("@2024-02-29", "@2025-01-31", "@2025-12-31", "@2026-01-01", "@2026-09-30")
TRADES = ("甲", "乙", "丙")


class Maker:
    """Makes typed formulas as text; ``used`` counts productions and functions."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.used: Counter[str] = Counter()

    def formula(self) -> str:
        """One formula of a random kind."""
        kinds = [
            self.money,
            self.money,
            self.plain,
            self.plain,
            self.people,
            self.truth,
            self.truth,
            self.text,
            self.date,
        ]
        kind: Callable[[int], str] = self.random.choice(kinds)
        return kind(self.random.randint(1, 3))

    def _one(self, *options: tuple[str, Callable[[], str]]) -> str:
        name, make = self.random.choice(options)
        for part in name.split():
            self.used[part] += 1
        return make()

    def number(self, options: tuple[object, ...], unit: str) -> str:
        self.used["L1"] += 1
        return f"{self.random.choice(options)}{unit}"

    def money(self, depth: int) -> str:
        """万元."""
        if depth <= 0:
            return self._one(
                ("E11", lambda: self.random.choice(["钱", "费"])),
                ("E11", lambda: self.random.choice(["钱", "费"])),
                ("E10", lambda: self.number(MONEY, "万元")),
                ("E11", lambda: self.random.choice(["参数.线", "线"])),
                ("previous", lambda: f"上年({self.random.choice(['钱', '费'])})"),
                ("period", lambda: f"期({self.random.choice(['钱', '费'])}, -2)"),
            )
        m = lambda: self.money(depth - 1)  # noqa: E731
        return self._one(
            ("E7", lambda: f"{m()} {self.random.choice('+-')} {m()}"),
            ("E8", lambda: f"({m()}) × {self.plain(0)}"),
            ("E8", lambda: f"({m()}) ÷ ({self.random.choice(['比', '数', '2', '率'])})"),
            ("E1", lambda: f"(如果 {self.truth(depth - 1)} 则 {m()} 否则 {m()})"),
            ("E12 max", lambda: f"最大({m()}, {m()})"),
            ("E12 min", lambda: f"最小({m()}, {m()}, {m()})"),
            ("E9", lambda: f"-({m()})"),
            ("E12 default", lambda: f"缺省({m()}, {self.number(MONEY, '万元')})"),
            ("E12 abs", lambda: f"绝对值({m()})"),
            ("E12 round", lambda: f"取整({m()}, {self.random.choice([0, 1, 2])})"),
            ("E12 sum", lambda: f"合计({self.random.choice(['钱', '费'])})"),
            ("E12 mean by", lambda: f"平均({self.random.choice(['钱', '费'])}, 按 业)"),
            ("E12 highest", lambda: "最高值(钱)"),
            ("E12 lowest", lambda: f"最低值(费，其中 {self.truth(0)})"),
            ("E12 median", lambda: "中位数(钱)"),
            ("E12 quantile", lambda: "分位数(费, 0.25)"),
            ("previous", lambda: "期(钱 + 费, -1)"),
        )

    def people(self, depth: int) -> str:
        """人."""
        if depth <= 0:
            return self._one(
                ("E11", lambda: "人数"), ("E11", lambda: "专家"), ("E10", lambda: self.number(PEOPLE, "人"))
            )
        p = lambda: self.people(depth - 1)  # noqa: E731
        return self._one(
            ("E7", lambda: f"{p()} + {p()}"),
            ("E7", lambda: f"{p()} - {p()}"),
            ("E12 ceil", lambda: f"向上取整({p()} × {self.plain(0)})"),
            ("E12 floor", lambda: f"向下取整(({p()}) ÷ 2)"),
            ("E12 sum", lambda: f"合计(人数，其中 {self.truth(0)})"),
            ("E1", lambda: f"(如果 {self.truth(depth - 1)} 则 {p()} 否则 {p()})"),
        )

    def plain(self, depth: int) -> str:
        """A number without unit."""
        if depth <= 0:
            return self._one(
                ("E11", lambda: "比"),
                ("E11", lambda: "数"),
                ("E10 L1 L2", lambda: self.random.choice(PLAIN)),
                ("previous", lambda: "上年(数)"),
                ("E11", lambda: "率"),
            )
        n = lambda: self.plain(depth - 1)  # noqa: E731
        return self._one(
            ("E7", lambda: f"{n()} + {n()}"),
            ("E7", lambda: f"{n()} - {n()}"),
            ("E8", lambda: f"({n()}) × ({n()})"),
            ("E8", lambda: f"({n()}) ÷ (数 + 1)"),
            ("E8", lambda: f"({self.money(depth - 1)}) ÷ ({self.random.choice(['钱', '费', '钱 + 费'])})"),
            ("E8", lambda: "专家 ÷ 人数"),
            ("E1", lambda: f"(如果 {self.truth(depth - 1)} 则 {n()} 否则 {n()})"),
            ("E12 band", lambda: f"分档({self.money(0)}, 钱表)"),
            ("E12 band", lambda: f"分档({n()}, 比表.分)"),
            ("E12 band", lambda: f"分档({n()}, 洞表)"),
            ("E12 round", lambda: f"取整({n()}, {self.random.choice([0, 1, 3])})"),
            ("E12 floor", lambda: f"向下取整({n()})"),
            ("E12 ceil", lambda: f"向上取整({n()})"),
            ("E12 root", lambda: f"开方({n()}, {self.random.choice([2, 3])})"),
            ("E12 how_many", lambda: f"几项({self.truth(0)}, {self.truth(0)})"),
            ("E12 count", lambda: f"计数(其中 {self.truth(0)})"),
            ("E12 count by", lambda: "计数(按 业)"),
            ("E12 count_distinct", lambda: "去重计数(业)"),
            ("E12 rank", lambda: "排名(钱)"),
            ("E12 rank by", lambda: f"排名({self.random.choice(['比', '费'])}，按 业)"),
            ("E12 year", lambda: f"年份({self.date(0)})"),
            ("E12 max", lambda: f"最大({n()}, {n()})"),
            ("E12 default", lambda: f"缺省({n()}, {self.random.choice(PLAIN)})"),
            ("E12 days", lambda: f"天数({self.date(0)}, {self.date(0)}) ÷ 1天"),
            ("E12 months", lambda: f"月数({self.date(0)}, {self.date(0)}) ÷ 1月"),
            ("E12 mean", lambda: f"平均({self.random.choice(['比', '数'])}，其中 {self.truth(0)})"),
            ("nothing E1", lambda: f"(如果 {self.truth(0)} 则 无值 否则 {n()})"),
        )

    def truth(self, depth: int) -> str:
        """Yes or no."""
        compare = self.random.choice(["=", "≠", "<", "≤", ">", "≥"])
        if depth <= 0:
            return self._one(
                ("E11", lambda: "旗"),
                ("E11", lambda: "标"),
                ("E10", lambda: self.random.choice(["真", "假"])),
                ("E5", lambda: f"钱 {compare} {self.number(MONEY, '万元')}"),
                ("E5", lambda: f"比 {compare} {self.random.choice(PLAIN)}"),
                ("E5", lambda: f"人数 {compare} {self.number(PEOPLE, '')}"),
                ("E5 L4", lambda: f"业 {self.random.choice('=≠')} “{self.random.choice(TRADES)}”"),
                ("E5 L3", lambda: f"日 {compare} {self.random.choice(DAYS)}"),
                (
                    "missing",
                    lambda: (
                        f"{self.random.choice(['钱', '比', '业', '日', '旗'])} {self.random.choice(['为空', '不为空'])}"
                    ),
                ),
            )
        b = lambda: self.truth(depth - 1)  # noqa: E731
        return self._one(
            ("E3", lambda: f"({b()} 且 {b()})"),
            ("E2", lambda: f"({b()} 或 {b()})"),
            ("E4", lambda: f"非 ({b()})"),
            ("E4", lambda: f"非 ({b()} 且 {b()})"),
            ("E5", lambda: f"{self.money(depth - 1)} {compare} {self.money(depth - 1)}"),
            ("E5", lambda: f"{self.plain(depth - 1)} {compare} {self.plain(depth - 1)}"),
            ("E5", lambda: f"费 ÷ 钱 {compare} 5%"),
            (
                "E6",
                lambda: (
                    f"{self.money(depth - 1)} 在 [{self.number((0, 1, 5), '万元')}, {self.number((50, 100), '万元')})"
                ),
            ),
            ("E6", lambda: f"人数 在 (1, {self.random.choice([5, 10, 100])}]"),
            ("E6 L4", lambda: "业 在 {“甲”, “丙”}"),
            ("E5", lambda: f"{self.date(depth - 1)} {compare} {self.date(0)}"),
            ("missing", lambda: f"({self.plain(depth - 1)}) 为空"),
            ("missing", lambda: f"({b()}) 为空"),
            ("E12 default", lambda: f"缺省({b()}, {self.random.choice(['真', '假'])})"),
            ("E1", lambda: f"(如果 {b()} 则 {b()} 否则 {b()})"),
            ("E5", lambda: f"天数(日, 止) {compare} {self.random.choice([0, 30, 365])}"),
        )

    def text(self, depth: int) -> str:
        """Text."""
        if depth <= 0:
            return self._one(("E11", lambda: "业"), ("L4 E10", lambda: f"“{self.random.choice(TRADES)}”"))
        return self._one(
            ("E1", lambda: f"如果 {self.truth(depth - 1)} 则 {self.text(0)} 否则 {self.text(0)}"),
            ("E12 band", lambda: f"分档({self.plain(depth - 1)}, 比表.档)"),
            ("E12 default", lambda: f"缺省(业, {self.text(0)})"),
        )

    def date(self, depth: int) -> str:
        """A date."""
        if depth <= 0:
            return self._one(("E11", lambda: "日"), ("E11", lambda: "止"), ("L3 E10", lambda: self.random.choice(DAYS)))
        return self._one(
            ("E12 add_days", lambda: f"加天({self.date(0)}, {self.random.choice([0, 1, 20, 400])})"),
            ("E12 add_months", lambda: f"加月({self.date(0)}, {self.random.choice([0, 1, 12, 36, -1])})"),
            ("E12 add_months", lambda: f"加月({self.date(0)}, {self.random.choice(['1年', '6个月'])})"),
            ("E12 year_start", lambda: f"年初({self.date(0)})"),
            ("E12 default", lambda: f"缺省({self.date(0)}, {self.random.choice(DAYS)})"),
            ("E1", lambda: f"(如果 {self.truth(0)} 则 {self.date(0)} 否则 {self.date(0)})"),
        )


def rows(count: int, seed: int) -> list[dict[str, Any]]:
    """Plain values by field: a tenth missing, the rest small numbers that meet each other and the constants often."""
    rng = random.Random(seed)

    def maybe(make: Callable[[], Any]) -> Any:
        return None if rng.random() < 0.1 else make()

    def money() -> int | float:
        return rng.choice(MONEY) if rng.random() < 0.5 else round(rng.uniform(-20, 300), 2)

    def day() -> dt.date:
        return (
            dt.date.fromisoformat(rng.choice(DAYS)[1:])
            if rng.random() < 0.5
            else dt.date(2024, 1, 1) + dt.timedelta(rng.randrange(1000))
        )

    made = []
    for _ in range(count):
        spent = [maybe(money) for _ in range(3)]
        sales = [None if s is None else s * 20 if rng.random() < 0.3 else money() for s in spent]
        made.append(
            {
                "钱": sales,
                "费": spent,
                "人数": maybe(lambda: rng.choice(PEOPLE)),
                "专家": maybe(lambda: rng.choice(PEOPLE)),
                "比": maybe(lambda: rng.choice([0, 0.05, 0.1, 0.5, 1, 2, round(rng.uniform(-1, 4), 4)])),
                "数": [maybe(lambda: rng.choice([0, 1, 2, 3, 0.5, round(rng.uniform(-2, 9), 3)])) for _ in range(2)],
                "日": maybe(day),
                "止": maybe(day),
                "旗": maybe(lambda: rng.random() < 0.5),
                "标": maybe(lambda: rng.random() < 0.5),
                "业": maybe(lambda: rng.choice(TRADES)),
            }
        )
    return made
