"""StratML Part 2 as XML: strict on the way out, lenient on the way in. What it means is `parkloop.domain.stratml`."""

from parkloop.adapters.stratml.reading import is_stratml, read_stratml
from parkloop.adapters.stratml.writing import NAMESPACE, write_stratml

__all__ = ["NAMESPACE", "is_stratml", "read_stratml", "write_stratml"]
