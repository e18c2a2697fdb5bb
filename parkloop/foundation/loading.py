"""Loads what rooms declare: policy, reactions, clockwork, contributions of every installed `parkloop` app.

A room is any installed app whose module lives under `parkloop.` (or sets `is_room = True`); only the files it has are imported.
"""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

PARTS = (
    "policy",
    "public",
    "kinds",
    "actions",
    "reactions",
    "clockwork",
    "park",
    "contributes",
    "resources",
    "pages",
    "downloads",
)


def rooms() -> list[str]:
    """Module names of the installed rooms, in settings order."""
    configs = apps.get_app_configs()
    return [c.name for c in configs if c.name.startswith("parkloop.") or getattr(c, "is_room", False)]


def load_rooms() -> None:
    """Import the declaring modules of every room; registration happens on import."""
    for part in PARTS:
        for room in rooms():
            if room in ("parkloop.foundation", "parkloop.desk"):
                continue
            if find_spec(f"{room}.{part}"):
                import_module(f"{room}.{part}")
