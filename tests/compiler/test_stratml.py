"""StratML Part 2: what is written validates and reads back the same; foreign documents are read leniently."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from parkloop.adapters.documents import UnreadableDocument
from parkloop.adapters.plans import read_plan
from parkloop.adapters.stratml import read_stratml, write_stratml
from parkloop.domain.plan import CompiledPlan, compile_plan
from parkloop.domain.plan.model import Document, Duty, Heading, Qualitative, Target
from parkloop.domain.stratml import Result, plan_of, report_of
from tests.compiler import support
from tests.compiler.test_notice import RAW

SCHEMA = Path(__file__).resolve().parents[3] / "shared/reference/stratml/PerformancePlanOrReport20160216.xsd"
NOTICES = {"the notice": RAW} | {
    name: (support.NOTICES / f"{name}.txt").read_text(encoding="utf-8") for name in support.notice_names()
}
needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the StratML schema is not beside this project")


def valid(data: bytes) -> list[str]:
    """What the official schema finds wrong; nothing when the document is valid."""
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.validate(etree.fromstring(data))
    return [f"{error.line}: {error.message}" for error in schema.error_log]


def there_and_back(plan: CompiledPlan, text: str) -> tuple[str, CompiledPlan]:
    return plan_of(read_stratml(write_stratml(report_of(plan, text, identifier="2025/x")), "x.xml"))


def facts(plan: CompiledPlan) -> dict[str, list[tuple[object, ...]]]:
    """What must survive: see the table in docs/concepts/stratml.md."""
    return {
        "document": [(plan.document.title or "", plan.document.doc_no, plan.document.issued_on, plan.document.period)],
        "headings": sorted((h.path, h.number, h.title) for h in plan.headings),
        "targets": sorted(
            (t.path, t.indicator, t.comparator, str(t.value), t.unit, t.scale, str(t.year), t.kind, t.word)
            for t in plan.targets
            if t.path
        ),
        "qualitative": sorted((q.path, q.indicator, q.word, str(q.year)) for q in plan.qualitative),
        "duties": sorted((d.path, d.role, d.unit) for d in plan.duties),
    }


@needs_schema
@pytest.mark.parametrize("name", NOTICES)
def test_every_notice_is_written_as_a_valid_document(name):
    text = NOTICES[name]
    assert valid(write_stratml(report_of(compile_plan(text), text, identifier=name))) == []


@pytest.mark.parametrize("name", NOTICES)
def test_headings_targets_goals_and_duties_survive_the_way_out_and_back(name):
    plan = compile_plan(NOTICES[name])
    _, back = there_and_back(plan, NOTICES[name])
    assert facts(back) == facts(plan)


@pytest.mark.parametrize("name", NOTICES)
def test_spans_of_an_imported_document_point_at_its_written_text(name):
    text, back = there_and_back(compile_plan(NOTICES[name]), NOTICES[name])
    for heading in back.headings:
        assert text[heading.span[0] : heading.span[1]].endswith(heading.title)
    for duty in back.duties:
        assert text[duty.span[0] : duty.span[1]] == duty.unit
    for goal in (*back.targets, *back.qualitative):
        assert text[goal.span[0] : goal.span[1]].startswith(goal.indicator)


texts = st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp"]), max_size=12)
names = texts.filter(lambda t: bool(t.strip()))


@st.composite
def plans(draw: st.DrawFn) -> CompiledPlan:
    """Plans with any words, numbers and depths."""
    count = draw(st.integers(0, 6))
    paths = ["/".join(str(draw(st.integers(1, 3))) for _ in range(draw(st.integers(1, 3)))) for _ in range(count)]
    headings = tuple(Heading(p, 1, p, draw(texts), False, (0, 0)) for p in dict.fromkeys(paths))
    if not headings:
        return CompiledPlan(Document(title=draw(texts)))
    where = st.sampled_from([h.path for h in headings])
    value = st.one_of(
        st.integers(-(10**12), 10**12), st.floats(-1e6, 1e6), st.tuples(st.integers(0, 5), st.integers(6, 9))
    )
    targets = tuple(
        Target(draw(where), draw(names), draw(st.sampled_from(["ge", "eq", "rank"])), "达到", None, draw(value), draw(texts),
               1, draw(st.integers(1, 9999)), "own", "level", "explicit", None, (0, 0))
        for _ in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    goals = tuple(
        Qualitative(draw(where), draw(names), draw(texts), None, None, "none", (0, 0))
        for _ in range(draw(st.integers(0, 2)))
    )
    duties = tuple(Duty(draw(where), "lead", draw(names), (0, 0)) for _ in range(draw(st.integers(0, 2))))
    return CompiledPlan(Document(title=draw(texts), issuer=draw(texts)), headings, targets, goals, duties)


@needs_schema
@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_plan_is_written_as_a_valid_document(plan):
    assert valid(write_stratml(report_of(plan, "", identifier="1 任意"))) == []


@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_written_plan_is_read_without_an_error(plan):
    _, back = there_and_back(plan, "")
    assert len(back.targets) + len(back.qualitative) == len(plan.targets) + len(plan.qualitative)


FOREIGN = """<?xml version="1.0"?>
<StrategicPlan xmlns="http://www.stratml.net">
  <StrategicPlanCore>
    <Goal>
      <SequenceIndicator>1</SequenceIndicator><Identifier>9_bad</Identifier>
      <Name>Safer streets</Name><Mood>hopeful</Mood>
      <Objective>
        <SequenceIndicator>1.1</SequenceIndicator><Identifier>9_bad</Identifier>
        <Description>Fewer collisions on every road of the borough</Description>
        <Stakeholder><Name>Roads Office</Name><Role><Name>Lead agency</Name><RoleType>Performer</RoleType></Role></Stakeholder>
        <Stakeholder><Name>Residents</Name><Role><Name>Public</Name><RoleType>Beneficiary</RoleType></Role></Stakeholder>
        <PerformanceIndicator>
          <MeasurementDimension>Collisions</MeasurementDimension>
          <UnitOfMeasurement>cases</UnitOfMeasurement>
          <MeasurementInstance>
            <TargetResult><NumberOfUnits>1,200</NumberOfUnits><EndDate>2027-12-31</EndDate></TargetResult>
            <TargetResult><NumberOfUnits>few</NumberOfUnits><EndDate>2028-12-31</EndDate></TargetResult>
            <ActualResult><NumberOfUnits>1500</NumberOfUnits></ActualResult>
          </MeasurementInstance>
        </PerformanceIndicator>
      </Objective>
    </Goal>
  </StrategicPlanCore>
  <Name>Borough plan</Name>
