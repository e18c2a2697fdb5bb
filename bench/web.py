"""Pages and export at 100,000 rows, on SQLite and PostgreSQL, under 20 users with 1 s of think time.

`python -m bench.web [--rows N] [--seconds S] [--engine sqlite|postgresql] [--keep FOLDER]`. Prints per page the server's own
time (`Server-Timing`: median, p95, limit 100 ms), the processor time in it (which tells of us even on a busy machine) and, in
the same run, the bare SQL of that page as the hand-written limit.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread

import requests

from bench.common import Series, best_of, peak_memory, print_ratios, print_series
from tests.support.passwords import PASSWORD
from tests.support.postgres import free_port, postgres_server

LIMIT_MS = 100.0
THINK_S = 1.0
USERS = 20
PAGES = {
    "list": "/bulk/parcel/",
    "list, sorted, page 40": "/bulk/parcel/?sort=-amount&page=40",
    "filter": "/bulk/parcel/?state=open&opened_on_from=2025-01-01&opened_on_to=2025-06-30&year=all",
    "search in list": "/bulk/parcel/?q=机器人",
    "detail": "/bulk/parcel/{pk}/",
    "search": "/search/?q=材料",
}
SQL = {
    "list": "SELECT * FROM bulk_parcel ORDER BY code LIMIT 20",
    "list, sorted, page 40": "SELECT * FROM bulk_parcel ORDER BY amount DESC, id LIMIT 20 OFFSET 780",
    "filter": "SELECT * FROM bulk_parcel WHERE state='open' AND opened_on BETWEEN '2025-01-01' AND '2025-06-30' ORDER BY code LIMIT 20",
    "search in list": "SELECT * FROM bulk_parcel WHERE name_zh LIKE '%机器人%' ORDER BY code LIMIT 20",
    "detail": "SELECT * FROM bulk_parcel WHERE id = 777",
    "search": "SELECT * FROM bulk_parcel WHERE name_zh LIKE '%材料%' ORDER BY id LIMIT 20",
}


@contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A gunicorn over the measured settings: its address and process number."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "parkloop.site.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--log-level", "error", "--preload"]
    process = subprocess.Popen(command, env=environment)
    try:
        _wait(f"http://127.0.0.1:{port}/accounts/login/")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    for _ in range(900):
        try:
            requests.get(address, timeout=30)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise SystemExit("the measured server did not start")


def sign_in(address: str, name: str = "districtofficer") -> requests.Session:
    """A browser session of a cast member."""
    session = requests.Session()
    page = session.get(f"{address}/accounts/login/", timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token, "the sign-in page has no form"
    form = {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token.group(1)}
    answer = session.post(f"{address}/accounts/login/", data=form, headers={"Referer": address}, timeout=30)
    assert answer.ok, answer.status_code
    assert "/accounts/login" not in answer.url, "sign-in was refused"
    return session


def one_user(address: str, session: requests.Session, series: dict[str, Series], until: float, seed: int) -> None:
    """One user, signed in before: a random page, then a second of thinking, until the end."""
    draw = random.Random(seed)
    time.sleep(draw.random() * THINK_S)
    while time.monotonic() < until:
        name = draw.choice(list(PAGES))
        answer = session.get(address + PAGES[name].format(pk=draw.randrange(1, 1000)), timeout=60)
        assert answer.status_code == 200, (name, answer.status_code)
        took, busy = (float(text) for text in re.findall(r"dur=([\d.]+)", answer.headers["Server-Timing"]))
        series[name].values_ms.append(took)
        series[f"{name}: processor"].values_ms.append(busy)
        time.sleep(THINK_S)


def measure_pages(address: str, seconds: float, engine: str) -> bool:
    """The users' minute; prints the table."""
    session = sign_in(address)
    for path in PAGES.values():
        session.get(address + path.format(pk=5), timeout=60)
    series = {full: Series(full, LIMIT_MS) for name in PAGES for full in (name, f"{name}: processor")}
    sessions = [sign_in(address) for _ in range(USERS)]  # hashing twenty passwords takes seconds and is no page
    until = time.monotonic() + seconds
    users = [
        Thread(target=one_user, args=(address, session, series, until, seed)) for seed, session in enumerate(sessions)
    ]
    for user in users:
        user.start()
    for user in users:
        user.join()
    return print_series(f"{engine}: server time of a page, {USERS} users", list(series.values()))


