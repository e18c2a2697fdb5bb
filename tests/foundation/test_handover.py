"""Handing over a leaver's duties: one action, on its day, at once or by clockwork, heard by the rooms once."""

import datetime as dt

import pytest

from parkloop.foundation import clock, refs, standing
from parkloop.foundation.acting import InvalidInput, NotAllowed
from parkloop.foundation.actions.appoint_deputy import appoint_deputy
from parkloop.foundation.actions.hand_over_duties import hand_over_duties
from parkloop.foundation.delivery import deliver_waiting
from parkloop.foundation.models import Deputy, Handover, Notice, Person, Post, Role, RoleGrant, StoredEvent
from parkloop.foundation.ticking import tick
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = dt.date(2026, 10, 12)
LATER = dt.date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.fixed(TODAY):
        yield


def fresh(person: Person) -> Person:
    """The person as the database knows him now."""
    return Person.objects.get(pk=person.pk)


def events() -> int:
    """How often the rooms were told."""
    return StoredEvent.objects.filter(name="directory.leaver_handed_over").count()


def test_posts_and_roles_go_to_the_successor_on_the_day(cast: Cast) -> None:
    hand_over_duties(cast.security_admin, holder=cast.town_officer, successor=cast.stranger, on=TODAY, reason="退休")
    assert standing.reaches(fresh(cast.stranger), cast.town.pk, Role.TOWN_OFFICER)
    assert not standing.standing_of(fresh(cast.town_officer)).grants
    assert Post.objects.get(person=cast.town_officer).valid_to == TODAY
    moved = Post.objects.get(person=cast.stranger)
    assert (moved.organisation, moved.valid_from, moved.is_main) == (cast.town, TODAY, True)
    assert not fresh(cast.town_officer).is_active
    assert events() == 1


def test_a_handover_for_a_later_day_takes_effect_then_once_even_late(cast: Cast) -> None:
    hand_over_duties(cast.security_admin, holder=cast.town_officer, successor=cast.stranger, on=LATER, reason="调任")
    tick(clock.now())
    assert fresh(cast.town_officer).is_active
    assert standing.reaches(fresh(cast.town_officer), cast.town.pk)
    assert events() == 0
    with clock.fixed(LATER + dt.timedelta(3)):
        tick(clock.now())
        tick(clock.now())
        assert not fresh(cast.town_officer).is_active
        assert standing.reaches(fresh(cast.stranger), cast.town.pk, Role.TOWN_OFFICER)
    assert events() == 1


def test_a_successor_who_holds_the_same_already_gets_nothing_twice(cast: Cast) -> None:
    hand_over_duties(cast.security_admin, holder=cast.second_officer, successor=cast.district_officer, on=TODAY)
    assert RoleGrant.objects.filter(person=cast.district_officer, role=Role.DISTRICT_OFFICER).count() == 1
    mains = Post.objects.filter(person=cast.district_officer, is_main=True, valid_to=None)
    assert mains.count() == 1


def test_deputyships_end_with_the_leaver(cast: Cast) -> None:
    appoint_deputy(cast.town_officer, holder=cast.town_officer, deputy=cast.expert, valid_from=TODAY, valid_to=None)
    appoint_deputy(
        cast.park_operator, holder=cast.park_operator, deputy=cast.town_officer, valid_from=TODAY, valid_to=None
    )
    handover = hand_over_duties(cast.security_admin, holder=cast.town_officer, successor=cast.stranger, on=LATER)
    assert {d.valid_to for d in Deputy.objects.all()} == {LATER}
    assert handover.moved["deputies"] == 2


def test_the_successor_may_not_mix_an_administration_with_business(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        hand_over_duties(cast.security_admin, holder=cast.town_officer, successor=cast.system_admin, on=TODAY)
    assert Handover.objects.count() == 0
    assert Post.objects.get(person=cast.town_officer).valid_to is None


def test_nobody_hands_duties_to_himself_nor_hands_over_without_the_right(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        hand_over_duties(cast.security_admin, holder=cast.system_admin, successor=cast.security_admin, on=TODAY)
    with pytest.raises(NotAllowed):
        hand_over_duties(cast.district_leader, holder=cast.town_officer, successor=cast.stranger, on=TODAY)


def test_the_successor_is_told_in_his_own_language(cast: Cast) -> None:
    hand_over_duties(cast.security_admin, holder=cast.town_officer, successor=cast.stranger, on=TODAY)
    deliver_waiting()
    deliver_waiting()
    told = Notice.objects.filter(person=cast.stranger, message__contains="%(leaver)s")
    assert told.count() == 1
    assert told.get().ref == str(refs.ref_of(cast.town_officer))


def test_the_account_can_be_kept_for_who_only_changes_office(cast: Cast) -> None:
    hand_over_duties(
        cast.security_admin, holder=cast.town_officer, successor=cast.stranger, on=TODAY, keep_account=True
    )
    assert fresh(cast.town_officer).is_active
