"""Reads the documentation for its tests: pages, links, tables, code."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Every page of the documentation: the root's Markdown files and everything below docs/."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "parks").glob("*/README.md")])


def links(text: str) -> list[str]:
    """Targets of the links of a page, code left out."""
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))
    return LINK.findall(prose)


def anchors(text: str) -> set[str]:
    """Anchors that a page's headings give, as usual hosts make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def code_of(page: Path) -> list[str]:
    """Inline code of a page; fenced blocks line by line."""
    text = page.read_text(encoding="utf-8")
    fenced = [line for block in FENCE.finditer(text) for line in block.group(0).splitlines()]
    return [*re.findall(r"`([^`\n]+)`", FENCE.sub("", text)), *fenced]


def table_rows(text: str, first_heading: str) -> list[list[str]]:
    """Cells of every row of the tables whose first column is headed `first_heading`."""
    rows: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            inside = False
        elif cells[0] == first_heading:
            inside = True
        elif inside and not set(line) <= set("|-: "):
            rows.append(cells)
    return rows


@dataclass(frozen=True)
class Coverage:
    """One row of docs/coverage.md."""

    clause: str
    matter: str
    page: str
    action: str
    test: str
    state: str


def coverage() -> list[Coverage]:
    """The table of docs/coverage.md."""
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    return [Coverage(*cells) for cells in table_rows(text, "clause")]


def named(cell: str) -> list[str]:
    """What a cell names, separated by commas and perhaps quoted as code; a dash names nothing."""
    return [part.strip().strip("`") for part in cell.split(",") if part.strip() not in ("", "—", "-")]