def measure_export(address: str, pid: int, engine: str, rows: int) -> None:
    """All rows as csv and xlsx: seconds and growth of memory."""
    session = sign_in(address)
    for kind in ("csv", "xlsx"):
        with peak_memory(pid) as peak:
            started = time.monotonic()
            first, size = 0.0, 0
            with session.get(f"{address}/bulk/parcel/?export={kind}", stream=True, timeout=120) as answer:
                assert answer.status_code == 200, answer.status_code
                for chunk in answer.iter_content(1 << 16):
                    first = first or time.monotonic() - started
                    size += len(chunk)
        seconds = time.monotonic() - started
        kept = "ok" if seconds < 20 and peak.growth_mb < 200 else "over"
        print(
            f"{engine}: export {kind}, {rows} rows, {size / 1e6:.1f} MB: {seconds:.1f} s (limit 20), first byte {first:.1f} s,"
            f" memory +{peak.growth_mb:.0f} MB (limit 200): {kept}"
        )


def measure_sql(environment: dict[str, str], address: str, engine: str) -> None:
    """Each page against its bare SQL, one after the other, nobody else there."""
    session = sign_in(address)
    script = (
        "import django, sys, time, json; django.setup(); from django.db import connection as c\n"
        "def once(q):\n  with c.cursor() as k: k.execute(q); k.fetchall()\n"
        "def t(q):\n  once(q); s=time.perf_counter(); once(q); return time.perf_counter()-s\n"
        "print(json.dumps({n: min(t(q) for _ in range(5)) for n, q in json.loads(sys.argv[1]).items()}))"
    )
    import json

    answer = subprocess.run(
        [sys.executable, "-c", script, json.dumps(SQL)], env=environment, capture_output=True, text=True, check=True
    )
    bare = json.loads(answer.stdout)
    for name, path in PAGES.items():
        ours = best_of(lambda path=path: session.get(address + path.format(pk=777), timeout=60))  # type: ignore[misc]
        print_ratios(f"{engine}: {name}", {"page": ours, "its bare SQL (limit)": bare[name]})


def measure_bulk(environment: dict[str, str], engine: str, rows: int) -> None:
    """The bulk verb over all rows at once, on a database of its own beside the measured one."""
    if engine == "postgresql":
        print(
            "postgresql: for the bulk verb run `python -m bench.bulk` with PARKLOOP_DATABASE_URL of an empty database"
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "bench.bulk", str(rows)], env={**environment, "PARKLOOP_VAR": folder}, check=True
        )


def run(engine: str, url: str, rows: int, seconds: float, keep: str = "") -> bool:
    """Fill, serve and measure one engine; gives whether every promise held. `keep` is a folder filled before, or to be kept."""
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("PARKLOOP_BENCH_SETTINGS", "bench.settings"),
            "PARKLOOP_DEMO": "1",
            "PARKLOOP_VAR": folder,
            "PARKLOOP_DATABASE_URL": url,
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]),
        }
        measure_bulk(environment, engine, rows)
        if not (Path(folder) / "filled").exists():
            subprocess.run([sys.executable, "-m", "bench.fill", str(rows)], env=environment, check=True)
            (Path(folder) / "filled").touch()
        with server(environment) as (address, pid):
            kept = measure_pages(address, seconds, engine)
            measure_export(address, pid, engine, rows)
            measure_sql(environment, address, engine)
    return kept


def main() -> None:
    """Measure the engines asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"))
    parser.add_argument(
        "--keep", default="", help="folder of a filled SQLite database, to measure it again without filling"
    )
    options = parser.parse_args()
    if options.engine != "postgresql":
        run("sqlite", "", options.rows, options.seconds, options.keep)
    if options.engine != "sqlite":
        with postgres_server() as url:
            run("postgresql", url, options.rows, options.seconds)


if __name__ == "__main__":
    main()
