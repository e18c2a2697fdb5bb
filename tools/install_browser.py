"""Installs Chromium and a Chinese font where that is possible without asking: on Debian and Ubuntu as root.

Everywhere else it changes nothing and prints one line; journeys then skip (see `tests/support/browser.py`).
"""

import os
import shutil
import subprocess
import sys

from bootstrap import ROOT, SetupError, apt_install

sys.path.insert(0, str(ROOT))
from tests.support.browser import MISSING, find_chromium


def missing_packages() -> list[str]:
    """Debian packages that the journeys still need."""
    packages = [] if find_chromium() else ["chromium"]
    if not has_chinese_font():
        packages.append("fonts-noto-cjk")
    return packages


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese; without fontconfig only Debian needs one installed."""
    if not shutil.which("fc-list"):
        return not shutil.which("apt-get")
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout.strip())


def main() -> int:
    """Install what is missing if we may; never fails, since the tests themselves decide what a missing browser means."""
    packages = missing_packages()
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        try:
            apt_install(*packages)
        except SetupError as error:
            print(error, file=sys.stderr)
    if not find_chromium():
        print(MISSING, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
