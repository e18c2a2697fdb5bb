"""Runs every static check that `.ci/run` asks for and says which failed: ruff, djlint, import-linter, mypy, catalogues.

mypy is strict where rules live (domain, packs, adapters, foundation); the settings stand in `pyproject.toml`.
"""

import subprocess
import sys
import time

from bootstrap import ROOT, VENV

STRICT_PACKAGES = ("domain", "packs", "adapters", "foundation")


def checks() -> dict[str, list[str]]:
    """Name and command of each check, quickest first."""
    programs = VENV / "bin"
    packages = [part for name in STRICT_PACKAGES for part in ("-p", f"parkloop.{name}")]
    return {
        "ruff check": [str(programs / "ruff"), "check", "."],
        "ruff format": [str(programs / "ruff"), "format", "--check", "."],
        "catalogues": [sys.executable, "tools/check_catalogues.py"],
        "import-linter": [str(programs / "lint-imports"), "--no-cache"],
        "djlint": [str(programs / "djlint"), "parkloop", "--lint", "--quiet"],
        "mypy": [str(programs / "mypy"), *packages],
    }


def passes(name: str, command: list[str]) -> bool:
    """Run one check; its output is shown only if it fails."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<16}{verdict:<8}{time.monotonic() - started:6.1f} s", flush=True)
    if done.returncode != 0:
        print(done.stdout, flush=True)
    return done.returncode == 0


def main() -> int:
    """Run the checks named on the command line, or all; 0 only if each passed."""
    wanted = sys.argv[1:]
    selected = {name: command for name, command in checks().items() if not wanted or name in wanted}
    failed = [name for name, command in selected.items() if not passes(name, command)]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
