"""Doors to the outside world behind small interfaces. Never imports Django models."""
