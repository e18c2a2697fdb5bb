"""Who sees and changes what in the directory."""

import datetime as dt

import pytest

from parkloop.apps.directory.policy import sees_contact
from parkloop.foundation import clock, policy
from parkloop.foundation.actions.add_person import add_person
from parkloop.foundation.actions.add_post import add_post
from parkloop.foundation.actions.make_token import make_token
from parkloop.foundation.models import ApiToken, Organisation, OrganisationKind, Person, Post, RoleGrant, WorkdayYear
from parkloop.foundation.scopes import terms_of_person, widened
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
EVERYBODY = (
    "district_leader", "district_officer", "town_officer", "park_operator", "enterprise_user", "expert", "auditor",
    "system_admin", "security_admin", "audit_admin", "stranger",
)  # fmt: skip
SEE_ENTERPRISE = {
    "district_leader", "district_officer", "park_operator", "enterprise_user", "auditor", "system_admin",
    "security_admin", "audit_admin", "expert",
}  # fmt: skip
"""All but the town officer and the stranger reach the enterprise in the cast: their roles are held for the district or the park."""


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.fixed(dt.date(2026, 10, 12)):
        yield


@pytest.mark.parametrize("who", EVERYBODY)
def test_public_bodies_are_open_and_enterprises_to_those_concerned(cast: Cast, who: str) -> None:
    seen = set(policy.rows(getattr(cast, who), Organisation).values_list("code", flat=True))
    assert {"district", "bureau", "town", "other-town", "park"} <= seen
    assert ("enterprise" in seen) is (who in SEE_ENTERPRISE)


def test_a_town_officer_sees_the_enterprises_of_its_own_town_only(cast: Cast) -> None:
    own = Organisation.objects.get(pk=cast.enterprise.pk)
    assert own not in policy.rows(cast.town_officer, Organisation)
    from parkloop.foundation.actions.move_organisation import move_organisation

    move_organisation(cast.system_admin, organisation=own, parent=cast.town, on=clock.today())
    assert own in policy.rows(cast.town_officer, Organisation)
    assert own not in policy.rows(cast.other_town_officer, Organisation)


def test_nobody_signed_in_sees_nothing(cast: Cast) -> None:
    for model in (Organisation, Person, Post, RoleGrant, WorkdayYear, ApiToken):
        assert not policy.rows(None, model).exists()
        assert policy.fields(None, model) == frozenset()


@pytest.mark.parametrize("who", EVERYBODY)
def test_telephone_and_mail_are_withheld_from_lists_but_for_the_administration_of_people(cast: Cast, who: str) -> None:
    withheld = {"phone", "email"} - policy.fields(getattr(cast, who), Person)
    assert withheld == (set() if who == "security_admin" else {"phone", "email"})


def test_contact_data_are_for_colleagues_and_the_person_himself(cast: Cast) -> None:
    colleague = add_person(cast.security_admin, name_zh="同事")
    add_post(
        cast.security_admin, holder=colleague, organisation=cast.town, title_zh="干事", valid_from=dt.date(2026, 1, 1)
    )
    assert sees_contact(cast.town_officer, colleague)
    assert sees_contact(colleague, colleague)
    assert sees_contact(cast.security_admin, colleague)
    assert not sees_contact(cast.other_town_officer, colleague)
    assert not sees_contact(cast.district_leader, colleague)


def test_people_of_an_enterprise_are_seen_only_where_the_enterprise_is(cast: Cast) -> None:
    assert cast.enterprise_user not in policy.rows(cast.town_officer, Person)
    assert cast.enterprise_user in policy.rows(cast.park_operator, Person)
    assert cast.town_officer in policy.rows(cast.enterprise_user, Person)


def test_people_without_a_post_are_seen_by_themselves_and_the_administration_of_people(cast: Cast) -> None:
    assert cast.stranger in policy.rows(cast.stranger, Person)
    assert cast.stranger in policy.rows(cast.security_admin, Person)
    assert cast.stranger not in policy.rows(cast.district_leader, Person)


def test_the_system_person_is_nobody_to_be_seen(cast: Cast) -> None:
    for who in EVERYBODY:
        assert cast.system not in policy.rows(getattr(cast, who), Person)


def test_roles_are_seen_by_their_holders_and_those_who_give_or_audit_them(cast: Cast) -> None:
    all_grants = RoleGrant.objects.count()
    seen = {who: policy.rows(getattr(cast, who), RoleGrant).count() for who in EVERYBODY}
    full = {"auditor", "audit_admin", "security_admin"}
    assert {who for who, count in seen.items() if count == all_grants} == full
    assert all(count <= 1 for who, count in seen.items() if who not in full)


def test_tokens_are_ones_own(cast: Cast) -> None:
    token = make_token(cast.town_officer, name="报表", expires_on=dt.date(2027, 1, 1))
    seen = {who for who in EVERYBODY if policy.rows(getattr(cast, who), ApiToken).filter(pk=token.pk).exists()}
    assert seen == {"town_officer", "security_admin"}


@pytest.mark.parametrize(
    "action", ["directory.found_organisation", "directory.add_calendar_year", "directory.import_organisations"]
)
def test_organisations_and_calendar_are_the_system_administrations(cast: Cast, action: str) -> None:
    assert {who for who in EVERYBODY if policy.may(getattr(cast, who), action)} == {"system_admin"}


@pytest.mark.parametrize("action", ["directory.add_person", "directory.add_post", "directory.grant_role"])
def test_people_and_rights_are_the_security_administrations(cast: Cast, action: str) -> None:
    assert {who for who in EVERYBODY if policy.may(getattr(cast, who), action)} == {"security_admin"}


def test_search_finds_what_the_rows_show(cast: Cast) -> None:
    """The scope terms of each organisation and person meet a reader's terms exactly where the policy shows the row."""
    for model in (Organisation, Person):
        rules = policy.rules_of(model)
        assert rules is not None
        assert rules.scopes is not None
        things = list(model._default_manager.exclude(**({"is_system": True} if model is Person else {})))
        terms = dict(zip(things, widened([rules.scopes(thing) for thing in things]), strict=True))
        for who in EVERYBODY:
            reader = getattr(cast, who)
            own = terms_of_person(reader)
            found = {thing.pk for thing in things if terms[thing] & own}
            shown = set(policy.rows(reader, model).filter(pk__in=[t.pk for t in things]).values_list("pk", flat=True))
            assert found == shown, (who, model.__name__)


def test_institutes_and_funds_count_as_public_bodies(cast: Cast) -> None:
    from parkloop.foundation.actions.found_organisation import found_organisation

    institute = found_organisation(
        cast.system_admin,
        code="institute",
        kind=OrganisationKind.INSTITUTE,
        name_zh="临江研究院",
        parent=cast.park,
        founded_on=dt.date(2020, 1, 1),
    )
    assert institute in policy.rows(cast.stranger, Organisation)
