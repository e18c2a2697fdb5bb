"""Reads StratML of either part leniently: any namespace, any order, missing parts; unknown elements are counted.

Entities, external files and giant trees are refused by the parser's own settings; nothing is fetched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from parkloop.adapters.documents.errors import UnreadableDocument
from parkloop.domain.stratml import (
    Goal,
    Indicator,
    Objective,
    Organisation,
    PlanOrReport,
    Result,
    Stakeholder,
)

_ROOTS = ("PerformancePlanOrReport", "StrategicPlan")
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:PerformancePlanOrReport|StrategicPlan)[\s>/]")
_KNOWN = frozenset(
    """
    AdministrativeInformation Acronym ActualResult Description Descriptor DescriptorName DescriptorValue
    EmailAddress EndDate FirstName GivenName Goal Identifier LastName MeasurementDimension MeasurementInstance
    Mission Name NumberOfUnits Objective Organization OtherInformation PerformanceIndicator
    PerformancePlanOrReport PhoneNumber PublicationDate ReferentIdentifier Relationship Role RoleType
    SequenceIndicator Source Stakeholder StartDate StrategicPlan StrategicPlanCore Submitter Surname TargetResult
    UnitOfMeasurement Value Vision
    """.split()  # noqa: SIM905
)
Element = etree._Element


def is_stratml(data: bytes) -> bool:
    """Whether the bytes begin like XML with a StratML root (UTF-8 or another ASCII-like encoding)."""
    head = data[:20_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and bool(_ROOT.search(head))


def read_stratml(data: bytes, name: str) -> PlanOrReport:
    """The document. Raises UnreadableDocument: `bad-xml` (with the line), `no-goal`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else error.lineno
        raise UnreadableDocument("bad-xml", name=name, line=line) from error
    if _tag(root) not in _ROOTS:
        raise UnreadableDocument("no-goal", name=name)
    report = _document(root)
    if not report.goals:
        raise UnreadableDocument("no-goal", name=name)
    return report


def _document(root: Element) -> PlanOrReport:
    core = _first(root, "StrategicPlanCore")
    core = root if core is None else core
    admin = _first(root, "AdministrativeInformation")
    unknown = Counter(tag for part in root.iter() if (tag := _tag(part)) and tag not in _KNOWN)
    kind = root.get("Type", "Strategic_Plan")
    return PlanOrReport(
        name=_text(root, "Name"),
        type=kind if kind in ("Performance_Plan", "Performance_Report") else "Strategic_Plan",  # type: ignore[arg-type]
        description=_text(root, "Description"),
        other=_text(root, "OtherInformation"),
        organisations=tuple(_organisation(part) for part in _all(core, "Organization")),
        vision=_described(core, "Vision"),
        mission=_described(core, "Mission"),
        values=tuple(
            filter(None, (f"{_text(v, 'Name')} {_text(v, 'Description')}".strip() for v in _all(core, "Value")))
        ),
        goals=tuple(_goal(part) for part in _all(core, "Goal")),
        identifier=_text(admin, "Identifier"),
        start=_text(admin, "StartDate"),
        end=_text(admin, "EndDate"),
        published=_text(admin, "PublicationDate"),
        source=_text(admin, "Source"),
        unknown=tuple(sorted(unknown.items())),
    )


def _organisation(part: Element) -> Organisation:
    return Organisation(
        _text(part, "Name"),
        _text(part, "Acronym"),
        _text(part, "Identifier"),
        _text(part, "Description"),
        tuple(_stakeholder(s) for s in _all(part, "Stakeholder")),
    )


def _goal(part: Element) -> Goal:
    return Goal(
        _text(part, "Name"),
        _text(part, "Description"),
        _text(part, "Identifier"),
        _text(part, "SequenceIndicator"),
        tuple(_stakeholder(s) for s in _all(part, "Stakeholder")),
        _text(part, "OtherInformation"),
        tuple(_objective(o) for o in _all(part, "Objective")),
    )


def _objective(part: Element) -> Objective:
    return Objective(
        _text(part, "Name"),
        _text(part, "Description"),
        _text(part, "Identifier"),
        _text(part, "SequenceIndicator"),
        tuple(_stakeholder(s) for s in _all(part, "Stakeholder")),
        _text(part, "OtherInformation"),
        tuple(_indicator(i) for i in _all(part, "PerformanceIndicator")),
    )


def _stakeholder(part: Element) -> Stakeholder:
    roles = tuple((_text(role, "Name"), _text(role, "RoleType")) for role in _all(part, "Role"))
    return Stakeholder(_text(part, "Name"), _text(part, "Description"), roles, part.get("StakeholderTypeType", ""))


def _indicator(part: Element) -> Indicator:
    instances = list(_all(part, "MeasurementInstance"))
    relations = (r for r in _all(part, "Relationship") if r.get("RelationshipType") == "Narrower_Than")
    return Indicator(
        dimension=_text(part, "MeasurementDimension") or _text(part, "Name"),
        unit=_text(part, "UnitOfMeasurement"),
        identifier=_text(part, "Identifier"),
        sequence=_text(part, "SequenceIndicator"),
        type="Qualitative" if part.get("PerformanceIndicatorType") == "Qualitative" else "Quantitative",
        narrower_than=next((_text(r, "ReferentIdentifier") for r in relations), ""),
        targets=tuple(_result(r) for i in instances for r in _all(i, "TargetResult")),
        actuals=tuple(_result(r) for i in instances for r in _all(i, "ActualResult")),
        other=_text(part, "OtherInformation"),
    )


def _result(part: Element) -> Result:
    descriptor = _first(part, "Descriptor")
    return Result(
        _text(part, "EndDate"),
        _text(part, "NumberOfUnits"),
        (_text(descriptor, "DescriptorName"), _text(descriptor, "DescriptorValue")),
        _text(part, "Description"),
        _text(part, "StartDate"),
    )


def _tag(part: Element) -> str:
    """Local name of an element; empty for comments and the like."""
    return etree.QName(part).localname if isinstance(part.tag, str) else ""


def _all(part: Element, tag: str) -> Iterator[Element]:
    return (child for child in part if _tag(child) == tag)


def _first(part: Element, tag: str) -> Element | None:
    return next(_all(part, tag), None)


def _text(part: Element | None, tag: str) -> str:
    """All text of the first child of that name; lines kept, blanks around them not."""
    found = _first(part, tag) if part is not None else None
    whole = "".join(str(piece) for piece in found.itertext()) if found is not None else ""
    return "\n".join(line for line in (" ".join(line.split()) for line in whole.splitlines()) if line)


def _described(core: Element, tag: str) -> str:
    found = _first(core, tag)
    return _text(found, "Description")
