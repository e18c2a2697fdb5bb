"""Rules of the review that need no database: keys and places, typed fields, and what the form of decisions learned for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.plan import as_dict, compile_plan
from parkloop.domain.plan.decisions import DecisionError, apply_decisions, stats
from parkloop.domain.plan.element_fields import FIELDS, FieldError, changed_fields, lacking, read_fields, texts_of
from parkloop.domain.plan.model import Heading
from parkloop.domain.plan.places import heading_at, keyed, new_path, places_of, trimmed
from parkloop.domain.plan.stored import compiled_from
from tests.compiler.test_notice import PLAN

SIGNED = {"by": "张三", "on": "2026-01-05"}
TARGETS = [element for kind, element in PLAN.elements() if kind == "target"]
HEADINGS = [element for kind, element in PLAN.elements() if kind == "heading"]
WORDS = st.text(alphabet="一二三产业园区 创新\n到2027年%", min_size=1, max_size=40)


def named(element, kind="target"):
    return {"element": kind, "path": element.path, "match": {"span": list(element.span)}}


# -- decisions


def test_an_accepted_element_stays_the_compilers_and_says_who_looked_at_it():
    entry = named(TARGETS[0])
    confirmed = apply_decisions(PLAN, {**SIGNED, "accept": [entry]})
    found = next(d for d in confirmed.of("target") if d.element == TARGETS[0])
    assert (found.origin, found.change, found.by) == ("compiler", "accepted", "张三")
    assert stats(confirmed)["accepted"] == 1


def test_every_element_can_be_accepted_by_its_place_alone():
    entries = [{**named(element, kind), "match": as_match(kind, element)} for kind, element in PLAN.elements()]
    confirmed = apply_decisions(PLAN, {**SIGNED, "accept": entries})
    assert {decided.change for decided in confirmed.elements} == {"accepted"}


def as_match(kind, element):
    names = {"entity": ("kind", "name"), "duty": ("role", "unit")}.get(kind, ())
    return {"span": list(element.span), **{name: getattr(element, name) for name in names}}


def test_a_finding_is_named_by_its_span():
    cut = next(f for f in PLAN.findings if f.code == "PARA-CUT")
    confirmed = apply_decisions(PLAN, {"accept": [{"finding": "PARA-CUT", "span": list(cut.span)}]})
    assert [f.finding for f in confirmed.findings if f.state == "accepted"] == [cut]


def test_an_added_element_with_a_span_quotes_the_text_and_one_without_does_not():
    entry = {
        "element": "entity",
        "path": TARGETS[0].path,
        "set": {"kind": "platform", "name": "某平台"},
        "reason": "附表",
    }
    confirmed = apply_decisions(PLAN, {"add": [{**entry, "span": [10, 14]}, entry]})
    first, second = (d for d in confirmed.elements if d.change == "added")
    assert (first.is_quoted, first.element.span) == (True, (10, 14))
    assert not second.is_quoted


def test_a_heading_is_added_before_what_stands_at_it():
    heading = {"element": "heading", "path": "九", "set": {"number": "九", "title": "附则", "level": 1}, "span": [5, 9]}
    duty = {"path": "九", "role": "lead", "unit": "甲局"}
    confirmed = apply_decisions(PLAN, {"assign": [{**duty, "reason": "会议"}], "add": [{**heading, "reason": "漏读"}]})
    assert [d.element.unit for d in confirmed.of("duty") if d.change == "assigned"] == ["甲局"]


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ({"add": [{"element": "entity", "path": "一", "set": {}, "span": [9, 9], "reason": "r"}]}, "span"),
        ({"accept": [{"finding": "PARA-CUT", "span": "9-12"}]}, "span"),
        ({"accept": [{"finding": "PARA-CUT", "span": [0, 1]}]}, "no finding"),
        ({"accept": [{"element": "target", "path": "一"}]}, "match"),
        ({"edit": [{**named(TARGETS[0]), "set": {"path": "九"}, "reason": "r"}]}, "no heading with path '九'"),
        ({"edit": [{**named(TARGETS[0]), "set": {"value": "许多"}, "reason": "r"}]}, "value must be"),
        ({"edit": [{**named(TARGETS[0]), "set": {"value": [8, 5]}, "reason": "r"}]}, "value must be"),
        ({"reject": [{"element": "heading", "path": TARGETS[0].path, "reason": "r"}]}, "still stands at the heading"),
        ({"add": [{"element": "heading", "path": "一", "set": {"title": "x"}, "reason": "r"}]}, "path of its own"),
    ],
)
def test_entries_that_fit_nothing_are_named(decisions, words):
    with pytest.raises(DecisionError) as caught:
        apply_decisions(PLAN, decisions)
    assert words in str(caught.value)


def test_a_heading_whose_elements_were_moved_can_be_rejected():
    plan = compile_plan("一、目标\n到2027年，企业达到60家。\n二、任务\n（一）办事。\n")
    (target,) = plan.targets
    others = [(kind, e) for kind, e in plan.elements() if e.path == "一" and kind not in ("heading", "target")]
    moves = [{**named(target), "set": {"path": "二"}, "reason": "r"}]
    moves += [{**named(e, kind), "set": {"path": "二"}, "reason": "r"} for kind, e in others]
    gone = {"element": "heading", "path": "一", "reason": "不是标题"}
    confirmed = apply_decisions(plan, {"edit": moves, "reject": [gone]})
    assert [d.element.path for d in confirmed.of("target")] == ["二"]


def test_a_stored_plan_comes_back_as_it_was():
    assert compiled_from(as_dict(PLAN)) == PLAN


# -- typed fields


@pytest.mark.parametrize(("kind", "element"), [(kind, element) for kind, element in PLAN.elements()][::7])
def test_what_is_shown_reads_back_unchanged(kind, element):
    texts = {name: text for name, text in texts_of(kind, element).items() if name != "path"}
    assert changed_fields(kind, element, read_fields(kind, texts, element)) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60", 60),
        ("3.20", 3.2),
        ("1,300", 1300),
        ("-5", -5),
        ("5-8", (5, 8)),
        ("5～8", (5, 8)),
        ("0.5—1.5", (0.5, 1.5)),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    comparator = "range" if isinstance(value, tuple) else "ge"
    assert read_fields("target", {"indicator": "甲", "value": text, "comparator": comparator})["value"] == value


@pytest.mark.parametrize("text", ["", "许多", "8-5", "1.2.3", "5-", "六十", "1e5", "∞", "５８"])
def test_what_is_no_number_is_refused_at_the_field(text):
    with pytest.raises(FieldError) as refused:
        read_fields("target", {"indicator": "甲", "value": text, "comparator": "ge"})
    assert refused.value.field == "value"


def test_only_a_range_has_two_ends():
    for comparator, value in (("ge", "5-8"), ("range", "5")):
        with pytest.raises(FieldError):
            read_fields("target", {"indicator": "甲", "value": value, "comparator": comparator})


def test_a_kind_that_a_person_chose_is_no_longer_inferred():
    changed = changed_fields("target", TARGETS[0], {"kind": "share" if TARGETS[0].kind != "share" else "level"})
    assert changed["kind_basis"] == "explicit"


def test_what_a_new_element_lacks_is_said_in_order():
    assert lacking("duty", {}) == "role"
    assert lacking("duty", {"role": "lead"}) == "unit"
    assert lacking("duty", {"role": "lead", "unit": "甲局"}) == ""


@given(
    st.sampled_from(sorted(FIELDS)),
    st.dictionaries(st.sampled_from(["indicator", "value", "year", "unit", "due", "level"]), st.text(max_size=20)),
)
def test_typed_texts_give_values_or_the_field_that_is_wrong(kind, texts):
    known = {field.name for field in FIELDS[kind]}
    assert set(read_or_fault(kind, texts)) <= known


def read_or_fault(kind, texts):
    """The names of what was read, or the one field that is wrong."""
    try:
        return list(read_fields(kind, texts))
    except FieldError as error:
        return [error.field]


# -- places


def test_keys_are_unique_and_tell_kind_and_place():
    found = keyed([("target", (3, 9), "a"), ("target", (3, 9), "b"), ("duty", (3, 9), "c")])
    assert [key for key, _ in found] == ["target@3-9", "target@3-9.2", "duty@3-9"]


def test_the_heading_of_a_place_is_the_last_one_before_it():
    assert heading_at(HEADINGS, TARGETS[0].span[0]).path == TARGETS[0].path
    assert heading_at(HEADINGS, 0) is None or HEADINGS[0].span[0] == 0


def test_a_new_heading_goes_below_the_nearest_higher_one():
    known = [Heading("一", 1, "一", "甲", False, (0, 4)), Heading("一/一", 2, "一", "乙", False, (10, 14))]
    assert new_path(known, 20, 2, "二", "丙") == "一/二"
    assert new_path(known, 20, 3, "1", "丁") == "一/一/1"
    assert new_path(known, 20, 2, "一", "戊") == "一/一~2"
    assert new_path(known, 20, 1, "", "己/庚") == "己／庚"


@given(WORDS, WORDS, WORDS)
def test_words_of_a_text_are_found_where_they_stand(before, words, after):
    text = before + words + after
    places = places_of(text, words, most=500)
    if words.strip():
        plain = "".join(words.split())
        assert places
        assert all("".join(text[start:end].split()) == plain for start, end in places)
    else:
        assert places == []


@given(WORDS, st.integers(-5, 50), st.integers(-5, 50))
def test_a_selection_is_trimmed_or_none(text, start, end):
    found = trimmed(text, (start, end))
    if found is not None:
        assert start <= found[0] < found[1] <= end
        assert text[found[0] : found[1]].strip() == text[found[0] : found[1]]


def test_first_and_last_words_give_what_lies_between():
    text = "甲乙丙丁，戊己庚辛。戊己"
    (place,) = places_of(text, "乙丙……庚辛")
    assert text[slice(*place)] == "乙丙丁，戊己庚辛"
