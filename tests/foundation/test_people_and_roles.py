"""People, posts, roles and deputies: dated, separated, never given to oneself; personal data can be erased."""

import datetime as dt
import json

import pytest

from parkloop.foundation import clock, journal, refs, secrecy, standing
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed
from parkloop.foundation.actions.add_person import add_person
from parkloop.foundation.actions.add_post import add_post
from parkloop.foundation.actions.appoint_deputy import appoint_deputy
from parkloop.foundation.actions.edit_person import edit_person
from parkloop.foundation.actions.end_deputy import end_deputy
from parkloop.foundation.actions.end_post import end_post
from parkloop.foundation.actions.erase_person import erase_person
from parkloop.foundation.actions.grant_role import grant_role
from parkloop.foundation.actions.revoke_role import revoke_role
from parkloop.foundation.models import Deputy, JournalEntry, Person, Post, Role, RoleGrant, StoredEvent
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = dt.date(2026, 10, 12)
TOMORROW = dt.date(2026, 10, 13)
NEXT_MONTH = dt.date(2026, 11, 12)


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.fixed(TODAY):
        yield


def grant(
    cast: Cast, holder: Person, role: Role, *, by: Person | None = None, start: dt.date = TODAY, **more: object
) -> RoleGrant:
    """A role for the town, granted by the security administrator."""
    given = {"organisation": cast.town, **more}
    return grant_role(by or cast.security_admin, holder=holder, role=role, valid_from=start, **given)


def test_a_person_gets_a_number_that_does_not_tell_the_name_and_is_found_by_pinyin(cast: Cast) -> None:
    new = add_person(cast.security_admin, name_zh="欧阳清河", phone="021-5555 0000")
    assert new.code == "p00001"
    assert new.pinyin == "oyqh ouyangqinghe"
    assert add_person(cast.security_admin, name_zh="丁一").code == "p00002"


def test_personal_values_never_stand_in_the_journal_in_clear(cast: Cast) -> None:
    new = add_person(cast.security_admin, name_zh="欧阳清河", phone="021-5555 0000", email="a@example.org")
    edit_person(cast.security_admin, holder=new, name_zh="欧阳清荷", phone="021-5555 1111", email="a@example.org")
    stored = json.dumps(list(JournalEntry.objects.values("before", "after", "personal", "reason")), ensure_ascii=False)
    for secret in ("欧阳", "5555", "example.org"):
        assert secret not in stored


def test_erasing_destroys_the_key_blanks_the_row_and_leaves_the_entries(cast: Cast) -> None:
    new = add_person(cast.security_admin, name_zh="欧阳清河", phone="021-5555 0000")
    ref = refs.ref_of(new)
    box = journal.history(ref).get().personal["box"]
    assert b"5555" in (secrecy.decrypt(ref, box) or b"")
    erase_person(cast.security_admin, holder=new, reason="本人申请")
    erased = Person.objects.get(pk=new.pk)
    assert (erased.phone, erased.pinyin, erased.is_active) == ("", "", False)
    assert "欧阳" not in erased.name_zh
    assert secrecy.decrypt(ref, box) is None
    assert journal.history(ref).count() == 2


def test_who_still_holds_duties_is_not_erased(cast: Cast) -> None:
    with pytest.raises(InvalidState):
        erase_person(cast.security_admin, holder=cast.town_officer, reason="申请")


def test_a_person_may_hold_several_posts_but_one_main_post_at_a_time(cast: Cast) -> None:
    holder = cast.town_officer
    with pytest.raises(InvalidInput) as refused:
        add_post(cast.security_admin, holder=holder, organisation=cast.park, title_zh="联络员", valid_from=TODAY)
    assert refused.value.field == "is_main"
    add_post(
        cast.security_admin, holder=holder, organisation=cast.park, title_zh="联络员", valid_from=TODAY, is_main=False
    )
    assert Post.objects.filter(person=holder).count() == 2


def test_a_post_ends_on_a_day_and_one_that_never_began_is_taken_away(cast: Cast) -> None:
    post = Post.objects.get(person=cast.town_officer)
    end_post(cast.security_admin, post=post, on=NEXT_MONTH)
    assert Post.objects.get(pk=post.pk).valid_to == NEXT_MONTH
    later = add_post(
        cast.security_admin, holder=cast.town_officer, organisation=cast.park, title_zh="主任", valid_from=NEXT_MONTH
    )
    pk = later.pk
    end_post(cast.security_admin, post=later, on=TODAY)
    assert not Post.objects.filter(pk=pk).exists()


def test_a_role_holds_between_its_dates_for_all_below_the_organisation(cast: Cast) -> None:
    grant(cast, cast.stranger, Role.DISTRICT_OFFICER, organisation=cast.park, start=TOMORROW, valid_to=NEXT_MONTH)
    expected = {TODAY: False, TOMORROW: True, NEXT_MONTH: False}
    for day, held in expected.items():
        with clock.fixed(day):
            person = Person.objects.get(pk=cast.stranger.pk)
            assert standing.reaches(person, cast.enterprise.pk, Role.DISTRICT_OFFICER) is held
            assert not standing.reaches(person, cast.town.pk)


