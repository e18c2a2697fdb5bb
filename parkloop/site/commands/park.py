"""`parkloop park diff|load|export`: the park's folder against what is published and what the desk changed."""

from pathlib import Path
from typing import Any

import click

from parkloop.site.starting import explained, fail, out

WORDS = {
    "same": "the same in folder and database",
    "new": "new in the folder",
    "changed": "changed in the folder",
    "local": "changed at the desk: kept",
    "conflict": "CONFLICT: changed in folder and at the desk",
    "gone": "gone from the folder",
    "local-only": "made at the desk only: kept",
}
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Compare, load and export the park's data.

    A park is a folder of files. What is in force is the published version of each file in the database; the desk may change some of
    them. Loading never overwrites what the desk changed: where both changed, the conflict is shown and nothing happens until you decide.
    """


@command.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--all", "everything", is_flag=True, help="List files that are the same, too.")
@explained
def diff(folder: Path | None, everything: bool) -> None:
    """Show how FOLDER (the installation's park) differs from what is published. Changes nothing.

    \b
    parkloop park diff
    parkloop park diff parks/example --all
    """
    from parkloop.foundation import park_loading

    compared = park_loading.diff(_folder(folder))
    for item in compared:
        if everything or item.standing.value != "same":
            _show(item)
    differing = sum(item.standing.value != "same" for item in compared)
    out.print(f"{len(compared)} definitions compared, {differing} differ.")


@command.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--take", multiple=True, metavar="KIND/ID", help="Let the folder win this conflict (repeat for more).")
@explained
def load(folder: Path | None, take: tuple[str, ...]) -> None:
    """Check FOLDER (the installation's park), publish what changed, and bring organisations, calendar and plans up to date.

    Loading the same folder twice does nothing more. Exit code 1 when conflicts are left.

    \b
    parkloop load-park
    parkloop load-park parks/example
    parkloop load-park --take numbering/numbering     the folder's version replaces the desk's
    """
    from parkloop.foundation import park_loading, standing

    done = park_loading.load_park(standing.system_person(), _folder(folder), take=frozenset(take))
    for name, keys in (
        ("published", done.published),
        ("retired", done.retired),
        ("kept as changed at the desk", done.kept_local),
    ):
        for key in keys:
            out.print(f"{name}: {key}", markup=False)
    for line in done.lines:
        out.print(line, markup=False)
    for item in done.conflicts:
        _show(item)
    out.print(f"{len(done.published)} definitions published, {len(done.retired)} retired, {len(done.kept_local)} kept.")
    if done.conflicts:
        keys = " ".join(f"--take {item.key}" for item in done.conflicts)
        fail(
            f"{len(done.conflicts)} conflicts: `{keys}` lets the folder win, `parkloop park export` writes the desk's version to it.",
            1,
        )


@command.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Everything published, not only what the desk changed.")
@explained
def export(folder: Path, everything: bool) -> None:
    """Write what the desk changed into FOLDER as park files, to be reviewed and committed there.

    \b
    parkloop park export parks/mypark          into the park's own folder: settles conflicts for the desk
    parkloop park export /tmp/copy --all       a whole copy of what is in force
    """
    from parkloop.foundation import park_loading

    written = park_loading.export(folder, everything=everything)
    for path in written:
        out.print(f"wrote {folder / path}", markup=False)
    out.print(f"{len(written)} files written.")


def _folder(given: Path | None) -> Path:
    from django.conf import settings

    return given or Path(settings.PARKLOOP_PARKS) / settings.PARKLOOP_PARK


def _show(item: Any) -> None:
    out.print(f"{item.key}  ({item.path})  {WORDS[item.standing.value]}", markup=False)
    for change in item.fields[:20]:
        out.print(f"    {change.pointer}: {_short(change.before)} → {_short(change.after)}", markup=False)
    if len(item.fields) > 20:
        out.print(f"    and {len(item.fields) - 20} more")


def _short(value: object) -> str:
    text = "—" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "…"
