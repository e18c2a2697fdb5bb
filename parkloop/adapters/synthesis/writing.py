"""Writes synthetic enterprises as one Parquet file, a row group a chunk, so that memory does not grow with their number."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from parkloop.adapters.synthesis.enterprises import Recipe, enterprises

MARK = {b"parkloop.synthetic": b"true"}


def write_enterprises(recipe: Recipe, path: Path, told: Callable[[int], None] = lambda done: None) -> Path:
    """Write the file by way of a temporary one and give its path; ``told`` hears how many rows are done."""
    unfinished = path.with_name(f".{path.name}.part")
    done = 0
    writer: pq.ParquetWriter | None = None
    try:
        for chunk in range(recipe.chunks):
            table = enterprises(recipe, chunk)
            schema = table.schema.with_metadata({**MARK, b"parkloop.seed": str(recipe.seed).encode()})
            writer = writer or pq.ParquetWriter(unfinished, schema, compression="zstd")
            writer.write_table(table.cast(schema))
            done += table.num_rows
            told(done)
        if writer is not None:
            writer.close()
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
