"""Words that both directions share: roles, comparators, the keys of OtherInformation."""

from __future__ import annotations

import re

from parkloop.domain.plan.model import Role

#: Role of a duty -> its name in the document (Chinese, as the plan prints it).
ROLE_NAMES: dict[Role, str] = {
    "lead": "牵头",
    "coop": "配合",
    "responsible": "负责",
    "owner": "实施主体",
    "leader": "领导",
}
#: Words of a role's name in foreign documents -> role; the longer word first.
ROLE_WORDS: tuple[tuple[str, Role], ...] = (
    ("implement", "owner"),
    ("实施主体", "owner"),
    ("co-op", "coop"),
    ("cooperat", "coop"),
    ("support", "coop"),
    ("partner", "coop"),
    ("协同", "coop"),
    ("配合", "coop"),
    ("lead agency", "lead"),
    ("牵头", "lead"),
    ("领导", "leader"),
    ("leader", "leader"),
    ("lead", "lead"),
    ("chair", "leader"),
)
DESCRIPTOR = "comparator"
KIND, YEAR_SOURCE, SCALE, WORD, QUALIFIER = "kind", "year_source", "scale", "word", "qualifier"
NOTICE, DOC_NO, DRAFTED, ADDRESSEES, COPIED, BASES = (
    "notice_title", "doc_no", "drafted_on", "addressees", "copied_to", "bases",
)  # fmt: skip
_FACT = re.compile(r"^([a-z_]+): (.*)$", re.MULTILINE)


def facts(values: dict[str, str]) -> str:
    """Lines ``key: value`` for OtherInformation; empty values are left out."""
    return "\n".join(f"{key}: {' '.join(value.split())}" for key, value in values.items() if value)


def facts_of(text: str) -> dict[str, str]:
    """What :func:`facts` wrote, back; other lines of the text are ignored."""
    return {match[1]: match[2] for match in _FACT.finditer(text)}


def role_of(names: str, performs: bool) -> Role | None:
    """The role that a stakeholder's role name means; a performer without a known name is responsible, others nothing."""
    low = names.lower()
    for role, name in ROLE_NAMES.items():
        if low == name:
            return role
    for word, role in ROLE_WORDS:
        if word in low:
            return role
    return "responsible" if performs else None
