"""What people corrected in an edition is said again of the next one where the sentence stands unchanged; what is not is named."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parkloop.domain.plan import compile_plan
from parkloop.domain.plan.decisions import apply_decisions
from parkloop.domain.plan.editions import carry_decisions, lapsed_changes
from parkloop.domain.plan.editions.model import OPTIONS
from tests.plan.reviews import NOTICE

PLAN = compile_plan(NOTICE)
FEE = "服务费按成本价的八折收取"


def edit(words, **values):
    """An entry that corrects the one target whose indicator holds the words."""
    found = next(t for t in PLAN.targets if words in t.indicator)
    match = {"indicator": found.indicator}
    return {"element": "target", "path": found.path, "match": match, "set": values, "reason": "口径", "by": "张三"}


def carried(decisions, text, old_text=NOTICE):
    old = compile_plan(old_text)
    confirmed = apply_decisions(old, decisions)
    new = compile_plan(text)
    found = carry_decisions(confirmed, old, old_text, new, text)
    return apply_decisions(new, found.decisions), found.lapsed


def target(confirmed, words):
    return next(d for d in confirmed.of("target") if words in d.element.indicator)


NEW = NOTICE.replace("8号", "12号").replace("2026年3月2日", "2026年9月2日")


def test_a_correction_goes_over_with_who_and_why_where_the_sentence_stands():
    decisions = {"edit": [edit("高新技术企业", unit="户", kind="increment")]}
    text = NEW.replace("（一）建立培育库", "（一）办好年会。县科技局每年举办年会。\n\n（二）建立培育库")
    confirmed, lapsed = carried(decisions, text)
    found = target(confirmed, "高新技术企业")
    assert (found.element.unit, found.element.kind, found.element.value) == ("户", "increment", 60)
    assert (found.change, found.by, found.reason, lapsed) == ("edited", "张三", "口径", ())
    assert text[slice(*found.element.span)] == "高新技术企业达到60家"


def test_where_the_sentence_changed_the_correction_lapses_and_is_named():
    decisions = {"edit": [edit("高新技术企业", unit="户")]}
    confirmed, (lapsed,) = carried(decisions, NEW.replace("达到60家", "达到70家"))
    assert target(confirmed, "高新技术企业").change == "none"
    assert (lapsed.kind, lapsed.says, lapsed.by, lapsed.reason) == ("target", "高新技术企业 60 户 2027", "张三", "口径")
    (change,) = lapsed_changes((lapsed,))
    assert change.kind == "edit_lapsed"
    assert OPTIONS[change.kind] == ("accept",)


def test_what_the_new_paper_says_by_itself_needs_no_correction():
    decisions = {"edit": [edit("高新技术企业", value=65)]}
    _, lapsed = carried(decisions, NOTICE.replace("达到60家", "达到65家"))
    assert [one.says for one in lapsed] == ["高新技术企业 65 家 2027"]
    again = compile_plan(NOTICE)
    confirmed = apply_decisions(again, {"edit": [edit("高新技术企业", indicator="高新技术企业")]})
    assert carry_decisions(confirmed, again, NOTICE, compile_plan(NEW), NEW).lapsed == ()


def test_only_the_fields_that_were_corrected_go_over():
    text = NEW.replace("2026—2027年", "2026—2028年").replace("到2027年，", "")
    old = NOTICE.replace("到2027年，", "")
    was = compile_plan(old)
    found = next(t for t in was.targets if "高新技术企业" in t.indicator)
    entry = {
        "element": "target",
        "path": found.path,
        "match": {"indicator": found.indicator},
        "set": {"unit": "户"},
        "reason": "口径",
    }
    confirmed, lapsed = carried({"edit": [entry]}, text, old)
    assert (target(confirmed, "高新技术企业").element.unit, target(confirmed, "高新技术企业").element.year) == (
        "户",
        2028,
    )
    assert lapsed == ()


def test_an_addition_goes_over_with_its_words_and_lapses_without_them():
    start = NOTICE.index(FEE)
    values = {"indicator": "服务费折扣", "comparator": "eq", "word": "", "value": 8, "unit": "折"}
    entry = {
        "element": "target",
        "path": "二/二",
        "span": [start, start + len(FEE)],
        "set": values,
        "reason": "漏读",
        "by": "张三",
    }
    moved = NEW.replace("（二）设立概念", "（二）办好年会。每年举办年会。\n\n（三）设立概念")
    confirmed, lapsed = carried({"add": [entry]}, moved)
    found = target(confirmed, "服务费折扣")
    assert (moved[slice(*found.element.span)], found.element.path, found.change, lapsed) == (FEE, "二/三", "added", ())
    confirmed, (gone,) = carried({"add": [entry]}, NEW.replace("八折", "七折"))
    assert not [d for d in confirmed.of("target") if d.change == "added"]
    assert gone.says == "服务费折扣 8 折"


def test_a_rejection_goes_over_wherever_the_same_is_read():
    found = next(t for t in PLAN.targets if "科技型" in t.indicator)
    entry = {
        "element": "target",
        "path": found.path,
        "match": {"indicator": found.indicator},
        "reason": "不是目标",
        "by": "张三",
    }
    confirmed, _ = carried({"reject": [entry]}, NEW)
    assert [(d.element.indicator, d.by, d.reason) for d in confirmed.rejected] == [
        (found.indicator, "张三", "不是目标")
    ]


def test_facts_go_over_where_the_same_was_read_again():
    facts = {"issuer": "澄川县人民政府", "doc_no": "澄府办发〔2026〕80号"}
    decisions = {"edit": [{"element": "document", "set": facts, "reason": "对照盖章件", "by": "张三"}]}
    confirmed, (lapsed,) = carried(decisions, NEW)
    assert (confirmed.document.issuer, confirmed.document.doc_no) == ("澄川县人民政府", "澄府办发〔2026〕12号")
    assert (lapsed.kind, lapsed.says) == ("document", "澄府办发〔2026〕80号")
    assert [fact.name for fact in confirmed.facts] == ["issuer"]


def test_an_assigned_duty_is_left_to_the_running_work():
    entry = {"path": "二/三", "role": "lead", "unit": "县科技局", "reason": "会议定"}
    confirmed, lapsed = carried({"assign": [entry]}, NEW)
    assert (lapsed, [d for d in confirmed.of("duty") if d.change == "assigned"]) == ((), [])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([line for line in NOTICE.split("\n") if line]), max_size=14), st.integers(0, 300))
def test_whatever_becomes_of_the_text_each_correction_goes_over_or_is_named(lines, cut):
    start = NOTICE.index(FEE)
    added = {"element": "target", "path": "二/二", "span": [start, start + len(FEE)], "reason": "漏读",
             "set": {"indicator": "服务费折扣", "comparator": "eq", "word": "", "value": 8, "unit": "折"}}  # fmt: skip
    text = "\n".join(lines)[cut:]
    decisions = {"edit": [edit("高新技术企业", unit="户")], "add": [added]}
    confirmed, lapsed = carried(decisions, text)
    over = [d for d in confirmed.elements if d.change in ("edited", "added")]
    assert len(over) + len(lapsed) == 2
