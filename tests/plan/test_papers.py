"""Word documents of the plan: a task letter and two lists, each with what the reader may see and nothing else."""

import io

import docx
import pytest
from django.urls import reverse

from parkloop.adapters.word_forms import FormError, fill
from parkloop.apps.plan.actions import assign_duty
from parkloop.apps.plan.models import DutyRole

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def words_of(data: bytes) -> str:
    """All text of a Word file, tables included."""
    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def taken(client, person, name, **kwargs):
    client.force_login(person.user)
    return client.get(reverse(f"desk:{name}", kwargs=kwargs or None))


def test_a_task_letter_has_the_task_its_duties_and_the_clause(client, world):
    task = world.task("第二章/一")
    assign_duty(
        world.officer,
        task=task,
        organisation=world.organisations["park-company"],
        role=DutyRole.COOP,
        reason="会议纪要",
    )
    answer = taken(client, world.officer, "plan-task-letter", pk=task.pk)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    text = words_of(answer.content)
    assert task.title in text
    assert "配合" in text
    assert world.organisations["park-company"].short in text
    assert "任务书" in text
    assert "{{" not in text
    assert "{%" not in text


def test_the_lists_hold_every_task_and_every_duty_that_the_officer_sees(client, world):
    text = words_of(taken(client, world.officer, "plan-task-word").content)
    assert all(task.title in text for task in world.plan.tasks.all())
    duties = words_of(taken(client, world.officer, "plan-duty-word").content)
    assert all(
        duty.unit in duties for duty in world.plan.duties.filter(ended_on__isnull=True).select_related("organisation")
    )


def test_a_town_reads_its_own_duties_only(client, world):
    task = world.task("第二章/一")
    assign_duty(
        world.officer,
        task=task,
        organisation=world.organisations["park-company"],
        role=DutyRole.COOP,
        reason="会议纪要",
    )
    name = world.organisations["park-company"].short
    assert name not in words_of(taken(client, world.liuxi, "plan-duty-word").content)
    assert name not in words_of(taken(client, world.liuxi, "plan-task-letter", pk=task.pk).content)


def test_a_stranger_takes_nothing(client, world):
    assert taken(client, world.stranger, "plan-task-letter", pk=world.task("第二章/一").pk).status_code in (403, 404)


def test_a_form_that_asks_for_something_else_is_refused_and_cannot_reach_out():
    for text in ("{{ nothing_such }}", "{{ ''.__class__.__mro__ }}"):
        made = docx.Document()
        made.add_paragraph(text)
        stream = io.BytesIO()
        made.save(stream)
        with pytest.raises(FormError):
            fill(stream.getvalue(), {})


def test_marks_in_a_title_stay_text(client, world):
    task = world.task("第二章/一")
    task.title = "<w:p>甲 & 乙</w:p>"
    task.save()
    assert "<w:p>甲 & 乙</w:p>" in words_of(taken(client, world.officer, "plan-task-letter", pk=task.pk).content)
