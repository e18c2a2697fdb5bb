"""Definitions of measures as park data: YAML files become checked measures, with every fault of every file at once."""

from parkloop.packs.measures.library import Library, read_library

__all__ = ["Library", "read_library"]
