"""When the plan is issued again, projects serve the tasks that go on for theirs."""

import pytest

from parkloop.apps.plan.actions import confirm_reissue, decide_change, start_reissue
from parkloop.apps.plan.models import Plan, Reissue
from parkloop.apps.projects.actions import link_task
from parkloop.domain.plan.editions.model import OPTIONS
from parkloop.foundation import delivery
from tests.plan.conftest import second_edition

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def test_links_go_over_to_the_tasks_that_go_on(world, project):
    for path in ("第二章/一", "第二章/四"):
        link_task(world.officer, project=project, task=path)
    reissue = start_reissue(world.officer, plan=world.plan, text=second_edition(world))
    for change in reissue.changes.all():
        decide_change(world.officer, change=change, option=OPTIONS[change.kind][0])
    confirm_reissue(world.leader, reissue=Reissue.objects.get(pk=reissue.pk))
    delivery.deliver_waiting()
    tasks = project.tasks.select_related("heading", "plan")
    assert {(t.plan.edition, t.heading.path) for t in tasks} == {(2, "第二章/一"), (2, "第二章/三")}
    assert Plan.objects.count() == 2
