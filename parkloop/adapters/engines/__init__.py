"""Engines: the typed form of measures computed set-based over a table. One emitter (Ibis) for DuckDB, PostgreSQL and Spark.

Semantics are those of `parkloop.domain.measure.ir`; the equality suite holds every engine to the oracle.
"""

from parkloop.adapters.engines.plan import Asked, Plan, plan_for
from parkloop.adapters.engines.running import ENGINES, EngineError, run_measure

__all__ = ["ENGINES", "Asked", "EngineError", "Plan", "plan_for", "run_measure"]