def test_a_granted_role_is_told_to_the_rooms(cast: Cast) -> None:
    given = grant(cast, cast.stranger, Role.EXPERT)
    event = StoredEvent.objects.filter(name="directory.role_granted").last()
    assert event is not None
    assert event.payload["grant"] == str(refs.ref_of(given))


def test_nobody_gives_a_role_to_himself(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        grant(cast, cast.security_admin, Role.DISTRICT_LEADER)


@pytest.mark.parametrize("who", ["system_admin", "audit_admin", "district_leader", "town_officer", "stranger"])
def test_only_the_security_administration_grants(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        grant(cast, cast.stranger, Role.TOWN_OFFICER, by=getattr(cast, who))


def test_a_security_administrator_grants_only_within_what_he_reaches(cast: Cast) -> None:
    local = add_person(cast.security_admin, name_zh="镇安全员")
    grant(cast, local, Role.SECURITY_ADMIN)
    grant(cast, cast.stranger, Role.TOWN_OFFICER, by=local)
    with pytest.raises(NotAllowed):
        grant(cast, cast.stranger, Role.TOWN_OFFICER, by=local, organisation=cast.other_town)


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICER, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.AUDITOR])
def test_an_administration_is_held_alone(cast: Cast, role: Role) -> None:
    with pytest.raises(InvalidInput, match="席管理"):
        grant(cast, cast.system_admin, role)
    with pytest.raises(InvalidInput):
        grant(cast, cast.town_officer, Role.SYSTEM_ADMIN)


def test_an_administration_may_follow_another_role_in_time(cast: Cast) -> None:
    held = RoleGrant.objects.get(person=cast.town_officer)
    revoke_role(cast.security_admin, grant=held, on=NEXT_MONTH, reason="转岗")
    grant(cast, cast.town_officer, Role.SYSTEM_ADMIN, start=NEXT_MONTH)
    with pytest.raises(InvalidInput):
        grant(cast, cast.town_officer, Role.EXPERT, start=TODAY)


def test_the_same_role_is_not_given_twice_for_one_time(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        grant(cast, cast.town_officer, Role.TOWN_OFFICER, start=NEXT_MONTH)


def test_a_role_revoked_on_the_day_it_began_is_gone_but_stands_in_the_journal(cast: Cast) -> None:
    given = grant(cast, cast.stranger, Role.TOWN_OFFICER)
    ref = refs.ref_of(given)
    revoke_role(cast.security_admin, grant=given, on=TODAY, reason="误授")
    assert not standing.has_role(Person.objects.get(pk=cast.stranger.pk), Role.TOWN_OFFICER)
    assert [e.action for e in journal.history(ref)] == ["directory.revoke_role", "directory.grant_role"]


def test_the_last_security_administrator_stays(cast: Cast) -> None:
    held = RoleGrant.objects.get(person=cast.security_admin)
    with pytest.raises(InvalidState):
        revoke_role(cast.security_admin, grant=held, on=TODAY, reason="离任")


def test_a_deputy_holds_the_same_roles_meanwhile(cast: Cast) -> None:
    deputyship = appoint_deputy(
        cast.town_officer, holder=cast.town_officer, deputy=cast.stranger, valid_from=TODAY, valid_to=NEXT_MONTH
    )
    assert standing.reaches(Person.objects.get(pk=cast.stranger.pk), cast.town.pk, Role.TOWN_OFFICER)
    end_deputy(cast.town_officer, deputyship=deputyship, on=TOMORROW)
    with clock.fixed(TOMORROW):
        assert not standing.reaches(Person.objects.get(pk=cast.stranger.pk), cast.town.pk)


def test_people_appoint_only_their_own_deputy_and_nobody_appoints_himself(cast: Cast) -> None:
    for by, holder, deputy in (
        (cast.other_town_officer, cast.town_officer, cast.stranger),
        (cast.security_admin, cast.district_leader, cast.security_admin),
        (cast.stranger, cast.stranger, cast.expert),
    ):
        with pytest.raises(NotAllowed):
            appoint_deputy(by, holder=holder, deputy=deputy, valid_from=TODAY, valid_to=NEXT_MONTH)


def test_an_administrator_cannot_become_an_officers_deputy(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        appoint_deputy(
            cast.town_officer, holder=cast.town_officer, deputy=cast.system_admin, valid_from=TODAY, valid_to=NEXT_MONTH
        )


def test_who_deputises_for_an_officer_cannot_become_administrator_nor_his_principal(cast: Cast) -> None:
    appoint_deputy(
        cast.town_officer, holder=cast.town_officer, deputy=cast.stranger, valid_from=TODAY, valid_to=NEXT_MONTH
    )
    with pytest.raises(InvalidInput):
        grant(cast, cast.stranger, Role.SYSTEM_ADMIN)
    assert Deputy.objects.count() == 1
