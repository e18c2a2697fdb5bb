"""Loads the actions of the room."""

from tests.bulk import actions  # noqa: F401
