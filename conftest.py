"""What every test of the repository shares, wherever it lives: the mark `db`, and the time each folder takes.

The named cast and its data stand in `tests/support/`; fixtures of one app stand in that app's tests.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.support.browser import ARGUMENTS, MISSING, browser_is_required, find_chromium
from tests.support.cast import cast  # noqa: F401
from tools.bootstrap import compile_stale_catalogues

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent
FOLDER_BUDGET_S = 60.0
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client"}

settings.register_profile("parkloop", deadline=None, derandomize=True)
settings.load_profile("parkloop")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that touches the database `db`, so that `-m db` runs it again on PostgreSQL."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES or is_django_case(item):
            item.add_marker("db")


def is_django_case(item: pytest.Item) -> bool:
    """Whether a test is written as a Django TestCase, which opens the database by itself."""
    kind = getattr(item, "cls", None)
    return kind is not None and any(base.__module__ == "django.test.testcases" for base in kind.__mro__)


class FolderTimes:
    """Sums set-up, test and tear-down per folder and prints the sums before pytest's closing line."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add one phase of one test to its folder."""
        self.seconds[folder_of(report.nodeid)] += report.duration

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the folders, slowest first; a folder over its budget is pointed out."""
        if not self.seconds:
            return
        terminalreporter.section("seconds per folder")
        for folder, seconds in sorted(self.seconds.items(), key=lambda pair: -pair[1]):
            remark = (
                f"  over the {FOLDER_BUDGET_S:.0f} s that an app's tests may take" if seconds > FOLDER_BUDGET_S else ""
            )
            terminalreporter.write_line(f"{seconds:8.2f}  {folder}{remark}")


def folder_of(nodeid: str) -> str:
    """`parkloop/apps/plan/tests/test_x.py::test_y` → `parkloop/apps/plan`; elsewhere the folder of the file."""
    parts = PurePath(nodeid.split("::")[0]).parts[:-1]
    if "tests" in parts[1:]:
        parts = parts[: parts.index("tests", 1)]
    return "/".join(parts) or "."


def pytest_configure(config: pytest.Config) -> None:
    """Once per run, not in each worker: compile changed catalogues, and count the folders' times."""
    if not hasattr(config, "workerinput"):
        compile_stale_catalogues()
        config.pluginmanager.register(FolderTimes(), "folder-times")


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """An installed Chromium without a window; skips where there is none, fails there with `CI=true`."""
    path = find_chromium()
    if path is None:
        if browser_is_required():
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    # Playwright's own event loop runs in this thread; Django would refuse database calls beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()
