"""Finds the Chromium that browser journeys and screenshots drive. No browser is ever downloaded.

On Debian or Ubuntu as root `tools/install_browser.py` may install one; elsewhere journeys skip with one line, and with
`CI=true` they fail, so that a build machine without a browser is noticed.
"""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACOS_APPS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb", "--font-render-hinting=none")
MISSING = "No Chromium found (install the package chromium): browser journeys are skipped."


def find_chromium() -> str | None:
    """Path of an installed Chromium or Chrome; `PARKLOOP_CHROMIUM` names another."""
    named = os.environ.get("PARKLOOP_CHROMIUM")
    if named:
        return named
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or next((str(app) for app in MACOS_APPS if app.exists()), None)


def browser_is_required() -> bool:
    """Whether a missing browser is a failure: on build machines it is."""
    return os.environ.get("CI", "").lower() in ("1", "true")
