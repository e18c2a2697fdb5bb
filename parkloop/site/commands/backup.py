"""`parkloop backup`: everything in one file."""

import os
import sys
from pathlib import Path

import click

from parkloop.site.starting import err, explained, fail


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--overwrite", is_flag=True, help="Replace TARGET if it exists.")
@explained
def command(target: Path, overwrite: bool) -> None:
    """Write all rows and files of this moment into TARGET (`-` for standard output), while Parkloop runs.

    The file carries the checksum of each part and the head of the journal's chain; note the printed head in your log book. Secrets are not
    in it. It can be restored on SQLite and on PostgreSQL.

    \b
    parkloop backup /backups/park-2026-10-12.parkloop
    parkloop backup - | ssh store 'cat > park.parkloop'
    """
    from parkloop.site import backing_up

    if str(target) == "-":
        done = backing_up.write(sys.stdout.buffer, lambda table: None)
        sys.stdout.buffer.flush()
    else:
        if target.exists() and not overwrite:
            fail(f"{target} exists. Name another file, or give --overwrite.")
        done = _write_beside(target)
    for table, count in sorted(done.rows.items()):
        if count:
            err.print(f"{count:>9} rows  {table}")
    err.print(f"{done.files:>9} files")
    for digest in done.lost:
        err.print(f"the bytes of the file {digest} are lost or damaged and are not in the backup", style="red")
    err.print(f"Chain head: {done.head}")
    if str(target) != "-":
        err.print(f"Wrote {target} ({target.stat().st_size / 2**20:.1f} MB).", markup=False)


def _write_beside(target: Path) -> "object":
    from parkloop.site import backing_up

    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        with err.status("Backing up") as status, part.open("wb") as stream:
            done = backing_up.write(stream, lambda table: status.update(f"Backing up {table}"))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return done
