"""Entering and correcting projects: what is refused, and that it says where and what to do."""

import datetime as dt

import pytest

from parkloop.apps.projects.actions import add_project, edit_project
from parkloop.apps.projects.models import Project, StageChange
from parkloop.foundation import journal, refs
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed, StaleVersion
from parkloop.foundation.models import Definition
from tests.projects.conftest import enter

pytestmark = [pytest.mark.django_db]


def test_a_project_enters_with_the_beginning_of_its_history(world, project):
    first = StageChange.objects.get(project=project)
    assert (first.from_stage, first.to_stage, first.on) == ("", "started", dt.date(2026, 3, 2))
    entry = journal.history(refs.ref_of(project)).get()
    assert entry.after["contact_phone"] == "•••"
    assert entry.after["investment_fen"] == 36_000_000_000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "castle"), ("industry", "ships"), ("stage", "sold"), ("investment_fen", -1), ("investment_fen", 10**18),
        ("ends_on", dt.date(2020, 1, 1)), ("stage_on", dt.date(2026, 10, 13)), ("name_zh", ""), ("name_zh", "长" * 121),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(world, field, value):
    with pytest.raises(InvalidInput) as refused:
        enter(world, **{field: value})
    assert refused.value.field == field
    assert not Project.objects.exists()


def test_a_town_is_a_town(world):
    with pytest.raises(InvalidInput) as refused:
        enter(world, town="science-bureau")
    assert refused.value.field == "town"


def test_a_code_is_taken_once(world, project):
    with pytest.raises(InvalidInput) as refused:
        enter(world)
    assert refused.value.field == "code"


def test_a_town_officer_enters_projects_of_the_own_town_only(world):
    own = add_project(
        world.liuxi, code="own", name_zh="仓库", kind="major", town=world.organisations["liuxi"], stage="planned"
    )
    assert own.town.code == "liuxi"
    with pytest.raises(NotAllowed):
        add_project(world.liuxi, code="other", name_zh="仓库", kind="major", town=world.organisations["shiqiao"])


@pytest.mark.parametrize("who", ["leader", "auditor", "expert", "enterprise", "admin", "stranger"])
def test_who_only_looks_or_only_builds_enters_nothing(world, who):
    with pytest.raises(NotAllowed):
        add_project(world.people[who], code="x", name_zh="仓库", kind="major", town=world.organisations["liuxi"])


def test_a_correction_keeps_what_stood_and_refuses_a_stale_form(world, project):
    given = {"name_zh": "农机总装二厂", "kind": "major", "town": project.town, "investment_fen": 40_000_000_000}
    edit_project(world.officer, project=project, **given, version=project.version, reason="扩产")
    entry = journal.history(refs.ref_of(project)).first()
    assert entry.before["name_zh"] == "山地农机总装厂"
    assert entry.reason == "扩产"
    with pytest.raises(StaleVersion):
        edit_project(world.officer, project=Project.objects.get(), **given, version=1)


def test_a_town_officer_cannot_push_a_project_into_another_town(world, project):
    with pytest.raises(NotAllowed):
        edit_project(world.liuxi, project=project, name_zh="农机厂", kind="major", town=world.organisations["shiqiao"])
    project.refresh_from_db()
    assert project.town.code == "liuxi"


def test_a_park_without_rules_of_projects_says_which_file_is_missing(world):
    Definition.objects.filter(kind="projects").update(state=Definition.State.RETIRED)
    with pytest.raises(InvalidState, match=r"projects/register\.yaml"):
        enter(world)
