"""Two editions of a plan held against each other: what was merged, split, moved, renumbered, raised, dropped or replaced.

Pure. :func:`compare_editions` gives the changes, each with the decisions a person may take about it, and the lineage by which
progress goes on. Nothing here knows how progress is stored.
"""

from parkloop.domain.plan.editions.comparing import Comparison, compare_editions
from parkloop.domain.plan.editions.deciding import DecisionFault, Settlement, faults_of, settled
from parkloop.domain.plan.editions.edits import Carried, Lapsed, carry_decisions, lapsed_changes
from parkloop.domain.plan.editions.model import Change, Edition, EditionError, ItemLink, TargetLink

__all__ = [
    "Carried",
    "Change",
    "Comparison",
    "DecisionFault",
    "Edition",
    "EditionError",
    "ItemLink",
    "Lapsed",
    "Settlement",
    "TargetLink",
    "carry_decisions",
    "compare_editions",
    "faults_of",
    "lapsed_changes",
    "settled",
]
