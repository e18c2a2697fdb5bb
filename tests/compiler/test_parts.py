"""A long text in parts: each character once, bounded, cut before headings where one is near."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parkloop.domain.plan import compile_plan
from parkloop.domain.plan.model import Heading
from parkloop.domain.plan.parts import part_at, parts_of


def heading(start: int, level: int = 0, number: str = "一", title: str = "目标") -> Heading:
    return Heading(number, level, number, title, False, (start, start + 3))


def test_a_short_text_is_one_part_and_an_empty_one_too():
    (part,) = parts_of("一、目标\n到2027年……", [heading(0)], [0])
    assert (part.number, part.start, part.end, part.title) == (1, 0, 13, "一 目标")
    assert [(p.start, p.end) for p in parts_of("", [], [])] == [(0, 0)]


def test_a_part_ends_before_the_highest_heading_that_is_near():
    text = "字" * 100
    parts = parts_of(
        text, [heading(50, 2), heading(60, 1, "二", "任务"), heading(70, 2), heading(10, 0)], [], characters=80
    )
    assert [(p.start, p.end, p.title) for p in parts] == [(0, 60, "一 目标"), (60, 100, "二 任务")]


def test_without_a_heading_a_part_ends_at_a_line_else_behind_a_sentence_else_at_the_limit():
    assert [p.end for p in parts_of("一二三四五六\n七八九十甲乙丙丁", [], [], characters=10)] == [7, 15]
    assert [p.end for p in parts_of("一二三四五六。七八九十甲乙丙丁", [], [], characters=10)] == [7, 15]
    assert [p.end for p in parts_of("字" * 25, [], [], characters=10)] == [10, 20, 25]


def test_a_part_holds_no_more_elements_than_it_may_but_all_that_begin_at_one_place():
    text = "".join(f"第{n}句。" for n in range(10, 60))
    starts = [n * 5 for n in range(50)] + [100] * 9
    parts = parts_of(text, [], starts, elements=5)
    counts = [sum(p.start <= start < p.end for start in starts) for p in parts]
    assert sum(counts) == len(starts)
    assert max(counts) == 10
    assert sorted(counts)[-2] <= 5


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="一二。；\n 字", max_size=400),
    st.lists(st.integers(0, 399), max_size=60),
    st.lists(st.tuples(st.integers(0, 399), st.integers(0, 5)), max_size=12),
    st.integers(1, 90),
    st.integers(1, 9),
)
def test_parts_are_the_text_once_and_bounded(text, starts, places, characters, elements):
    inside = [start for start in starts if start < len(text)]
    headings = [heading(start, level) for start, level in sorted(set(places)) if start < len(text)]
    parts = parts_of(text, headings, inside, characters=characters, elements=elements)
    assert "".join(text[p.start : p.end] for p in parts) == text
    assert [p.number for p in parts] == list(range(1, len(parts) + 1))
    assert all(p.end - p.start <= characters for p in parts)
    for part in parts:
        here = [start for start in inside if part.start <= start < part.end]
        assert len(here) <= elements or len(set(here)) == 1
        assert all(part_at(parts, start) is part for start in here)
    assert part_at(parts, len(text) + 5) is parts[-1]


def test_parts_of_a_compiled_plan_begin_at_its_headings():
    task = "（一）加强建设。到2027年，新增企业技术中心12家，产值突破30亿元。（牵头单位：市科技局）\n"
    text = "青川市创新发展行动方案（2025—2027年）\n" + "".join(f"{n}、重点任务\n{task * 9}" for n in "一二三四五六七八")
    plan = compile_plan(text)
    starts = [element.span[0] for _, element in plan.elements()]
    parts = parts_of(text, plan.headings, starts, characters=1200)
    assert len(parts) > 2
    assert {p.start for p in parts[1:]} <= {h.span[0] for h in plan.headings if h.level == 1}
