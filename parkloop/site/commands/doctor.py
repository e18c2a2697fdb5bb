"""`parkloop doctor`: is this installation well, and if not, what is to be done."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from parkloop.site.starting import explained, out

FREE_MB = 500
SIGNS = {"ok": "[green]ok  [/green]", "warn": "[yellow]warn[/yellow]", "bad": "[red]BAD [/red]"}


@dataclass(frozen=True)
class Finding:
    """One answer: `state` ok, warn or bad; what was found; what to do."""

    state: str
    about: str
    found: str
    advice: str = ""


@click.command()
@click.option("--files", "check_files", is_flag=True, help="Also read every stored file and compare its checksum.")
@click.option("--rebuild-search", is_flag=True, help="First write the search index anew.")
@explained
def command(check_files: bool, rebuild_search: bool) -> None:
    """Check settings, database, migrations, triggers, journal chain, search, files, disk, clock and languages; say what to do.

    Exit code 1 when something is bad. Changes nothing but the search index, when asked to.

    \b
    parkloop doctor
    parkloop doctor --files             slower: reads all stored files
    parkloop doctor --rebuild-search    writes the search index anew
    """
    if rebuild_search:
        _rebuild_search()
    checks: list[Callable[[], Iterator[Finding]]] = [
        _settings, _database, _migrations, _triggers, _chain, _search, _work, _disk, _clock, _catalogues, _park,
    ]  # fmt: skip
    if check_files:
        checks.append(_files)
    bad = 0
    for check in checks:
        for finding in _run(check):
            bad += finding.state == "bad"
            out.print(f"{SIGNS[finding.state]} {finding.about:<12} ", end="")
            out.print(finding.found + (f"\n{'':18}→ {finding.advice}" if finding.advice else ""), markup=False)
    out.print("Everything needed is well." if not bad else f"{bad} findings are bad.")
    sys.exit(1 if bad else 0)


def _run(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:  # a check that cannot be made is a finding
        yield Finding(
            "bad", check.__name__.strip("_"), f"{type(error).__name__}: {error}", "See the findings above first."
        )


def _settings() -> Iterator[Finding]:
    from django.conf import settings

    if settings.DEMO:
        yield Finding(
            "warn", "settings", "this is a demo with known passwords; it listens at the loopback address only"
        )
    elif settings.DEBUG:
        yield Finding("bad", "settings", "PARKLOOP_DEBUG is on", "Turn it off outside of development.")
    else:
        yield Finding("ok", "settings", f"production, hosts {', '.join(settings.ALLOWED_HOSTS)}")
    yield Finding("ok", "python", sys.version.split()[0])


def _database() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check")
            answer = str(cursor.fetchone()[0])
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            state = "ok" if answer == "ok" and mode == "wal" else "bad"
            yield Finding(
                state,
                "database",
                f"SQLite, {answer}, journal {mode}",
                "" if state == "ok" else "Restore the last backup.",
            )
        else:
            version = connection.pg_version  # type: ignore[attr-defined]
            old = version < 150000
            yield Finding(
                "bad" if old else "ok", "database", f"PostgreSQL {version // 10000}", "Use 15 or newer." if old else ""
            )


def _migrations() -> Iterator[Finding]:
    from parkloop.site import preparing

    missing = preparing.pending()
    if missing:
        yield Finding(
            "bad", "migrations", f"{len(missing)} are missing: {', '.join(missing[:3])}", "Run `parkloop migrate`."
        )
    else:
        yield Finding("ok", "migrations", "all applied")


def _triggers() -> Iterator[Finding]:
    from parkloop.foundation import triggers

    missing = triggers.missing()
    if missing:
        yield Finding(
            "bad",
            "triggers",
            f"{len(missing)} are missing: {', '.join(missing[:3])}",
            "Run `parkloop migrate`.",
        )
    else:
        yield Finding("ok", "triggers", "append-only tables are guarded")


def _chain() -> Iterator[Finding]:
    from parkloop.foundation import sealing

    verdict = sealing.verify()
    if verdict.broken:
        text = f"broken at position {verdict.broken.position} ({verdict.broken.cause})"
        yield Finding(
            "bad",
            "journal",
            text,
            "Compare with the last backup: `parkloop restore --check`. Somebody changed rows or the key.",
        )
    else:
        yield Finding(
            "ok", "journal", f"{verdict.head.position} sealed entries hold, {verdict.unsealed} not sealed yet"
        )


def _search() -> Iterator[Finding]:
    from parkloop.desk.finding import search_index

    gaps = search_index.gaps()
    if gaps:
        told = ", ".join(f"{kind} {count:+d}" for kind, count in gaps.items())
        yield Finding(
            "warn", "search", f"entries too many or too few: {told}", "Run `parkloop doctor --rebuild-search`."
        )
    else:
        yield Finding("ok", "search", "every thing that can be searched has its entry")


def _rebuild_search() -> None:
    from parkloop.desk.finding import search_index

    written = search_index.rebuild()
    out.print(f"Search index: {sum(written.values())} entries of {len(written)} kinds written.")


def _work() -> Iterator[Finding]:
    from parkloop.foundation.models import Delivery, Job

    failed = Delivery.objects.filter(state=Delivery.State.FAILED).count()
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).count()
    text = f"{waiting} event deliveries wait, {failed} failed"
    yield Finding(
        "warn" if failed else "ok", "events", text, "See the notices of the system administrator." if failed else ""
    )
    running = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).count()
    yield Finding("ok", "jobs", f"{running} under way")


def _disk() -> Iterator[Finding]:
    import shutil

    from django.conf import settings

    folder = Path(settings.VAR)
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".doctor"
    probe.write_bytes(b"x")
    probe.unlink()
    free = shutil.disk_usage(folder).free // 2**20
    low = free < FREE_MB
    yield Finding("bad" if low else "ok", "disk", f"{free} MB free at {folder}", "Free some space." if low else "")


def _clock() -> Iterator[Finding]:
    from parkloop.foundation import clock

    stated = clock.stated_today()
    text = f"{clock.now():%Y-%m-%d %H:%M %Z}"
    yield Finding("warn" if stated else "ok", "clock", text + (" (stated by PARKLOOP_TODAY)" if stated else ""))


def _catalogues() -> Iterator[Finding]:
    from parkloop.site.starting import HOME

    sources = sorted(HOME.glob("parkloop/**/locale/*/LC_MESSAGES/django.po"))
    behind = [
        p
        for p in sources
        if not p.with_suffix(".mo").exists() or p.with_suffix(".mo").stat().st_mtime < p.stat().st_mtime
    ]
    if behind:
        yield Finding(
            "warn", "languages", f"{len(behind)} of {len(sources)} catalogues are not compiled", "Run `make setup`."
        )
    else:
        yield Finding("ok", "languages", f"{len(sources)} catalogues are compiled")


def _park() -> Iterator[Finding]:
    from django.conf import settings

    from parkloop.foundation import park_loading

    folder = Path(settings.PARKLOOP_PARKS) / settings.PARKLOOP_PARK
    standings = [item.standing.value for item in park_loading.diff(folder)]
    conflicts = standings.count("conflict")
    behind = standings.count("new") + standings.count("changed") + standings.count("gone")
    state = "warn" if conflicts or behind else "ok"
    advice = "See `parkloop park diff`, then `parkloop load-park`." if state == "warn" else ""
    yield Finding(
        state,
        "park",
        f"{folder.name}: {len(standings)} definitions, {behind} behind the folder, {conflicts} conflicts",
        advice,
    )


def _files() -> Iterator[Finding]:
    from parkloop.foundation import files
    from parkloop.foundation.models import StoredFile

    lost = [f.name for f in StoredFile.objects.order_by("pk").iterator(chunk_size=500) if not files.is_sound(f)]
    if lost:
        yield Finding(
            "bad",
            "files",
            f"{len(lost)} are lost or damaged: {', '.join(lost[:3])}",
            "Restore a backup.",
        )
    else:
        yield Finding("ok", "files", f"{StoredFile.objects.count()} are whole")
