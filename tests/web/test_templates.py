"""Every template of the repository: it compiles, breaks no content security policy, and names only icons that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines

from tools import icons

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(ROOT.glob("parkloop/**/templates/**/*.html"))
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', icons.SPRITE.read_text(encoding="utf-8")))
INLINE = {
    "style attribute": re.compile(r"""<[^>]*\sstyle\s*=\s*["']"""),
    "style element": re.compile(r"<style\b"),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")"),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']"),
    "script address": re.compile(r"href\s*=\s*[\"']javascript:"),
    "htmx code": re.compile(r"\shx-on|hx-vals=[\"']js:|hx-vals=[\"']javascript:"),
    "another host": re.compile(r"""(?:src|href)=["'](?:https?:)?//"""),
}
ICON_TAGS = (
    re.compile(r'{%\s*icon\s+"([\w-]+)"'),
    re.compile(r'icon_name="([\w-]+)"'),
    re.compile(r'{%\s*empty\s+\S+\s+\S+\s+"([\w-]+)"'),
    re.compile(r'switcher_icon="([\w-]+)"'),
)
ICON_NAMES = re.compile(r'\bicon(?:_name)?\s*(?:=|:|":)\s*"([a-z][\w-]*)"')


def name_of(path: Path) -> str:
    """Short name for the report."""
    return str(path.relative_to(ROOT))


def found_icons() -> Iterator[tuple[str, str]]:
    """(place, icon) of every icon that a template or a declaration names."""
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for pattern in ICON_TAGS:
            yield from ((name_of(path), name) for name in pattern.findall(text))
    for path in ROOT.glob("parkloop/**/*.py"):
        if {"desk", "apps"} & set(path.parts) and "tests" not in path.parts:
            yield from ((name_of(path), name) for name in ICON_NAMES.findall(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles(path: Path) -> None:
    engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_keeps_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [fault for fault, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="x">',
        "<script>x</script>",
        '<a onclick="x">',
        '<a href="javascript:x">',
        '<script src="https://x/y.js">',
    ],
)
def test_the_patterns_find_what_the_policy_forbids(markup: str) -> None:
    assert any(pattern.search(markup) for pattern in INLINE.values())


def test_every_icon_that_is_named_stands_in_the_sprite() -> None:
    used = set(found_icons())
    assert len({name for _place, name in used}) > 30
    assert sorted((place, name) for place, name in used if name not in SYMBOLS) == []


def test_every_static_file_that_is_named_exists() -> None:
    named = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
    places = {(name_of(p), address) for p in TEMPLATES for address in named.findall(p.read_text(encoding="utf-8"))}
    assert places
    assert sorted(place for place in places if finders.find(place[1]) is None) == []


def test_no_script_of_ours_asks_for_eval() -> None:
    for path in (ROOT / "web" / "theme").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|innerHTML|\.style\.|setAttribute\(.style", text), path.name
