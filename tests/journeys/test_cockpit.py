"""The cockpit at a glance: at most seven figures for every role, and no other number as large beside them."""

import pytest

from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser
MOST_FIGURES = 7
OTHERS = """() => [...document.querySelectorAll('main *')].filter(e =>
  e.children.length === 0 && /[0-9]/.test(e.textContent) && parseFloat(getComputedStyle(e).fontSize) >= 22
  && !e.closest('.figure, svg, h1')).map(e => e.textContent.trim())"""
"""Numbers printed as large as a figure outside of figures and of the tiles of the map."""


def looked_at(site: Site, who: str) -> str:
    with site.as_person(who) as page:
        site.open(page, "/cockpit/")
        labels = page.locator("main .figure .figure-value").count()
        assert labels <= MOST_FIGURES, (who, labels)
        assert page.evaluate(OTHERS) == [], who
        return str(page.locator("main").inner_text())


@pytest.mark.parametrize("who", ["leader", "shenwen", "gucun", "park", "enterprise", "expert", "auditor"])
def test_in_the_park_of_baoshan_each_role_sees_at_most_seven_figures(baoshan_site: Site, who: str) -> None:
    looked_at(baoshan_site, who)


@pytest.mark.parametrize("who", ["leader", "jiangcheng", "liuxi", "park", "enterprise", "expert", "auditor"])
def test_in_the_invented_park_too(example_site: Site, who: str) -> None:
    looked_at(example_site, who)


def test_targets_tasks_and_the_money_of_projects_are_all_still_there(baoshan_site: Site) -> None:
    text = looked_at(baoshan_site, "leader")
    for words in ("三大产业总规模", "标准厂房建成面积", "任务正常率", "重大项目", "亿元", "未解决堵点", "红灯与缺报"):
        assert words in text
