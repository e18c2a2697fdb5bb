"""Projects in a browser: a card moved by button, key and drag; the month's investment typed and seen in curve and map; the own town only."""

import re
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Site

pytestmark = pytest.mark.browser
BOARD, MAP = "/projects/project/board/", "/projects/project/map/"


def projects(site: Site, page: Any) -> dict[str, dict[str, Any]]:
    """Projects by code, as the page's person sees them through the API."""
    answer = page.request.get(f"{site.address}/api/v1/projects/project?per_page=100")
    assert answer.ok
    return {item["code"]: item for item in answer.json()["results"]}


def column_of(page: Any, pk: int) -> str:
    return str(page.locator(f"[data-card='{pk}']").locator("xpath=ancestor::section").get_attribute("data-stage"))


def confirm_move(page: Any, day: str = "2026-10-12") -> None:
    """Fill the dialog of a move and send it."""
    page.locator("#dialog input[name=on]").fill(day)
    page.locator("#dialog form button[type=submit]").click()
    page.locator("#dialog").wait_for(state="hidden")
    page.wait_for_load_state("networkidle")


def test_an_officer_moves_a_card_by_its_button_and_it_stands_in_the_next_column(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        pk = projects(baoshan_site, page)["bs-12"]["id"]
        baoshan_site.open(page, BOARD)
        assert column_of(page, pk) == "planned"
        page.locator(f"[data-card='{pk}'] .board-acts a").first.click()
        assert page.locator("#dialog select[name=stage]").input_value() == "signed"
        confirm_move(page)
        assert page.url.endswith(BOARD)
        assert column_of(page, pk) == "signed"


def test_a_card_is_moved_by_the_keyboard_alone(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        pk = projects(baoshan_site, page)["bs-11"]["id"]
        baoshan_site.open(page, BOARD)
        page.locator(f"[data-card='{pk}']").focus()
        page.keyboard.press("Shift+ArrowRight")
        page.locator("#dialog select[name=stage]").wait_for()
        assert page.locator("#dialog select[name=stage]").input_value() == "signed"
        page.keyboard.press("Escape")
        page.locator(f"[data-card='{pk}']").focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.closest('[data-stage]').dataset.stage") != "planned"


def test_a_dragged_card_asks_the_same_form_and_a_leap_is_refused_there(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        pk = projects(baoshan_site, page)["bs-16"]["id"]
        page.set_viewport_size({"width": 1440, "height": 1800})
        baoshan_site.open(page, BOARD)
        card = page.locator(f"[data-card='{pk}']")
        card.drag_to(page.locator("[data-stage='completed'] header"))
        page.locator("#dialog select[name=stage]").wait_for()
        page.locator("#dialog input[name=on]").fill("2026-10-12")
        page.locator("#dialog form button[type=submit]").click()
        page.locator("#dialog", has_text="请逐步变更").wait_for()
        page.locator("#dialog select[name=stage]").select_option("land")
        confirm_move(page)
        assert column_of(page, pk) == "land"


def test_the_months_investment_is_typed_and_changes_figure_curve_and_tile(baoshan_site: Site) -> None:
    with baoshan_site.as_person("luodian") as page:
        found = projects(baoshan_site, page)
        assert {item["town"]["label"] for item in found.values()} == {next(iter(found.values()))["town"]["label"]}
        pk = found["bs-03"]["id"]
        baoshan_site.open(page, f"{MAP}?layer=rate&town=luodian")
        tile = page.locator("a.tile[href*='town=luodian']").text_content()
        baoshan_site.open(page, f"/projects/project/{pk}/")
        main = page.locator("main")
        assert "2026年9月未报" in main.inner_text()
        dots = page.locator(".inv-dot").count()
        before = page.locator(".project-figures .figure-value b").first.inner_text()
        page.get_by_role("link", name="去填报").click()
        page.fill("input[name=done_fen]", "2345.67")
        page.fill("input[name=source]", "项目月报（演示）")
        page.locator("main form button[type=submit], #dialog form button[type=submit]").first.click()
        page.wait_for_load_state("networkidle")
        baoshan_site.open(page, f"/projects/project/{pk}/")
        assert "2026年9月未报" not in main.inner_text()
        assert page.locator(".inv-dot").count() == dots + 1
        assert page.locator(".project-figures .figure-value b").first.inner_text() != before
        baoshan_site.open(page, f"{MAP}?layer=rate&town=luodian")
        assert page.locator("a.tile[href*='town=luodian']").text_content() != tile


def test_a_town_officer_sees_no_other_towns_project_anywhere(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        everything = projects(baoshan_site, page)
    with baoshan_site.as_person("gucun") as page:
        own = projects(baoshan_site, page)
        assert 0 < len(own) < len(everything)
        foreign = next(item["id"] for code, item in everything.items() if code not in own)
        for path in (f"/projects/project/{foreign}/", f"/api/v1/projects/project/{foreign}"):
            assert page.request.get(baoshan_site.address + path).status == 404, path
        baoshan_site.open(page, BOARD)
        assert page.locator("[data-card]").count() == len(own)
        baoshan_site.open(page, f"{MAP}?layer=count&town=dachang")
        assert "无权" in page.locator(".project-map-town").inner_text()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_phone_nothing_is_wider_than_the_screen(baoshan_site: Site, language: str) -> None:
    with baoshan_site.as_person("gucun", viewport=PHONE, language=language) as page:
        pk = projects(baoshan_site, page)["bs-02"]["id"]
        technology = page.request.get(f"{baoshan_site.address}/api/v1/projects/technology").json()["results"][0]["id"]
        for path in (
            BOARD,
            MAP,
            f"/projects/project/{pk}/",
            "/projects/project/",
            f"/projects/technology/{technology}/",
        ):
            baoshan_site.open(page, path)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (path, wide)


def test_a_blocker_waits_on_the_work_desk_of_who_must_solve_it(baoshan_site: Site) -> None:
    with baoshan_site.as_person("bureau-gz") as page:
        baoshan_site.open(page, "/")
        row = page.locator("li.todo", has_text="用地控规局部调整").first
        row.locator(".todo-act a").click()
        page.locator("#dialog textarea[name=how]").fill("调整方案已批复（演示）")
        page.locator("#dialog form button[type=submit]").click()
        page.get_by_text(re.compile("已办理")).wait_for()
        baoshan_site.open(page, "/")
        assert (
            page.locator("li.todo .todo-act", has_text="销号").count() == 0
            or "用地控规局部调整" not in page.locator("main").inner_text()
        )
