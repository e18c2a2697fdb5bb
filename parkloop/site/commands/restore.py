"""`parkloop restore`: put a backup in place, wholly or not at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from parkloop.site import starting
from parkloop.site.starting import err, explained, fail, out

DATABASE = "parkloop.sqlite3"
RESTORING = "restoring"


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only verify the file.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--accept-broken-chain", is_flag=True, help="Restore although the journal's chain does not hold with this key."
)
@click.option(
    "--into", hidden=True, type=click.Path(path_type=Path), help="Build here only (the second process of a restore)."
)
@explained
def command(source: Path, check: bool, yes: bool, accept_broken_chain: bool, into: Path | None) -> None:
    """Verify the backup SOURCE wholly, then replace this installation's data by it. Stop Parkloop first.

    Killed at any point it leaves the old data or the new; run it again. An older backup is migrated on the way. A backup made on SQLite
    can be restored into PostgreSQL and the other way round.

    \b
    parkloop restore --check /backups/park-2026-10-12.parkloop
    parkloop restore /backups/park-2026-10-12.parkloop
    """
    from django.db import connection

    from parkloop.adapters import snapshots
    from parkloop.site import restoring

    verified = snapshots.verify(source)
    restoring.check_fits(verified)
    if into is not None:
        _build(source, verified, accept_broken_chain)
        return
    _describe(verified)
    if check:
        return
    if not yes and not click.confirm("Replace the data of this installation by this backup?", err=True):
        fail("nothing was changed.", 1)
    count = restoring.put_files(source)
    if connection.vendor == "sqlite":
        _replace_sqlite(source, accept_broken_chain)
    else:
        _build(source, verified, accept_broken_chain)
    out.print(f"Restored: {count} files, chain head {verified.head['chain_head']}. Everybody signs in anew.")


def _build(source: Path, verified: Any, accept_broken: bool) -> None:
    from parkloop.site import preparing, restoring

    with err.status("Building the database") as status:
        loaded = restoring.rebuild(
            source, verified, lambda table: status.update(f"Restoring {table}"), accept_broken=accept_broken
        )
        preparing.finish_database()
    err.print(f"Restored {sum(loaded.values())} rows of {len(loaded)} tables.")


def _replace_sqlite(source: Path, accept_broken: bool) -> None:
    """Build the new database in a process with a folder of its own, then swap the file."""
    from parkloop.site import restoring

    var = starting.var_folder()
    restoring.release(var / DATABASE)
    folder = var / RESTORING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    words = [sys.executable, "-m", "parkloop.site.cli", "restore", str(source.absolute()), "--into", str(folder)]
    words += ["--accept-broken-chain"] if accept_broken else []
    built = subprocess.run(words, env={**os.environ, "PARKLOOP_VAR": str(folder)}, check=False)
    if built.returncode:
        fail("nothing was changed.", built.returncode if built.returncode > 0 else 1)
    restoring.swap(folder / DATABASE, var / DATABASE)
    shutil.rmtree(folder, ignore_errors=True)


def _describe(verified: Any) -> None:
    head = verified.head
    rows = sum(head.get("rows", {}).values())
    out.print(
        f"Backup of the park {head.get('park')} made at {head.get('made_at')} by Parkloop {head.get('version')} on {head.get('engine')}."
    )
    out.print(
        f"{len(verified.parts)} parts hold: {rows} rows, {head.get('files')} files. Chain head: {head.get('chain_head')}"
    )
    if head.get("lost_files"):
        out.print(f"{len(head['lost_files'])} files were lost before the backup was made.")
