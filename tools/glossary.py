"""Writes docs/glossary.md from the terms of the parks: `.venv/bin/python tools/glossary.py`; a test compares the page with them."""

import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "glossary.md"
MAIN = "baoshan"
HEAD = """# Glossary

Identifiers in the code, and the words that people use. Each park brings its own words in `parks/<park>/terms/terms.yaml`;
this page is written from them by `.venv/bin/python tools/glossary.py`.

"""


def terms_of(park: str) -> list[dict[str, Any]]:
    """The park's terms in the file's order: id, label {zh, en}, perhaps note {zh, en}."""
    path = ROOT / "parks" / park / "terms" / "terms.yaml"
    terms: list[dict[str, Any]] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["terms"]
    return terms


def other_parks() -> list[str]:
    """Parks beside the main one that bring terms."""
    return sorted(p.parts[-3] for p in (ROOT / "parks").glob("*/terms/terms.yaml") if p.parts[-3] != MAIN)


def page() -> str:
    """The whole page."""
    parts = [HEAD, table(terms_of(MAIN))]
    for park in other_parks():
        parts += [f"\n## Other words at parks/{park}\n\n", table(terms_of(park))]
    return "".join(parts)


def table(terms: list[dict[str, Any]]) -> str:
    """One line per term, sorted by identifier."""
    lines = ["| identifier | 中文 | English | meaning |", "|---|---|---|---|"]
    for term in sorted(terms, key=lambda term: term["id"]):
        note = term.get("note", {})
        meaning = "；".join(filter(None, (note.get("zh"), note.get("en"))))
        lines.append(f"| `{term['id']}` | {term['label']['zh']} | {term['label']['en']} | {meaning} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)} written\n")
