"""A new edition in a browser: its six changes are decided one by one, the leader confirms, running work stands in the new edition."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Site, served
from tests.journeys.test_plan_work import rows

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def reissued_site(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo of its own: what is confirmed here would change the plan under all other journeys."""
    with served("baoshan", tmp_path_factory.mktemp("reissued") / "var", chromium) as running:
        yield running


def decide_first(page: Any) -> None:
    """Take the usual decision of the first change that waits."""
    page.locator(".change-decision .btn-primary").first.click()
    page.locator("#dialog form button[type=submit]").click()
    page.get_by_text("已办理：决定").first.wait_for()
    page.wait_for_load_state("networkidle")


def test_changes_are_decided_taken_back_and_confirmed_by_the_leader(reissued_site: Site) -> None:
    with reissued_site.as_person("shenwen") as page:
        reissue = rows(reissued_site, page, "plan/reissue")[0]
        address = f"/plan/reissue/{reissue['id']}/changes/"
        reissued_site.open(page, address)
        text = page.locator("main").inner_text()
        for word in ("任务合并", "任务拆分", "序号顺延", "目标提高", "目标取消", "单位更换"):
            assert word in text
        page.locator(".change-decided .btn", has_text="撤回决定").first.click()
        page.locator("#dialog form button[type=submit]").click()
        page.get_by_text("已办理：撤回决定").first.wait_for()
        for _ in range(5):
            reissued_site.open(page, address)
            decide_first(page)
        reissued_site.open(page, address)
        assert "已决定 6 / 6" in page.locator("main").inner_text()
        refused = reissued_site.open(page, f"/plan/reissue/{reissue['id']}/do/plan.confirm_reissue/")
        refused.locator("main form button[type=submit]").first.click()
        assert "另一位" in page.locator("main").inner_text()
    with reissued_site.as_person("leader") as page:
        reissued_site.open(page, "/")
        assert page.locator("li.todo", has_text="确认").count() >= 1
        reissued_site.open(page, f"/plan/reissue/{reissue['id']}/do/plan.confirm_reissue/")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state("networkidle")
        running = rows(reissued_site, page, "plan/task", edition="running")
        assert len(running) == 18
        done = {row["number"]: row["completion_pp"] for row in running}
        assert done["4"] is not None
        earlier = {
            row["number"]: row["completion_pp"] for row in rows(reissued_site, page, "plan/task", edition="earlier")
        }
        assert done["5"] == earlier["6"]


def test_the_page_fits_a_phone(reissued_site: Site) -> None:
    with reissued_site.as_person("leader", viewport=PHONE) as page:
        reissue = rows(reissued_site, page, "plan/reissue")[0]
        reissued_site.open(page, f"/plan/reissue/{reissue['id']}/changes/")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
