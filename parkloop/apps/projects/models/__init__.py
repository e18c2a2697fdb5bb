"""Models of projects: data, constraints and derived properties; they import no actions."""

from parkloop.apps.projects.models.history import StageChange
from parkloop.apps.projects.models.major import Blocker, InvestmentMonth, Project
from parkloop.apps.projects.models.technology import Indicator, Partner, Reading, Recognition, Technology

__all__ = [
    "Blocker",
    "Indicator",
    "InvestmentMonth",
    "Partner",
    "Project",
    "Reading",
    "Recognition",
    "StageChange",
    "Technology",
]
