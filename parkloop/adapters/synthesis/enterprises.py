"""One chunk of synthetic enterprises as columns. Money in whole fen; what is missing is null; one row in twelve is near a threshold.

Sizes are log-normal; sales grow with a firm's own trend, noise and now and then a step; research, staff and rights follow size and
industry. Each chunk has its own generator from (seed, chunk), so that any part can be made again alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

CHUNK = 100_000
MISSING, NEAR, STEP = 0.02, 0.08, 0.03
FEN_OF_WAN = 1_000_000
THRESHOLDS_WAN = (5000, 20000)


@dataclass(frozen=True)
class Recipe:
    """What to make: how many, how many years, the seed, codes and shares of industries and towns, the last year."""

    count: int
    years: int
    seed: int
    industries: Sequence[tuple[str, float]]
    towns: Sequence[tuple[str, float]]
    last_year: int = 2025

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.count // CHUNK)


def enterprises(recipe: Recipe, chunk: int) -> pa.Table:
    """The table of one chunk, counted from 0."""
    first = chunk * CHUNK
    size = min(CHUNK, recipe.count - first)
    rng = np.random.default_rng([recipe.seed, chunk])
    return _Chunk(recipe, rng, first, size).table()


class _Chunk:
    def __init__(self, recipe: Recipe, rng: np.random.Generator, first: int, size: int) -> None:
        self.recipe, self.rng, self.first, self.size = recipe, rng, first, size

    def table(self) -> pa.Table:
        """All columns."""
        rng, size, ids = self.rng, self.size, np.arange(self.first, self.first + self.size)
        industry = self._choice(self.recipe.industries)
        sales = self._sales()
        research = self._research(sales, industry)
        staff = np.maximum(1, np.round(sales[0] / FEN_OF_WAN / rng.lognormal(4.2, 0.5, size))).astype(np.int64)
        experts = np.minimum(staff, np.round(staff * rng.beta(2, 8, size))).astype(np.int64)
        near = rng.random(size) < NEAR
        experts = np.where(near, np.ceil(staff * 0.1).astype(np.int64) - rng.integers(0, 2, size), experts)
        columns: dict[str, pa.Array] = {
            "id": pa.array(ids),
            "code": pa.array([f"SYN{n:09d}" for n in ids]),
            "synthetic": pa.array(np.ones(size, dtype=bool)),
            "town": self._named(self.recipe.towns, self._choice(self.recipe.towns)),
            "industry": self._named(self.recipe.industries, industry),
            "established_on": self._days(),
            "applied_on": pa.array(np.full(size, np.datetime64(f"{self.recipe.last_year + 1}-08-01", "D"))),
            "staff": self._missing(staff),
            "sci_staff": self._missing(np.maximum(experts, 0)),
        }
        for ago in range(self.recipe.years):
            tail = f"_{ago}" if ago else ""
            columns[f"revenue{tail}"] = self._missing(sales[ago])
            columns[f"rd{tail}"] = self._missing(research[ago])
        columns |= self._money(sales, research)
        columns |= self._rights(sales)
        return pa.table(columns)

    def _choice(self, options: Sequence[tuple[str, float]]) -> np.ndarray:
        weights = np.array([weight for _, weight in options], dtype=float)
        return self.rng.choice(len(options), self.size, p=weights / weights.sum())

    def _named(self, options: Sequence[tuple[str, float]], chosen: np.ndarray) -> pa.Array:
        return pa.DictionaryArray.from_arrays(
            pa.array(chosen.astype(np.int8)), pa.array([code for code, _ in options])
        ).cast(pa.string())

    def _sales(self) -> list[np.ndarray]:
        """Sales by year, the newest first: trend, noise, now and then a step, some exactly at a band's edge."""
        rng, size = self.rng, self.size
        newest = rng.lognormal(7.6, 1.4, size) * FEN_OF_WAN
        edge = rng.random(size) < NEAR / 2
        newest = np.where(edge, rng.choice(THRESHOLDS_WAN, size) * float(FEN_OF_WAN), newest)
        growth = rng.normal(0.08, 0.15, size)
        found = [np.round(newest).astype(np.int64)]
        for _ in range(1, self.recipe.years):
            step = np.where(rng.random(size) < STEP, rng.choice([0.4, 2.5], size), 1.0)
            newest = newest / np.maximum(0.2, (1 + growth + rng.normal(0, 0.08, size)) * step)
            found.append(np.round(newest).astype(np.int64))
        return found

    def _research(self, sales: list[np.ndarray], industry: np.ndarray) -> list[np.ndarray]:
        """Research by year; some firms exactly at 5, 4 or 3 % of three years' sales."""
        share = self.rng.beta(2, 28, self.size) * (1 + 0.3 * (industry == industry.max()))
        found = [np.round(year * share * self.rng.uniform(0.8, 1.2, self.size)).astype(np.int64) for year in sales]
        near = self.rng.random(self.size) < NEAR
        least = np.where(sales[0] <= 5000 * FEN_OF_WAN, 0.05, np.where(sales[0] <= 20000 * FEN_OF_WAN, 0.04, 0.03))
        for ago in range(min(3, len(found))):
            found[ago] = np.where(near, np.ceil(sales[ago] * least).astype(np.int64), found[ago])
        return found

    def _money(self, sales: list[np.ndarray], research: list[np.ndarray]) -> dict[str, pa.Array]:
        rng, size = self.rng, self.size
        three = sum(research[: min(3, len(research))])
        total = np.round(sales[0] * rng.uniform(1.0, 1.05, size)).astype(np.int64)
        assets = np.round(sales[0] * rng.lognormal(0, 0.6, size)).astype(np.int64)
        net = [np.round(assets * rng.uniform(-0.05, 0.7, size)).astype(np.int64)]
        for _ in range(1, self.recipe.years):
            net.append(np.round(net[-1] / rng.uniform(0.85, 1.4, size)).astype(np.int64))
        found = {
            "rd_domestic": self._missing(np.round(three * rng.beta(12, 2, size)).astype(np.int64)),
            "total_revenue": self._missing(total),
            "high_tech_revenue": self._missing(np.round(total * rng.beta(5, 3, size)).astype(np.int64)),
            "cost": self._missing(np.round(sales[0] * rng.uniform(0.7, 1.1, size)).astype(np.int64)),
            "assets": self._missing(assets),
        }
        return found | {
            f"net_assets{f'_{ago}' if ago else ''}": self._missing(values) for ago, values in enumerate(net)
        }

    def _rights(self, sales: list[np.ndarray]) -> dict[str, pa.Array]:
        rng, size = self.rng, self.size
        scale = np.log1p(sales[0] / FEN_OF_WAN) / 9
        return {
            "class1": self._missing(rng.poisson(0.8 * scale)),
            "class2": self._missing(rng.poisson(4 * scale)),
            "transformed": self._missing(rng.poisson(9 * scale)),
            "accident": pa.array(rng.random(size) < 0.01),
            "owns_core_ip": pa.array(rng.random(size) < 0.7),
            "in_supported_field": pa.array(rng.random(size) < 0.85),
        }

    def _days(self) -> pa.Array:
        last = np.datetime64(f"{self.recipe.last_year + 1}-07-31", "D")
        return pa.array(last - self.rng.integers(30, 9000, self.size).astype("timedelta64[D]"))

    def _missing(self, values: np.ndarray) -> pa.Array:
        return pa.array(values, mask=self.rng.random(self.size) < MISSING)
