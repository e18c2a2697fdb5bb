"""Working with the plan in a browser: sign for it, assign a duty, type a value and see light and journal, read outline and map."""

import re
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Site

pytestmark = pytest.mark.browser


def rows(site: Site, page: Any, kind: str, **asked: str) -> list[dict[str, Any]]:
    """Rows of a list through the API, as the page's person sees them."""
    query = "&".join(f"{name}={value}" for name, value in {"per_page": "100", **asked}.items())
    answer = page.request.get(f"{site.address}/api/v1/{kind}?{query}")
    assert answer.ok, (kind, answer.status)
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def numbered(items: list[dict[str, Any]], name: str, value: str) -> int:
    return int(next(item["id"] for item in items if str(item.get(name)) == value))


def sent(page: Any) -> None:
    """Send the form that stands on the page."""
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_a_town_signs_for_the_plan_from_its_work_desk(baoshan_site: Site) -> None:
    with baoshan_site.as_person("gucun") as page:
        baoshan_site.open(page, "/")
        row = page.locator("li.todo", has_text="签收").first
        assert "行动方案" in row.inner_text()
        row.locator(".todo-act a").click()
        page.locator("#dialog form button[type=submit]").click()
        page.get_by_text("已办理：签收方案").wait_for()
        page.wait_for_load_state("networkidle")
        baoshan_site.open(page, "/plan/signing/")
        assert "已签收" in page.locator("main").inner_text()
        baoshan_site.open(page, "/")
        assert page.locator("li.todo .todo-act a", has_text="签收").count() == 0


def test_a_duty_is_assigned_and_the_page_says_by_whom_and_why(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        task = numbered(rows(baoshan_site, page, "plan/task"), "number", "3")
        town = numbered(rows(baoshan_site, page, "directory/organisation", q="庙行"), "code", "miaohang")
        baoshan_site.open(page, f"/plan/task/{task}/do/plan.assign_duty/?organisation={town}&role=coop")
        page.fill("textarea[name=reason]", "十月推进会纪要")
        sent(page)
        baoshan_site.open(page, f"/plan/task/{task}/")
        assert "庙行镇" in page.locator("main").inner_text()
        baoshan_site.open(page, f"/plan/task/{task}/?tab=history")
        assert "十月推进会纪要" in page.locator("main").inner_text()


def test_a_corrected_value_changes_the_light_and_stands_in_the_journal(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        target = numbered(rows(baoshan_site, page, "plan/target"), "code", "T5")
        baoshan_site.open(page, f"/plan/target/{target}/")
        assert page.locator(".page-head .lamp").first.inner_text() == "滞后"
        baoshan_site.open(page, f"/plan/target/{target}/do/plan.record_target_value/")
        assert page.input_value("input[name=period_end]") == "2026-09-30"
        page.fill("input[name=value]", "9")
        page.fill("input[name=source]", "企业培育月报（更正）")
        sent(page)
        assert "请填写理由" in page.locator("main").inner_text()
        page.fill("textarea[name=reason]", "漏计一家")
        sent(page)
        baoshan_site.open(page, f"/plan/target/{target}/")
        assert page.locator(".page-head .lamp").first.inner_text() == "达标"
        baoshan_site.open(page, f"/plan/target/{target}/?tab=history")
        journal = page.locator("main").inner_text()
        assert "漏计一家" in journal
        assert "沈文" in journal


def test_an_element_of_the_outline_leads_to_its_words(baoshan_site: Site) -> None:
    with baoshan_site.as_person("expert") as page:
        baoshan_site.open(page, "/plan/plan/")
        page.locator("main tbody a").first.click()
        page.get_by_role("link", name="目录与原文", exact=True).click()
        page.wait_for_url(re.compile("/outline/"))
        page.locator(".outline a.tag", has_text="T6").click()
        assert re.search(r"#at-\d+$", page.url)
        lit = page.locator(".source-anchor:target + span")
        assert "标准厂房" in lit.inner_text()
        page.locator(".outline [data-span]").first.focus()
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.matches('[data-span]')")


def test_the_map_keeps_layer_and_town_in_the_address(baoshan_site: Site) -> None:
    with baoshan_site.as_person("leader") as page:
        baoshan_site.open(page, "/cockpit/")
        page.locator(".map-layers a", has_text="标准厂房").click()
        page.wait_for_url(re.compile("layer=T6"))
        page.locator("a.tile", has_text="罗店镇").click()
        page.wait_for_url(re.compile("town=luodian"))
        assert "layer=T6" in page.url
        assert page.locator(".map-town h3").inner_text() == "罗店镇"
        assert "示意" in page.locator(".tile-map").inner_text()
        assert page.locator(".tile-map table tbody tr").count() == 12


def test_the_cockpit_and_the_list_show_the_same_lights(baoshan_site: Site) -> None:
    with baoshan_site.as_person("leader") as page:
        listed = rows(baoshan_site, page, "plan/task")
        baoshan_site.open(page, "/cockpit/")
        board = page.locator(".light-board .light-cell")
        assert board.count() == len(listed) == 18
        assert page.locator(".light-board h3").count() == 6


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/cockpit/",
        "/plan/plan/",
        "/plan/task/",
        "/plan/target/",
        "/plan/duty/",
        "/plan/duty/units/",
        "/plan/signing/",
    ],
)
def test_pages_of_the_plan_fit_a_phone(baoshan_site: Site, path: str) -> None:
    with baoshan_site.as_person("gucun", viewport=PHONE) as page:
        baoshan_site.open(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
