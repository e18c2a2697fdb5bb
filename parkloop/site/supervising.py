"""The supervisor of `parkloop serve`: starts web, worker and clock as processes, starts a fallen one again, ends all together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from parkloop.site.starting import err

END_WITHIN_S = 15.0
REFUSED = 2
"""Exit status of a role whose settings do not hold: starting it again would not help."""
MOST_FALLS = 5
WITHIN_S = 60.0
LOOK_EVERY_S = 0.2


class BusyPort(Exception):
    """Somebody else listens there."""


@dataclass
class Child:
    """One role's process and the instants of its falls."""

    role: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    falls: list[float] = field(default_factory=list)


def check_port(host: str, port: int) -> None:
    """BusyPort when nobody else could listen at the address now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
                raise BusyPort(os.strerror(error.errno)) from error
            raise


def wait_for_pages(host: str, port: int, seconds: float, alive: Callable[[], bool]) -> bool:
    """Whether something answers at the address within the time, while `alive()` holds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and alive():
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            time.sleep(0.05)
    return False


class Supervisor:
    """Runs until SIGINT or SIGTERM (exit code 0), or until a role falls too often (exit code 1)."""

    def __init__(self, commands: dict[str, list[str]], on_start: Callable[[Callable[[], bool]], None]) -> None:
        self.children = [Child(role, command) for role, command in commands.items()]
        self.on_start, self.is_ending, self.code = on_start, False, 0

    def run(self) -> int:
        """Start all and stay until the end; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        try:
            self._start_all()
            while not self.is_ending:
                self._look_after()
                time.sleep(LOOK_EVERY_S)
        finally:
            self._stop_all()
        return self.code

    def _end(self, *_: object) -> None:
        self.is_ending = True

    def _start_all(self) -> None:
        """Web first: on few processors the others would only delay the first page."""
        first, *others = self.children
        self._start(first)
        self.on_start(lambda: not self.is_ending and first.process is not None and first.process.poll() is None)
        for child in others:
            if not self.is_ending:
                self._start(child)

    def _start(self, child: Child) -> None:
        child.process = subprocess.Popen(child.command, start_new_session=True)

    def _look_after(self) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is not None and not self.is_ending:
                self._raise_again(child)

    def _raise_again(self, child: Child) -> None:
        now = time.monotonic()
        child.falls = [fall for fall in child.falls if now - fall < WITHIN_S] + [now]
        status = child.process.returncode if child.process else 0
        if status == REFUSED:
            err.print(f"parkloop: {child.role} cannot start with these settings, see above; stopping.", style="red")
            self.is_ending, self.code = True, REFUSED
            return
        if len(child.falls) >= MOST_FALLS:
            err.print(
                f"parkloop: {child.role} ended {MOST_FALLS} times within a minute (last status {status}); stopping.",
                style="red",
            )
            self.is_ending, self.code = True, 1
            return
        err.print(f"parkloop: {child.role} ended with status {status}; starting it again.", style="yellow")
        time.sleep(0.5 * len(child.falls))
        self._start(child)

    def _stop_all(self) -> None:
        running = [c.process for c in self.children if c.process is not None and c.process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + END_WITHIN_S
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def role_command(role: str, host: str, port: int, workers: int, threads: int) -> list[str]:
    """The command line of one role under this supervisor."""
    where = ["--host", host, "--port", str(port), "--workers", str(workers), "--threads", str(threads)]
    return [sys.executable, "-m", "parkloop.site.cli", "serve", "--only", role, "--under", str(os.getpid()), *where]
