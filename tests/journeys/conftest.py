"""The demo of each park, made and served by the real command; browsers signed in as its cast. Once a run: journeys leave traces."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from parkloop.site.demo_building import PASSWORD
from tests.support.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
START_S = 240


@dataclass
class Site:
    """A served demo: its address, and pages signed in as people of its cast."""

    address: str
    browser: Any

    @contextmanager
    def as_person(
        self, name: str, *, language: str = "zh-hans", viewport: dict[str, int] | None = None
    ) -> Iterator[Any]:
        """A page signed in through the sign-in form; any error of a script or any refused resource fails the journey."""
        context = self.browser.new_context(viewport=viewport or DESKTOP, locale="zh-CN")
        context.add_cookies([{"name": "django_language", "value": language, "url": self.address}])
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(f"{self.address}/accounts/login/")
        page.fill("input[name=login]", name)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(re.compile(r"^(?!.*/accounts/login)"))
        try:
            yield page
        finally:
            context.close()
        assert not faults, faults

    def open(self, page: Any, path: str) -> Any:
        """Go to a path of the site; its answer's status must be good."""
        answer = page.goto(self.address + path)
        assert answer.status < 400, (path, answer.status)
        return page


@contextmanager
def served(park: str, folder: Path, browser: Any, parks: Path | None = None) -> Iterator[Site]:
    """`parkloop demo` of a park in a folder of its own; `parks` is another folder of parks than the repository's."""
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PARKLOOP_", "DJANGO_"))}
    environment = {**kept, "PARKLOOP_VAR": str(folder), "PYTHONPATH": str(ROOT)}
    if parks is not None:
        environment["PARKLOOP_PARKS"] = str(parks)
    command = [sys.executable, "-m", "parkloop.site.cli", "demo", "--park", park, "--port", str(port)]
    log = (folder.parent / f"{park}.log").open("w")
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield Site(address, browser)
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, "the demo ended by itself"
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
            return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the demo did not come up")


def _site(park: str) -> Callable[..., Iterator[Site]]:
    @pytest.fixture(scope="session", name=f"{park}_site")
    def site(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
        if not (ROOT / "parks" / park).exists():
            pytest.skip(f"the park {park} is not here")
        with served(park, tmp_path_factory.mktemp(park) / "var", chromium) as running:
            yield running

    return site


baoshan_site = _site("baoshan")
example_site = _site("example")
