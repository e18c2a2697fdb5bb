"""Named things: the gazetteer first, then quotation marks, suffix patterns, titles of papers and public bodies.

No segmenter and no model: a name is a suffix with what stands before it up to a word that no name reaches over. Short
names resolve to the long name given earlier (…简称“X”, dropped prefixes, first letters).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parkloop.domain.plan.context import Context
from parkloop.domain.plan.gazetteer import Gazetteer
from parkloop.domain.plan.model import Duty, Entity
from parkloop.domain.plan.vocabulary_duties import COLLECTIVES
from parkloop.domain.plan.vocabulary_names import (
    AFTER_QUOTE,
    BODIES,
    BOUNDARIES,
    BOUNDARIES_OF_BODIES,
    BOUNDARY_EXCEPTIONS,
    CREATING,
    GENERIC,
    NOT_FIRST,
    QUOTED_KINDS,
    SUFFIXES,
    VERBS_INSIDE,
)


def _words(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CHUNK = re.compile(r"[^，。；：、！？（）〔〕《》\n\t—]+")
_SUFFIX = re.compile(_words(list(SUFFIXES)))
_KEPT = tuple(word for word in BOUNDARY_EXCEPTIONS if word not in BOUNDARIES)
_CUTS = rf"{_words(BOUNDARIES)}|[0-9一二两三四五六七八九十百]+(?:个|家|项|名|大)|[0-9]+[.、]|(?<=”)(?=“)"
_BOUNDARY = re.compile(rf"(?P<keep>{_words(_KEPT)})|(?P<cut>{_CUTS})")
_BOUNDARY_VERBS = re.compile(rf"(?P<keep>{_words(_KEPT)})|(?P<cut>{_words(VERBS_INSIDE)}|{_CUTS})")
_BOUNDARY_BODY = re.compile(
    rf"(?P<keep>自由|现在|存在|潜在|在线|理由|经济|经开|经信)|(?P<cut>{_words(BOUNDARIES_OF_BODIES)})"
)
_BODY_SUFFIXES = ("领导小组办公室", "领导小组", "工作专班", "指挥部", "联席会议")
_NOT_FIRST = re.compile(rf"(?:{_words(NOT_FIRST)})")
_GENERIC = re.compile(_words(GENERIC))
_CREATING = re.compile(rf"(?:{_words(CREATING)}|(?:机制|平台)[和、])$")
_NAMING = re.compile(r"(?P<event>举办|承办|创办|办好)$|(?:升级|打响|擦亮|叫响|推出)$")
_SEVERAL = re.compile(r"[两三四五六七八九十]大")
_QUOTE = re.compile(r"“([^“”\n]{2,24})”")
_AFTER_QUOTE = re.compile(rf"[^，。；：、！？（）《》“”\n的和与及]{{0,10}}?(?:{_words(list(AFTER_QUOTE))})")
_TITLE = re.compile(r"《([^《》\n]{2,120})》")
_BODY = re.compile(rf"(?<![各园街社地片景新城郊辖校厂小灾战山特])[省市区县州](?:{_words(BODIES)}|委(?![托员派任]))")
_ALIAS = re.compile(r"（(?:以下|下)?(?:统)?简称(?:为)?：?“?(?P<short>[^“”（）：，]{2,16})”?(?:，下同)?）")
_LATIN = re.compile(r"[A-Z]{2,}|[A-Z][a-z]+")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    kind: str
    rule: str
    same_as: str | None = None


def read_entities(context: Context, gazetteer: Gazetteer, duties: list[Duty]) -> list[Entity]:
    """Every mention of a named thing, in order of place."""
    text = context.text
    found = list(_gazetteer(text, gazetteer))
    aliases: dict[str, str] = {}
    shadowed = _Cover(found)
    for mention in [*_units(context, duties), *_by_rules(text, aliases)]:
        if not shadowed.blocks(mention):
            found.append(mention)
            shadowed.add(mention)
    found.extend(m for m in _alias_mentions(text, aliases) if not shadowed.blocks(m))
    found.sort(key=lambda mention: (mention.start, -mention.end))
    found = _outermost(found)
    return [_entity(context, mention) for mention in _resolved(text, found)]


class _Cover:
    """Which stretches are already named; a longer name that goes on to the right may cover a shorter one."""

    def __init__(self, found: list[_Found]) -> None:
        self._at: dict[int, _Found] = {}
        for mention in found:
            self.add(mention)

    def add(self, mention: _Found) -> None:
        for index in range(mention.start, mention.end):
            self._at[index] = mention

    def blocks(self, mention: _Found) -> bool:
        others = {id(self._at[i]): self._at[i] for i in range(mention.start, mention.end) if i in self._at}
        return any(not (mention.start <= o.start and o.end < mention.end) for o in others.values())


def _outermost(found: list[_Found]) -> list[_Found]:
    out: list[_Found] = []
    for mention in found:
        if out and mention.end <= out[-1].end:
            continue
        out.append(mention)
    return out


def _entity(context: Context, mention: _Found) -> Entity:
    name = _name(context.text, mention)
    path = context.outline.path_at(mention.start)
    span = context.span(mention.start, mention.end)
    return Entity(path, mention.kind, name, mention.same_as, span, mention.rule)


def _name(text: str, mention: _Found) -> str:
    words = text[mention.start : mention.end]
    if len(words) > 2 and words[0] + words[-1] in ("“”", "《》") and "”" not in words[1:-1]:
        return words[1:-1]
    return words


def _gazetteer(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    pattern = gazetteer.pattern()
    for match in pattern.finditer(text) if pattern else ():
        entry = gazetteer.by_surface[match[0]]
        same_as = None if entry.name == match[0] else entry.name
        yield _Found(match.start(), match.end(), entry.kind, "gazetteer", same_as)


def _by_rules(text: str, aliases: dict[str, str]) -> list[_Found]:
    found = list(_aliases(text, aliases))
    found += _quoted(text)
    found += [_Found(m.start(), m.end(), "document", "title") for m in _TITLE.finditer(text)]
    found += [_Found(m.start(), m.end(), "organisation", "body") for m in _BODY.finditer(text)]
    found += _suffixed(text)
    found += _contractions(text, found)
    return sorted(found, key=lambda mention: (mention.start - mention.end, mention.start))


def _units(context: Context, duties: list[Duty]) -> Iterator[_Found]:
    """Units that carry a duty are organisations, unless they are a collective phrase."""
    offsets = context.shadow.offsets
    for duty in duties:
        if len(duty.surface) >= 4 and not duty.surface.startswith(COLLECTIVES) and "（" not in duty.surface:
            start = bisect_left(offsets, duty.span[0])
            if context.text.startswith(duty.surface, start):
                same_as = duty.unit if duty.unit != duty.surface else None
                yield _Found(start, start + len(duty.surface), "organisation", "duty", same_as)


def _aliases(text: str, aliases: dict[str, str]) -> Iterator[_Found]:
    """X(以下简称“Y”): X is a name though it may have no suffix, Y stands for it from here on."""
    for match in _ALIAS.finditer(text):
        begin = max(text.rfind(mark, 0, match.start()) for mark in "，。；：、\n（") + 1
        begin = _left_edge(text, max(begin, match.start() - _LONGEST), match.start())
        if match.start() - begin >= 2:
            long_name = text[begin : match.start()].strip("“”《》")
            aliases[match["short"]] = long_name
            kind = _kind_of(long_name)
            yield _Found(begin, match.start(), kind, "alias:long")
            yield _Found(match.start("short"), match.end("short"), kind, "alias:short", long_name)


def _kind_of(name: str) -> str:
    suffixes = [match for match in _SUFFIX.finditer(name) if match.end() == len(name)]
    if suffixes:
        return SUFFIXES[suffixes[0][0]][0]
    return "place" if name[-1] in "园区城港谷镇" else "organisation"


def _alias_mentions(text: str, aliases: dict[str, str]) -> Iterator[_Found]:
    if aliases:
        for match in re.finditer(_words(list(aliases)), text):
            yield _Found(match.start(), match.end(), _kind_of(aliases[match[0]]), "alias", aliases[match[0]])


def _quoted(text: str) -> Iterator[_Found]:
    """“X” that ends like a name, or stands before 平台, 计划, 品牌 …; slogans stay out."""
    counts = Counter(_QUOTE.findall(text))
    for match in _QUOTE.finditer(text):
        inner = match[1]
        after = _AFTER_QUOTE.match(text, match.end(), match.end() + 18)
        if after and "、" not in inner and not _SEVERAL.search(after[0]):
            word = max((w for w in AFTER_QUOTE if after[0].endswith(w)), key=len)
            end = match.end() if word in ("品牌", "赛事", "改革试点") else after.end()
            yield _Found(match.start(), end, AFTER_QUOTE[word], f"quote:before:{word}")
            continue
        word = max((w for w in QUOTED_KINDS if inner.endswith(w)), key=len, default="")
        if word and not re.search(r"[，、；]", inner) and len(inner) > len(word):
            yield _Found(match.start(), match.end(), QUOTED_KINDS[word], f"quote:suffix:{word}")
        elif (naming := _NAMING.search(text[max(0, match.start() - 4) : match.start()])) and "、" not in inner:
            yield _Found(match.start(), match.end(), "event" if naming["event"] else "programme", "quote:named")
        elif counts[inner] >= 3 and not re.search(r"[，、；+]", inner):
            yield _Found(match.start(), match.end(), "mechanism", "quote:repeated")


def _suffixed(text: str) -> Iterator[_Found]:
    for chunk in _CHUNK.finditer(text):
        for match in _SUFFIX.finditer(text, chunk.start(), chunk.end()):
            if _goes_on(text, match, chunk.end()):
                continue
            kind, needed = SUFFIXES[match[0]]
            begin = max(chunk.start(), match.start() - _LONGEST)
            start = _left_edge(text, begin, match.start(), _boundary_for(match[0], kind))
            words = text[start : match.end()]
            if start >= match.start() or words.count("“") != words.count("”"):
                continue
            if _is_proper(text, start, match.start(), needed, kind) and not _holds_organisation(words, match[0], kind):
                yield _Found(start, match.end(), kind, f"suffix:{match[0]}")


def _boundary_for(suffix: str, kind: str) -> re.Pattern[str]:
    if suffix in _BODY_SUFFIXES:
        return _BOUNDARY_BODY
    return _BOUNDARY if kind == "organisation" else _BOUNDARY_VERBS


def _holds_organisation(words: str, suffix: str, kind: str) -> bool:
    """X有限公司转化平台: an organisation with a generic tail, and no platform of its own."""
    inner = re.search(r".{2,}(?:有限公司|集团|大学|研究院)(?P<rest>.*)", words.removesuffix(suffix))
    return kind != "organisation" and inner is not None and not _GENERIC.sub("", inner["rest"])


def _goes_on(text: str, match: re.Match[str], limit: int) -> bool:
    """Is the suffix only the middle of a longer word (大学科技园, 科技型)?"""
    after = text[match.end() : min(limit, match.end() + 6)]
    if _SUFFIX.match(after) and not after.startswith("工程"):
        return True
    if match[0].endswith(("行动", "计划", "工程")) and after.startswith(
        ("方案", "计划", "规划", "纲要", "意见", "任务", "要点")
    ):
        return True
    if match[0] == "科技":
        return not re.match(r"[等和及与、]|\Z|有限", after) or match.start() < 1
    if match[0] == "大学" and after.startswith(("生", "科", "城")):
        return True
    return after.startswith(("城", "园", "港", "院", "系统", "群", "化", "性", "员", "类", "型", "级", "司", "通"))


def _left_edge(text: str, start: int, end: int, boundary: re.Pattern[str] = _BOUNDARY) -> int:
    """Where a name that goes on to ``end`` can begin: after the last boundary word, never with a verb."""
    edge = start
    for match in boundary.finditer(text, start, end):
        if match["cut"] is not None and not _in_quotes(text, start, match.start(), end):
            edge = match.end()
    closing = text.rfind("”", edge, end)
    if closing >= 0:
        opening = text.rfind("“", start, closing)
        edge = opening if start <= opening < edge else edge
        edge = closing + 1 if opening < start else edge
    first = _NOT_FIRST.match(text, edge, end)
    while first and first.end() < end:
        edge = first.end()
        first = _NOT_FIRST.match(text, edge, end)
    return edge


def _in_quotes(text: str, start: int, position: int, end: int) -> bool:
    opening = text.rfind("“", start, position)
    return opening >= 0 and text.find("”", opening, end) >= 0 and text.find("”", opening, end) > position


def _is_proper(text: str, start: int, end: int, needed: int, kind: str) -> bool:
    """Enough of the modifier remains without generic words, or it is long and has just been created."""
    modifier = text[start:end]
    rest = _GENERIC.sub("", re.sub(r"[“”]", "", modifier))
    if len(re.sub(r"[^\u4e00-\u9fff]", "", rest)) >= needed or ("”" in modifier and needed < 99):
        return True
    if _LATIN.search(modifier) and needed <= 3:
        return True
    lead = text[max(0, start - 4) : start]
    if kind == "programme":
        return lead.endswith("实施") and len(modifier) >= 4
    return (
        kind in ("mechanism", "platform", "artefact")
        and bool(_CREATING.search(lead))
        and len(modifier) >= 6
        and needed < 99
    )


_CONTRACTION = re.compile(r"(?:(?<=[、，和及与])|(?<=用好|依托))[\u4e00-\u9fff]{3,8}(?:所|院|室|中心)(?=[、，。等和])")


def _contractions(text: str, found: list[_Found]) -> Iterator[_Found]:
    """List members like X材料所 that contract a long name given earlier."""
    longer = [(m.start, _name(text, m), m.kind) for m in found if m.kind in ("organisation", "platform")][:400]
    for match in _CONTRACTION.finditer(text):
        full = next(((n, kind) for at, n, kind in longer if at < match.start() and _short_for(match[0], n)), None)
        if full:
            yield _Found(match.start(), match.end(), full[1], "contraction", full[0])


def _resolved(text: str, found: list[_Found]) -> Iterator[_Found]:
    """same_as for names that are the tail or the contraction of a longer name given earlier."""
    names: list[str] = []
    known: set[str] = set()
    for mention in found:
        name = _name(text, mention)
        if mention.same_as is None and mention.kind in ("organisation", "platform", "place") and name not in known:
            long_name = next((n for n in names if _short_for(name, n)), None)
            mention = replace(mention, same_as=long_name) if long_name else mention
        yield mention
        if mention.same_as is None and name not in known:
            known.add(name)
            if mention.kind in ("organisation", "platform", "place") and len(names) < 400:
                names.append(name)


def _short_for(short: str, long_name: str) -> bool:
    if len(short) >= len(long_name) or len(short) < 4:
        return False
    if long_name.endswith(short):
        return True
    if short[-1] != long_name[-1] or len(short) * 3 < len(long_name):
        return False
    position = 0
    for char in short[:-1]:
        position = long_name.find(char, position) + 1
        if position == 0:
            return False
    return short[:2] in long_name
