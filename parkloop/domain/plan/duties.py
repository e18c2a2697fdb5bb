"""Duties: which unit is bound to which heading, in which role, as the text states it. Nothing is invented.

Four places are read: brackets, labelled lines, table columns and prose. 责任单位 is `responsible` unless the document
itself says who leads (“排在首位的为牵头单位”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parkloop.domain.plan.context import Context
from parkloop.domain.plan.duty_prose import TOGETHER, Stated, is_official, read_prose
from parkloop.domain.plan.duty_rules import (
    FIRST_LEADS,
    MARKED_LEADS,
    RULE,
    RULE_ALONE,
    LeadRule,
    by_mark,
    stated_for_all,
)
from parkloop.domain.plan.duty_tables import header_rows, read_tables
from parkloop.domain.plan.model import Duty, Role
from parkloop.domain.plan.outline import Section
from parkloop.domain.plan.unit_lists import Unit, looks_like_unit, read_units
from parkloop.domain.plan.vocabulary_duties import LABELS, VERBS

_LABEL_WORDS = "|".join(sorted(LABELS, key=len, reverse=True))
_LABEL = re.compile(rf"(?P<label>{_LABEL_WORDS})(?:（[^（）]{{1,12}}）)?(?P<mark>：|为：?|】：?|\t|(?=\n))")
_HEADING = re.compile(r"[0-9]{1,3}[.、]|（[一二三四五六七八九十0-9]{1,3}）|[一二三四五六七八九十]{1,3}、")
_VERB_TAIL = re.compile(rf"(?:{'|'.join(sorted(VERBS, key=len, reverse=True))})$")
_ASIDE = re.compile(
    rf"[，；、。][^，。；、（）]{{0,12}}?{FIRST_LEADS}|[，；]下同|[，；]{MARKED_LEADS.pattern.replace('?P<mark>', '?:')}"
    r"|[，；]不再[^，。；]{0,4}列|[，；。]则[^，。；]{2,40}均为责任单位|[，；]不再[^，。；]{0,4}分工|[，；。](?:具体|以下|各项)任务均?涉及[^，。；]{2,40}|[，；。](?:以下|下列|上述|其余|其他)(?:各项)?(?:任务|工作|事项|措施|内容|均)[^，。；]{0,60}"
)
_ROLE_WORD = re.compile(
    r"牵头|责任|(?:抓好|组织|推进)落实|配合|负责|主办|(?<!政)协办|实施主体|建设主体|建设单位|参与单位|支持单位"
)
_CLAUSE = re.compile(r"[^，；。\n]+")
_MARK = re.compile(r"（(?P<role>牵头|主办|配合|协办|参与)(?:单位|部门)?）$")
#: 甲局会同有关部门 in a list without a verb
_JOINED = re.compile(r"[^（）]{2,20}?(?P<word>会同)(?P<other>[^（）]{2,20})")
_NO_UNIT = re.compile(r"[0-9]{1,2}月|20[0-9]{2}年|完成$|(?:年底|月底|季度)前?$|^(?:长期坚持|持续推进|常态化)")
_DUE_BEHIND = re.compile(r"[，；](?:20[0-9]{2}年|今?年|[0-9]{1,2}月)[^，；]{0,12}(?:完成|前|底)?$")
_Group = tuple[Role | str | None, list[Unit], str]


_NO_TASKS = re.compile(r"目标|要求|思想|原则|背景|形势|基础|保障|组织实施|附则")


def read_duties(context: Context) -> list[Duty]:
    """All duties in order of place, without repetition; adds DUTY-RULE, DUTY-ROLE-OPEN and DUTY-NONE findings."""
    rule = MARKED_LEADS.search(context.text) or RULE.search(context.text)
    alone = RULE_ALONE.search(context.text)
    if alone:
        context.findings.add("DUTY-RULE", context.span(*alone.span()), text=alone[0])
    if rule:
        context.findings.add("DUTY-RULE", context.span(*rule.span()), text=rule[0].strip("，：（"))
    duties: dict[tuple[str, str, str], Duty] = {}
    taken: list[tuple[int, int]] = []
    mark = rule["mark"] if rule and rule.re is MARKED_LEADS else ""
    for path, stated, where in _stated(context, LeadRule.of(context.text, rule), taken):
        stated = by_mark(context.text, stated, mark) if mark else stated
        duty = Duty(path, stated.role, stated.unit.name, context.span(stated.unit.start, stated.unit.end),
                    stated.unit.surface, stated.rule)  # fmt: skip
        if where or path:
            duties.setdefault((path, duty.role, duty.unit), duty)
    for duty in stated_for_all(context, list(duties.values())):
        duties.setdefault((duty.path, duty.role, duty.unit), duty)
    out = sorted(duties.values(), key=lambda duty: duty.span)
    if alone:
        led = {duty.path for duty in out if duty.role == "lead"}
        out = [
            replace(duty, role="lead", rule=f"{duty.rule}:alone-leads")
            if duty.role == "responsible" and duty.path not in led
            else duty
            for duty in out
        ]
    _report_none(context, out)
    return out


def _stated(context: Context, rule: LeadRule, taken: list[tuple[int, int]]) -> Iterator[tuple[str, Stated, bool]]:
    outline, text = context.outline, context.text
    for start, end in duty_brackets(text):
        path = outline.path_at(start)
        if path:
            taken.append((start, end))
            for stated in _clauses(context, start + 1, min(end - 1, len(text)), rule.holds(end), "bracket"):
                yield path, stated, True
    taken.extend(header_rows(context))
    for path, role, start, end, column in read_tables(context):
        taken.append((start, end))
        units, marked = _marked(read_units(text, start, end), "table")
        for mark_role, own, mark_rule in [*marked, (role, units, column)]:
            for stated in _assign(context, mark_role, own, rule.holds(end), mark_rule, (start, end)):  # type: ignore[arg-type]
                yield path, stated, True
    for start, end in _labelled(context, taken):
        path = outline.path_at(start)
        if path:
            taken.append((start, end))
            for stated in _clauses(context, start, end, rule.holds(end), "line"):
                yield path, stated, True
    inside = _Inside(taken)
    for stated in read_prose(text):
        path = outline.path_at(stated.unit.start)
        if path and not path.startswith("通知/") and not inside.holds(stated.unit.start):
            yield path, stated, False


class _Inside:
    """Is a position inside one of many stretches?"""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self._cells = {index for start, end in stretches for index in range(start, end)}

    def holds(self, position: int) -> bool:
        return position in self._cells


def duty_brackets(text: str) -> list[tuple[int, int]]:
    """Outermost brackets that state duties: with a role word, or a bare list of units that ends a paragraph."""
    out: list[tuple[int, int]] = []
    depth = start = 0
    for match in re.finditer(r"[（〔【）〕】\n]", text):
        char = match[0]
        if char == "\n" and depth:
            if _LABEL.match(text, start + 1):
                out.append((start, match.start() + 1))
                depth = 0
            elif not re.match(
                r"[^\n]{0,80}(?:单位|部门|负责)|[^\n]{0,60}[）〕】]", text[match.end() : match.end() + 82]
            ):
                depth = 0
        elif char in "（〔【":
            start = match.start() if depth == 0 else start
            depth += 1
        elif char in "）〕】" and depth:
            depth -= 1
            if depth == 0 and _states_duty(text, start, match.end()):
                out.append((start, match.end()))
    if depth and len(text) - start < 600 and _LABEL.match(text, start + 1):
        out.append((start, len(text) + 1))
    return out


def _states_duty(text: str, start: int, end: int) -> bool:
    inner = text[start + 1 : end - 1]
    if len(inner) > 600 or len(inner) < 2:
        return False
    inner = _ASIDE.sub("", inner)
    if _LABEL.match(inner):
        return True
    if _ROLE_WORD.search(inner) and _LABEL.search(inner):
        return True
    if _ROLE_WORD.search(inner):
        return any(_verb_clause(clause[0]) for clause in _CLAUSE.finditer(inner))
    if not re.match(r"[。；]?(?:\n|\Z)", text[end : end + 2]):
        return False
    units = [unit for unit in read_units(inner, 0, len(inner)) if not _NO_UNIT.search(unit.surface)]
    if not units or not all(looks_like_unit(unit.surface) for unit in units):
        return False
    official = [unit for unit in units if is_official(unit.surface)]
    if _DUE_BEHIND.search(inner) and official:
        return True
    return len(inner) >= 3 and bool(official) and (len(units) >= 2 or re.match(r"[省市区县州各]", inner) is not None)


def _verb_clause(clause: str) -> bool:
    """市科技局牵头: a list of units with a role verb behind."""
    verb = _VERB_TAIL.search(clause)
    return verb is not None and any(looks_like_unit(u.surface) for u in read_units(clause, 0, verb.start()))


def _labelled(context: Context, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Labelled lists outside brackets: from a label at the start of a line or after a stop to the end of the line."""
    text, inside = context.text, _Inside(taken)
    done = 0
    for match in _LABEL.finditer(text):
        start = match.start()
        before = text[start - 1] if start else "\n"
        if start < done or before not in "\n。；，\t【" or inside.holds(start):
            continue
        if match["mark"] == "\t" and re.match(
            rf"(?:{_LABEL_WORDS}|备注|序号)(?:\t|\n|\Z)", text[match.end() : match.end() + 12]
        ):
            continue
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        if end <= match.end() + 1:
            following = text.find("\n", match.end() + 1)
            end = len(text) if following < 0 else following
            if _LABEL.match(text, match.end() + 1) or _HEADING.match(text, match.end() + 1):
                continue
        section = context.outline.section_at(start)
        done = min(end, section.end) if section else end
        yield start, done


