"""The work plan (施工图): scheduling over working days, moves, roll-up of progress, comparison of baselines. Pure."""
