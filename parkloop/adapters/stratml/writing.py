"""Writes a StratML Part 2 document in the order that the schema of 2016-02-16 asks for."""

from __future__ import annotations

import re

from lxml import etree

from parkloop.domain.stratml import (
    Goal,
    Indicator,
    Objective,
    Organisation,
    PlanOrReport,
    Result,
    Stakeholder,
)

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_NAME = re.compile(r"[^A-Za-z0-9._-]")
Element = etree._Element


def write_stratml(report: PlanOrReport) -> bytes:
    """The document as UTF-8 XML that validates: identifiers unique and XML names, every goal with name and description."""
    return _Writer().document(report)


class _Writer:
    """Keeps identifiers unique within one document."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def document(self, report: PlanOrReport) -> bytes:
        names: dict[str | None, str] = {None: NAMESPACE}
        root = etree.Element(f"{{{NAMESPACE}}}PerformancePlanOrReport", nsmap=names, Type=report.type)  # type: ignore[arg-type]
        _text(root, "Name", report.name, needed=True)
        _text(root, "Description", report.description)
        _text(root, "OtherInformation", report.other)
        core = _below(root, "StrategicPlanCore")
        for organisation in report.organisations:
            self._organisation(core, organisation)
        for tag, text in (("Vision", report.vision), ("Mission", report.mission)):
            if text:
                _text(_below(core, tag), "Description", text)
        for value in report.values:
            _text(_below(core, "Value"), "Description", value)
        for goal in report.goals or (Goal(report.name),):
            self._goal(core, goal)
        self._administrative(root, report)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _administrative(self, root: Element, report: PlanOrReport) -> None:
        if not any((report.identifier, report.start, report.end, report.published, report.source)):
            return
        part = _below(root, "AdministrativeInformation")
        self._identifier(part, report.identifier)
        _text(part, "StartDate", report.start)
        _text(part, "EndDate", report.end)
        _text(part, "PublicationDate", report.published)
        _text(part, "Source", report.source)

    def _organisation(self, core: Element, organisation: Organisation) -> None:
        part = _below(core, "Organization")
        _text(part, "Name", organisation.name)
        _text(part, "Acronym", organisation.acronym)
        self._identifier(part, organisation.identifier)
        _text(part, "Description", organisation.description)
        for stakeholder in organisation.stakeholders:
            _stakeholder(part, stakeholder)

    def _goal(self, core: Element, goal: Goal) -> None:
        part = _below(core, "Goal")
        self._common(part, goal)
        for objective in goal.objectives:
            below = _below(part, "Objective")
            self._common(below, objective)
            for indicator in objective.indicators:
                self._indicator(below, indicator)

    def _common(self, part: Element, item: Goal | Objective) -> None:
        _text(part, "Name", item.name, needed=True)
        _text(part, "Description", item.description, needed=isinstance(item, Goal))
        self._identifier(part, item.identifier)
        _text(part, "SequenceIndicator", item.sequence)
        for stakeholder in item.stakeholders:
            _stakeholder(part, stakeholder)
        _text(part, "OtherInformation", item.other)

    def _indicator(self, objective: Element, indicator: Indicator) -> None:
        part = _below(objective, "PerformanceIndicator")
        part.set("PerformanceIndicatorType", indicator.type)
        _text(part, "SequenceIndicator", indicator.sequence)
        _text(part, "MeasurementDimension", indicator.dimension, needed=True)
        _text(part, "UnitOfMeasurement", indicator.unit, needed=True)
        self._identifier(part, indicator.identifier)
        if indicator.narrower_than:
            relation = _below(part, "Relationship")
            relation.set("RelationshipType", "Narrower_Than")
            _text(relation, "ReferentIdentifier", indicator.narrower_than)
        if indicator.targets or indicator.actuals:
            instance = _below(part, "MeasurementInstance")
            for tag, results in (("TargetResult", indicator.targets), ("ActualResult", indicator.actuals)):
                for result in results:
                    _result(_below(instance, tag), result)
        _text(part, "OtherInformation", indicator.other)

    def _identifier(self, part: Element, identifier: str) -> None:
        """An XML ID: a letter first, no sign outside names, unique in the document."""
        if not identifier:
            return
        name = _NOT_NAME.sub("-", identifier)
        name = name if name[0].isalpha() else f"id-{name}"
        free, tries = name, 2
        while free in self.taken:
            free, tries = f"{name}.{tries}", tries + 1
        self.taken.add(free)
        _text(part, "Identifier", free)


def _stakeholder(part: Element, stakeholder: Stakeholder) -> None:
    below = _below(part, "Stakeholder")
    below.set("StakeholderTypeType", stakeholder.kind)
    _text(below, "Name", stakeholder.name, needed=True)
    _text(below, "Description", stakeholder.description)
    for name, kind in stakeholder.roles:
        role = _below(below, "Role")
        _text(role, "Name", name, needed=True)
        _text(role, "RoleType", kind)


def _result(part: Element, result: Result) -> None:
    _text(part, "StartDate", result.start)
    _text(part, "EndDate", result.end)
    _text(part, "NumberOfUnits", result.number)
    if any(result.descriptor):
        descriptor = _below(part, "Descriptor")
        _text(descriptor, "DescriptorName", result.descriptor[0])
        _text(descriptor, "DescriptorValue", result.descriptor[1])
    _text(part, "Description", result.description)


def _below(parent: Element, tag: str) -> Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")


def _text(parent: Element, tag: str, text: str, *, needed: bool = False) -> None:
    """A child with the text, without characters that XML 1.0 cannot hold."""
    if text or needed:
        _below(parent, tag).text = _NOT_XML.sub("", text)
