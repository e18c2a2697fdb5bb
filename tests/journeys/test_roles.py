"""Every role signs in, sees its own first page in either language, reaches every page of its menu, and nothing breaks."""

import re

import pytest

from tests.journeys.conftest import PHONE, Site

pytestmark = pytest.mark.browser
ROLES = ("leader", "shenwen", "gucun", "park", "enterprise", "expert", "auditor", "sysadmin", "secadmin", "audadmin")
CHINESE = re.compile(r"[一-鿿]")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》|\"[^\"]*\"")
NAMES = "[lang^=zh], .name, .quote, blockquote, [data-name], td, option, code"
"""Where names and quotations stand: cells, options, and whatever is marked as such."""


@pytest.mark.parametrize("who", ROLES)
def test_each_role_reaches_every_page_of_its_menu(baoshan_site: Site, who: str) -> None:
    with baoshan_site.as_person(who) as page:
        links = page.eval_on_selector_all(
            "nav a[href^='/']", "all => [...new Set(all.map(a => a.getAttribute('href')))]"
        )
        assert "/" in links
        for link in links:
            baoshan_site.open(page, link)
            assert page.locator("main").inner_text().strip(), link


@pytest.mark.parametrize("who", ["shenwen", "gucun", "enterprise"])
def test_pages_fit_a_phone(baoshan_site: Site, who: str) -> None:
    with baoshan_site.as_person(who, viewport=PHONE) as page:
        links = page.eval_on_selector_all(
            "nav a[href^='/']", "all => [...new Set(all.map(a => a.getAttribute('href')))]"
        )
        for link in links:
            baoshan_site.open(page, link)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], (link, wide)


def test_the_wrong_password_is_refused_with_a_sentence(baoshan_site: Site) -> None:
    page = baoshan_site.browser.new_page()
    page.goto(f"{baoshan_site.address}/accounts/login/")
    page.fill("input[name=login]", "expert")
    page.fill("input[name=password]", "not the password")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("[role=alert], .errorlist, .notice-over")
    assert "/accounts/login" in page.url
    page.close()
