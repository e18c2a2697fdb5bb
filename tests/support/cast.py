"""The named cast, made by actions: a small invented district with two towns, a park and an enterprise, and one person for each role.

Rooms that need more (a plan, files, targets) add it in their own tests by calling their actions as these people.
"""

import datetime as dt
from dataclasses import dataclass

import pytest

from parkloop.foundation import standing
from parkloop.foundation.actions.add_person import add_person
from parkloop.foundation.actions.add_post import add_post
from parkloop.foundation.actions.found_organisation import found_organisation
from parkloop.foundation.actions.grant_role import grant_role
from parkloop.foundation.actions.open_account import open_account
from parkloop.foundation.models import Organisation, OrganisationKind, Person, Role
from tests.support import flushing
from tests.support.keeping import Keeper
from tests.support.passwords import PASSWORD

flushing.allow()
SINCE = dt.date(2020, 1, 1)


@dataclass(frozen=True)
class Cast:
    """People by role, and the organisations they stand in: district > (bureau, town, other_town, park > enterprise)."""

    system: Person
    district_leader: Person
    district_officer: Person
    second_officer: Person
    town_officer: Person
    other_town_officer: Person
    park_operator: Person
    enterprise_user: Person
    expert: Person
    auditor: Person
    system_admin: Person
    security_admin: Person
    audit_admin: Person
    stranger: Person
    district: Organisation
    bureau: Organisation
    town: Organisation
    other_town: Organisation
    park: Organisation
    enterprise: Organisation


ORGANISATIONS = (
    ("district", "district-government", "临江区人民政府", "Riverside District", None),
    ("bureau", "bureau", "临江区科技局", "Riverside Science Bureau", "district"),
    ("town", "town", "柳桥镇", "Willow Bridge", "district"),
    ("other_town", "town", "石塘镇", "Stone Pond", "district"),
    ("park", "park", "临江创新园", "Riverside Innovation Park", "district"),
    ("enterprise", "enterprise", "临江样品科技有限公司", "Riverside Sample Tech", "park"),
)
PEOPLE = (
    ("district_leader", "周领导", "Leader Zhou", Role.DISTRICT_LEADER, "district"),
    ("district_officer", "陈专员", "Officer Chen", Role.DISTRICT_OFFICER, "district"),
    ("second_officer", "吴专员", "Officer Wu", Role.DISTRICT_OFFICER, "district"),
    ("town_officer", "柳专员", "Officer Liu", Role.TOWN_OFFICER, "town"),
    ("other_town_officer", "石专员", "Officer Shi", Role.TOWN_OFFICER, "other_town"),
    ("park_operator", "袁运营", "Operator Yuan", Role.PARK_OPERATOR, "park"),
    ("enterprise_user", "齐经理", "Manager Qi", Role.ENTERPRISE_USER, "enterprise"),
    ("expert", "詹教授", "Professor Zhan", Role.EXPERT, "district"),
    ("auditor", "沈审计", "Auditor Shen", Role.AUDITOR, "district"),
    ("system_admin", "席管理", "Administrator Xi", Role.SYSTEM_ADMIN, "district"),
    ("security_admin", "安管理", "Administrator An", Role.SECURITY_ADMIN, "district"),
    ("audit_admin", "审管理", "Administrator Shen", Role.AUDIT_ADMIN, "district"),
    ("stranger", "莫路人", "Stranger Mo", None, None),
)


def build_cast() -> Cast:
    """Make the organisations and people by their actions; every person signs in with `PASSWORD` under the code without hyphens."""
    system = standing.system_person()
    bodies: dict[str, Organisation] = {}
    for code, kind, zh, en, parent in ORGANISATIONS:
        bodies[code] = found_organisation(
            system,
            code=code.replace("_", "-"),
            kind=OrganisationKind(kind),
            name_zh=zh,
            name_en=en,
            parent=bodies.get(parent or ""),
            founded_on=SINCE,
            is_synthetic=True,
        )
    people = {
        code: _person(system, code, zh, en, role, bodies.get(place or "")) for code, zh, en, role, place in PEOPLE
    }
    return Cast(system=system, **people, **bodies)


def _person(system: Person, code: str, zh: str, en: str, role: Role | None, place: Organisation | None) -> Person:
    person = add_person(system, code=code.replace("_", "-"), name_zh=zh, name_en=en, is_synthetic=True)
    open_account(system, holder=person, username=code.replace("_", ""), password=PASSWORD, must_change_password=False)
    if role and place:
        titles = {"title_zh": str(role.label), "title_en": role.value}
        add_post(system, holder=person, organisation=place, valid_from=SINCE, **titles)
        grant_role(system, holder=person, role=role, organisation=place, valid_from=SINCE)
    return person


_keeper = Keeper(build_cast, ("foundation", "desk"))


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast in the test's database: made by actions once a run, afterwards put back row by row as it was made."""
    if Person.objects.exists() or Organisation.objects.exists():
        return build_cast()
    _keeper.put_back()
    people = {p.code.replace("-", "_"): p for p in Person.objects.select_related("user")}
    bodies = {o.code.replace("-", "_"): o for o in Organisation.objects.select_related("parent")}
    return Cast(**people, **bodies)
