"""Helpers of the test harness: database servers and browsers. Tests import them; the product never does."""
