"""Which words head the columns of tables of tasks and of indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parkloop.domain.plan.vocabulary_duties import INDICATOR_HEADS, LABELS, NUMBER_HEADS, TASK_HEADS

_OTHER_HEADS = (
    "备注", "领域", "类别", "分类", "行动", "工程", "指标", "指标名称", "单位", "计量单位", "属性", "指标属性", "目标值", "建设内容", "建设地点",
    "总投资", "年度计划投资", "建设年限", "建设期限", "成果形式", "预期成果", "工作成果", "量化指标", "阶段目标", "一级指标", "二级指标",
)  # fmt: skip
#: the second line of a head: 责任股室 over （单位）
_GOES_ON = ("（单位）", "（部门）")
_YEAR_HEAD = re.compile(r"(?:到|至)?20[0-9]{2}年(?:目标值?|现状值?|计划)?")


def is_head(words: str) -> bool:
    """Does a column have this head (a bracket behind it, as of a unit, aside)? A number column is not asked for here."""
    bare = _bare(words)
    return (
        words in _GOES_ON
        or bare in LABELS
        or bare in TASK_HEADS
        or bare in INDICATOR_HEADS
        or bare in _OTHER_HEADS
        or bool(_YEAR_HEAD.fullmatch(bare))
    )


def is_number_head(words: str) -> bool:
    """序号, 编号."""
    return words in NUMBER_HEADS


def bears_elements(heads: Iterable[str]) -> bool:
    """Does a table with these heads state duties or goals?"""
    return any(_bare(head) in LABELS or _bare(head) in INDICATOR_HEADS for head in heads)


def _bare(words: str) -> str:
    return re.sub(r"（[^（）]{1,20}）$", "", words.rstrip("："))
