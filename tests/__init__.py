"""The suite: what crosses apps, and each area's sentences."""
