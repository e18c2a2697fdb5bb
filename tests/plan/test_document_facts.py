"""Facts of the paper are corrected in the review: with reason, undo and source; they stand in version 1 and in the decisions file."""

import json

import pytest
from django.test import Client

from parkloop.apps.plan.actions import confirm_review, edit_fact, undo_decision
from parkloop.apps.plan.reviewing import Review
from parkloop.domain.plan import compile_plan
from parkloop.domain.plan.decisions import apply_decisions
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed, StaleVersion
from tests.plan.reviews import NOTICE, begun, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture
def draft(world):
    return begun(world.officer)


@pytest.fixture
def client(world):
    made = Client()
    made.force_login(world.officer.user)
    return made


def correct(person, draft, fact, value, **more):
    return edit_fact(person, draft=draft, fact=fact, value=value, reason="对照盖章件", **more)


def send(client, draft, **data):
    answer = client.post(f"/plan/draft/{draft.pk}/element/", data, headers={"accept": "application/json"})
    return answer.status_code, json.loads(answer.content)


def test_corrected_facts_land_in_version_1_of_the_plan(world, draft):
    for fact, value in {
        "title": "澄川科创园企业培育三年行动方案", "notice_title": "关于印发培育方案的通知", "doc_no": "澄府办发〔2026〕18号",
        "issuer": "澄川县人民政府", "issued_on": "2026-03-12", "period": "2026-2028",
    }.items():  # fmt: skip
        correct(world.officer, draft, fact, value)
    plan = confirm_review(world.science, draft=submitted(world.officer, draft))
    assert (plan.edition, plan.title, plan.notice_title) == (
        1,
        "澄川科创园企业培育三年行动方案",
        "关于印发培育方案的通知",
    )
    assert (plan.doc_no, plan.issuer, str(plan.issued_on)) == ("澄府办发〔2026〕18号", "澄川县人民政府", "2026-03-12")
    assert (plan.period_first, plan.period_last) == (2026, 2028)
    assert plan.name == "澄川科创园企业培育三年行动方案"


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("issued_on", "2026-02-30", "日历上没有这一天"),
        ("issued_on", "三月", "2026-12-31"),
        ("period", "2028-2026", "早于"),
        ("title", "", "标题"),
        ("doc_no", "澄府办发〔2026〕8号", "一样"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, draft, client, fact, value, words):
    status, answer = send(client, draft, do="edit", key=f"document@{fact}", value=value, reason="对照盖章件", sent="1")
    assert (status, answer["error"]["field"]) == (422, "value")
    assert words in answer["error"]["message"]
    assert not draft.decisions.exists()


def test_a_reason_is_needed_and_the_second_is_told(world, draft):
    with pytest.raises(InvalidInput):
        edit_fact(world.officer, draft=draft, fact="issuer", value="县政府", reason=" ")
    correct(world.science, draft, "issuer", "县政府")
    with pytest.raises(StaleVersion, match="柯宁"):
        correct(world.officer, draft, "issuer", "县委", seen=0)


def test_undo_brings_the_earlier_value_back_and_then_what_was_read(world, draft):
    read = Review(draft).confirmed.document.issuer
    correct(world.officer, draft, "issuer", "县政府")
    correct(world.officer, draft, "issuer", "县委")
    assert Review(draft).confirmed.document.issuer == "县委"
    undo_decision(world.officer, draft=draft, subject="document@issuer")
    assert Review(draft).confirmed.document.issuer == "县政府"
    undo_decision(world.officer, draft=draft, subject="document@issuer")
    assert Review(draft).confirmed.document.issuer == read
    with pytest.raises(InvalidState):
        undo_decision(world.officer, draft=draft, subject="document@issuer")


def test_nobody_else_corrects_and_nothing_is_corrected_after_submitting(world, draft):
    with pytest.raises(NotAllowed):
        correct(world.liuxi, draft, "issuer", "镇政府")
    done = submitted(world.officer, draft)
    with pytest.raises(InvalidState):
        correct(world.officer, done, "issuer", "县政府")


def test_the_page_shows_each_fact_with_its_source_and_form(world, draft, client):
    correct(world.officer, draft, "issued_on", "2026-03-12")
    answer = client.get(f"/plan/draft/{draft.pk}/review/")
    facts = {f["key"]: f for f in answer.context["facts"]}
    shown = facts["document@issued_on"]
    assert (shown["value"], shown["read"], shown["by"]) == ("2026-03-12", "2026-03-02", "江澄")
    assert NOTICE[shown["start"] : shown["end"]] == "2026年3月2日"
    asked = {"do": "edit", "key": "document@issued_on"}
    form = client.get(f"/plan/draft/{draft.pk}/element/", asked, headers={"x-part": "form"}).content.decode()
    assert 'name="value" value="2026-03-12"' in form
    whole = client.post(
        f"/plan/draft/{draft.pk}/element/", {**asked, "sent": "1", "value": "2026-02-30", "reason": "r"}
    )
    assert whole.status_code == 422
    assert "日历上没有这一天" in whole.content.decode()
    _status, told = send(client, draft, do="undo|document@issued_on|1")
    assert "2026-03-02" in told["html"]


def test_the_decisions_file_gives_the_same_document(world, draft):
    correct(world.officer, draft, "period", "2026-2028")
    correct(world.officer, draft, "doc_no", "")
    confirmed = apply_decisions(compile_plan(NOTICE), Review(draft).entries)
    assert (confirmed.document.period, confirmed.document.doc_no) == ((2026, 2028), None)
