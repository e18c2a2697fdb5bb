"""Build `web/theme/icons.svg`, the one sprite of all icons, from the vendored SVG files of @tabler/icons.

The icons are those that `web/vendor.lock` lists. An outline icon keeps its name as symbol id, a filled one gets
`-filled` behind it. To add one: `python -m tools.vendor add @tabler/icons VERSION icons/outline/NAME.svg`, then
`python -m tools.icons`. `--check` only compares.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tools.vendor import ROOT, folder, read_lock, shipped_name

SPRITE = ROOT / "web" / "theme" / "icons.svg"
BACKGROUND = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')
BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def symbol(file: Path, style: str) -> str:
    """One `<symbol>`; stroke width is left to the style sheet, so that size and weight go together."""
    match = BODY.search(file.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{file} is not an SVG picture")
    body = " ".join(BACKGROUND.sub("", match.group(1)).split())
    outline = style == "outline"
    paint = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
    ident = file.stem if outline else f"{file.stem}-filled"
    paint = paint if outline else 'fill="currentColor"'
    return f'<symbol id="{ident}" viewBox="0 0 24 24" {paint}>{body}</symbol>'


def sprite() -> str:
    """Text of the whole sprite, symbols sorted by path."""
    pin = read_lock()["packages"]["@tabler/icons"]
    base = folder("@tabler/icons", pin["version"])
    names = sorted(shipped_name(path) for path in pin["files"] if path.endswith(".svg"))
    symbols = [symbol(base / name, name.split("/")[0]) for name in names]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def main() -> int:
    """Write the sprite, or with `--check` say whether it is current; returns the exit code."""
    text = sprite()
    if "--check" in sys.argv[1:]:
        current = SPRITE.exists() and SPRITE.read_text(encoding="utf-8") == text
        print("the sprite is current" if current else "the sprite is old: run python -m tools.icons")
        return 0 if current else 1
    SPRITE.write_text(text, encoding="utf-8")
    print(f"{text.count('<symbol')} icons in {SPRITE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
