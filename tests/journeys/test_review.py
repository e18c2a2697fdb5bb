"""A plan is reviewed in a browser: a Word file handed in, decided with the keyboard, words selected, confirmed by a second person.

On a demo of its own, because a confirmed plan is the newest one on every page afterwards.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Site, served
from tests.plan.reviews import NOTICE, long_text, word

pytestmark = pytest.mark.browser
FEE = "服务费按成本价的八折收取"
SELECT = """words => {
  for (const run of document.querySelectorAll("[data-source] [data-s]")) {
    const at = run.firstChild.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(run.firstChild, at);
    range.setEnd(run.firstChild, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""


@pytest.fixture(scope="module")
def review_site(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The invented park for these journeys alone."""
    with served("example", tmp_path_factory.mktemp("review") / "var", chromium) as running:
        yield running


def handed_in(site: Site, page: Any, folder: Path, text: str = NOTICE) -> str:
    """Hand in a Word file; the address of its review, which is open afterwards."""
    file = folder / "培育方案.docx"
    file.write_bytes(word(text))
    site.open(page, "/plan/draft/new/")
    page.set_input_files("input[name=file]", str(file))
    page.locator("main form.form-card button[type=submit]").click()
    page.wait_for_url(re.compile(r"/plan/draft/\d+/$"))
    address = page.url.removeprefix(site.address)
    page.get_by_role("link", name="打开审核").click()
    page.wait_for_url(re.compile("/review/"))
    return address


def current(page: Any) -> Any:
    """The element on which the keys act."""
    return page.locator(".review-item.is-current")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def said(page: Any, words: str) -> None:
    """What a screen reader is told."""
    page.locator("[data-review-say]", has_text=words).wait_for(state="attached")


def test_a_plan_goes_from_a_word_file_to_version_1(review_site: Site, tmp_path: Path) -> None:
    with review_site.as_person("jiangcheng") as page:
        address = handed_in(review_site, page, tmp_path)
        decide_by_keyboard(page)
        add_by_selection(page)
        settle_the_rest(page)
        page.locator(".page-actions").get_by_role("link", name="提交确认").click()
        page.locator("#dialog form button[type=submit]").click()
        page.get_by_text("已办理：提交确认").wait_for()
        answer = page.goto(f"{review_site.address}{address}do/plan.confirm_review/")
        assert answer.status == 403, "nobody confirms an own draft"
    with review_site.as_person("bureau-gx") as page:
        confirm_from_the_work_desk(review_site, page)


def decide_by_keyboard(page: Any) -> None:
    press(page, "j")
    first = current(page)
    assert "高新技术企业" in first.inner_text()
    assert page.locator(".is-lit").first.inner_text() == "高新技术企业达到60家"
    press(page, "a")
    said(page, "已采纳")
    page.wait_for_function("document.activeElement.textContent === '科技型中小企业'")
    press(page, "e")
    field = page.locator(".review-form input[name=indicator]")
    field.wait_for()
    field.fill("科技型中小企业数量")
    page.locator(".review-form input[name=value]").fill("许多")
    page.keyboard.press("Enter")
    page.locator(".review-form .field-errors", has_text="请填一个数").wait_for()
    page.locator(".review-form input[name=value]").fill("200")
    page.keyboard.press("Enter")
    said(page, "已修改")
    assert "科技型中小企业数量" in current(page).inner_text()
    press(page, "j")
    press(page, "x")
    page.locator(".review-form input[name=reason]").wait_for()
    page.keyboard.press("Enter")
    said(page, "已剔除")
    press(page, "u")
    said(page, "已撤销")
    press(page, "?")
    page.locator("#review-help[open]").wait_for()
    page.keyboard.press("Escape")


def add_by_selection(page: Any) -> None:
    before = page.locator(".review-item[data-kind=target]").count()
    assert page.evaluate(SELECT, FEE)
    page.locator("[data-add-selection]:visible").wait_for()
    press(page, "n")
    form = page.locator(".review-form")
    form.wait_for()
    assert form.locator("input[name=quote]").input_value() == FEE
    form.locator("input[name=indicator]").fill("服务费折扣")
    form.locator("input[name=value]").fill("8")
    form.locator("input[name=unit]").fill("折")
    form.locator("button[type=submit]").click()
    page.locator(".review-add", has_text="服务费折扣").wait_for()
    assert page.locator(".review-item[data-kind=target]").count() == before + 1
    marked = page.locator(f"[data-source] .span-target:text-is('{FEE}')")
    marked.click()
    assert "服务费折扣" in current(page).inner_text()


def settle_the_rest(page: Any) -> None:
    for kind in ("target", "qualitative", "heading", "duty", "deadline", "entity"):
        button = page.locator(f"[data-rest={kind}]")
        if button.count():
            with page.expect_event("load"):
                button.click()
    open_ones = page.locator(".review-finding[data-open]", has_text="须处理")
    while left := open_ones.count():
        open_ones.first.locator("[data-focus]").click()
        press(page, "a")
        page.wait_for_function(
            "left => [...document.querySelectorAll('.review-finding[data-open]')]"
            ".filter(item => item.textContent.includes('须处理')).length < left",
            arg=left,
        )
    page.reload()
    assert page.locator("[data-count=left]").inner_text() == "0"


def confirm_from_the_work_desk(site: Site, page: Any) -> None:
    site.open(page, "/")
    row = page.locator("li.todo", has_text="企业培育行动方案")
    row.locator(".todo-act a").click()
    page.locator("#dialog form button[type=submit]").click()
    page.get_by_text("已办理：确认并入库").wait_for()
    site.open(page, "/plan/plan/")
    page.get_by_role("link", name=re.compile("企业培育行动方案")).first.click()
    page.wait_for_url(re.compile(r"/plan/plan/\d+/"))
    shown = page.locator("main").inner_text()
    assert "第 1 版" in shown
    assert "人工补充或修改要素 2 个" in shown


def test_two_people_on_one_element_the_second_is_told_and_keeps_the_entries(review_site: Site, tmp_path: Path) -> None:
    text = NOTICE.replace("8号", "9号")
    with review_site.as_person("jiangcheng") as mine:
        handed_in(review_site, mine, tmp_path, text)
        with review_site.as_person("bureau-gx") as theirs:
            theirs.goto(mine.url)
            press(theirs, "j", "x")
            theirs.locator(".review-form input[name=reason]").fill("口径不清")
            theirs.keyboard.press("Enter")
            said(theirs, "已剔除")
        press(mine, "j", "e")
        mine.locator(".review-form input[name=indicator]").fill("高企数量")
        mine.keyboard.press("Enter")
        error = mine.locator(".review-form [data-form-error]", has_text="梁炉")
        error.wait_for()
        assert "口径不清" in error.inner_text()
        assert mine.locator(".review-form input[name=indicator]").input_value() == "高企数量"
        assert "已剔除" in current(mine).locator("[data-state]").inner_text()
        mine.keyboard.press("Enter")
        said(mine, "已修改")


def test_without_a_mouse_an_element_is_added_by_its_first_words(review_site: Site, tmp_path: Path) -> None:
    with review_site.as_person("jiangcheng") as page:
        handed_in(review_site, page, tmp_path, NOTICE.replace("8号", "10号"))
        press(page, "n")
        page.locator(".review-kinds a", has_text="责任").click()
        page.locator(".review-form select[name=role]").wait_for()
        page.locator(".review-form input[name=quote]").fill("每年举办……对接场景")
        page.locator(".review-form input[name=unit]").fill("县工信局")
        page.locator(".review-form input[name=unit]").press("Enter")
        page.locator(".review-add", has_text="县工信局").wait_for()


def test_on_a_phone_source_and_elements_are_two_tabs(review_site: Site, tmp_path: Path) -> None:
    with review_site.as_person("jiangcheng", viewport=PHONE) as page:
        handed_in(review_site, page, tmp_path, NOTICE.replace("8号", "11号"))
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert not page.locator(".review-source").is_visible()
        page.locator("[data-item] [data-focus]").first.click()
        assert page.locator(".review-source").is_visible()
        assert not page.locator(".review-list").is_visible()
        page.locator(".is-lit").first.click()
        assert page.locator(".review-list").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_in_the_review(review_site: Site, tmp_path: Path, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with review_site.as_person("jiangcheng") as page:
        handed_in(review_site, page, tmp_path, NOTICE.replace("8号", f"{len(theme)}7号"))
        kept = page.context.storage_state()
        free = review_site.browser.new_context(bypass_csp=True, storage_state=kept, color_scheme=theme)
        looked_at = free.new_page()
        looked_at.goto(page.url)
        press(looked_at, "j", "e")
        looked_at.locator(".review-form input[name=reason]").wait_for()
        found = Axe().run(looked_at).response["violations"]
        free.close()
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def long_one(number: str) -> str:
    """A text of many parts, with another number, so that it is a text of its own."""
    return long_text(6, 2).replace("8号", number, 1)


def part_of(page: Any) -> int:
    """The part that is shown."""
    return int(page.locator("[data-review]").get_attribute("data-part"))


def test_a_long_text_is_decided_across_its_parts_by_keyboard(review_site: Site, tmp_path: Path) -> None:
    with review_site.as_person("jiangcheng") as page:
        handed_in(review_site, page, tmp_path, long_one("31号"))
        last = int(page.locator("[data-review]").get_attribute("data-parts"))
        assert last >= 3
        for kind in ("target", "qualitative", "heading", "duty", "deadline", "entity"):
            button = page.locator(f"[data-rest={kind}]")
            if button.count():
                with page.expect_event("load"):
                    button.click()
        blocking = page.locator(".review-finding[data-open][data-blocks]")
        while left := blocking.count():
            blocking.first.locator("[data-focus]").click()
            press(page, "a")
            page.wait_for_function(
                "left => document.querySelectorAll('.review-finding[data-open][data-blocks]').length < left"
                " || document.querySelector('[data-review]').dataset.part !== '1'",
                arg=left,
            )
        if part_of(page) == 1:
            press(page, "d")
        page.wait_for_url(re.compile("part=2"))
        assert current(page).get_attribute("data-is") == "open"
        before = int(page.locator("[data-count=left]").inner_text().replace(",", ""))
        press(page, "a")
        said(page, "已采纳")
        assert int(page.locator("[data-count=left]").inner_text().replace(",", "")) == before - 1
        press(page, "]")
        page.wait_for_url(re.compile("part=3"))
        press(page, "k")
        page.wait_for_url(re.compile("part=2.*#last"))
        assert current(page).count() == 1


def test_a_long_text_leads_by_contents_words_and_address(review_site: Site, tmp_path: Path) -> None:
    with review_site.as_person("jiangcheng") as page:
        handed_in(review_site, page, tmp_path, long_one("32号"))
        here = page.url.partition("?")[0]
        page.locator(".ways-contents summary").click()
        page.locator(".ways-list > li > a").nth(2).click()
        page.wait_for_url(re.compile("part=3"))
        key = page.locator("[data-item]").nth(4).get_attribute("id")
        press(page, "w")
        page.keyboard.type("办好第3章第二件事")
        page.keyboard.press("Enter")
        hit = page.locator(".ways-hits a").last
        hit.click()
        page.wait_for_url(re.compile("#s"))
        assert page.locator(".span-hit").first.is_visible()
        page.goto(f"{here}#{key}")
        page.wait_for_url(re.compile("part=3"))
        assert current(page).get_attribute("id") == key
