"""Goals: quantities that the plan promises, relative goals, and qualitative ones.

A sentence is cut into segments, one per quantity; each segment gives indicator, comparator, kind, year and parent.
What looks like a goal but lacks an indicator becomes a finding; code numbers, durations and past figures are no goals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parkloop.domain.plan import wording
from parkloop.domain.plan.broken_numbers import BrokenNumbers
from parkloop.domain.plan.context import Context
from parkloop.domain.plan.duty_tables import loose_rows
from parkloop.domain.plan.goal_kinds import kind_of, report_target
from parkloop.domain.plan.indicators import Reading, read_indicator
from parkloop.domain.plan.model import Comparator, KindBasis, Qualitative, Target, TargetKind, Value, YearSource
from parkloop.domain.plan.phrases import Segment, covered, segments
from parkloop.domain.plan.qualitative import read_qualitative
from parkloop.domain.plan.quantities import Quantity
from parkloop.domain.plan.relative import Relative, read_relative
from parkloop.domain.plan.sentences import Sentence, preamble_of, read_sentences
from parkloop.domain.plan.table_targets import read_table_targets
from parkloop.domain.plan.vocabulary import (
    FACT_WORDS,
    PAYMENT_WORDS,
    YEARLY,
)
from parkloop.domain.plan.years import Years
from parkloop.domain.plan.zipped import Zipped, read_all_zipped, shared_names

_FACT = re.compile("|".join(FACT_WORDS))
_PAYMENT = re.compile("|".join(PAYMENT_WORDS))
_YEARLY = re.compile("|".join(YEARLY) + r"|每万人|每平方公里|每亩|每百万人|每[^，。、；0-9]{1,6}?(?=[0-9])")
_SLOGAN = re.compile(
    r"到位|方面|维度|层面|阶段|统一|结合|不变|坚持|一律|关系|必须|确保|转变|领域|着力点|更加|导向|百分之百|环节|必谈|清单化"
)
_BENEFICIARY = re.compile(
    r"(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）).、]{1,2})?(?:对(?!接|标|外|照|口)|凡|符合|新认定的|首次)"
)
_EACH = re.compile(r"(?<![平年人亩户地日月])均(?!衡|等|量)")
#: 由120万元提高到160万元: the first number is where things stand
_FROM_BASE = re.compile(r"(?:由|从)(?:20[0-9]{2}年的?|目前的?|现有的?|原来的?|人均|每[人年月户床亩]){0,3}(?:约|近)?$")
_TO_GOAL = re.compile(
    r"(?:左右|以上)?(?:进一步|逐步)?(?:提高|提升|增加|增长|扩大|上升|增|下降|降低|压缩|缩短|减少|压减|降|拓展)(?:到|至)"
)
_MEASURE_ALONE = re.compile(r"(?:年均)?(?:增速|增幅|增长率|占比|比重|(?:综合)?排名)")
#: 单向时延小于20毫秒, 体育活动时间不少于1小时
_SPAN_OF_TIME = re.compile(
    r"(?:时延|时间|时长|周期|时限)(?:原则上|均|应|要|稳定|平均)?(?:小于|低于|少于|不超过|不高于|不大于|不少于|不低于|控制在|降至|降低到|缩短至|压缩至|压缩到)$"
)
_MEANS = re.compile(
    r"(?:聚焦|依托|联合|会同|包括|包含|涉及|围绕|通过|按照|划?分(?:为|成)|遵循|坚持|针对|利用|借助|涵盖|历时|属于|存在|结合)(?:全[市省区县国])?(?:约|近)?$"
)
_LIMIT_LEAD = re.compile(r"压缩|缩短|压减|控制|减至|降至|不超过|降低")


def read_targets(context: Context) -> tuple[list[Target], list[Qualitative]]:
    """All goals of the plan, in order of place."""
    broken = report_broken(context)
    preamble = preamble_of(context)
    loose = loose_rows(context)
    years = Years(context, broken, preamble, loose)
    targets: list[Target] = []
    qualitative: list[Qualitative] = []
    for sentence in read_sentences(context, broken, preamble, loose):
        found = _Reader(context, years, sentence).read()
        targets.extend(found)
        qualitative.extend(read_qualitative(context, years, sentence, found))
    targets.extend(read_table_targets(context, years))
    targets.sort(key=lambda target: target.span)
    return targets, qualitative


def _of_one_measure(target: Target, names: list[str]) -> bool:
    """钢铁行业取水量、造纸行业取水量下降10%: names that each carry the measure."""
    tails = {name[-3:] for name in target.indicator.split("、")}
    return (
        target.unit == "%"
        and target.kind == "growth"
        and len(names) > 1
        and len(tails) == 1
        and all(len(n) > 4 for n in names)
    )


def report_broken(context: Context) -> BrokenNumbers:
    """Finds the damaged numbers and years of the whole text and reports each once."""
    broken = BrokenNumbers(context.text)
    for item in broken.items:
        words = (
            re.split(r"[\n，。；]", context.text[max(0, item.start - 10) : item.start])[-1]
            + context.text[item.start : item.end]
        )
        context.findings.add(item.code, context.span(item.start, item.end), text=words)
    return broken


class _Reader:
    """Reads the goals of one sentence."""

    def __init__(self, context: Context, years: Years, sentence: Sentence) -> None:
        self.context = context
        self.text = context.text
        self.years = years
        self.sentence = sentence
        self.covered = covered(self.text, sentence.start, sentence.end)
        self.last: Target | None = None
        self.made: Target | None = None
        self._end_of_made = 0
        self._part = ""
        self.last_verb = ""

    def read(self) -> list[Target]:
        sentence = self.sentence
        zips = read_all_zipped(self.text, sentence.start, sentence.end)
        relatives = sorted(read_relative(self.text, sentence.start, sentence.end), key=lambda item: item.start)
        taken = [(z.start, z.end) for z in zips] + [(r.word_start, r.end) for r in relatives if r.value is not None]
        quantities = [
            q for q in sentence.quantities
            if not self._hidden(q) and not any(start <= q.start < end for start, end in taken)
        ]  # fmt: skip
        relatives = [r for r in relatives if not any(q.start < r.end and r.word_start < q.end for q in quantities)]
        parts: list[tuple[int, Segment | Zipped | Relative]] = [
            *((piece.quantity.start, piece) for piece in segments(self.text, sentence.start, sentence.end, quantities)),
            *((zipped.end - 1, zipped) for zipped in zips),
            *((relative.word_start, relative) for relative in relatives),
        ]
        out: list[Target] = []
        for _, part in sorted(parts, key=lambda item: item[0]):
            out.extend(self._read_part(part))
        return out

    def _read_part(self, part: Segment | Zipped | Relative) -> Iterator[Target]:
        if isinstance(part, Zipped):
            yield from self._zipped_targets(part)
            return
        target = self._segment_target(part) if isinstance(part, Segment) else self._relative_target(part)
        if target and isinstance(part, Segment):
            yield from self._each(part, target)
        elif target:
            yield target

    def _each(self, piece: Segment, target: Target) -> Iterator[Target]:
        """A、B均增长10%: what holds for each of the names is a goal of each."""
        names = shared_names(target.indicator) if "、" in target.indicator else []
        if names and (_EACH.search(self.text, piece.start, piece.quantity.start) or _of_one_measure(target, names)):
            for name in names:
                yield replace(target, indicator=name, rule=f"{target.rule}:each")
        else:
            yield target

    def _zipped_targets(self, zipped: Zipped) -> Iterator[Target]:
        if self.years.is_fact(self.sentence.section, self.sentence.start, zipped.end):
            return
        if zipped.unequal:
            span = self.context.span(zipped.start, zipped.end)
            self.context.findings.add("TGT-ZIP", span, text=self.text[zipped.start : zipped.end])
        parent = self.last.indicator if zipped.is_part and self.last else None
        for indicator, quantity, year in zipped.pairs:
            yield self._zipped_target(indicator, quantity, year, zipped, parent)

    def _hidden(self, quantity: Quantity) -> bool:
        if any(start <= quantity.start < end for start, end in self.covered):
            return True
        before = self.text[max(self.sentence.start, quantity.start - 2) : quantity.start]
        if before.endswith(("前", "第")) or re.fullmatch(r"[0-9] ", before):
            return True
        lead = self.text[max(self.sentence.start, quantity.start - 12) : quantity.start]
        if _FROM_BASE.search(lead) and _TO_GOAL.match(self.text, quantity.end):
            return True
        if _SLOGAN.match(self.text, quantity.end):
            return True
        if quantity.unit == "岁" and re.match(r"及?以[上下]", self.text[quantity.end : quantity.end + 3]):
            return True
        if quantity.kind == "time":
            tail = self.text[quantity.end : quantity.end + 3]
            if _SPAN_OF_TIME.search(lead):
                return False
            return not (
                _LIMIT_LEAD.search(lead) and (tail.startswith(("以内", "之内", "内")) or "至" in lead or "在" in lead)
            )
        return False

    def _is_no_goal(self, start: int, quantity: Quantity) -> bool:
        sentence = self.sentence
        if self.years.is_fact(sentence.section, sentence.start, quantity.start):
            return True
        lead = self.text[sentence.start : quantity.start]
        behind = re.match(r"[^，。；]{0,12}", self.text[quantity.end : quantity.end + 12])
        clause = self.text[max(start, quantity.start - 40) : quantity.end] + (behind[0] if behind else "")
        if re.match(r"对(?!接)|凡|获得|符合", self.text[start:]) and re.match(
            r"(?:及?以上|以下|以内)?的", self.text[quantity.end :]
        ):
            return True
        if self._is_condition() or self._is_case(quantity):
            return True
        if _FACT.search(lead[lead.rfind("；") + 1 :]) and not re.search(
            r"(?:到|至|力争|争取)(?:19|20)[0-9]{2}年|力争|争取", lead
        ):
            return True
        if re.search(r"(?:标准|水平|总额)[^，。；]{0,24}(?:提高|达|增|调整|不低于)", clause):
            return False
        return quantity.unit.split("/")[0].endswith(("元", "%")) and bool(_PAYMENT.search(clause))

    def _is_case(self, quantity: Quantity) -> bool:
        """入住人数大于10人的，每增加1人，…: a case of a rule, or its step."""
        head = wording.clause_start(self.text, self.sentence.start, quantity.start)
        words, tail = self.text[head : quantity.start], self.text[quantity.end : quantity.end + 27]
        if re.match(r"(?:及?以上|以下|以内)?的[，；]", tail):
            return True
        if re.match(r"[^，。；]{0,24}?的[\u4e00-\u9fff]", tail) and re.match(r"对(?!接|标|外|照|口)|凡|符合", words):
            return True
        return bool(re.search(r"每(?:增加|减少|超过|提高|降低|新增)$", words))

    def _is_means(self, piece: Segment) -> bool:
        """聚焦5个产业, 依托3个平台, 分为3个片区: a count of what is used, named or divided promises nothing."""
        lead = self.text[piece.start : piece.quantity.start]
        return piece.quantity.kind == "count" and not piece.is_part and bool(_MEANS.search(lead))

    def _is_condition(self) -> bool:
        """对实际投资1亿元以上的项目，给予…: a sentence that opens with whom it helps and says what is given."""
        words = self.text[self.sentence.start : self.sentence.end]
        return bool(_BENEFICIARY.match(words) and _PAYMENT.search(words))

    def _segment_target(self, piece: Segment) -> Target | None:
        quantity = piece.quantity
        if self._is_no_goal(piece.start, quantity) or self._is_means(piece):
            return None
        reading = read_indicator(self.text, piece, self.last_verb, self.last.indicator if self.last else "")
        self.last_verb = reading.verb or ("" if piece.after_comma else self.last_verb)
        if (
            quantity.kind == "count"
            and quantity.unit in ("人", "位", "分", "次")
            and not (reading.verb or reading.word or self.last)
        ):
            return None
        if not reading.indicator:
            if reading.word and quantity.unit:
                span = self.context.span(piece.start, piece.end)
                self.context.findings.add("TGT-NO-INDICATOR", span, text=self.text[piece.start : piece.end])
            return None
        if not (reading.verb or reading.word or piece.has_suffix or self._is_list_item(piece)):
            return None
        return self._target(piece, reading)

    def _is_list_item(self, piece: Segment) -> bool:
        """A bare “企业10家” counts beside other goals, or where a year or an ambition leads."""
        lead = self.text[self.sentence.start : piece.start]
        return bool(
            self.last
            or re.search(r"(?:到|至)?20[0-9]{2}年", lead)
            or wording.last_ambition(lead, 0, len(lead))
            or "目标" in self.sentence.section.title
        )

    def _target(self, piece: Segment, reading: Reading) -> Target:
        quantity, text = piece.quantity, self.text
        comparator = reading.comparator
        kind, basis = self._kind(piece, reading, comparator)
        limit = self._year_limit(quantity)
        year, source = self._year(piece.start, quantity.end, limit)
        ambition = wording.last_ambition(text, self.sentence.start, quantity.start)
        yearly = wording.last_of(_YEARLY, text, piece.start, quantity.start)
        span = self.context.span(piece.start, reading.end)
        words = text[piece.start : reading.end]
        value: Value = (quantity.low, quantity.high) if quantity.high is not None else quantity.low
        inside = (
            self.text[piece.start - 1] == "（" and self.made is not None and piece.start - 2 < self._end_of_made + 3
        )
        owner = self.made if inside else (self.last if piece.is_part or self._is_next_part(piece, reading) else None)
        parent = owner.indicator if owner else None
        if parent and owner and basis == "inferred" and not reading.verb and owner.unit == quantity.unit:
            kind = owner.kind
        target = Target(
            self.sentence.path,
            reading.indicator,
            comparator,
            reading.word or reading.verb,
            ambition,
            value,
            quantity.unit,
            quantity.scale,
            year,
            source,
            kind,
            basis,
            parent,
            span,
            reading.qualifier or yearly,
            None,
            reading.rule,
        )
        self._report(target, words)
        self.made, self._end_of_made = target, reading.end
        self._part = reading.indicator if parent and not inside else ("" if not inside else self._part)
        if parent is None and not piece.is_part:
            self.last = target
        return target

    def _is_next_part(self, piece: Segment, reading: Reading) -> bool:
        """其中国家级中心5个，国家级实验室10个: a clause that begins like the part before it is a part too."""
        alike = len(self._part) > 3 and reading.indicator[:3] == self._part[:3]
        before = self.text[self.sentence.start : piece.start]
        return bool(
            alike and self.last and self.last.unit == piece.quantity.unit and "；" not in before[before.rfind("其中") :]
        )

    def _year(self, start: int, end: int, limit: int) -> tuple[int | None, YearSource]:
        """Year and source of what stands at [start, end); in a task table the row's date goes before the plan's end."""
        year, source = self.years.at(self.sentence.section, start, end, limit)
        if self.sentence.due and source in ("none", "period"):
            return self.sentence.due, "lead"
        return year, source

    def _year_limit(self, quantity: Quantity) -> int:
        """A year behind a value counts up to the clause of the next value or the next semicolon."""
        following = next((q for q in self.sentence.quantities if q.start > quantity.end), None)
        end = wording.clause_start(self.text, self.sentence.start, following.start) if following else self.sentence.end
        stop = self.text.find("；", quantity.end, end)
        return max(stop if stop >= 0 else end, quantity.end)

    def _kind(self, piece: Segment, reading: Reading, comparator: Comparator) -> tuple[TargetKind, KindBasis]:
        quantity = piece.quantity
        lead = self.text[piece.start : quantity.start]
        whole = self.text[piece.start : reading.end]
        return kind_of(quantity, lead, whole, comparator, reading)

    def _report(self, target: Target, words: str) -> None:
        report_target(self.context, target, words)

    def _zipped_target(
        self, indicator: str, quantity: Quantity, year: int | None, zipped: Zipped, parent: str | None
    ) -> Target:
        start, word = zipped.start, zipped.word
        found, source = self._year(start, quantity.end, self.sentence.end)
        after = self.text[quantity.end : quantity.end + 3]
        if not wording.AFTER_NUMBER.match(after):
            after = self.text[zipped.end - 2 : zipped.end]
        comparator = wording.comparator_of(word, after, quantity)
        reading = Reading(indicator, comparator[0], comparator[1] or word, "", None, quantity.end, "zipped")
        kind, basis = kind_of(quantity, indicator + word, indicator + word, comparator[0], reading)
        value: Value = (quantity.low, quantity.high) if quantity.high is not None else quantity.low
        target = Target(
            self.sentence.path, indicator, comparator[0], comparator[1] or word,
            wording.last_ambition(self.text, self.sentence.start, quantity.start), value, quantity.unit, quantity.scale,
            year or found, "own" if year else source, kind, basis, parent,
            self.context.span(start, quantity.end), None, None, "zipped",
        )  # fmt: skip
        self._report(target, self.text[start : quantity.end])
        self.last = self.last if parent else target
        return target

    def _relative_target(self, relative: Relative) -> Target | None:
        """A relative goal; one without a subject goes on with the goal before it in the sentence."""
        before = self.last.indicator if self.last else ""
        indicator = relative.indicator or before
        if before and _MEASURE_ALONE.fullmatch(indicator):
            indicator = (before.split("占", 1)[0] if "增" in indicator else before).removesuffix(indicator) + indicator
        if not indicator or self.years.is_fact(self.sentence.section, self.sentence.start, relative.word_start):
            return None
        year, source = self._year(relative.start, relative.end, self.sentence.end)
        target = Target(
            self.sentence.path, indicator, relative.comparator, relative.word,
            wording.last_ambition(self.text, self.sentence.start, relative.end), relative.value, relative.unit, 1, year, source,
            relative.kind, "explicit", None, self.context.span(relative.start, relative.end), None, relative.reference,
            relative.rule,
        )  # fmt: skip
        self._report(target, self.text[relative.start : relative.end])
        self.last = target
        return target
