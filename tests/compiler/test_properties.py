"""Properties that hold for every text: punctuation width, blank lines, page breaks, spans, truncation, linear cost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parkloop.domain.plan import as_dict, compile_plan
from tests.compiler import support
from tests.compiler.test_notice import RAW

TEXTS = {"the notice": RAW} | {
    name: (support.NOTICES / f"{name}.txt").read_text(encoding="utf-8") for name in support.notice_names()
}
FULL = str.maketrans(",;:()!?%0123456789", "，；：（）！？％０１２３４５６７８９")
HALF = str.maketrans("，；：（）！？％０１２３４５６７８９", ",;:()!?%0123456789")
UNDAMAGED = [name for name in TEXTS if name != "damaged"]


@pytest.mark.parametrize("name", UNDAMAGED)
@pytest.mark.parametrize("width", [FULL, HALF], ids=["full", "half"])
def test_punctuation_of_either_width_compiles_identically(name, width):
    text = TEXTS[name]
    assert support.without_spans(compile_plan(text.translate(width))) == support.without_spans(compile_plan(text))


def test_spans_do_not_move_when_only_the_width_changes():
    assert as_dict(compile_plan(RAW.translate(HALF)))["targets"] == as_dict(compile_plan(RAW))["targets"]


def test_straight_quotes_read_as_curly_ones():
    straight = RAW.replace("“", '"').replace("”", '"')
    assert support.without_spans(compile_plan(straight)) == support.without_spans(compile_plan(RAW))


@pytest.mark.parametrize("name", UNDAMAGED)
@pytest.mark.parametrize(
    "extra", ["\n", "\n\n\n", "\f", "\n\n— 3 —\n\n"], ids=["blank", "three", "page break", "page number"]
)
def test_blank_lines_and_page_breaks_between_lines_change_only_findings(name, extra):
    text = TEXTS[name]
    assert support.without_spans(compile_plan(text.replace("\n", "\n" + extra))) == support.without_spans(
        compile_plan(text)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([i for i, c in enumerate(RAW) if 1300 < i < 6000 and c in "，、的和等" and RAW[i + 1] != "\n"]))
def test_a_page_break_in_the_middle_of_a_paragraph_is_joined(position):
    line = RAW[RAW.rfind("\n", 0, position) + 1 : position + 1]
    broken = RAW[: position + 1] + "\n\n" + RAW[position + 1 :]
    plan = compile_plan(broken)
    if "，" in line and RAW[position] in "，、":
        assert support.without_spans(plan) == support.without_spans(compile_plan(RAW))


@pytest.mark.parametrize("name", list(TEXTS))
def test_every_span_points_at_its_text(name):
    raw = TEXTS[name]
    plan = compile_plan(raw)
    for _, element in plan.elements():
        start, end = element.span
        assert 0 <= start < end <= len(raw)
    for finding in plan.findings:
        assert 0 <= finding.span[0] <= finding.span[1] <= len(raw)
    for entity in plan.entities:
        assert bare(entity.name) in bare(raw[slice(*entity.span)])
    for target in plan.targets:
        words = bare(raw[slice(*target.span)])
        assert target.unit in ("", "番") or target.rule == "table" or bare(target.unit) in words
        assert (
            target.value is None
            or isinstance(target.value, tuple)
            or digits(target.value) in words.replace(",", "")
            or "三" in words
            or "百" in words
            or "番" in words
        )
    for duty in plan.duties:
        assert bare(duty.surface) in bare(raw[slice(*duty.span)])
    for heading in plan.headings:
        assert bare(heading.title) in bare(raw[slice(*heading.span)])


def bare(text: str) -> str:
    from parkloop.domain.text.script import to_simplified
    from parkloop.domain.text.shadow import fold

    folded = re.sub(r"\n—\s*[0-9]{1,3}\s*—\n", "", fold(to_simplified(text)))
    return "".join(folded.replace("*", "").replace("，", ",").split())


def digits(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.floats(0, 1), st.floats(0, 1))
def test_any_truncation_compiles_without_an_error(name, first, last):
    text = TEXTS[name]
    start, end = sorted((int(first * len(text)), int(last * len(text))))
    plan = compile_plan(text[start:end])
    for _, element in plan.elements():
        assert 0 <= element.span[0] <= element.span[1] <= end - start


ALPHABET = "一二三、（）1２.．。，；：“”《》〔〕①②—\n\t 　和等由的年月日%亿元家个项至到达超力争新增牵头负责单位区市局委第章节专栏其中分别附件PCTand*<>/🙂"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=300))
def test_no_text_raises(text):
    compile_plan(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_unicode_text_raises(text):
    compile_plan(text)


def test_a_hundred_thousand_characters_compile_in_a_second():
    text = RAW[:400] + RAW[600:6000] * 20
    text = text[:100_000]
    best = min(timed(text) for _ in range(2))
    assert best < 1.0


@pytest.mark.parametrize(
    "piece",
    [
        "建设重点实验室和技术中心",
        "（",
        "1.",
        "一 ",
        "达到10家，",
        "“",
        "到2026年",
        "建设10家",
        "分别达到10家、",
        "（牵头单位：",
        "甲\n",
        "由市科技局、",
        "（一）",
        "A ",
        "年均增长10%—",
    ],
)
def test_cost_grows_no_faster_than_the_text_even_when_hostile(piece):
    small, large = (min(timed(piece * (n // len(piece))) for _ in range(2)) for n in (10_000, 40_000))
    assert large < 4 * 3 * max(small, 0.01)


def timed(text: str) -> float:
    start = time.process_time()
    compile_plan(text)
    return time.process_time() - start


def test_the_notice_without_line_breaks_keeps_its_headings_goals_and_duties():
    flat = compile_plan(" ".join(line.strip() for line in RAW.split("\n") if line.strip()))
    whole = compile_plan(RAW)
    assert [(h.path, h.title) for h in flat.headings] == [(h.path, h.title) for h in whole.headings]
    assert [(t.path, t.indicator, t.value, t.year) for t in flat.targets] == [
        (t.path, t.indicator, t.value, t.year) for t in whole.targets
    ]
    assert [(d.path, d.role, d.unit) for d in flat.duties] == [(d.path, d.role, d.unit) for d in whole.duties]
    assert flat.document.drafted_on == whole.document.drafted_on


def test_the_notice_wrapped_at_forty_characters_compiles_alike():
    wrapped = "\n".join(line[i : i + 40] for line in RAW.split("\n") for i in range(0, max(len(line), 1), 40))
    assert support.without_spans(compile_plan(wrapped)) == support.without_spans(compile_plan(RAW))


@pytest.mark.parametrize("name", ["projects-by-number", "own-lines", "leads-and-lists", "bracket-verbs"])
def test_goals_stay_on_their_tasks_without_line_breaks(name):
    flat = compile_plan(" ".join(line.strip() for line in TEXTS[name].split("\n") if line.strip()))
    whole = support.compiled(name)
    assert [(t.path, t.indicator, t.value) for t in flat.targets] == [
        (t.path, t.indicator, t.value) for t in whole.targets
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(TEXTS)),
    st.floats(0, 1),
    st.lists(st.tuples(st.integers(0, 900), st.sampled_from(["", *ALPHABET])), max_size=25),
)
def test_damage_anywhere_neither_raises_nor_repeats_a_path(name, where, edits):
    text = TEXTS[name]
    piece = list(text[int(where * len(text)) :][:900])
    for position, character in edits:
        if position < len(piece):
            piece[position] = character
    plan = compile_plan("".join(piece))
    paths = [heading.path for heading in plan.headings]
    assert len(paths) == len(set(paths))
    for _, element in plan.elements():
        assert 0 <= element.span[0] <= element.span[1] <= len("".join(piece))
