"""Writes `requirements/{uv,base,dev,spark,bench}.txt`: every version pinned and every file hashed, for any supported platform.

No address of a package index is written; pip's and uv's own configuration says where packages come from.
`dev`, `spark` and `bench` are constrained by `base`, so that tests run what production runs (a test compares them).
"""

import argparse
import subprocess
import sys
from pathlib import Path

from bootstrap import ROOT, VENV, uv_environment

REQUIREMENTS = ROOT / "requirements"
LOCKS = {
    "uv.txt": ["requirements/uv.in"],
    "base.txt": ["pyproject.toml"],
    "dev.txt": ["pyproject.toml", "requirements/dev.in", "-c", "requirements/base.txt"],
    "spark.txt": ["pyproject.toml", "--extra", "spark", "-c", "requirements/base.txt"],
    "bench.txt": ["requirements/bench.in", "-c", "requirements/base.txt"],
}
OPTIONS = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--custom-compile-command=make lock",
    "--quiet",
]


def compile_lock(name: str, sources: list[str], upgrade: bool) -> None:
    """Resolve one lock; versions already in the file are kept unless `upgrade` is set."""
    target = f"requirements/{name}"
    command = [str(VENV / "bin" / "uv"), "pip", "compile", *OPTIONS, *sources, "-o", target]
    subprocess.run([*command, "--upgrade"] if upgrade else command, cwd=ROOT, env=uv_environment(), check=True)
    print(f"{target}: {count_pins(ROOT / target)} packages")


def count_pins(lock: Path) -> int:
    """Number of packages that a lock pins."""
    return sum(
        "==" in line for line in lock.read_text(encoding="utf-8").splitlines() if not line.startswith((" ", "#"))
    )


def main() -> int:
    """Write the five locks in the order in which they constrain each other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that the ranges allow")
    upgrade = parser.parse_args().upgrade
    for name, sources in LOCKS.items():
        compile_lock(name, sources, upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())
