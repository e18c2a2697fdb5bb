"""Signing for the plan: opened for addressees, signed once by their own people."""

import pytest

from parkloop.apps.plan.actions import open_sign_offs, sign_for
from parkloop.apps.plan.models import SignOff
from parkloop.foundation import clock, delivery, ticking
from parkloop.foundation.acting import AlreadyDone, NotAllowed
from parkloop.foundation.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def signing(world, code):
    return SignOff.objects.select_related("plan", "organisation").get(organisation__code=code)


def test_an_addressee_signs_once(world):
    done = sign_for(world.liuxi, sign_off=signing(world, "liuxi"), note="收到")
    assert (done.signed_by, done.signed_at) == (world.liuxi, clock.now())
    with pytest.raises(AlreadyDone, match=r"Liuxi|柳青"):
        sign_for(world.liuxi, sign_off=signing(world, "liuxi"))


@pytest.mark.parametrize(
    "who", ["shiqiao", "officer", "operator", "enterprise", "expert", "auditor", "leader", "admin", "stranger"]
)
def test_nobody_signs_for_another_organisation(world, who):
    with pytest.raises(NotAllowed):
        sign_for(world.people[who], sign_off=signing(world, "liuxi"))
    assert signing(world, "liuxi").signed_at is None


def test_a_bureau_signs_through_its_own_officer(world):
    assert sign_for(world.bureau, sign_off=signing(world, "industry-bureau")).signed_by == world.bureau


def test_who_runs_the_plan_hears_of_a_signature(world):
    sign_for(world.liuxi, sign_off=signing(world, "liuxi"))
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.officer, key__startswith="plan.signed").count() == 1


def test_without_a_clock_nothing_falls_due(world):
    assert signing(world, "liuxi").due_on is None
    assert [ran for ran in ticking.tick() if ran.job == "plan.remind_signing"] == []


def test_only_the_system_opens_signing(world):
    with pytest.raises(NotAllowed):
        open_sign_offs(world.officer, plan=world.plan, addressees=["college"])
