"""The base of every event, and events whose listeners stand below their emitters.

An event is a frozen dataclass of Refs and plain values (str, int, Decimal as str, ISO dates); it names what happened, in the past tense.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Event:
    """Something that happened; subclasses set `name` (`app.happened`) and their fields."""

    name: ClassVar[str] = ""
