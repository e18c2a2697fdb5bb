"""Which script a Chinese text is written in, by characters that only one of the two has."""

from __future__ import annotations

import re

_TRADITIONAL = re.compile(
    "[業務園區體發產標劃責檔創辦國際關應對點實現強優構術機類團總領導資東單戰學廣會場項達億網號時間開設備經濟進據為與動"
    "圍繞貫徹黨習綱組織環節財稅廳縣鎮鄉聯牽頭負監營賦勞務農醫藥療衛飛電線層級規範質審統籌協調顯積極擴補鏈條歸納認證護衝劑頻讓]"
)
_SIMPLIFIED = re.compile(
    "[业务园区体发产标划责档创办国际关应对点实现强优构术机类团总领导资东单战学广会场项达亿网号时间开设备经济进据为与动"
    "围绕贯彻党习纲组织环节财税厅县镇乡联牵头负监营赋劳务农医药疗卫飞电线层级规范质审统筹协调显积极扩补链条归纳认证护冲剂频让]"
)
_ENOUGH = 12


def is_traditional(text: str) -> bool:
    """Are there enough traditional characters, and more than twice as many as simplified ones?"""
    text = text[:20_000]
    traditional = len(_TRADITIONAL.findall(text))
    return traditional >= _ENOUGH and traditional > 2 * len(_SIMPLIFIED.findall(text))
