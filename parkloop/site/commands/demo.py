"""`parkloop demo`: a park with invented people on this machine, ready to be clicked through."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import IO

import click

from parkloop.site import demo_building, starting
from parkloop.site.commands.serve import refuse_busy, supervise
from parkloop.site.starting import fail, out

HOST = "127.0.0.1"
BUILDING = "building"
DATABASE = "parkloop.sqlite3"
_lock: IO[str] | None = None


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--park", help="Folder name below parks/ (default: the installation's park).")
@click.option("--prepare-only", is_flag=True, help="Make the data, do not serve.")
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and make them anew.")
def command(port: int, park: str | None, prepare_only: bool, fresh: bool) -> None:
    """Make a demo park (once), then serve it at http://127.0.0.1:PORT with worker and clockwork.

    The first run compiles the park's notice, adds an invented cast and replays what they did, day by day; later runs keep the data and
    are up at once. The demo stands at the date that the park states. Its folder is var/, or PARKLOOP_VAR.

    \b
    parkloop demo
    parkloop demo --port 8931
    parkloop demo --park example --fresh
    """
    if not prepare_only:
        refuse_busy(HOST, port)
    values = _choose(park, fresh)
    os.environ.update(values)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parkloop.site.settings.base")
    if fresh or not _is_ready():
        _build(values)
    else:
        _upgrade()
    if prepare_only:
        out.print(f"The demo's data are ready in {starting.var_folder()}.")
        return
    sys.exit(supervise(HOST, port, 1, 8, lambda seconds: _welcome(port, seconds)))


def _choose(park: str | None, fresh: bool) -> dict[str, str]:
    """The settings of the demo: those its folder was made with, or new ones from the park's manifest."""
    kept = {} if fresh else starting.demo_settings()
    if kept and park not in (None, kept.get("PARKLOOP_PARK")):
        fail(
            f"this folder holds the demo of the park {kept.get('PARKLOOP_PARK')}. Use --fresh to replace it, or another PARKLOOP_VAR."
        )
    if kept:
        return kept
    name = park or os.environ.get("PARKLOOP_PARK") or _first_park()
    return demo_building.settings_of_demo(name, _demo_date(starting.parks_folder() / name / "pack.toml"))


def _first_park() -> str:
    """The one park beside the example, or the example."""
    found = sorted(path.parent.name for path in starting.parks_folder().glob("*/pack.toml"))
    if not found:
        fail(f"there is no park in {starting.parks_folder()}.")
    return next((name for name in found if name != "example"), found[0])


def _demo_date(manifest: Path) -> str:
    try:
        demo = tomllib.loads(manifest.read_text(encoding="utf-8")).get("demo", {})
    except OSError:
        fail(f"there is no park {manifest.parent.name} in {manifest.parent.parent}.")
    except ValueError as error:
        fail(f"{manifest} cannot be read: {error}")
    if "today" not in demo:
        fail(f"the park {manifest.parent.name} states no demo date: add today under [demo] in pack.toml.")
    return str(demo["today"])


def _is_ready() -> bool:
    """Whether the folder holds a whole demo: the settings file is written last, the database opens and holds the park."""
    if not starting.demo_settings():
        return False
    if os.environ.get("PARKLOOP_DATABASE_URL"):
        return True
    path = starting.var_folder() / DATABASE
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            return bool(
                database.execute("SELECT count(*) FROM foundation_definition WHERE state = 'published'").fetchone()[0]
            )
    except sqlite3.Error:
        return False


def _build(values: dict[str, str]) -> None:
    """Build in a folder beside, then put its parts in place, settings last: a killed run leaves what the next one clears away."""
    var = starting.var_folder()
    var.mkdir(parents=True, exist_ok=True)
    _keep_to_oneself(var)
    _set_aside(var / DATABASE)
    folder = var / BUILDING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (var / starting.DEMO_FILE).unlink(missing_ok=True)
    out.print(f"Making the demo of the park {values['PARKLOOP_PARK']} in {var}; this happens once.", markup=False)
    built = subprocess.run(
        [sys.executable, "-m", "parkloop.site.demo_building"],
        env={**os.environ, "PARKLOOP_VAR": str(folder)},
        check=False,
    )
    if built.returncode:
        fail("the demo was not made; nothing was kept. See above.", built.returncode if built.returncode > 0 else 1)
    _put_in_place(folder, var)
    demo_building.write_settings(var, values)


