"""Two people decide about the same element at the very same moment, in a database that lets both write."""

import threading

import pytest
from django.db import connection

from parkloop.apps.plan.actions import decide_element
from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.foundation import clock
from parkloop.foundation.acting import StaleVersion
from parkloop.foundation.models import Person
from tests.plan.conftest import TODAY, load_world
from tests.plan.reviews import begun, key_of


@pytest.mark.race
@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_decides_and_the_other_is_told() -> None:
    with clock.fixed(TODAY):
        world = load_world("example")
        draft = begun(world.officer)
    key = key_of(draft, "target", "高新技术企业")
    told: list[str] = []

    def work(person: Person, decision: str) -> None:
        try:
            with clock.fixed(TODAY):
                mine = PlanDraft.objects.get(pk=draft.pk)
                decide_element(person, draft=mine, element=key, decision=decision, reason="口径", seen=0)
            told.append("decided")
        except StaleVersion as error:
            told.append(str(error))
        finally:
            connection.close()

    pairs = ((world.officer, "accept"), (world.science, "reject"))
    threads = [threading.Thread(target=work, args=pair) for pair in pairs]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(word == "decided" for word in told) == [False, True]
    assert DraftDecision.objects.filter(draft=draft, subject=key, is_standing=True).count() == 1
    assert DraftDecision.objects.filter(draft=draft).count() == 1
