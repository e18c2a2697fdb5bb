"""What each rule of the compiler says, in one English sentence, for people who ask why an element was made.

A rule is named `family:detail`; the longest known beginning explains it. Every rule has an entry, which a test checks.
"""

from __future__ import annotations

HEADINGS = {
    "part": "第X编/篇/部分",
    "chapter": "第X章",
    "section": "第X节",
    "article": "第X条",
    "box": "专栏 N",
    "cn": "一、",
    "cn_bracket": "（一）",
    "number": "1.",
    "two_parts": "1.1",
    "three_parts": "1.1.1",
    "number_bracket": "（1）",
    "number_half": "1）",
    "circled": "①",
    "item": "一是",
}
TITLES = {
    "alone": "the title stands alone on its line",
    "alone-with-stop": "the title stands alone on its line and ends with a stop",
    "run-in": "the title runs in before the first stop",
    "before-dash": "the title ends before a dash",
    "blank": "the title ends before a blank",
    "colon": "the title ends before a colon",
    "fixed-words": "the title is a fixed phrase in front of running text",
    "derived": "there is no title; the first clause serves as one",
}
TARGETS = {
    "noun-number": "the indicator stands before the number",
    "verb-number-noun": "a verb and the number stand before the indicator",
    "noun-verb-number": "the indicator stands before its verb and the number",
    "verb-noun-number": "a verb and a noun that is itself a verb stand before the number",
    "preposition-number-noun": "the indicator follows a number behind 与, 对 or 覆盖",
    "shared-head": "an item ending on 级 borrows the noun of a later item",
    "portion-of-whole": "a part is said to reach a share of the whole",
    "listed-count": "a list of as many names as the count says stands before the indicator",
    "threshold-count": "the first number qualifies what the second one counts",
    "attribute-of-noun": "the number is a property of the noun behind 的",
    "zipped": "分别: names or years are paired with values",
    "rank": "a place in an order or a list",
    "sync": "in step with, or as much as, something else",
    "reference": "compared with a reference instead of a number",
    "assigned": "held to what was set or assigned from above",
    "doubling": "doubling",
    "coverage": "full coverage",
    "table": "a cell of an indicator table",
    "table:growth": "a cell of a column of yearly growth",
    "table:assigned": "a cell that refers to what was assigned from above",
}
DUTIES = {
    "bracket:label": "a label in a bracket names the role",
    "bracket:verb": "a verb behind the units in a bracket names the role",
    "bracket:mark": "a role in brackets behind the unit",
    "bracket:bare": "a bracket with a list of units alone",
    "line:label": "a label on a line or behind a stop names the role",
    "line:verb": "a verb behind the units of a labelled line names the role",
    "line:mark": "a role in brackets behind the unit",
    "line:bare": "units without a role behind a labelled list",
    "table:label": "the head of the table column names the role",
    "table:mark": "a role in brackets behind the unit in a table cell",
    "prose": "the sentence itself says who does it",
    "document": "the paper binds the unit to every later task",
}
RULES_OF_THE_PAPER = {
    "first-leads": "by the paper's rule the unit named first leads",
    "marked-leads": "by the paper's rule the marked units lead",
    "alone-leads": "by the paper's rule a responsible unit leads where none is named",
}
DEADLINES = {
    "stated": "a date by which something is due",
    "plan-end": "the end of a five-year plan",
    "relative": "a term counted from the paper's own date or year",
    "month-without-year": "a month whose year stands before it or is the paper's",
    "recurring": "due again and again",
    "label": "a date behind a label or in a column of deadlines",
    "label:month": "a month without a year behind a label or in a column",
    "label:relative": "a term behind a label or in a column",
    "label:lasting": "goes on without an end",
}
ENTITIES = {
    "gazetteer": "the park's list of names has it",
    "suffix": "its ending shows what it is",
    "quote": "quotation marks and the words beside them show what it is",
    "title": "the title of a paper in 《》",
    "body": "a public body by form",
    "duty": "it was named in a duty",
    "alias": "a short name given in the paper",
    "contraction": "a short name formed from a long one in the paper",
}


def rule_text(kind: str, rule: str) -> str:
    """One sentence for a rule of a kind of element; empty where the rule is unknown."""
    if kind == "heading":
        return _heading(rule)
    if kind == "qualitative":
        return "a promise of change without a number"
    table = {"target": TARGETS, "duty": DUTIES, "deadline": DEADLINES, "entity": ENTITIES}[kind]
    each = rule.removesuffix(":each")
    known = max((name for name in table if each == name or each.startswith(f"{name}:")), key=len, default="")
    sentence = table.get(known, "")
    tail = rule.rpartition(":")[2]
    if kind == "duty" and tail in RULES_OF_THE_PAPER:
        sentence += f"; {RULES_OF_THE_PAPER[tail]}"
    return f"{sentence}; it holds for each of the names" if each != rule else sentence


def _heading(rule: str) -> str:
    form, _, title = rule.partition(":")
    if rule == "table:row":
        return "a numbered row of a task table"
    if rule == "annex":
        return "an annex whose sentences stand under no number"
    if form == "label":
        return "a run-in label without a number"
    if form not in HEADINGS or title not in TITLES:
        return ""
    return f"numbered like {HEADINGS[form]}; {TITLES[title]}"
