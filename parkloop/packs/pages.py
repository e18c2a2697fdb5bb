"""``pages/slots.yaml``: which contributions a page shows, in which order. Contributions themselves live in the apps."""

import re

from parkloop.packs.cursor import Cursor
from parkloop.packs.header import read_header

PATH = "pages/slots.yaml"
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
CONTRIBUTION = re.compile(r"[a-z][a-z0-9._-]*")


def read_slots(cursor: Cursor) -> dict[str, tuple[str, ...]]:
    """``{slot: (contribution, …)}``; an absent slot shows everything, an empty list nothing."""
    read_header(cursor)
    slots = cursor.child("slots")
    cursor.finish()
    return {name: _contributions(slots, name) for name in slots.value}


def _contributions(slots: Cursor, name: str) -> tuple[str, ...]:
    found = slots.texts(name)
    if not NAME.fullmatch(name):
        slots.fail(f"版位名“{name}”应如 page.place", f"A slot is named like page.place, not '{name}'", name)
    for item in found:
        if not CONTRIBUTION.fullmatch(item):
            zh, en = (
                f"部件名“{item}”只能用小写字母、数字和 . _ -",
                f"A contribution is named in a-z 0-9 . _ -, not '{item}'",
            )
            slots.fail(zh, en, name)
    if len(set(found)) != len(found):
        slots.fail("同一版位不能重复列出", "A contribution is listed twice in one slot", name)
    return found
