"""The same rule in OpenFisca-core: vectors of float32; a missing value fails, since NaN compares as false."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.measuring.peers import COLUMNS

MONTH = "2026-09"
FIRM = build_entity(key="firm", plural="firms", label="", is_person=True)
NUMBERS = [name for name in COLUMNS if name not in ("established_on", "applied_on")]


def _input(name: str) -> type[Variable]:
    return type(
        name, (Variable,), {"value_type": float, "entity": FIRM, "definition_period": DateUnit.MONTH, "label": name}
    )


def _band(value: Any, limits: Any, points: Any) -> Any:
    return np.select([value >= limit for limit in limits], points, 0)


def _rate(a: Any, b: Any, c: Any, zero: Any) -> Any:
    two, three = c / b - 1, (b / a + c / b) / 2 - 1
    return np.where(zero, -1.0, np.where(a == 0, two, three))


class score(Variable):  # noqa: N801
    """Most points that the firm can have."""

    value_type, entity, definition_period, label = float, FIRM, DateUnit.MONTH, ""

    def formula(firm: Any, period: Any) -> Any:  # noqa: N805
        """Growth, results, rights, and full marks of the experts."""
        v = lambda name: firm(name, period)  # noqa: E731
        limits, points = (0.35, 0.25, 0.15, 0.05, 1e-12), (10, 8, 6, 4, 2)
        growth = _band(
            _rate(v("net_assets_2"), v("net_assets_1"), v("net_assets"), v("net_assets_1") <= 0), limits, points
        )
        growth = growth + _band(
            _rate(v("revenue_2"), v("revenue_1"), v("revenue"), v("revenue_1") == 0), limits, points
        )
        put = _band(v("transformed") / 3, (5, 4, 3, 2, 1), (30, 24, 18, 12, 6))
        rights = np.where(v("class1") >= 1, 8, _band(v("class2"), (5, 3, 1), (6, 4, 2)))
        return growth + put + rights + 42


class eligible(Variable):  # noqa: N801
    """Whether all conditions hold."""

    value_type, entity, definition_period, label = bool, FIRM, DateUnit.MONTH, ""

    def formula(firm: Any, period: Any) -> Any:  # noqa: N805
        """The seven conditions."""
        v = lambda name: firm(name, period)  # noqa: E731
        rd3, sales3 = v("rd") + v("rd_1") + v("rd_2"), v("revenue") + v("revenue_1") + v("revenue_2")
        least = np.where(v("revenue") <= 5e9, 0.05, np.where(v("revenue") <= 2e10, 0.04, 0.03))
        return (
            (v("age_days") >= 365) * (v("sci_staff") / v("staff") >= 0.1) * (rd3 / sales3 >= least) * (v("rd_domestic") / rd3 >= 0.6)
            * (v("high_tech_revenue") / v("total_revenue") >= 0.6) * (v("score") > 70) * (v("accident") == 0)
        )  # fmt: skip


def openfisca(path: Path) -> dict[str, int]:
    """Read, feed, calculate."""
    system = TaxBenefitSystem([FIRM])
    for made in (*map(_input, [*NUMBERS, "age_days"]), score, eligible):
        system.add_variable(made)
    table = pq.read_table(path, columns=list(COLUMNS))
    simulation = SimulationBuilder().build_default_simulation(system, count=table.num_rows)
    with np.errstate(all="ignore"):
        for name in NUMBERS:
            values = table[name].to_numpy(zero_copy_only=False).astype(np.float32)
            simulation.set_input(name, MONTH, values)
        age = (
            (table["applied_on"].to_numpy() - table["established_on"].to_numpy())
            .astype("timedelta64[D]")
            .astype(np.float32)
        )
        simulation.set_input("age_days", MONTH, age)
        found = simulation.calculate("eligible", MONTH)
    return {"met": int(found.sum()), "unmet": int((~found).sum())}