def _clauses(context: Context, start: int, end: int, has_rule: bool, where: str) -> Iterator[Stated]:
    """Labels and role verbs inside [start, end); the document's rule falls on the first responsible group without a lead."""
    groups, leads = _groups(context.text, start, end, where)
    led = leads or any(group[0] == "lead" for group in groups)
    for group_role, units, rule in groups:
        if group_role not in ("person", "deadline", None):
            group_role = "coop" if leads and has_rule and group_role == "responsible" else group_role
            holds = has_rule and not (led and "verb" in rule)
            yield from _assign(context, group_role, units, holds, rule, (start, end))  # type: ignore[arg-type]
            led = led or (holds and group_role == "responsible")


def _groups(text: str, start: int, end: int, where: str) -> tuple[list[_Group], bool]:
    """Units by role, in order, and whether a unit is marked as leading; a clause without label or verb goes on in the role before it."""
    role: Role | str | None = None
    pending: list[Unit] = []
    groups: list[_Group] = []
    leads = False
    for piece_start, piece_end in _pieces(text, start, end):
        label = _LABEL.match(text, piece_start, piece_end)
        if label:
            role = LABELS[label["label"]]
            piece_start = label.end()
            groups.append((role, [], f"{where}:label:{label['label']}"))
        words = text[piece_start:piece_end].rstrip("。 \n\t")
        if (_ASIDE.match("，" + words) and not label) or role in ("person", "deadline"):
            continue
        verb = _VERB_TAIL.search(words)
        list_end = piece_start + len(words) - (len(verb[0]) if verb else 0)
        units, marked = _marked(read_units(text, piece_start, list_end), where)
        groups.extend(marked)
        leads = leads or any(group[0] == "lead" for group in marked)
        inner = TOGETHER.search(words, 2) if verb else None
        together = TOGETHER.match(words)
        if inner and not label:
            groups.extend(_inner(text, piece_start, list_end, inner, units, where))
        elif together and not label:
            groups.append(("coop", units, f"{where}:verb:{together[0]}"))
        elif verb and (not label or (role == "responsible" and VERBS[verb[0]] != role)):
            groups.append((VERBS[verb[0]], pending + units, f"{where}:verb:{verb[0]}"))
            pending, role = [], role if label else None
        elif role and groups:
            _place(groups, role).extend(units)
        else:
            pending += units
    pending = [unit for unit in pending if looks_like_unit(unit.surface)]
    return [*groups, ("responsible", pending, f"{where}:bare")] if pending else groups, leads


