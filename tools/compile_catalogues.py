"""Compiles every message catalogue (.po) under `parkloop/` to the .mo beside it, in pure Python.

Called at set-up by `tools/bootstrap.py`, so no gettext is needed on the machine; .mo files are not in the repository.
Whether the catalogues are complete is asked by `tools/check_catalogues.py`.
"""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogue(source: Path) -> Path:
    """Compile one .po and return the path of the .mo; raises PoFileError with the line when it cannot be read."""
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.parent.parent.name, abort_invalid=True)
    target = source.with_suffix(".mo")
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    with part.open("wb") as stream:
        write_mo(stream, catalogue)
    part.replace(target)
    return target


def main() -> int:
    """Compile all catalogues; exit status 1 names the first that is damaged."""
    for source in sorted((ROOT / "parkloop").glob("**/locale/*/LC_MESSAGES/*.po")):
        try:
            compile_catalogue(source)
        except PoFileError as error:
            print(f"{source.relative_to(ROOT)}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
