"""Serving: a busy port, ending, a fallen role, a killed supervisor."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from tests.site.conftest import Installation


def answer(port: int, path: str = "/healthz") -> int:
    """The status of a page; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return int(response.status)
    except OSError:
        return 0


def until(condition: object, seconds: float = 60.0) -> bool:
    """Whether the condition comes true within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def children(pid: int) -> dict[str, int]:
    """Roles under a supervisor: role → process, at any width that `ps` takes a pipe to have.

    A process caught between two programs has half a command line: no role yet.
    """
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    found = [line.split(None, 2) for line in listed.splitlines()]
    roles = [(re.search(r"--only (\w+)", words), own) for own, parent, words in found if int(parent) == pid]
    return {role[1]: int(own) for role, own in roles if role}


def gone(pids: object) -> bool:
    """Whether none of the processes is left."""
    return not any(os.path.exists(f"/proc/{pid}") for pid in pids) if os.path.exists("/proc") else True


def test_a_busy_port_is_one_sentence_and_exit_code_two(demo: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for words in (("serve",), ("demo",), ("serve", "--only", "web")):
            done = demo.run(*words, "--port", str(port))
            assert done.returncode == 2
            assert f"port {port}" in done.stderr
            assert "--port" in done.stderr
            assert "Traceback" not in done.stderr


def test_a_demo_listens_at_the_loopback_address_only(demo: Installation) -> None:
    done = demo.run("serve", "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "127.0.0.1 only" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.kill)])
def test_all_roles_serve_and_end_together(demo: Installation, free_port: int, number: int) -> None:
    running = demo.start("demo", "--port", str(free_port))
    try:
        assert until(lambda: answer(free_port) == 200)
        assert until(lambda: len(children(running.pid)) == 3)
        roles = children(running.pid)
        assert answer(free_port, "/accounts/login/") == 200
        running.send_signal(number)
        assert running.wait(20) == 0
        assert until(lambda: gone(roles.values()), 5)
        said = running.stdout.read()
        assert f"http://127.0.0.1:{free_port}" in said
        assert "Traceback" not in said
        assert all(role in said for role in ("town officer", "auditor", "system admin"))
    finally:
        running.kill()


@pytest.mark.kill
def test_a_fallen_role_is_started_again(demo: Installation, free_port: int) -> None:
    running = demo.start("serve", "--port", str(free_port))
    try:
        assert until(lambda: len(children(running.pid)) == 3)
        fallen = children(running.pid)["worker"]
        os.kill(fallen, signal.SIGKILL)
        assert until(lambda: children(running.pid).get("worker", fallen) != fallen, 15)
        assert until(lambda: answer(free_port) == 200)
    finally:
        running.terminate()
        running.wait(20)


@pytest.mark.kill
def test_no_role_outlives_a_killed_supervisor(demo: Installation, free_port: int) -> None:
    running = demo.start("serve", "--port", str(free_port))
    assert until(lambda: len(children(running.pid)) == 3 and answer(free_port) == 200)
    roles = children(running.pid)
    running.kill()
    running.wait()
    assert until(lambda: gone(roles.values()), 20)
    assert answer(free_port) == 0


def test_one_role_runs_alone(demo: Installation) -> None:
    running = demo.start("serve", "--only", "clock")
    try:
        assert running.stdout.readline() == "parkloop: clock is running\n"
        assert running.poll() is None
        running.terminate()
        assert running.wait(15) == 0
    finally:
        running.kill()
