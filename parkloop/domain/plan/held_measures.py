"""Measures that a goal takes from the words before it: 南方地区下降5%, 增速达到10%, 覆盖率：城市达到100%."""

from __future__ import annotations

import re

from parkloop.domain.plan.wording import strip_lead

_REGION = (
    r"(?:[\u4e00-\u9fff、]{1,16}?(?:地区|区域|平原|流域|省（直辖市）|省份|城市群|都市圈|[二三四五六七八九十]省(?:（[^（）]{1,6}）|[市区])?|城市|城区|建成区)"
    r"|全[国省市区县]|重点区域|城镇|农村|城市)"
)
_PLACE = re.compile(rf"(?:其余|其他)?{_REGION}")
_PLACED = re.compile(rf"{_REGION}(?P<measure>[^，。；]{{2,40}})")
#: 覆盖率：城市达到100%、农村达到80%
_HEAD_BEFORE_COLON = re.compile(r"(?P<head>[^，。；：\n]{4,30}?(?:率|占比|比重|比例|面积|总量|数量))：[^。；：\n]*$")
_WHERE = (
    "城市",
    "农村",
    "城镇",
    "乡村",
    "城区",
    "县城",
    "市区",
    "市辖区",
    "建成区",
    "乡镇",
    "中心城区",
    "城镇居民",
    "农村居民",
)
SPEEDS = ("增速", "增幅", "增长率", "涨幅")


def of_place(indicator: str, last: str) -> str | None:
    """北方五省煤炭消费总量下降10%，南方地区下降5%: a place alone takes the measure of the place before it."""
    before = _PLACED.match(last) if _PLACE.fullmatch(indicator) else None
    return indicator + before["measure"] if before else None


def under_head(indicator: str, text: str, start: int) -> str | None:
    """覆盖率：城市达到100%、农村达到80%: a place alone takes the measure in front of the colon."""
    above = _HEAD_BEFORE_COLON.search(text[max(0, start - 80) : start]) if indicator in _WHERE else None
    return indicator + strip_lead(above["head"]) if above else None


def without_measure(indicator: str) -> str:
    """社零额年均增速 -> 社零额: what a speed is the speed of."""
    stem = re.sub(rf"(?:年均|平均)?(?:{'|'.join(SPEEDS)}|总量)$", "", indicator)
    return stem if len(stem) >= 2 else indicator