def _keep_to_oneself(var: Path) -> None:
    """One builder at a time; the lock ends with this process."""
    global _lock
    _lock = (var / ".building.lock").open("w")
    try:
        fcntl.flock(_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        fail(f"another `parkloop demo` is making the data in {var}. Wait for it, or end it.")


def _set_aside(database: Path) -> None:
    """Real people's data are never replaced by a demo; what is no database is kept beside."""
    if not database.exists():
        return
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as opened:
            real = opened.execute(
                "SELECT count(*) FROM foundation_person WHERE NOT is_synthetic AND NOT is_system"
            ).fetchone()[0]
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            fail(f"{database} cannot be opened ({error}). Stop what uses it, then try again.")
        return
    except sqlite3.DatabaseError:
        os.replace(database, aside := database.with_name(f"{DATABASE}.broken-{os.getpid()}"))
        out.print(f"{database.name} was no readable database and is kept as {aside.name}.", markup=False)
        return
    if real:
        fail(
            f"{database} holds {real} people who are not of a demo. Use another folder: PARKLOOP_VAR=/path parkloop demo"
        )


def _put_in_place(folder: Path, var: Path) -> None:
    (folder / "files").mkdir(exist_ok=True)
    shutil.copytree(folder / "files", var / "files", dirs_exist_ok=True)
    if (folder / DATABASE).exists():
        for rest in ("-wal", "-shm", "-journal"):
            (var / f"{DATABASE}{rest}").unlink(missing_ok=True)
        os.replace(folder / DATABASE, var / DATABASE)
    shutil.rmtree(folder, ignore_errors=True)


def _upgrade() -> None:
    """After an upgrade of the program the kept data get the new migrations; quick when there are none."""
    names = {
        f"{path.parent.parent.name}.{path.stem}" for path in starting.HOME.glob("parkloop/**/migrations/[0-9]*.py")
    }
    if os.environ.get("PARKLOOP_DATABASE_URL") or names - _applied():
        starting.start_django()
        from parkloop.site import preparing

        applied = preparing.prepare_database()
        out.print(f"The kept data were brought up to date ({len(applied)} migrations).")


def _applied() -> set[str]:
    with sqlite3.connect(f"file:{starting.var_folder() / DATABASE}?mode=ro", uri=True) as database:
        return {f"{app}.{name}" for app, name in database.execute("SELECT app, name FROM django_migrations")}


def _welcome(port: int, seconds: float) -> None:
    from rich.table import Table

    from parkloop.packs.demo import PEOPLE_PATH

    table = Table("account", "role", "name", title=f"http://{HOST}:{port}", title_style="bold", title_justify="left")
    for username, role, name in demo_accounts(starting.parks_folder() / os.environ["PARKLOOP_PARK"] / PEOPLE_PATH):
        table.add_row(username, role, name)
    out.print()
    out.print(table)
    password = os.environ.get("PARKLOOP_DEMO_PASSWORD") or demo_building.PASSWORD
    out.print(
        f"Password of all accounts: [bold]{password}[/bold]   Today is {os.environ['PARKLOOP_TODAY']}.   Up in {seconds:.1f} s."
    )
    out.print("Ctrl-C ends it; the data stay.")


def demo_accounts(people: Path) -> list[tuple[str, str, str]]:
    """(user name, role, name) of the accounts that are shown, one per role."""
    from ruamel.yaml import YAML

    rows = YAML(typ="safe", pure=True).load(people.read_text(encoding="utf-8"))["people"]
    shown = [row for row in rows if row.get("shown")]
    return [
        (r["username"], r["roles"][0]["role"].replace("_", " "), f"{r['name']['zh']} {r['name']['en']}") for r in shown
    ]
