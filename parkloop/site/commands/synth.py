"""``parkloop synth``: plausible synthetic enterprises of a park as Parquet, for demonstrations, tests and measurements."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from parkloop.adapters.park_folder import ParkFolderError, read_folder
from parkloop.packs import BadPack, read_pack
from parkloop.site.commands.measuring import folders

FEWEST, MOST = 1, 20_000_000


@click.command("synth")
@click.option(
    "--enterprises", "count", type=click.IntRange(FEWEST, MOST), default=3_000, show_default=True, help="How many."
)
@click.option(
    "--years", type=click.IntRange(3, 6), default=3, show_default=True, help="Years of sales, research and net assets."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True, help="The same seed gives the same file."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file (default: synthetic-<enterprises>-<seed>.parquet).",
)
@click.option(
    "--park",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The park's folder (default: the installation's).",
)
def command(count: int, years: int, seed: int, out: Path | None, park: Path | None) -> None:
    """Write synthetic enterprises of the park as Parquet; every row is marked synthetic.

    \b
    parkloop synth --enterprises 100000 --years 3 --seed 7 --out firms.parquet
    """
    from parkloop.adapters.synthesis import Recipe, write_enterprises

    try:
        pack = read_pack(read_folder(park or folders.park_folder()))
    except (ParkFolderError, BadPack) as error:
        _fail(str(error))
    if pack.spread is None or not pack.spread.towns:
        _fail("the park says nothing about synthetic enterprises: add datasets/synthetic.yaml and its towns")
    industries = [(industry.code, industry.share) for industry in pack.spread.industries]
    recipe = Recipe(count, years, seed, industries, pack.spread.towns)
    path = out or Path(f"synthetic-{count}-{seed}.parquet")
    try:
        write_enterprises(recipe, path)
    except OSError as error:
        _fail(f"{path} cannot be written: {error.strerror}")
    click.echo(
        f"{count:,} synthetic enterprises of {pack.manifest.name.en}, {years} years, seed {seed}: {path} ({path.stat().st_size / 2**20:.1f} MB)"
    )


def _fail(message: str) -> NoReturn:
    click.echo(f"parkloop synth: {message}", err=True)
    sys.exit(2)
