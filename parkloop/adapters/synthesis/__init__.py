"""Synthetic enterprises of a park: plausible, reproducible by seed, marked as synthetic, written in bounded memory."""

from parkloop.adapters.synthesis.enterprises import CHUNK, Recipe, enterprises
from parkloop.adapters.synthesis.writing import write_enterprises

__all__ = ["CHUNK", "Recipe", "enterprises", "write_enterprises"]
