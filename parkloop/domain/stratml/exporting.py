"""A compiled plan becomes a StratML document: root headings are goals, all below them objectives with their path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parkloop.domain.plan.model import CompiledPlan, Duty, Heading, Qualitative, Target
from parkloop.domain.stratml import words
from parkloop.domain.stratml.model import Goal, Indicator, Objective, Organisation, PlanOrReport, Result, Stakeholder

_LONGEST_DESCRIPTION = 20_000


def report_of(
    plan: CompiledPlan, text: str, *, identifier: str = "", actuals: Mapping[tuple[str, str], Sequence[Result]] = {}
) -> PlanOrReport:
    """The document of a plan. ``text`` is the raw text of its spans; ``actuals`` holds results by (path, indicator).

    ``identifier`` names the plan (an XML ID is made of it). With actual results it is a report, else a plan. Objectives
    keep the heading's path as sequence; a root heading that carries targets itself gets one objective of its own path.
    """
    return _Export(plan, text, actuals).report(identifier)


@dataclass
class _Export:
    plan: CompiledPlan
    text: str
    actuals: Mapping[tuple[str, str], Sequence[Result]]
    identifiers: dict[tuple[str, str], str] = field(default_factory=dict)

    def report(self, identifier: str) -> PlanOrReport:
        document = self.plan.document
        first, last = document.period or (None, None)
        name = document.title or document.notice_title or ""
        return PlanOrReport(
            name=name,
            type="Performance_Report" if any(self.actuals.values()) else "Performance_Plan",
            other=words.facts(
                {
                    words.NOTICE: document.notice_title or "",
                    words.DOC_NO: document.doc_no or "",
                    words.DRAFTED: document.drafted_on or "",
                    words.ADDRESSEES: "；".join(document.addressees),
                    words.COPIED: "；".join(document.copied_to),
                    words.BASES: "；".join(document.bases),
                }
            ),
            organisations=(Organisation(document.issuer),) if document.issuer else (),
            goals=tuple(self._goals()) or (Goal(name),),
            identifier=xml_id("plan", identifier) if identifier else "",
            start=f"{first}-01-01" if first else "",
            end=f"{last}-12-31" if last else "",
            published=document.issued_on or "",
        )

    def _goals(self) -> Iterable[Goal]:
        for number, group in enumerate(_groups(self.plan.headings), 1):
            root, *below = group
            own = self._objective(root, f"g{number}-own")
            objectives = [self._objective(h, f"g{number}-o{at}") for at, h in enumerate(below, 1)]
            yield Goal(
                name=root.title or root.number,
                description=self._own_text(root),
                identifier=f"g{number}",
                sequence=root.path,
                stakeholders=self._stakeholders(root.path),
                other=words.facts({"number": root.number, "deadlines": self._deadlines(root.path)}),
                objectives=(own, *objectives) if own.indicators else tuple(objectives),
            )

    def _objective(self, heading: Heading, identifier: str) -> Objective:
        is_own = identifier.endswith("-own")
        return Objective(
            name=heading.title or heading.number,
            description="" if is_own else self._own_text(heading),
            identifier=identifier,
            sequence=heading.path,
            stakeholders=() if is_own else self._stakeholders(heading.path),
            other="" if is_own else words.facts({"number": heading.number, "deadlines": self._deadlines(heading.path)}),
            indicators=tuple(self._indicators(heading.path, identifier)),
        )

    def _indicators(self, path: str, prefix: str) -> Iterable[Indicator]:
        number = 0
        for target in self.plan.targets:
            if target.path == path:
                number += 1
                yield self._indicator(target, f"{prefix}-i{number}")
        for goal in self.plan.qualitative:
            if goal.path == path:
                number += 1
                yield self._soft(goal, f"{prefix}-i{number}")

    def _indicator(self, target: Target, identifier: str) -> Indicator:
        self.identifiers.setdefault((target.path, target.indicator), identifier)
        return Indicator(
            dimension=target.indicator,
            unit=target.unit,
            identifier=identifier,
            narrower_than=self.identifiers.get((target.path, target.parent), "") if target.parent else "",
            targets=(_target_result(target),),
            actuals=tuple(self.actuals.get((target.path, target.indicator), ())),
            other=words.facts(
                {
                    words.KIND: f"{target.kind} ({target.kind_basis})",
                    words.YEAR_SOURCE: target.year_source,
                    words.SCALE: str(target.scale) if target.scale != 1 else "",
                    words.WORD: target.word,
                    words.QUALIFIER: target.qualifier or target.reference or "",
                }
            ),
        )

    def _soft(self, goal: Qualitative, identifier: str) -> Indicator:
        return Indicator(
            dimension=goal.indicator,
            identifier=identifier,
            type="Qualitative",
            targets=(Result(end=_year_end(goal.year), description=" ".join(filter(None, (goal.ambition, goal.word)))),),
            other=words.facts({words.YEAR_SOURCE: goal.year_source, words.WORD: goal.word}),
        )

    def _own_text(self, heading: Heading) -> str:
        """The text between the heading and the next one, in one line."""
        starts = [h.span[0] for h in self.plan.headings if h.span[0] > heading.span[0]]
        body = self.text[heading.span[1] : min(starts, default=len(self.text))]
        return " ".join(body.split())[:_LONGEST_DESCRIPTION]

    def _stakeholders(self, path: str) -> tuple[Stakeholder, ...]:
        return tuple(_stakeholder(duty) for duty in self.plan.duties if duty.path == path)

    def _deadlines(self, path: str) -> str:
        return "；".join(d.text + (f"（{d.due}）" if d.due else "") for d in self.plan.deadlines if d.path == path)


def _groups(headings: Sequence[Heading]) -> list[list[Heading]]:
    """Headings by their root: the one that stands below no other heading, then all below it in order."""
    known = {heading.path for heading in headings}
    groups: dict[str, list[Heading]] = {}
    for heading in headings:
        parts = heading.path.split("/")
        above = ("/".join(parts[:n]) for n in range(1, len(parts) + 1))
        groups.setdefault(next(path for path in above if path in known), []).append(heading)
    return list(groups.values())


def _target_result(target: Target) -> Result:
    low, high = target.value if isinstance(target.value, tuple) else (target.value, None)
    descriptor = target.comparator if high is None else f"{target.comparator} {_decimal(low)} {_decimal(high)}"
    printed = "" if low is None else _decimal(low) if high is None else f"{_decimal(low)}～{_decimal(high)}"
    return Result(
        end=_year_end(target.year),
        number="" if low is None else _decimal(low),
        descriptor=(words.DESCRIPTOR, descriptor),
        description=" ".join(filter(None, (target.ambition, f"{target.word}{printed}{target.unit}"))),
    )


def _stakeholder(duty: Duty) -> Stakeholder:
    return Stakeholder(duty.unit, roles=((words.ROLE_NAMES[duty.role], "Performer"),))


def _year_end(year: int | None) -> str:
    return f"{year:04d}-12-31" if year and 1 <= year <= 9999 else ""


def _decimal(value: int | float | None) -> str:
    """A decimal without exponent."""
    return "" if value is None else str(value) if isinstance(value, int) else f"{value:.10f}".rstrip("0").rstrip(".")


def xml_id(prefix: str, words_: str) -> str:
    """An XML ID: a letter first, then letters, digits, dots, dashes and underscores."""
    return f"{prefix}-{re.sub(r'[^A-Za-z0-9._-]+', '-', words_).strip('-')}"
