"""The gallery in a real browser under the real content security policy: no error, keyboard, phone width, accessibility."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sqlite_only,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.urls"),
]


@pytest.fixture
def page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """The gallery, the test fails when the console printed an error."""
    told: list[str] = []
    opened = chromium.new_page(viewport={"width": 1440, "height": 900})
    opened.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.goto(f"{live_server.url}/gallery/")
    yield opened
    opened.close()
    assert told == []


def test_the_gallery_opens_without_breaking_the_policy(page: Page) -> None:
    assert page.locator("h1").is_visible()
    page.wait_for_load_state("networkidle")
    width = page.locator(".menu-item .icon").first.evaluate("icon => icon.getBBox().width")
    assert width > 0, "icons come from the sprite"


def test_a_slash_goes_to_the_search_box(page: Page) -> None:
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_htmx_loads_a_piece_into_the_dialog_with_the_token(page: Page) -> None:
    page.evaluate(
        """() => {
          const button = document.createElement("button");
          button.id = "load"; button.textContent = "load";
          button.setAttribute("hx-get", "/piece/"); button.setAttribute("hx-target", "#dialog-body");
          document.querySelector("h1").after(button); htmx.process(button);
        }"""
    )
    page.locator("#load").click()
    page.locator("#piece").wait_for()
    assert page.locator("#dialog").evaluate("dialog => dialog.open")
    assert int(page.locator("#piece").inner_text()) >= 32, "the token of the body is inherited"
    page.keyboard.press("Escape")
    assert page.locator("#piece").count() == 0


def test_choosing_rows_shows_the_bulk_actions(page: Page) -> None:
    assert not page.locator("[data-bulk]").is_visible()
    page.locator("[data-select-all]").check()
    assert page.locator("[data-bulk]").is_visible()
    assert page.locator("[data-select-count]").inner_text() == "7"


def test_arrow_keys_move_between_the_tiles_of_the_map(page: Page) -> None:
    page.locator(".tile").first.focus()
    page.keyboard.press("ArrowRight")
    assert "B 镇" in (page.evaluate("document.activeElement.getAttribute('aria-label')") or "")


@pytest.mark.parametrize("width", [360, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_on_a_phone_the_menu_opens_from_the_bar_and_closes_with_escape(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    assert not page.locator(".menu").is_visible()
    page.locator(".phone-tabs button").click()
    assert page.locator(".menu").is_visible()
    page.keyboard.press("Escape")
    page.locator(".menu").wait_for(state="hidden")
    heights = page.locator(".phone-tabs > *").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 44


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_in_any_element(chromium: Browser, live_server: Any, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(bypass_csp=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/?theme={theme}")
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
