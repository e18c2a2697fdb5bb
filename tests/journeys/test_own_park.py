"""A park's folder is copied and one threshold of its lights changed: the board shows other lights, and no code was touched."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import ROOT, Site, served
from tests.journeys.test_plan_work import rows

pytestmark = pytest.mark.browser
STRICT, LENIENT = "{quantity: gap_pp, op: le, value: -25}", "{quantity: gap_pp, op: le, value: -60}"


@pytest.fixture(scope="module")
def lenient_site(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The invented park, copied as a user would, with red from 60 points behind the schedule instead of 25."""
    folder = tmp_path_factory.mktemp("lenient")
    copied = folder / "parks" / "example"
    shutil.copytree(ROOT / "parks" / "example", copied)
    change(copied / "plan" / "lights.yaml")
    with served("example", folder / "var", chromium, parks=folder / "parks") as running:
        yield running


def change(table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    targets, tasks = text.split("\ntasks:\n")
    assert STRICT in tasks, "the table of the tasks has the threshold that this journey changes"
    table.write_text(f"{targets}\ntasks:\n{tasks.replace(STRICT, LENIENT)}", encoding="utf-8")


def tasks_of(site: Site, page: Any) -> dict[str, tuple[str, Any, Any]]:
    """Word of the light, completion and gap of each task, by number."""
    return {row["number"]: (row["light"], row["completion_pp"], row["gap_pp"]) for row in rows(site, page, "plan/task")}


def board(site: Site, page: Any) -> tuple[int, int]:
    """How many tasks are red and how many green on the board of the cockpit."""
    site.open(page, "/cockpit/")
    cells = page.locator(".cockpit-board .light-cell")
    words = cells.locator(".light-word").all_inner_texts()
    assert len(words) == cells.count() > 0
    return words.count("红灯"), words.count("绿灯")


def test_a_changed_threshold_changes_the_lights_of_the_board_and_nothing_else(
    example_site: Site, lenient_site: Site
) -> None:
    with example_site.as_person("leader") as page:
        strict, strict_board = tasks_of(example_site, page), board(example_site, page)
    with lenient_site.as_person("leader") as page:
        lenient, lenient_board = tasks_of(lenient_site, page), board(lenient_site, page)
    assert {n: row[1:] for n, row in strict.items()} == {n: row[1:] for n, row in lenient.items()}
    eased = {n for n, (light, _done, gap) in strict.items() if light == "红灯" and float(gap) > -60}
    assert eased
    for number, (light, _done, _gap) in lenient.items():
        assert light == ("绿灯" if number in eased else strict[number][0])
    assert lenient_board == (strict_board[0] - len(eased), strict_board[1] + len(eased))


def test_the_formula_of_a_task_says_the_parks_own_rule(lenient_site: Site) -> None:
    with lenient_site.as_person("jiangcheng") as page:
        green = next(row for row in rows(lenient_site, page, "plan/task") if row["light"] == "绿灯")
        lenient_site.open(page, f"/plan/task/{green['id']}/")
        assert "绿灯" in page.locator("main").inner_text()
