"""Migrations of the synthetic table."""
