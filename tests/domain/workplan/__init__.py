"""The work plan: scheduling, moving, roll-up, baselines."""
