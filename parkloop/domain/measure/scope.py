"""What names stand for where a formula is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from parkloop.domain.measure import ir


@dataclass(frozen=True)
class Symbol:
    """What a name stands for. ``columns`` are those of a band table; ``choices`` the values of a text field."""

    origin: Literal["field", "param", "table", "let", "condition"]
    type: ir.Type
    periods: int = 1
    columns: tuple[str, ...] = ()
    column_types: tuple[ir.Type, ...] = ()
    choices: tuple[str, ...] = ()
    is_of_set: bool = False
    is_per_row: bool = False
    is_broken: bool = False


@dataclass(frozen=True)
class Scope:
    """All names of one definition. ``is_set`` is true where a formula gives one value for all subjects together."""

    symbols: Mapping[str, Symbol]
    is_set: bool = False
