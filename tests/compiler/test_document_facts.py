"""Facts of the paper: how they are typed, what is refused, where the text says them, and how recorded decisions correct them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.plan import as_dict, compile_plan
from parkloop.domain.plan.decisions import DecisionError, apply_decisions, decided_plan
from parkloop.domain.plan.document_facts import FACTS, FactError, fact_place, fact_text, read_fact
from parkloop.domain.plan.model import Document
from tests.plan.reviews import NOTICE

PLAN = compile_plan(NOTICE)


def decided(**facts):
    return apply_decisions(
        PLAN, {"edit": [{"element": "document", "set": facts, "reason": "对照盖章件", "by": "张三"}]}
    )


def test_facts_are_read_as_typed():
    assert read_fact("issued_on", "2026-3-2") == read_fact("issued_on", " 2026年3月2日 ") == "2026-03-02"
    assert read_fact("period", "2026-2028") == read_fact("period", "2026年—2028年") == (2026, 2028)
    assert read_fact("period", "2027") == (2027, 2027)
    assert read_fact("issuer", "  县政府  办公室 ") == "县政府 办公室"
    assert read_fact("doc_no", "") is None


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("title", " ", "required"),
        ("title", "字" * 301, "long"),
        ("doc_no", "字" * 101, "long"),
        ("issued_on", "明天", "date"),
        ("issued_on", "2026-02-30", "no-such-day"),
        ("issued_on", "2026-13-01", "no-such-day"),
        ("period", "2028-2026", "period-order"),
        ("period", "今年", "period"),
        ("period", "0012-2026", "period"),
    ],
)
def test_what_is_no_value_is_named(name, text, code):
    with pytest.raises(FactError) as refused:
        read_fact(name, text)
    assert (refused.value.name, refused.value.code) == (name, code)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)), st.integers(1900, 2199), st.integers(0, 40))
def test_what_is_shown_is_read_back(day, first, more):
    document = Document(title="方案", issued_on=day.isoformat(), period=(first, min(first + more, 2199)))
    for name in FACTS:
        value = getattr(document, name)
        assert read_fact(name, fact_text(document, name)) == value


@given(st.sampled_from(FACTS), st.text(max_size=40))
def test_any_text_is_a_value_or_named(name, text):
    try:
        value = read_fact(name, text)
    except FactError:
        return
    assert value is None or read_fact(name, fact_text(Document(**{name: value}), name)) == value


def test_each_fact_is_found_where_the_text_says_it():
    places = {name: fact_place(PLAN.document, name, NOTICE) for name in FACTS}
    words = {name: NOTICE[slice(*place)] for name, place in places.items()}
    assert words["issued_on"] == "2026年3月2日"
    assert words["doc_no"] == "澄府办发〔2026〕8号"
    assert words["period"] == "2026—2027"
    title = places["title"]
    assert NOTICE[title[0] - 1] == NOTICE[title[1]] == "\n"
    assert fact_place(Document(issued_on="2026-03-12"), "issued_on", "落款\n二〇二六年三月十二日") == (3, 13)
    assert fact_place(Document(), "issuer", NOTICE) is None


def test_a_corrected_fact_stands_in_the_confirmed_plan_with_who_and_what_was_read():
    confirmed = decided(doc_no="澄府办发〔2026〕18号", issued_on=datetime.date(2026, 3, 12))
    assert (confirmed.document.doc_no, confirmed.document.issued_on) == ("澄府办发〔2026〕18号", "2026-03-12")
    assert [(f.name, f.was, f.by) for f in confirmed.facts] == [
        ("doc_no", PLAN.document.doc_no, "张三"),
        ("issued_on", PLAN.document.issued_on, "张三"),
    ]
    assert decided_plan(confirmed).document == confirmed.document


def test_goals_whose_year_came_from_the_period_follow_a_corrected_one():
    text = NOTICE.replace("到2027年，", "")
    plan = compile_plan(text)
    assert {t.year for t in plan.targets if t.year_source == "period"} == {2027}
    entry = {"element": "document", "set": {"period": [2026, 2028]}, "reason": "对照盖章件"}
    confirmed = apply_decisions(plan, {"edit": [entry]})
    targets = decided_plan(confirmed).targets
    assert {t.year for t in targets if t.year_source == "period"} == {2028}
    assert confirmed.document.period_source == "person"
    own = [t for t in compile_plan(NOTICE).targets if t.year_source != "period"]
    assert {t.year for t in decided_plan(decided(period=[2026, 2029])).targets} == {t.year for t in own}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"set": {"period": [2028, 2026]}}, "ends before it begins"),
        ({"set": {"issued_on": "2026-02-30"}}, "no such day"),
        ({"set": {"issued_on": 5}}, "text"),
        ({"set": {"colour": "red"}}, "unknown fact 'colour'"),
        ({"set": {"title": ""}}, "a plan has a title"),
        ({"set": {}}, "set must be"),
        ({"set": {"doc_no": "1号"}, "path": "一"}, "neither path nor match"),
    ],
)
def test_a_recorded_fact_that_cannot_be_is_refused_with_its_entry(entry, words):
    with pytest.raises(DecisionError, match=r"edit\[1\]") as refused:
        apply_decisions(PLAN, {"edit": [{"element": "document", "reason": "r", **entry}]})
    assert words in str(refused.value)


def test_the_confirmed_form_keeps_the_facts():
    assert as_dict(decided(issuer="澄川县人民政府"))["facts"][0]["value"] == "澄川县人民政府"
