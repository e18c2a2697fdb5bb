"""The three roles of a running installation, each a process: web (gunicorn), worker (events and jobs), clock (clockwork).

Each ends by itself when its supervisor is gone, and finishes what it does when it is told to end.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROLES = ("web", "worker", "clock")
WORKER_PAUSE_S = 1.0
CLOCK_PAUSE_S = 20.0
MOST_PAUSE_S = 30.0


def run_role(role: str, host: str, port: int, workers: int, threads: int, supervisor: int | None) -> None:
    """Run one role in this process until it is told to end. `supervisor` is the process whose end ends this one."""
    if supervisor is not None:
        threading.Thread(target=_follow, args=(supervisor,), daemon=True, name="follow the supervisor").start()
    if role == "web":
        _serve_pages(host, port, workers, threads)
        return
    _end_on_signals()
    _tell_ready(role, supervisor)
    if role == "worker":
        _run_worker()
    else:
        _run_clock()


def _tell_ready(role: str, supervisor: int | None) -> None:
    if supervisor is None:
        print(f"parkloop: {role} is running", file=sys.stderr, flush=True)


def _follow(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _serve_pages(host: str, port: int, workers: int, threads: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Pages(BaseApplication):  # type: ignore[misc]
        """gunicorn with our settings; the application is loaded once, before the workers are made."""

        def load_config(self) -> None:
            options = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "preload_app": True,
                "timeout": 120,
                "graceful_timeout": 10,
                "keepalive": 15,
                "accesslog": None,
                "loglevel": "warning",
                "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,
                "control_socket_disable": True,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from django.conf import settings
            from django.db import connections
            from django.urls import get_resolver

            Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
            from parkloop.site.wsgi import application

            _ = get_resolver().url_patterns
            connections.close_all()
            return application

    Pages().run()


def _run_worker() -> None:
    from parkloop.foundation import delivery, working

    name = working.worker_name()
    jobs = threading.Thread(
        target=_repeat, args=(lambda: working.work_off(name), WORKER_PAUSE_S), daemon=True, name="jobs"
    )
    jobs.start()
    _repeat(delivery.deliver_waiting, WORKER_PAUSE_S)
    jobs.join(timeout=10)


def _run_clock() -> None:
    from parkloop.foundation import ticking

    _repeat(lambda: len(ticking.tick()), CLOCK_PAUSE_S)


_ended = threading.Event()


def _end_on_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _ended.set())


def _repeat(work: Callable[[], int], pause_s: float) -> None:
    """Do the work again and again until told to end; pauses when there was none, longer while the database is away."""
    from django.db import DatabaseError, close_old_connections

    waiting = pause_s
    while not _ended.is_set():
        try:
            close_old_connections()
            done = work()
            waiting = pause_s
        except DatabaseError as error:
            print(f"parkloop: the database is away: {error}", file=sys.stderr)
            done, waiting = 0, min(waiting * 2, MOST_PAUSE_S)
        if not done:
            _ended.wait(waiting)