def _inner(text: str, start: int, end: int, word: re.Match[str], units: list[Unit], where: str) -> Iterator[_Group]:
    """甲局会同乙局、丙局负责: the first leads, the others co-operate."""
    leading = [unit for unit in units if unit.start < start + word.start()]
    yield "lead", [_cut(unit, word[0]) for unit in leading], f"{where}:verb:{word[0]}"
    yield "coop", read_units(text, start + word.end(), end), f"{where}:verb:{word[0]}"


def _place(groups: list[_Group], role: Role | str) -> list[Unit]:
    """The units of the last label with this role, else of the last group."""
    return next((group[1] for group in reversed(groups) if group[0] == role and ":label:" in group[2]), groups[-1][1])


def _cut(unit: Unit, word: str) -> Unit:
    """省甲厅会同有关部门 -> 省甲厅."""
    surface = unit.surface.split(word, 1)[0]
    return replace(unit, name=unit.name.split(word, 1)[0], surface=surface, end=unit.start + len(surface))


def _marked(units: list[Unit], where: str) -> tuple[list[Unit], list[_Group]]:
    """甲局（牵头）、乙局: a role in brackets behind a unit is that unit's own; dates are no units."""
    plain: list[Unit] = []
    marked: list[_Group] = []
    for unit in units:
        mark = _MARK.search(unit.surface)
        if mark:
            surface = unit.surface[: mark.start()]
            name = unit.name[: len(unit.name) - len(mark[0])]
            own = replace(unit, name=name, surface=surface, end=unit.start + len(surface))
            marked.append((VERBS[mark["role"]], [own], f"{where}:mark:{mark['role']}"))
        elif together := _JOINED.fullmatch(unit.surface):
            plain.append(_cut(unit, together["word"]))
            at = unit.start + together.start("other")
            helper = Unit(together["other"], together["other"], at, unit.end)
            marked.append(("coop", [helper], f"{where}:verb:{together['word']}"))
        elif not _NO_UNIT.search(unit.surface):
            plain.append(unit)
    return plain, marked


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Clauses at ，；。 and line ends outside brackets, and before every label."""
    cuts = [match.start() for match in _LABEL.finditer(text, start, end)]
    depth, begin = 0, start
    for index in range(start, end):
        char = text[index]
        depth += (char in "（〔") - (char in "）〕")
        if index in cuts and index > begin and depth <= 0:
            yield begin, index
            begin = index
        if depth <= 0 and char in "，；。\n" and not (char == "\n" and _LABEL.match(text, begin) and index - begin < 8):
            if index > begin:
                yield begin, index
            begin = index + 1
    if end > begin:
        yield begin, end


def _assign(
    context: Context, role: Role, units: list[Unit], has_rule: bool, rule: str, where: tuple[int, int]
) -> Iterator[Stated]:
    """The role of each unit; the document's own rule turns the first responsible unit into the leading one."""
    by_verb = "verb" in rule
    if role != "responsible" or (by_verb and not (has_rule and rule.endswith((":负责", ":落实", ":抓好落实")))):
        for unit in units:
            yield Stated(role, unit, rule)
        return
    if has_rule:
        for index, unit in enumerate(units):
            others: Role = "responsible" if by_verb else "coop"
            yield Stated(others if index else "lead", unit, f"{rule}:first-leads")
        return
    if len(units) > 1:
        words = context.text[where[0] : where[1]]
        context.findings.add("DUTY-ROLE-OPEN", context.span(*where), text=words[:40])
    for unit in units:
        yield Stated("responsible", unit, rule)


