"""Sentences about the ground."""
