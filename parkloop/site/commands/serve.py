"""`parkloop serve`: pages, worker and clockwork, supervised; or one of them alone, for a service manager."""

import os
import sys
import time
from collections.abc import Callable

import click

from parkloop.site import starting, supervising
from parkloop.site.roles import ROLES, run_role

START_WITHIN_S = 60.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; a demo listens at the loopback address only.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--only", type=click.Choice(ROLES), help="Run one role in this process (for systemd and containers).")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option(
    "--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Threads of each web process."
)
@click.option("--under", type=int, hidden=True)
def command(host: str, port: int, only: str | None, workers: int, threads: int, under: int | None) -> None:
    """Serve pages, deliver events, run jobs and the clockwork.

    \b
    parkloop serve                         all three, supervised, at http://127.0.0.1:8000
    parkloop serve --port 8931
    parkloop serve --only worker           one role, e.g. one systemd unit each
    parkloop serve --host 0.0.0.0 --workers 3    behind a proxy that speaks TLS

    Ctrl-C (or SIGTERM) ends all of it after the requests under way. A busy port ends with exit code 2.
    """
    starting.choose_installation()
    _refuse_open_demo(host)
    if under is None and only in (None, "web"):
        refuse_busy(host, port)
    if only is not None:
        starting.start_django()
        run_role(only, host, port, workers, threads, under)
        return
    sys.exit(
        supervise(
            host, port, workers, threads, lambda _: starting.out.print(f"Parkloop answers at http://{host}:{port}")
        )
    )


def supervise(host: str, port: int, workers: int, threads: int, ready: Callable[[float], None]) -> int:
    """Run all roles until told to end; `ready(seconds)` is called once pages answer. The exit code."""
    began = time.monotonic()

    def tell(alive: Callable[[], bool]) -> None:
        if supervising.wait_for_pages(host, port, START_WITHIN_S, alive):
            ready(time.monotonic() - began)

    commands = {role: supervising.role_command(role, host, port, workers, threads) for role in ROLES}
    return supervising.Supervisor(commands, tell).run()


def refuse_busy(host: str, port: int) -> None:
    """End with exit code 2 and a sentence when the port cannot be had."""
    try:
        supervising.check_port(host, port)
    except supervising.BusyPort as error:
        starting.fail(
            f"port {port} at {host} cannot be used ({error}). Stop what listens there, or choose another port: --port {port + 1}"
        )


def _refuse_open_demo(host: str) -> None:
    is_demo = os.environ.get("PARKLOOP_DEMO", "").lower() in ("1", "true", "yes", "on")
    if is_demo and host not in LOOPBACK:
        starting.fail(
            "a demo has known passwords and listens at 127.0.0.1 only. For a real installation see docs/operator/installing.md."
        )
