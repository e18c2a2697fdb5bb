"""What a StratML Part 2 document holds, as far as plans use it. Texts are plain; dates ISO strings or empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReportType = Literal["Strategic_Plan", "Performance_Plan", "Performance_Report"]
IndicatorType = Literal["Quantitative", "Qualitative"]


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Who performs or benefits: ``roles`` are (name, Performer | Beneficiary | empty)."""

    name: str
    description: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    kind: str = "Organization"


@dataclass(frozen=True, slots=True)
class Result:
    """A target or an actual result: ``number`` a decimal as text or empty, ``descriptor`` (name, value)."""

    end: str = ""
    number: str = ""
    descriptor: tuple[str, str] = ("", "")
    description: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance indicator; ``narrower_than`` is the identifier of the indicator that it is a part of."""

    dimension: str
    unit: str = ""
    identifier: str = ""
    sequence: str = ""
    type: IndicatorType = "Quantitative"
    narrower_than: str = ""
    targets: tuple[Result, ...] = ()
    actuals: tuple[Result, ...] = ()
    other: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective below a goal; ``sequence`` is its number or its path."""

    name: str
    description: str = ""
    identifier: str = ""
    sequence: str = ""
    stakeholders: tuple[Stakeholder, ...] = ()
    other: str = ""
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its objectives."""

    name: str
    description: str = ""
    identifier: str = ""
    sequence: str = ""
    stakeholders: tuple[Stakeholder, ...] = ()
    other: str = ""
    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """The organisation whose plan it is."""

    name: str
    acronym: str = ""
    identifier: str = ""
    description: str = ""
    stakeholders: tuple[Stakeholder, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanOrReport:
    """The whole document. ``unknown`` lists elements that were met and not understood, with how often."""

    name: str
    type: ReportType = "Performance_Plan"
    description: str = ""
    other: str = ""
    organisations: tuple[Organisation, ...] = ()
    vision: str = ""
    mission: str = ""
    values: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    identifier: str = ""
    start: str = ""
    end: str = ""
    published: str = ""
    source: str = ""
    unknown: tuple[tuple[str, int], ...] = ()
