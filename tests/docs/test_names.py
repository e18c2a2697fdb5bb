"""Names in the documentation are real: modules import, paths exist, dotted names are registered, addresses resolve."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from parkloop.desk import pages as desk_pages
from parkloop.foundation import clockwork, contributions, events, refs
from parkloop.foundation.acting import actions
from tests.docs.pages import ROOT, code_of, pages, table_rows
from tests.docs.test_pages import as_text

MODULE = re.compile(r"parkloop(?:\.\w+)+")
PATH = re.compile(r"(?:parkloop|parks|tests|docs|tools|web|bench|changes|requirements)/[\w./-]*\w/?")
DOTTED = re.compile(r"(?:plan|directory|documents|definitions|jobs|workbench|cockpit|frame)\.[a-z_]+")
URL_NAME = re.compile(r"desk:[a-z_-]+")
FILE_ENDINGS = {"py", "html", "md", "yaml", "toml", "txt", "json", "csv", "lock"}
COMING = {"docs/screenshots/"}
"""Folders that a command makes."""


def exists(name: str) -> bool:
    """Whether a dotted name is a module, or an attribute reached through one."""
    parts = name.split(".")
    for cut in range(len(parts), 1, -1):
        try:
            found = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def registered() -> set[str]:
    """Every dotted name that a registry knows: actions, kinds, events, clockwork, slots."""
    slots = contributions.slots()
    offered = {
        "workbench.strip",
        "workbench.todo",
        "workbench.main",
        "workbench.side",
        "directory.organisation",
        "frame.foot",
    }
    offered |= {f"cockpit.{place}" for place in ("left", "map", "right", "board", "alerts")}
    return {*actions(), *refs.kinds(), *events.event_classes(), *clockwork.jobs(), *slots, *offered}


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_module_that_a_page_names_imports(page: Path) -> None:
    named = {name for code in code_of(page) for name in MODULE.findall(code)}
    assert not {name for name in named if name.split(".")[-1] not in FILE_ENDINGS and not exists(name)}


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    named = {code for code in code_of(page) if PATH.fullmatch(code)} - COMING
    assert not {path for path in named if not (ROOT / path).exists()}


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_action_kind_event_and_slot_that_a_page_names_is_registered(page: Path) -> None:
    named = {code.split(":")[0] for code in code_of(page) if DOTTED.fullmatch(code.split(":")[0])}
    named = {name for name in named if name.split(".")[-1] not in FILE_ENDINGS}
    assert named <= registered()


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_address_name_that_a_page_names_is_known(page: Path) -> None:
    known = {f"desk:{pattern}" for pattern in url_names()}
    assert {name for code in code_of(page) for name in URL_NAME.findall(code)} <= known


def url_names() -> set[str]:
    """Names of the desk's addresses, those of rooms included."""
    from parkloop.desk import urls

    return {pattern.name for pattern in urls.urlpatterns if pattern.name} | set(desk_pages.pages())


def carried_out() -> list[list[str]]:
    """Rows of the second table of docs/coverage.md: what, address, name, action, test."""
    return table_rows((ROOT / "docs" / "coverage.md").read_text(encoding="utf-8"), "what runs")


def test_coverage_lists_what_runs() -> None:
    assert len(carried_out()) >= 8


@pytest.mark.parametrize("row", carried_out(), ids=lambda row: row[0])
def test_what_runs_has_address_action_and_test(row: list[str]) -> None:
    _what, address, name, action, test = (cell.strip("`") for cell in row)
    try:
        found = resolve(re.sub(r"<\w+>", "1", address))
    except Resolver404:
        pytest.fail(f"no page at {address}")
    assert found.view_name == name
    assert action == "—" or action in actions()
    assert (ROOT / test).is_file()


def test_every_page_that_a_room_adds_can_be_named() -> None:
    for name, page in desk_pages.pages().items():
        try:
            reverse(f"desk:{name}", kwargs={"pk": 1} if page.on == "detail" else {})
        except NoReverseMatch:
            pytest.fail(name)
