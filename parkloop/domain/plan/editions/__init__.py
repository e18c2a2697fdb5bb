"""Two editions of a plan held against each other: what was merged, split, moved, renumbered, raised, dropped or replaced.

Pure. :func:`compare_editions` gives the changes, each with the decisions a person may take about it, and the lineage by which
progress goes on. Nothing here knows how progress is stored.
"""

from parkloop.domain.plan.editions.comparing import Comparison, compare_editions
from parkloop.domain.plan.editions.deciding import DecisionFault, Settlement, faults_of, settled
from parkloop.domain.plan.editions.model import Change, Edition, EditionError, ItemLink, TargetLink

__all__ = [
    "Change",
    "Comparison",
    "DecisionFault",
    "Edition",
    "EditionError",
    "ItemLink",
    "Settlement",
    "TargetLink",
    "compare_editions",
    "faults_of",
    "settled",
]
