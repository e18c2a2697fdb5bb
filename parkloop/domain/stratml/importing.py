"""A StratML document becomes a text with headings and a compiled plan over it; lenient, every doubt is a finding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parkloop.domain.plan.model import (
    CompiledPlan,
    Document,
    Duty,
    Finding,
    Heading,
    Qualitative,
    Severity,
    Span,
    Target,
)
from parkloop.domain.stratml import words
from parkloop.domain.stratml.model import Goal, Indicator, Objective, PlanOrReport, Result, Stakeholder

RULE = "stratml"
_COMPARATORS = ("eq", "ge", "gt", "le", "lt", "approx", "range", "rank", "keep", "sync", "all")
_KINDS = ("level", "increment", "growth", "share", "rank", "coverage", "limit")
_YEAR_SOURCES = ("own", "lead", "period", "none")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MESSAGES: dict[str, tuple[Severity, str, str]] = {
    "STRATML-UNKNOWN": (
        "info",
        "文件中有 {count} 处“{name}”元素未能识别，未导入。",
        "{count} element(s) “{name}” of the file are unknown and were left out.",
    ),
    "STRATML-NAME": (
        "warning",
        "第 {number} 个{what}没有名称，暂用其说明或编号代替，请核对。",
        "{what} {number} has no name; its description or number stands for it. Please check.",
    ),
    "STRATML-NUMBER": (
        "warning",
        "指标“{name}”的数值“{value}”不是数字，已作为定性目标导入，请核对。",
        "The value “{value}” of indicator “{name}” is no number; it was taken as a goal without a number. Please check.",
    ),
    "STRATML-NO-TARGET": (
        "warning",
        "指标“{name}”没有目标值，已作为定性目标导入。",
        "Indicator “{name}” has no target value; it was taken as a goal without a number.",
    ),
    "STRATML-BENEFICIARY": (
        "info",
        "受益方“{name}”不是责任单位，仅保留在正文中。",
        "Beneficiary “{name}” is no unit with a duty; the name is kept in the text only.",
    ),
    "STRATML-ACTUAL": (
        "info",
        "指标“{name}”附有 {count} 个实际值，未随方案导入；请在指标页登记。",
        "Indicator “{name}” carries {count} actual value(s), not imported with the plan; record them at the target.",
    ),
}


def plan_of(report: PlanOrReport) -> tuple[str, CompiledPlan]:
    """(text, compiled plan): the text is the document written out; every element's span points into it."""
    return _Import(report).run()


