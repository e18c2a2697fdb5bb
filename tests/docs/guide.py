"""Reads the user guide and the words of the screen: headings, words in bold, catalogues, words of the park."""

import re
from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po
from ruamel.yaml import YAML

from tests.docs.pages import ROOT

GUIDE = ROOT / "docs" / "guide"
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
PARK_WORDS = ("plan/lights.yaml", "terms/terms.yaml")


def guide_pages() -> list[str]:
    """File names of the guide's pages, those of either language."""
    return sorted({path.name for path in GUIDE.glob("*/*.md")})


def text_of(language: str, name: str) -> str:
    """The text of one page."""
    return (GUIDE / language / name).read_text(encoding="utf-8")


def levels(text: str) -> list[int]:
    """Levels of the headings, in order."""
    return [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]


def bold(text: str) -> set[str]:
    """The words that the page says stand on the screen."""
    return set(BOLD.findall(text))


def translations() -> dict[str, set[str]]:
    """English message → its Chinese texts, over all catalogues and the parks' own words."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "parkloop").glob("**/zh_Hans/LC_MESSAGES/django.po"):
        add_catalogue(path, found)
    for name in PARK_WORDS:
        add_labels(YAML(typ="safe").load((ROOT / "parks" / "baoshan" / name).read_text(encoding="utf-8")), found)
    return found


def add_catalogue(path: Path, found: dict[str, set[str]]) -> None:
    """Add every message of one catalogue."""
    with path.open("rb") as stream:
        for message in read_po(stream, locale="zh_Hans"):
            if isinstance(message.id, str) and message.id and message.string:
                for shown in (message.id, message.id[:1].upper() + message.id[1:]):  # lists are named with a capital
                    found[shown].add(str(message.string))


def add_labels(value: object, found: dict[str, set[str]]) -> None:
    """Add every {zh, en} pair at any depth."""
    if isinstance(value, dict):
        if {"zh", "en"} <= set(value):
            found[str(value["en"])].add(str(value["zh"]))
        for inner in value.values():
            add_labels(inner, found)
    elif isinstance(value, list):
        for inner in value:
            add_labels(inner, found)
