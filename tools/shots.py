"""Photographs the pages of a fresh demo: a few for the README, or all of them in every language, theme and width.

Starts `parkloop demo` on a temporary folder, signs in through the sign-in page as each account of `tools/shots.yaml`,
and reports on the way what a look would: pages that fail, errors in the console, pages wider than a phone.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

from bootstrap import ROOT, VENV
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from ruamel.yaml import YAML

sys.path.insert(0, str(ROOT))
from tests.support.browser import ARGUMENTS, MISSING, find_chromium
from tests.support.postgres import free_port

LANGUAGES = {"zh": "zh-hans", "en": "en"}
THEMES = ("light", "dark")
WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}
START_TIMEOUT_S = 120.0


@dataclass(frozen=True)
class Shot:
    """One picture: a page in a language, theme and width, seen by an account (empty: nobody)."""

    name: str
    path: str
    account: str
    language: str
    theme: str
    width: str

    @property
    def file(self) -> str:
        """File name, such as `cockpit-zh-light-desktop.png`."""
        return f"{self.name}-{self.language}-{self.theme}-{self.width}.png"

    @property
    def sitting(self) -> tuple[str, str, str, str]:
        """Shots with the same sitting share one signed-in browser context."""
        return (self.account, self.language, self.theme, self.width)


def main() -> int:
    """Take the pictures; exit status 1 if a page failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="take every page in every combination into this folder")
    parser.add_argument("--only", help="only pages whose name contains this")
    arguments = parser.parse_args()
    folder = arguments.out or ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in wanted(everything=arguments.out is not None) if (arguments.only or "") in shot.name]
    chromium = find_chromium()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 1
    with demo_server() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        findings = list(take_all(browser, shots, address, password, folder))
        browser.close()
    print("\n".join([f"{len(shots)} pictures in {folder}", *findings]))
    return 1 if findings else 0


def wanted(*, everything: bool) -> list[Shot]:
    """The shots that the list asks for, sorted so that each sitting is one run."""
    entries = YAML(typ="safe").load((ROOT / "tools" / "shots.yaml").read_text(encoding="utf-8"))["pages"]
    shots = []
    for entry in entries:
        combinations = product(LANGUAGES, THEMES, WIDTHS) if everything else map(str.split, entry.get("readme", ()))
        for language, theme, width in combinations:
            shots.append(Shot(entry["name"], entry["path"], entry.get("as", ""), language, theme, width))
    return sorted(shots, key=lambda shot: shot.sitting)


# --- the demo --------------------------------------------------------------------------------------------------------


@contextmanager
def demo_server() -> Iterator[tuple[str, str]]:
    """A demo on a temporary folder; gives its address and the password of its accounts."""
    password, port = secrets.token_urlsafe(12), free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="parkloop-shots-", ignore_cleanup_errors=True) as var:
        environment = {**os.environ, "PARKLOOP_VAR": var, "PARKLOOP_DEMO_PASSWORD": password}
        environment.pop("PARKLOOP_DATABASE_URL", None)
        command = [str(VENV / "bin" / "parkloop"), "demo", "--port", str(port)]
        with (Path(var) / "demo.log").open("wb") as log:
            server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_until_served(server, f"{address}/accounts/login/", Path(var) / "demo.log")
            yield address, password
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_until_served(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Return once the sign-in page answers; otherwise show the demo's own words."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise SystemExit(f"The demo did not start:\n{log.read_text(errors='replace')[-3000:]}")


# --- the pictures ----------------------------------------------------------------------------------------------------


def take_all(browser: Browser, shots: list[Shot], address: str, password: str, folder: Path) -> Iterator[str]:
    """Take every shot; yields what a reader should know about."""
    for _sitting, group in groupby(shots, key=lambda shot: shot.sitting):
        members = list(group)
        context = signed_in(browser, members[0], address, password)
        for shot in members:
            yield from take(context, shot, address, folder)
        context.close()


def signed_in(browser: Browser, shot: Shot, address: str, password: str) -> BrowserContext:
    """A browser context of that account, reading in that language; signed in as a person would."""
    width, height = WIDTHS[shot.width]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if shot.theme == "dark" else "light"
    )
    context.add_cookies([{"name": "django_language", "value": LANGUAGES[shot.language], "url": address}])
    if shot.account:
        page = context.new_page()
        page.goto(f"{address}/accounts/login/")
        page.fill("input[name=login]", shot.account)
        page.fill("input[name=password]", password)
        page.locator("form:has(input[name=password]) [type=submit]").first.click()
        page.wait_for_url(lambda url: "/login" not in url)
        choose_language(page, LANGUAGES[shot.language])
        page.close()
    return context


def choose_language(page: Page, language: str) -> None:
    """Press the language button of the frame; on a phone it may be in the closed menu, so its form is sent directly."""
    if page.locator("html").get_attribute("lang", timeout=5000) in (language, {"zh-hans": "zh-Hans"}.get(language)):
        return
    button = page.locator(f"button[name=language][value={language}]").first
    with page.expect_navigation():
        button.evaluate("button => button.form.requestSubmit(button)")


def take(context: BrowserContext, shot: Shot, address: str, folder: Path) -> Iterator[str]:
    """Take one picture; yields failures of the page, its console, and its width."""
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    answer = page.goto(address + shot.path, wait_until="load")
    page.wait_for_timeout(250)
    page.screenshot(path=folder / shot.file, animations="disabled")
    if answer is None or answer.status >= 400:
        yield f"{shot.file}: answered {answer.status if answer else 'nothing'}"
    elif errors:
        yield f"{shot.file}: console: {errors[0][:200]}"
    too_wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if too_wide > 0:
        yield f"{shot.file}: {too_wide} px wider than the window"
    page.close()


if __name__ == "__main__":
    sys.exit(main())
