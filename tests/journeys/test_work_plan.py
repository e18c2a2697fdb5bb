"""The work plan in a browser: the Gantt with its critical path, moving by mouse and by keys with a reason, baselines, the board's lights."""

import re
from collections import Counter
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Site
from tests.journeys.test_plan_work import numbered, rows

pytestmark = pytest.mark.browser


def gantt(site: Site, page: Any, number: str) -> str:
    task = numbered(rows(site, page, "plan/task"), "number", number)
    path = f"/plan/task/{task}/gantt/"
    site.open(page, path)
    return path


def start_of(site: Site, page: Any, code: str) -> str:
    found = rows(site, page, "plan/workitem", q=code)
    return str(next(item["starts_on"] for item in found if item["code"] == code))


def bar(page: Any, code: str) -> Any:
    return page.locator(f'a.gantt-bar[data-code="{code}"]')


def test_the_lights_of_all_tasks_are_those_of_the_design_but_for_the_one_set_by_hand(baoshan_site: Site) -> None:
    with baoshan_site.as_person("leader") as page:
        lights = Counter(item["light"] for item in rows(baoshan_site, page, "plan/task"))
        assert lights == {"正常": 9, "临期": 3, "滞后": 2, "临期（人工）": 1, "严重滞后": 2, "缺报": 1}
        found = rows(baoshan_site, page, "plan/override")
        states = [(row["from_on"], row["until_on"], row["ended_on"]) for row in found]
        assert len(states) == 2
        assert sum(ended is None and until > "2026-10-12" for _from, until, ended in states) == 1


def test_the_critical_path_is_shown_with_arrows_and_the_baseline_behind(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        path = gantt(baoshan_site, page, "13")
        critical = [text.split("：")[0] for text in page.locator(".gantt-critical title").all_text_contents()]
        assert any("A13-31" in text for text in critical)
        assert any("M13-6" in text for text in critical)
        assert page.locator(".gantt-arrow-critical").count() >= 2
        baseline = rows(baoshan_site, page, "plan/baseline")[-1]["id"]
        baoshan_site.open(page, f"{path}?baseline={baseline}")
        assert page.locator("rect.gantt-ghost").count() > 10


def test_a_bar_is_moved_by_keys_with_a_reason_and_what_waits_moves_with_it(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        gantt(baoshan_site, page, "3")
        was = start_of(baoshan_site, page, "M3-6")
        bar(page, "M3-6").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert "M3-6" in page.locator("[data-gantt-status]").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/move/\?starts_on="))
        assert "(+2)" in page.locator(".shift-list").inner_text()
        page.fill("textarea[name=reason]", "评估专家档期")
        page.locator(".work-form button[type=submit]").click()
        page.get_by_text("改为").first.wait_for()
        assert start_of(baoshan_site, page, "M3-6") > was


def test_a_bar_is_dragged_and_escape_puts_another_one_back(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        gantt(baoshan_site, page, "17")
        one = bar(page, "M17-5")
        one.scroll_into_view_if_needed()
        one.focus()
        page.keyboard.press("ArrowRight")
        assert one.get_attribute("transform")
        page.keyboard.press("Escape")
        assert one.get_attribute("transform") is None
        box = one.locator("polygon").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 40, y, steps=5)
        page.mouse.up()
        page.wait_for_url(re.compile(r"/move/\?starts_on="))
        assert "M17-5" in page.locator(".shift-list").inner_text()


def test_a_move_that_breaks_a_date_is_refused_with_its_name(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        item = numbered(rows(baoshan_site, page, "plan/workitem", q="A13-4"), "code", "A13-4")
        baoshan_site.open(page, f"/plan/workitem/{item}/move/?starts_on=2026-12-01")
        refused = page.locator("[role=alert]").inner_text()
        assert "M13-6" in refused or "A13-4" in refused
        assert "2026-12-31" in refused
        assert page.locator(".work-form").count() == 0


def test_two_baselines_are_compared_with_what_was_removed(baoshan_site: Site) -> None:
    with baoshan_site.as_person("leader") as page:
        newer, older = rows(baoshan_site, page, "plan/baseline")[:2]
        plan = newer["plan"]["id"]
        baoshan_site.open(page, f"/plan/plan/{plan}/baselines/?old={older['id']}&new={newer['id']}")
        text = page.locator("main").inner_text()
        assert "A17-5" in text
        assert "A13-35" in text
        baoshan_site.open(page, f"/plan/plan/{plan}/baselines/?old={newer['id']}&new=today")
        assert "A17-5" in page.locator("tr.work-removed").first.inner_text()
        moved = page.locator("main tbody tr", has_text="A5-6").inner_text()
        assert "改属任务" in moved
        assert "原属：5." in moved
        assert "移动" in page.locator("main tbody tr", has_text="M9-3").inner_text()


def test_on_a_phone_it_is_a_list_with_small_bars(baoshan_site: Site) -> None:
    with baoshan_site.as_person("leader", viewport=PHONE) as page:
        gantt(baoshan_site, page, "13")
        assert page.locator(".gantt-list").is_visible()
        assert not page.locator(".gantt-scroll").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