</StrategicPlan>
"""


def test_a_document_that_does_not_validate_is_still_read_and_each_doubt_is_a_finding():
    source, plan = read_plan(FOREIGN.encode(), "borough.xml")
    assert source.format == "stratml"
    assert [(h.path, h.title) for h in plan.headings] == [
        ("1", "Safer streets"),
        ("1/1", "Fewer collisions on every road of the bo"),
    ]
    assert [(t.path, t.indicator, t.value, t.unit, t.year) for t in plan.targets] == [
        ("1/1", "Collisions", 1200, "cases", 2027)
    ]
    assert [(q.indicator, q.year) for q in plan.qualitative] == [("Collisions", 2028)]
    assert [(d.path, d.role, d.unit) for d in plan.duties] == [("1/1", "lead", "Roads Office")]
    assert sorted(f.code for f in plan.findings) == [
        "STRATML-ACTUAL",
        "STRATML-BENEFICIARY",
        "STRATML-NAME",
        "STRATML-NUMBER",
        "STRATML-UNKNOWN",
    ]
    for finding in plan.findings:
        assert finding.message["zh"]
        assert finding.message["en"]


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (FOREIGN.replace("</Goal>", ""), "bad-xml", "line "),
        ("<StrategicPlan><Name>x</Name></StrategicPlan>", "no-goal", "Goal"),
        ("<html><!-- <StrategicPlan > --></html>", "no-goal", "Goal"),
    ],
    ids=["not well-formed", "no goal", "another root"],
)
def test_what_is_no_plan_is_refused_with_the_place_and_the_way_out(data, code, words):
    with pytest.raises(UnreadableDocument) as caught:
        read_plan(data.encode(), "x.xml")
    assert caught.value.code == code
    assert words in caught.value.message["en"]
    assert "x.xml" in caught.value.message["zh"]


def test_entities_are_never_expanded():
    text = f"{BOMB}]><StrategicPlan><Name>&i;</Name><Goal><Name>g&i;</Name></Goal></StrategicPlan>"
    try:
        source, _ = read_plan(text.encode(), "x.xml")
    except UnreadableDocument:
        return
    assert len(source.text) < 100


def test_actual_results_make_a_report_of_the_plan():
    plan = compile_plan(RAW)
    target = plan.targets[0]
    report = report_of(plan, RAW, actuals={(target.path, target.indicator): [Result(end="2026-09-30", number="0")]})
    assert report.type == "Performance_Report"
    assert read_stratml(write_stratml(report), "x").goals[0].objectives[0].indicators[0].actuals[0].number == "0"


def test_the_command_writes_stratml_and_compiles_it_again(tmp_path):
    notice, written = tmp_path / "notice.txt", tmp_path / "plan.xml"
    notice.write_text(RAW, encoding="utf-8")
    command = [sys.executable, "-m", "parkloop.site.cli", "compile"]
    done = subprocess.run(
        [*command, str(notice), "--format", "stratml", "--out", str(written)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    again = subprocess.run([*command, str(written), "--stats"], capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert f"targets     {len(compile_plan(RAW).targets):>6}" in again.stdout
