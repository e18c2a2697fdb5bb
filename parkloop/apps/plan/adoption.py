"""Rows of an adopted plan, made from its compilation inside the action's transaction. Nothing here decides anything."""

import datetime as dt
from decimal import Decimal
from typing import Any

from parkloop.apps.plan import outline
from parkloop.apps.plan.compiling import Compilation
from parkloop.apps.plan.models import Duty, DutyOrigin, Finding, HeadingKind, Plan, PlanHeading, Target, Task
from parkloop.domain.plan import model as compiled
from parkloop.domain.plan.bodies import body_ends, parent_of
from parkloop.domain.plan.decisions import Decided
from parkloop.foundation.models import Organisation, Person

Span = tuple[int, int]


class Adoption:
    """Makes the rows of one plan, in order: plan, headings, tasks, targets, duties, findings."""

    def __init__(self, compilation: Compilation, person: Person, on: dt.date) -> None:
        self.compilation, self.person, self.on = compilation, person, on
        self.headings: dict[str, PlanHeading] = {}
        self.organisations = {o.code: o for o in Organisation.objects.all()}
        self.collectives = {c.phrase: c.name.en for c in compilation.pack.collectives}

    def make(self, *, edition: int, follows: Plan | None = None) -> Plan:
        """Make all rows; call inside a transaction. `follows` is the edition whose running work it is to take over."""
        self.plan = self._plan(edition, follows)
        self._headings()
        self._tasks()
        self._targets()
        self._duties()
        self._findings()
        return self.plan

    def _plan(self, edition: int, follows: Plan | None) -> Plan:
        """The plan's own row. Texts of the paper come from the compiler, names in two languages from the park."""
        source, document = self.compilation, self.compilation.confirmed.document
        provenance, period = source.folder.provenance, document.period or (None, None)
        return Plan.objects.create(
            code=provenance.id,
            edition=edition,
            follows=follows,
            folder=source.folder.folder,
            organisation=source.organisation or self.organisations.get(source.pack.manifest.organisation),
            label_zh=provenance.name.zh,
            label_en=provenance.name.en,
            short_zh=provenance.short.zh,
            short_en=provenance.short.en,
            title=document.title or provenance.name.zh,
            notice_title=document.notice_title or "",
            doc_no=document.doc_no or provenance.number,
            issuer=document.issuer or provenance.issuer.zh,
            drafter=document.drafter or "",
            issued_on=document.issued_on,
            drafted_on=document.drafted_on,
            period_first=period[0],
            period_last=period[1],
            addressees=list(document.addressees),
            copied_to=list(document.copied_to),
            bases=list(document.bases),
            source_name=source.name,
            source_sha256=provenance.sha256,
            source_file=source.file,
            source_text=source.text,
            compiled=compiled.as_dict(source.confirmed),
            stats={**source.stats, "sha256": source.sha256},
            adopted_on=self.on,
            adopted_by=self.person,
        )

    def _headings(self) -> None:
        found = self.compilation.elements("heading")
        kinds, known = outline.kinds_of(found), {h.path: h for h in found}
        ends = body_ends(found, len(self.compilation.text))
        for position, heading in enumerate(found):
            kind = kinds[heading.path]
            self.headings[heading.path] = PlanHeading.objects.create(
                plan=self.plan,
                parent=self.headings.get(parent_of(heading.path, known)),
                path=heading.path,
                position=position,
                level=heading.level,
                number=heading.number,
                title=heading.title,
                kind=kind,
                word_zh=outline.word_of(heading.title) if kind in (HeadingKind.CHAPTER, HeadingKind.SECTION) else "",
                is_derived=heading.derived,
                start=heading.span[0],
                end=heading.span[1],
                body_end=ends[heading.path],
            )

    def _tasks(self) -> None:
        tasks = [h for h in self.headings.values() if h.kind == HeadingKind.TASK]
        for position, heading in enumerate(tasks):
            Task.objects.create(
                plan=self.plan,
                heading=heading,
                chapter=heading.parent,
                number=heading.number,
                position=position,
                title=heading.title,
            )

    def _targets(self) -> None:
        tasks = {task.heading.path: task for task in Task.objects.filter(plan=self.plan).select_related("heading")}
        made: dict[str, Target] = {}
        for position, decided in enumerate(self.compilation.decided("target")):
            target = decided.element
            low, high = bounds(target.value)
            made[target.indicator] = Target.objects.create(
                plan=self.plan,
                heading=self._heading(target.path),
                task=tasks.get(target.path),
                parent=made.get(target.parent or ""),
                code=f"T{position + 1}",
                position=position,
                indicator=target.indicator,
                label_zh=target.indicator[:100],
                kind=target.kind,
                is_kind_inferred=target.kind_basis == "inferred",
                comparator=target.comparator,
                word=target.word,
                ambition=target.ambition or "",
                number=low,
                number_high=high,
                unit=target.unit,
                scale=Decimal(str(target.scale)),
                year=target.year,
                year_source=target.year_source,
                qualifier=target.qualifier or target.reference or "",
                starts_on=dt.date(self.plan.period_first, 1, 1) if self.plan.period_first and target.year else None,
                due_on=dt.date(target.year, 12, 31) if self.plan.period_first and target.year else None,
                is_by_person=decided.change == "added",
                **(span_of(target.span) if decided.is_quoted else {}),
            )

    def _heading(self, path: str) -> PlanHeading:
        """The heading of a path; elements of the preamble, which stand under none, go to the first heading of the plan."""
        return self.headings[path] if path else next(iter(self.headings.values()))

    def _duties(self) -> None:
        for decided in self.compilation.decided("duty"):
            for organisation in self._meant(decided.element.unit) or [None]:
                self._duty(decided, organisation)

    def _duty(self, decided: Decided, organisation: Organisation | None) -> None:
        """One row per organisation; what stands there already in the same role is not repeated."""
        duty, heading = decided.element, self._heading(decided.element.path)
        if organisation and Duty.objects.filter(heading=heading, role=duty.role, organisation=organisation).exists():
            return
        values = self._stated(decided) if decided.change != "assigned" else self._assigned(decided)
        Duty.objects.create(
            plan=self.plan,
            heading=heading,
            role=duty.role,
            organisation=organisation,
            surface=duty.surface or duty.unit,
            surface_en=self.collectives.get(duty.unit, ""),
            **values,
        )

    def _stated(self, decided: Decided) -> dict[str, Any]:
        place = span_of(decided.element.span) if decided.is_quoted else {}
        return {"origin": DutyOrigin.STATED, "from_on": self.plan.issued_on or self.on, **place}

    def _assigned(self, decided: Decided) -> dict[str, Any]:
        return {
            "origin": DutyOrigin.ASSIGNED,
            "assigned_by": person_named(decided.by or ""),
            "assigned_by_name": decided.by or "",
            "from_on": decided.on or self.on,
            "reason": decided.reason or "",
        }

    def _meant(self, unit: str) -> list[Organisation]:
        """Organisations that a printed unit means; a collective phrase means several, an unknown one nobody."""
        codes = self.compilation.pack.codes_of(unit)
        return [self.organisations[code] for code in codes if code in self.organisations]

    def _findings(self) -> None:
        for decided in self.compilation.confirmed.findings:
            finding = decided.finding
            Finding.objects.create(
                plan=self.plan,
                code=finding.code,
                severity=finding.severity,
                message_zh=finding.message["zh"],
                message_en=finding.message["en"],
                state=decided.state,
                decided_by=decided.by or "",
                decided_on=decided.on,
                reason=decided.reason or "",
                **span_of(finding.span),
            )

    def addressees(self) -> tuple[str, ...]:
        """Codes of the organisations that the notice is addressed to, each once, as far as they are known."""
        codes = [code for words in self.plan.addressees for code in self.compilation.pack.codes_of(words)]
        return tuple(dict.fromkeys(code for code in codes if code in self.organisations))


def bounds(value: compiled.Value) -> tuple[Decimal | None, Decimal | None]:
    """Number, or lower and upper end of a range, exactly as printed."""
    if isinstance(value, tuple):
        return Decimal(str(value[0])), Decimal(str(value[1]))
    return (None if value is None else Decimal(str(value))), None


def span_of(span: Span) -> dict[str, int | None]:
    """Columns of a span; nothing for an element that a person added."""
    return {"start": span[0], "end": span[1]} if span[1] > span[0] else {"start": None, "end": None}


def person_named(name: str) -> Person | None:
    """The one person of that name, or None when there is none or several."""
    found = list(Person.objects.filter(name_zh=name)[:2])
    return found[0] if len(found) == 1 else None
