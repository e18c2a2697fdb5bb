"""Figure: a number as people see it, with all it takes to trust it. Printed only through the desk's figure element."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from parkloop.domain.refs import Ref


@dataclass(frozen=True)
class Figure:
    """`value` is None when data are missing (缺数据: never zero, never a failure).

    `definition` names the formula and version it was made by; `snapshot` or `typed_by` says where the data stand;
    `rows` is the address of the rows behind it.
    """

    value: Decimal | int | None
    unit: str = ""
    label: str = ""
    definition: str = ""
    version: str = ""
    snapshot: str = ""
    typed_by: str = ""
    data_date: dt.date | None = None
    source: str = ""
    rows: str = ""
    formula: str = ""
    ref: Ref | None = None
    places: int | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def is_missing(self) -> bool:
        """Whether there are no data for it."""
        return self.value is None
