"""A synthetic 100,000-row table, used only by tests and bench."""
