"""Traditional and simplified script: which one a text is in, and its traditional characters read as simplified ones.

The table is one character to one; characters that stand for several simplified ones are read in the sense that
administrative papers use them in. Nothing else changes, so every position stays.
"""

from __future__ import annotations

from parkloop.domain.text.script_table import SIMPLIFIED, TRADITIONAL

_TABLE = {ord(old): new for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)}
_OLD = frozenset(map(chr, _TABLE))
_NEW = frozenset(new for new in _TABLE.values()) - _OLD
_ENOUGH = 12
_SAMPLE = 20_000


def is_traditional(text: str) -> bool:
    """Are there enough characters of traditional script alone, and more than twice as many as of simplified alone?"""
    sample = text[:_SAMPLE]
    traditional = sum(1 for char in sample if char in _OLD)
    return traditional >= _ENOUGH and traditional > 2 * sum(1 for char in sample if char in _NEW)


def to_simplified(text: str) -> str:
    """The text with each traditional character of the table read as its simplified one; the length stays."""
    return text.translate(_TABLE)
