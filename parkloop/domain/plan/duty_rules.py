"""The document's own rules of duties: who leads (首位为牵头单位, 标☆的为牵头单位), who is bound to every later task.

A rule is applied only where the paper states it, and is reported as DUTY-RULE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parkloop.domain.plan.context import Context
from parkloop.domain.plan.duty_prose import Stated
from parkloop.domain.plan.model import Duty
from parkloop.domain.plan.unit_lists import looks_like_unit, read_units

FIRST_LEADS = (
    r"(?:(?:排在|排名|列在|位列|排列|列|排|居)(?:在)?(?:第一(?:位|个|名)?|首位|最前面?|前面|首)(?:的)?(?:单位|部门)?(?:的)?[^，。；\n（）]{0,6}?"
    r"(?:为|是|即为|系)(?:该项)?(?:任务)?(?:的)?牵头(?:责任)?(?:单位|部门)?"
    r"|首位(?:单位|部门)?(?:为|是)牵头(?:单位|部门)?|第一(?:个)?(?:责任)?单位(?:为|是)牵头(?:单位|部门)?)"
)
RULE = re.compile(rf"[^。；\n（）]{{0,40}}?{FIRST_LEADS}")
_MARKS = "☆★*＊△▲#※◎"
MARKED_LEADS = re.compile(
    rf"(?:标|带|加|注|打|有)(?:注|有|了)?[“（]?(?P<mark>[{_MARKS}])[”）]?(?:号|标记|标识|标志)?的?(?:单位|部门)?(?:均)?(?:为|是|系)(?:该项)?(?:任务)?(?:的)?牵头(?:责任)?(?:单位|部门)"
)
_FOR_ALL = (
    re.compile(
        r"(?:以下|下列|其余|后续)(?:各项)?(?:任务|工作|措施)?(?:均需|均由|都需|都由)"
        r"(?P<units>[^，。；（]{2,40}?(?:〔[^〔〕]{1,12}〕[^，。；（]{0,10})?)(?:负责|落实|组织落实|抓好落实)[，；。]?(?:不再|不另)[^，。；）]{0,4}列[出示]?"
    ),
    re.compile(r"则(?P<units>[^，。；]{2,40}?)均为责任单位[，；](?:不再|不另)[^，。；）]{0,6}列[出示]?"),
    re.compile(
        r"(?:具体|以下|各项)任务均?涉及(?P<units>[^，。；]{2,40}?)[，；](?:不再|不另)[^，。；）]{0,6}(?:列[出示]?|分工)"
    ),
)
RULE_ALONE = re.compile(r"(?:无|没有|未(?:列|明确|注明))牵头单位的，?(?:其)?责任单位(?:即|均)?(?:为|是)牵头单位")


@dataclass(frozen=True, slots=True)
class LeadRule:
    """The document's rule of who leads: from where on it holds; -1 where there is none."""

    start: int

    @classmethod
    def of(cls, text: str, match: re.Match[str] | None) -> LeadRule:
        """A rule that says 下同 holds from where it stands on, any other in the whole paper."""
        if match is None:
            return cls(-1)
        return cls(
            match.start() if re.match(r"[单位部门，；。]{0,4}(?:以)?下同", text[match.end() : match.end() + 8]) else 0
        )

    def holds(self, end: int) -> bool:
        """Does the rule hold for a statement that ends here?"""
        return 0 <= self.start <= end


def stated_for_all(context: Context, duties: list[Duty]) -> Iterator[Duty]:
    """以下均需各市、县政府落实，不再列出: the units bound to every later task that names units of its own."""
    match = next((found for pattern in _FOR_ALL if (found := pattern.search(context.text))), None)
    if not match:
        return
    units = [unit for unit in read_units(context.text, *match.span("units")) if looks_like_unit(unit.surface)]
    if not units:
        return
    context.findings.add("DUTY-RULE", context.span(*match.span()), text=match[0].strip("，：（。；"))
    at = context.span(*match.span())[0]
    here = context.outline.path_at(match.start())
    first: dict[str, Duty] = {}
    for duty in duties:
        if (duty.path == here or duty.span[0] > at) and duty.rule.startswith(("bracket", "line", "table")):
            first.setdefault(duty.path, duty)
    for duty in first.values():
        for unit in units:
            yield replace(duty, role="responsible", unit=unit.name, surface=unit.surface, span=context.span(unit.start, unit.end),
                          rule="document:for-all")  # fmt: skip


def by_mark(text: str, stated: Stated, mark: str) -> Stated:
    """标☆的为牵头单位: of the responsible units, those with the document's mark lead and the others co-operate."""
    if not stated.rule.endswith(":first-leads"):
        return stated
    around = text[max(0, stated.unit.start - 1) : stated.unit.start] + text[stated.unit.end : stated.unit.end + 1]
    rule = stated.rule.removesuffix("first-leads") + "marked-leads"
    return replace(stated, role="lead" if mark in around else "coop", rule=rule)
