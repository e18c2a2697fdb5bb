"""Word documents of the plan: a task letter and two lists, each with what the reader may see and nothing else."""

import base64
import datetime as dt
import io

import docx
import pytest
from django.urls import reverse

from parkloop.adapters.word_forms import FormError, fill
from parkloop.apps.plan.actions import assign_duty
from parkloop.apps.plan.models import DutyRole
from parkloop.foundation import definitions

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


def test_a_task_letter_lists_the_milestones_of_the_task(client, world):
    text = words_of(taken(client, world.officer, "plan-task-letter", pk=world.task("第二章/四").pk).content)
    assert "驿站挂牌" in text
    assert "首批工程师进驻" in text
    other = words_of(taken(client, world.officer, "plan-task-letter", pk=world.task("第二章/一").pk).content)
    assert "未设里程碑" in other


def put_form(world, data: bytes) -> None:
    body = {"name": "task-letter.docx", "base64": base64.b64encode(data).decode()}
    row = definitions.add_version(world.system, "form", "task-letter", body, dt.date(2026, 1, 20), origin="desk")
    definitions.put_in_force(world.system, row)


def word_file(text: str) -> bytes:
    made, stream = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(stream)
    return stream.getvalue()


def test_a_form_of_the_park_takes_the_place_of_the_shipped_one(client, world):
    put_form(world, word_file("本园格式：{{ title }}"))
    task = world.task("第二章/四")
    assert (
        words_of(taken(client, world.officer, "plan-task-letter", pk=task.pk).content).strip()
        == f"本园格式：{task.title}"
    )


@pytest.mark.parametrize("data", [word_file("{{ nothing_such }}"), b"PK damaged"])
def test_a_form_of_the_park_that_cannot_be_filled_is_named(client, world, data):
    put_form(world, data)
    answer = taken(client, world.officer, "plan-task-letter", pk=world.task("第二章/四").pk)
    assert answer.status_code == 409
    assert "forms/task-letter.docx" in answer.content.decode()