@dataclass
class _Import:
    report: PlanOrReport
    parts: list[str] = field(default_factory=list)
    length: int = 0
    paths: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    qualitative: list[Qualitative] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def run(self) -> tuple[str, CompiledPlan]:
        self._line(self.report.name)
        for text in (self.report.description, self.report.vision, self.report.mission, *self.report.values):
            self._line(text)
        for number, goal in enumerate(self.report.goals, 1):
            self._goal(goal, number)
        for name, count in self.report.unknown:
            self._find("STRATML-UNKNOWN", (0, 0), name=name, count=count)
        plan = CompiledPlan(
            self._document(),
            tuple(self.headings),
            tuple(self.targets),
            tuple(self.qualitative),
            tuple(self.duties),
            findings=tuple(self.findings),
        )
        return "".join(self.parts), plan

    def _document(self) -> Document:
        report, known = self.report, words.facts_of(self.report.other)
        first, last = _year(report.start), _year(report.end)
        period = (first, last) if first and last and first <= last else None
        return Document(
            title=report.name or None,
            notice_title=known.get(words.NOTICE),
            doc_no=known.get(words.DOC_NO),
            issued_on=_date(report.published),
            drafted_on=_date(known.get(words.DRAFTED, "")),
            issuer=next((o.name for o in report.organisations if o.name), None),
            period=period,
            period_source="text" if period else "none",
            addressees=_listed(known.get(words.ADDRESSEES)),
            copied_to=_listed(known.get(words.COPIED)),
            bases=_listed(known.get(words.BASES)),
        )

    def _goal(self, goal: Goal, number: int) -> None:
        heading = self._heading(goal, str(number), "", number, ("目标", "Goal"))
        self._body(goal, heading)
        for at, objective in enumerate(goal.objectives, 1):
            self._objective(objective, heading, at)

    def _objective(self, objective: Objective, goal: Heading, number: int) -> None:
        heading = goal
        if not (objective.sequence == goal.path and not objective.description):
            heading = self._heading(objective, str(number), goal.path, number, ("子目标", "Objective"))
            self._body(objective, heading)
        by_identifier = {i.identifier: i.dimension for i in objective.indicators if i.identifier}
        for indicator in objective.indicators:
            self._indicator(indicator, heading, by_identifier)

    def _heading(self, item: Goal | Objective, number: str, above: str, at: int, what: tuple[str, str]) -> Heading:
        title = " ".join((item.name or item.description[:40] or item.sequence or number).split())
        path = self._path(item.sequence, number, above)
        last = path.rsplit("/", 1)[-1]
        printed = words.facts_of(item.other).get("number") or ("" if last == title else last)
        span = self._line(f"{printed} {title}".strip())
        heading = Heading(path, path.count("/") + 1, printed, title, not item.name, span, RULE)
        if not item.name:
            finding = _MESSAGES["STRATML-NAME"]
            message = {
                "zh": finding[1].format(what=what[0], number=at),
                "en": finding[2].format(what=what[1], number=at),
            }
            self.findings.append(Finding("STRATML-NAME", finding[0], message, span, RULE))
        self.headings.append(heading)
        return heading

    def _path(self, sequence: str, number: str, above: str) -> str:
        """The stated path when it stands below its goal and is free; else the place in the document."""
        stated = "/".join(part.strip() for part in sequence.split("/") if part.strip())
        fits = stated.startswith(f"{above}/") if above else True
        path = stated if stated and fits else f"{above}/{number}" if above else number
        free, tries = path, 2
        while free in self.paths:
            free, tries = f"{path}-{tries}", tries + 1
        self.paths.add(free)
        return free

    def _body(self, item: Goal | Objective, heading: Heading) -> None:
        self._line(item.description)
        for stakeholder in item.stakeholders:
            self._stakeholder(stakeholder, heading)

    def _stakeholder(self, stakeholder: Stakeholder, heading: Heading) -> None:
        name = " ".join(stakeholder.name.split())
        if not name:
            return
        roles = stakeholder.roles or (("", "Performer"),)
        span = self._line(f"{'、'.join(filter(None, (r[0] for r in roles))) or '负责'}：{name}")
        performs = any(kind == "Performer" for _, kind in roles) or all(not kind for _, kind in roles)
        role = words.role_of(" ".join(role for role, _ in roles), performs)
        if role is None or not performs:
            self._find("STRATML-BENEFICIARY", span, name=name)
            return
        self.duties.append(Duty(heading.path, role, name, (span[1] - len(name), span[1]), name, RULE))

    def _indicator(self, indicator: Indicator, heading: Heading, known: dict[str, str]) -> None:
        name = " ".join(indicator.dimension.split()) or "—"
        parent = known.get(indicator.narrower_than) if indicator.narrower_than else None
        if indicator.actuals:
            self._find("STRATML-ACTUAL", self._here(), name=name, count=len(indicator.actuals))
        for result in indicator.targets:
            self._result(indicator, result, heading, name, parent)
        if not indicator.targets:
            span = self._line(name)
            self._find("STRATML-NO-TARGET", span, name=name)
            self.qualitative.append(Qualitative(heading.path, name, "", None, None, "none", span, RULE))

    def _result(self, indicator: Indicator, result: Result, heading: Heading, name: str, parent: str | None) -> None:
        known, year = words.facts_of(indicator.other), _year(result.end)
        span = self._line(f"{name} {result.description or result.number + indicator.unit}".strip())
        source = known.get(words.YEAR_SOURCE, "own")
        source = source if year and source in _YEAR_SOURCES else "own" if year else "none"
        comparator, value, rest = _value(result)
        if indicator.type == "Qualitative" or (
            value is None and comparator not in ("sync", "all") and words.KIND not in known
        ):
            if result.number and value is None:
                self._find("STRATML-NUMBER", span, name=name, value=result.number)
            elif indicator.type != "Qualitative":
                self._find("STRATML-NO-TARGET", span, name=name)
            word = known.get(words.WORD, result.description)
            ambition = result.description.removesuffix(word).strip() or None if word else None
            self.qualitative.append(Qualitative(heading.path, name, word, ambition, year, source, span, RULE))  # type: ignore[arg-type]
            return
        kind, _, basis = known.get(words.KIND, "level (inferred)").partition(" ")
        word = known.get(words.WORD, "")
        self.targets.append(
            Target(
                path=heading.path,
                indicator=name,
                comparator=comparator,  # type: ignore[arg-type]
                word=word,
                ambition=result.description.removesuffix(f"{word}{rest}{indicator.unit}").strip() or None
                if word
                else None,
                value=value,
                unit=indicator.unit,
                scale=_number(known.get(words.SCALE, "1")) or 1,
                year=year,
                year_source=source,  # type: ignore[arg-type]
                kind=kind if kind in _KINDS else "level",  # type: ignore[arg-type]
                kind_basis="explicit" if basis == "(explicit)" else "inferred",
                parent=parent,
                span=span,
                qualifier=known.get(words.QUALIFIER),
                rule=RULE,
            )
        )

    def _line(self, text: str) -> Span:
        """Write the text as one line; where it stands. Nothing is written for an empty text."""
        flat = " ".join(text.split())
        start = self.length
        if flat:
            self.parts.append(f"{flat}\n")
            self.length += len(flat) + 1
        return (start, start + len(flat))

    def _here(self) -> Span:
        return (self.length, self.length)

    def _find(self, code: str, span: Span, **values: object) -> None:
        severity, chinese, english = _MESSAGES[code]
        message = {"zh": chinese.format(**values), "en": english.format(**values)}
        self.findings.append(Finding(code, severity, message, span, RULE))


def _value(result: Result) -> tuple[str, int | float | tuple[int | float, int | float] | None, str]:
    """(comparator, value, value as the description prints it)."""
    comparator, *bounds = result.descriptor[1].split() if result.descriptor[0] == words.DESCRIPTOR else [""]
    comparator = comparator if comparator in _COMPARATORS else "eq"
    if comparator == "range" and len(bounds) == 2:
        low, high = _number(bounds[0]), _number(bounds[1])
        if low is not None and high is not None and low <= high:
            return comparator, (low, high), f"{bounds[0]}～{bounds[1]}"
    value = _number(result.number)
    return ("eq" if comparator == "range" else comparator), value, result.number


def _number(text: str) -> int | float | None:
    """The number that the whole text is, thousands separators removed; None for anything else."""
    plain = text.strip().replace(",", "")
    if not _NUMBER.fullmatch(plain) or len(plain) > 30:
        return None
    return float(plain) if "." in plain else int(plain)


def _date(text: str) -> str | None:
    match = _ISO_DATE.match(text.strip())
    return match[0] if match and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31 else None


def _year(text: str) -> int | None:
    date = _date(text)
    return int(date[:4]) if date else None


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split("；") if part.strip())