def _report_none(context: Context, duties: list[Duty]) -> None:
    """One finding for all tasks of the plan that name no unit, neither themselves nor above or below them."""
    bound = {duty.path for duty in duties}
    above = {"/".join(path.split("/")[:n]) for path in bound for n in range(1, path.count("/") + 1)}
    tasks = _tasks(context)
    missing = [
        section for section in tasks
        if section.path not in above
        and not any("/".join(section.path.split("/")[:n]) in bound for n in range(1, section.path.count("/") + 2))
    ]  # fmt: skip
    if not missing or len(tasks) < 2:
        return
    labels = "、".join(s.marker.label if s.marker else s.path for s in missing[:40])
    span = context.span(missing[0].start, missing[0].start + 1 + len(missing[0].title))
    context.findings.add("DUTY-NONE", span, count=len(missing), labels=labels)


def _tasks(context: Context) -> list[Section]:
    """Tasks are the deepest numbered headings (level 3 or above) outside the chapters of goals and safeguards."""
    sections = context.outline.sections
    titles = {section.path: section.title for section in sections}
    parents = {id(s.parent) for s in sections if s.parent and s.marker and s.marker.form.level <= 3}
    out = []
    for section in sections:
        parts = section.path.split("/")
        shallow = len(parts) < 2 or section.marker is None or section.marker.form.level > 3
        if shallow or id(section) in parents or section.path.startswith("通知/"):
            continue
        if not _NO_TASKS.search(titles.get(parts[0], "")):
            out.append(section)
    return out
