"""StratML Part 2 (ANSI/AIIM 22:2017, ISO 17469): a compiled plan as an interchange document, and back.

Pure: the XML itself is read and written by `parkloop.adapters.stratml`. How fields map, and what is lost, is in
`docs/concepts/stratml.md`.
"""

from parkloop.domain.stratml.exporting import report_of
from parkloop.domain.stratml.importing import plan_of
from parkloop.domain.stratml.model import (
    Goal,
    Indicator,
    Objective,
    Organisation,
    PlanOrReport,
    Result,
    Stakeholder,
)

__all__ = [
    "Goal",
    "Indicator",
    "Objective",
    "Organisation",
    "PlanOrReport",
    "Result",
    "Stakeholder",
    "plan_of",
    "report_of",
]
