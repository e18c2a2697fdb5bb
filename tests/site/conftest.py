"""A demo of the example park, made once by the real command and copied for each test; commands as processes."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 180


@dataclass
class Installation:
    """One folder of data, and the environment of commands that work on it."""

    var: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment without anything of the test run's own installation."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PARKLOOP_", "DJANGO_"))}
        return {
            **kept,
            "PARKLOOP_VAR": str(self.var),
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "200",
            "NO_COLOR": "1",
            **self.more,
        }

    def run(self, *words: str, text: str = "", **changes: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            [*COMMAND, *words],
            env={**self.environment, **changes},
            input=text,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            cwd=ROOT,
        )

    def start(self, *words: str, **changes: str) -> "subprocess.Popen[str]":
        """Start a command and go on."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*COMMAND, *words],
            env={**self.environment, **changes},
            stdout=pipe,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
        )

    def ok(self, *words: str, **changes: str) -> str:
        """Run a command that must succeed; what it said on both channels."""
        done = self.run(*words, **changes)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


COMMAND = (sys.executable, "-m", "parkloop.site.cli")


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example park's demo on SQLite, made by `parkloop demo`."""
    var = tmp_path_factory.mktemp("demo") / "var"
    Installation(var).ok("demo", "--park", "example", "--prepare-only")
    return var


@pytest.fixture
def demo(made_demo: Path, tmp_path: Path) -> Installation:
    """A copy of the demo, for one test to change."""
    shutil.copytree(made_demo, tmp_path / "var")
    return Installation(tmp_path / "var")


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """A folder that is not there yet."""
    return Installation(tmp_path / "new" / "var")


@pytest.fixture
def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def second_database() -> Iterator[str]:
    """The URL of an empty PostgreSQL database beside that of the test run."""
    given = settings.DATABASES["default"]
    if "postgresql" not in given["ENGINE"]:
        pytest.skip("needs PostgreSQL")
    name = f"parkloop_site_{os.getpid()}"
    address = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "dbname": "postgres",
    }
    with psycopg.connect(**address, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        try:
            yield f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
