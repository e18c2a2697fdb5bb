"""Measurements: what Parkloop promises about speed and memory, measured, with peers side by side where there are any."""
