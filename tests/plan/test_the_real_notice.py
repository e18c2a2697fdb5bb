"""The whole way of the park's own notice: from the file to plan, tasks, targets and safeguards in the database."""

import datetime as dt
from decimal import Decimal as D

import pytest

from parkloop.apps.plan.models import Duty, DutyOrigin, Finding, HeadingKind, PlanHeading, SignOff, Target, Task
from parkloop.foundation import clock
from tests.plan.conftest import ROOT, module_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.db,
    pytest.mark.skipif(not (ROOT / "parks" / "baoshan").exists(), reason="the park's folder is not here"),
]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The park's folder, loaded once."""
    yield from module_world(django_db_blocker, "baoshan", people=(), on=dt.date(2025, 3, 28))


@pytest.fixture
def park(loaded, db):
    """The park on the demo's Monday."""
    with clock.fixed(dt.date(2026, 10, 12)):
        yield loaded


def test_it_gives_six_targets_eighteen_tasks_four_safeguards(park):
    assert Target.objects.count() == 6
    assert Task.objects.count() == 18
    assert PlanHeading.objects.filter(kind=HeadingKind.SAFEGUARD).count() == 4


def test_the_tasks_stand_under_six_chapters_with_their_words(park):
    words = list(dict.fromkeys(Task.objects.order_by("position").values_list("chapter__word_zh", flat=True)))
    assert words == ["有力度", "有锐度", "有硬度", "有梯度", "有深度", "有温度"]
    assert [t.number for t in Task.objects.order_by("position")] == [str(n) for n in range(1, 19)]


def test_the_targets_are_typed_as_the_notice_says(park):
    found = {t.code: (t.kind, t.comparator, t.number.normalize(), t.unit, t.year) for t in Target.objects.all()}
    assert found["T1"][1:] == ("ge", D(110), "件", 2026)
    assert found["T2"] == ("increment", "eq", D(1), "个", 2026)
    assert found["T3"][1:4] == ("ge", D(960), "亿元")
    assert found["T4"][1:4] == ("ge", D(1300), "家")
    assert found["T5"][1:4] == ("approx", D(10), "家")
    assert found["T6"][1:4] == ("gt", D(200), "万方")


def test_what_the_notice_states_and_what_the_park_assigned_are_told_apart(park):
    stated = Duty.objects.filter(origin=DutyOrigin.STATED).values_list("heading__path", flat=True)
    assert {"二/一/1", "二/一/2", "三/一", "三/二"} == set(stated)
    assigned = Duty.objects.filter(origin=DutyOrigin.ASSIGNED)
    assert not assigned.filter(reason="").exists()
    assert not assigned.filter(organisation__isnull=True).exists()


def test_every_task_has_one_lead_that_is_known(park):
    for task in Task.objects.all():
        leads = Duty.objects.filter(heading=task.heading, role="lead", ended_on__isnull=True)
        assert leads.filter(organisation__isnull=False).count() == 1, task


def test_twelve_towns_and_the_bureaus_are_to_sign(park):
    kinds = list(SignOff.objects.values_list("organisation__kind", flat=True))
    assert sum(kind in ("town", "street") for kind in kinds) == 12
    assert kinds.count("bureau") >= 15


def test_the_page_can_say_how_many_elements_a_person_gave(park):
    stats = park.plan.stats
    assert stats["added_or_edited"] <= 5
    assert stats["elements"]["target"]["compiler"] >= 5


def test_findings_of_the_paper_are_kept(park):
    codes = set(Finding.objects.values_list("code", flat=True))
    assert {"TITLES-TWO", "DATES-TWO", "PARA-CUT", "TOKEN-ALIEN"} <= codes
