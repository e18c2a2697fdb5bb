"""``places/organisations.yaml`` and ``places/collectives.yaml``: the bodies of a park, and phrases for many of them.

The tree may be written in any order; parents are checked here. History of names is dated. Tiles are next door.
"""

import datetime
from dataclasses import dataclass

from stdnum.cn import uscc

from parkloop.packs.cursor import NO_DATE, Cursor, unique
from parkloop.packs.header import STATUSES, Header, read_header
from parkloop.packs.labels import Label
from parkloop.packs.manifest import slug

PATH = "places/organisations.yaml"
COLLECTIVES_PATH = "places/collectives.yaml"
KINDS = (
    "district-government",
    "bureau",
    "town",
    "street",
    "park",
    "platform-company",
    "enterprise",
    "institute",
    "university",
    "fund",
    "agency",
)


@dataclass(frozen=True)
class FormerName:
    """A name in force until the day before ``until``."""

    name: Label
    short: Label
    valid_from: datetime.date
    until: datetime.date


@dataclass(frozen=True)
class Organisation:
    """One body. ``aliases`` are other surfaces met in documents; ``credit_code`` is empty when not truly known."""

    code: str
    kind: str
    name: Label
    short: Label
    parent: str
    credit_code: str
    valid_from: datetime.date
    names: tuple[FormerName, ...]
    aliases: tuple[str, ...]
    source: str
    status: str
    synthetic: bool


@dataclass(frozen=True)
class Collective:
    """A phrase of documents (各街镇) that stands for all bodies of some kinds, or for listed ones."""

    phrase: str
    name: Label
    kinds: tuple[str, ...]
    members: tuple[str, ...]

    def codes(self, organisations: tuple[Organisation, ...]) -> tuple[str, ...]:
        """Codes of the bodies meant, in the order of the organisations file."""
        return tuple(o.code for o in organisations if o.kind in self.kinds or o.code in self.members)


def read_organisations(cursor: Cursor) -> tuple[Organisation, ...]:
    """Read and check the whole tree: unique codes and credit codes, known parents, no rings."""
    header = read_header(cursor)
    rows = cursor.rows("organisations")
    cursor.finish()
    found = [_organisation(row, header) for row in rows]
    unique(rows, [o.code for o in found], "代码", "code")
    unique(rows, [o.credit_code for o in found], "统一社会信用代码", "credit code")
    _check_parents(rows, found)
    return tuple(found)


def _organisation(cursor: Cursor, header: Header) -> Organisation:
    name = cursor.label("name")
    organisation = Organisation(
        code=slug(cursor, "code"),
        kind=cursor.choice("kind", KINDS),
        name=name,
        short=cursor.maybe_label("short") or name,
        parent=cursor.maybe_text("parent"),
        credit_code=_credit_code(cursor),
        valid_from=cursor.maybe_date("valid_from") or header.valid_from,
        names=tuple(_former_name(row) for row in cursor.rows("names", need=False)),
        aliases=cursor.texts("aliases", need=False),
        source=cursor.maybe_text("source") or header.source,
        status=cursor.choice("status", STATUSES, header.status),
        synthetic=cursor.flag("synthetic", header.synthetic),
    )
    _check_names(cursor, organisation)
    cursor.finish()
    return organisation


def _credit_code(cursor: Cursor) -> str:
    value = cursor.maybe_text("credit_code")
    if value and not uscc.is_valid(value):
        zh = f"统一社会信用代码“{value}”校验不通过，请核对 18 位代码"
        cursor.fail(zh, f"The credit code '{value}' fails its check digit: compare all 18 characters", "credit_code")
    return value


def _former_name(cursor: Cursor) -> FormerName:
    name = cursor.label("name")
    former = FormerName(name, cursor.maybe_label("short") or name, cursor.date("valid_from"), cursor.date("until"))
    if former.until <= former.valid_from:
        cursor.fail("曾用名的止期应晚于起期", "A former name must end after it begins", "until")
    cursor.finish()
    return former


def _check_names(cursor: Cursor, organisation: Organisation) -> None:
    start = organisation.valid_from
    for former in organisation.names:
        if former.valid_from != start and start != NO_DATE:
            zh = f"曾用名应首尾相接：应自 {start} 起，实为 {former.valid_from}"
            cursor.fail(
                zh, f"Former names must follow each other: expected from {start}, not {former.valid_from}", "names"
            )
        start = former.until


def _check_parents(rows: list[Cursor], found: list[Organisation]) -> None:
    parents = {o.code: o.parent for o in found}
    for row, organisation in zip(rows, found, strict=True):
        if organisation.parent and organisation.parent not in parents:
            row.fail(f"没有上级“{organisation.parent}”", f"There is no parent '{organisation.parent}'", "parent")
        elif _is_in_ring(organisation.code, parents):
            row.fail("上级关系成环", "The parents form a ring", "parent")


def _is_in_ring(code: str, parents: dict[str, str]) -> bool:
    seen, at = {code}, parents[code]
    while at and at in parents:
        if at in seen:
            return at == code
        seen.add(at)
        at = parents[at]
    return False


def read_collectives(cursor: Cursor, organisations: tuple[Organisation, ...]) -> tuple[Collective, ...]:
    """Read the phrases; every member must be a known organisation."""
    read_header(cursor)
    rows = cursor.rows("collectives")
    cursor.finish()
    found = [_collective(row, {o.code for o in organisations}) for row in rows]
    unique(rows, [c.phrase for c in found], "说法", "phrase")
    return tuple(found)


def _collective(cursor: Cursor, codes: set[str]) -> Collective:
    kinds, members = cursor.texts("kinds", need=False), cursor.texts("members", need=False)
    collective = Collective(cursor.text("phrase"), cursor.label("name"), kinds, members)
    for kind in kinds:
        if kind not in KINDS:
            cursor.fail(f"没有类别“{kind}”", f"There is no kind '{kind}'", "kinds")
    for code in members:
        if code not in codes:
            cursor.fail(f"没有单位“{code}”", f"There is no organisation '{code}'", "members")
    if not kinds and not members:
        cursor.fail("应给出 kinds 或 members", "Give kinds or members")
    cursor.finish()
    return collective
