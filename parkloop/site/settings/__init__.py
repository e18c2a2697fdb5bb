"""Settings: `base` for all, `test` for the suite. What differs between installations comes from the environment."""
