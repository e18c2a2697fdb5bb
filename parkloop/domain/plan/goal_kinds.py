"""The kind of a goal (level, increment, growth, share, limit, coverage) and the findings it gives rise to."""

from __future__ import annotations

import re

from parkloop.domain.plan.context import Context
from parkloop.domain.plan.indicators import Reading
from parkloop.domain.plan.model import Comparator, KindBasis, Target, TargetKind
from parkloop.domain.plan.quantities import Quantity
from parkloop.domain.plan.vocabulary import GROWTH_WORDS, INCREMENT_VERBS, SHARE_WORDS
from parkloop.domain.plan.vocabulary_units import CUSTOM_UNITS, PERCENT_UNITS

_GROWING = re.compile(
    rf"(?:{'|'.join(GROWTH_WORDS)}|降幅|增长率)(?:了|率|约|近|超过?|突破|高于|低于|不低于|不少于|不超过|达到?|控制在|保持在|稳定在|至少|[0-9.%—]|，)*$"
)


def kind_of(
    quantity: Quantity, lead: str, whole: str, comparator: Comparator, reading: Reading
) -> tuple[TargetKind, KindBasis]:
    """Kind of a goal and whether a word states it or it was inferred."""
    if comparator in ("le", "lt") and not re.search(r"(?:下降|降低)(?!到|至|为)", lead):
        return "limit", "explicit"
    if "覆盖率" in whole + reading.indicator or "全覆盖" in whole:
        return "coverage", "explicit"
    if quantity.unit in (*PERCENT_UNITS, "倍", "番"):
        growing = bool(_GROWING.search(lead)) or reading.indicator.endswith(("增速", "增幅", "增长率", "涨幅"))
        if growing or quantity.unit in ("番", "倍", "个百分点", "百分点"):
            return "growth", "explicit" if growing else "inferred"
        if any(word in whole for word in SHARE_WORDS):
            return "share", "explicit"
        return "share", "inferred"
    if reading.verb in INCREMENT_VERBS or re.search(r"新增|净增|(?<![更创革翻])新[认建引培设]", lead):
        return "increment", "explicit"
    if re.search(r"(?:增长|增加|提高|减少|压减)$", lead):
        return "growth" if "增长" in lead else "increment", "explicit"
    explicit = bool(re.search(r"达到?$|总数|总量|规模|累计|保有|存量|突破$", lead))
    return "level", "explicit" if explicit else "inferred"


def report_target(context: Context, target: Target, words: str) -> None:
    """The findings a goal gives rise to: no tolerance, inferred year, unit read by custom."""
    if target.comparator == "approx":
        context.findings.add("TGT-APPROX", target.span, text=words)
    if target.year_source == "period":
        context.findings.add("TGT-YEAR-INFERRED", target.span, text=words, year=target.year)
    if target.unit == "%" and target.kind == "share" and isinstance(target.value, (int, float)) and target.value > 100:
        context.findings.add("TGT-SHARE-OVER", target.span, text=words)
    if target.year_source == "none" and context.anatomy.document.period is None:
        context.findings.add("TGT-YEAR-NONE", target.span, text=words)
    if target.unit in CUSTOM_UNITS:
        context.findings.add("TGT-UNIT", target.span, text=words, unit=target.unit, read=CUSTOM_UNITS[target.unit])
