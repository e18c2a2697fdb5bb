"""Names, types and units: a syntax tree becomes the typed form, or faults with places. All faults of a formula at once."""

from __future__ import annotations

from parkloop.domain.measure import ir, syntax
from parkloop.domain.measure.calls import CallChecker
from parkloop.domain.measure.errors import Faults, Source
from parkloop.domain.measure.scope import Scope, Symbol

__all__ = ["Scope", "Symbol", "check"]


def check(tree: syntax.Node, source: Source, scope: Scope, faults: Faults) -> ir.Expr | None:
    """The typed form of a tree; None when there are faults."""
    before = len(faults.found)
    found = CallChecker(source, scope, faults).visit(tree, 0)
    return found if len(faults.found) == before else None
