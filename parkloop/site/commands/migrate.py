"""`parkloop migrate`: bring the database to the shape this version needs."""

import click

from parkloop.site.starting import explained, out


@click.command()
@click.option("--check", is_flag=True, help="Only say what is missing; exit code 1 when something is.")
@explained
def command(check: bool) -> None:
    """Apply database migrations, make the cache table, (re)install the append-only triggers.

    \b
    parkloop migrate             after installing and after every upgrade; running it again does nothing
    parkloop migrate --check     in a deployment script
    """
    from parkloop.site import preparing

    missing = preparing.pending()
    if check:
        out.print("\n".join(missing) if missing else "The database is up to date.")
        raise SystemExit(1 if missing else 0)
    for name in preparing.prepare_database():
        out.print(f"applied {name}")
    out.print(f"The database is up to date ({len(missing)} migrations applied); triggers and cache table are in place.")
