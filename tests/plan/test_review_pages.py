"""The review on screen, with and without script: source beside elements, one decision after the other, who sees it, how long it takes."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parkloop.apps.plan.actions import confirm_review, decide_element, return_review
from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.reviewing import Review
from parkloop.desk.screens.workbench import rows_of
from parkloop.domain.plan.decisions import apply_decisions
from tests.plan.reviews import NOTICE, begun, key_of, settle_all, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.db]
FEE = "服务费按成本价的八折收取"


@pytest.fixture
def draft(world):
    """A fresh draft of the invented notice."""
    return begun(world.officer)


def as_person(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def page(draft, name="review") -> str:
    return f"/plan/draft/{draft.pk}/{name}/"


def send(client, draft, **data):
    """A decision as the script sends it: (status, answer)."""
    answer = client.post(page(draft, "element"), data, headers={"accept": "application/json"})
    return answer.status_code, json.loads(answer.content)


def test_the_source_is_printed_whole_and_once(world, draft):
    shown = as_person(world.officer).get(page(draft)).context["paragraphs"]
    assert "".join(run.text for line in shown for run in line.runs) == NOTICE.replace("\n", "")
    assert all(NOTICE[run.start : run.end] == run.text for line in shown for run in line.runs)


def test_every_element_stands_in_the_list_and_marks_its_words(world, draft):
    answer = as_person(world.officer).get(page(draft))
    html = answer.content.decode()
    review = Review(draft)
    assert all(f'id="{item.key}"' in html for item in review.items)
    starts = {run.start for line in answer.context["paragraphs"] for run in line.runs}
    assert {item.element.span[0] for item in review.items} <= starts


def test_groups_count_what_is_open(world, draft):
    decide_element(world.officer, draft=draft, element=key_of(draft, "target", "高新技术企业"), decision="accept")
    groups = {g["kind"]: g for g in as_person(world.officer).get(page(draft)).context["groups"]}
    assert (groups["target"]["open"], len(groups["target"]["items"])) == (1, 2)


def test_a_decision_by_a_script_answers_with_what_changed(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    status, answer = send(as_person(world.officer), draft, do=f"accept|{key}|0")
    assert (status, answer["focus"], answer["counts"]["target"], answer["reload"]) == (200, key, 1, False)
    assert "review-accept" in answer["html"]


def test_a_decision_without_script_leads_back_to_the_element(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    answer = as_person(world.officer).post(page(draft, "element"), {"do": f"accept|{key}|0"})
    assert (answer.status_code, answer.url) == (302, f"{page(draft)}?part=1#{key}")


def test_a_form_opens_alone_for_a_script_and_in_a_page_for_others(world, draft):
    client, key = as_person(world.officer), key_of(draft, "target", "高新技术企业")
    asked = {"do": "edit", "key": key}
    alone = client.get(page(draft, "element"), asked, headers={"x-part": "form"}).content.decode()
    whole = client.get(page(draft, "element"), asked).content.decode()
    assert alone.startswith("<form")
    assert 'value="高新技术企业"' in alone
    assert "<html" in whole


def test_an_edit_without_script_comes_back_with_what_was_typed(world, draft):
    client, key = as_person(world.officer), key_of(draft, "target", "高新技术企业")
    data = {"sent": "1", "do": "edit", "key": key, "seen": "0", "indicator": "高企", "value": "许多", "reason": "口径"}
    answer = client.post(page(draft, "element"), data)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'value="许多"' in html
    assert "请填一个数" in html
    answer = client.post(page(draft, "element"), {**data, "value": "60"})
    assert answer.status_code == 302
    assert Review(draft).item(key).element.indicator == "高企"


def test_a_script_is_told_the_field_of_a_wrong_value(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    data = {"do": "edit", "key": key, "seen": "0", "year": "明年", "reason": "口径"}
    status, answer = send(as_person(world.officer), draft, **data)
    assert (status, answer["error"]["field"]) == (422, "year")


def test_who_was_slower_is_told_by_whom_and_gets_the_newest_state(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    decide_element(world.science, draft=draft, element=key, decision="reject", reason="口径不清")
    status, answer = send(as_person(world.officer), draft, do=f"accept|{key}|0")
    assert status == 409
    assert "柯宁" in answer["error"]["message"]
    assert "口径不清" in answer["error"]["message"]
    assert "review-reject" in answer["html"]
    assert answer["seen"] == Review(draft).item(key).decision.number


def test_a_form_that_was_opened_from_an_old_page_does_not_hide_the_newer_decision(world, draft):
    client, key = as_person(world.officer), key_of(draft, "target", "高新技术企业")
    decide_element(world.science, draft=draft, element=key, decision="reject", reason="口径不清")
    asked = {"do": "edit", "key": key, "seen": "0"}
    html = client.get(page(draft, "element"), asked, headers={"x-part": "form"}).content.decode()
    assert 'name="seen" value="0"' in html
    answer = client.post(page(draft, "element"), {**asked, "sent": "1", "value": "61", "reason": "更正"})
    assert answer.status_code == 409
    assert "柯宁" in answer.content.decode()
    seen = Review(draft).item(key).decision.number
    assert f'name="seen" value="{seen}"' in answer.content.decode()


def test_selected_words_prefill_the_form_with_what_the_compiler_makes_of_them(world, draft):
    start = NOTICE.index("高新技术企业达到60家")
    asked = {"do": "add", "add_kind": "target", "start": start, "end": start + 11}
    html = as_person(world.officer).get(page(draft, "element"), asked, headers={"x-part": "form"}).content.decode()
    assert 'name="value" value="60"' in html
    assert 'value="高新技术企业达到60家"' in html
    assert '<option value="一" selected>' in html


def test_an_element_is_added_from_the_form(world, draft):
    start = NOTICE.index(FEE)
    data = {
        "sent": "1", "do": "add", "add_kind": "target", "start": start, "end": start + len(FEE), "indicator": "资金规模",
        "comparator": "ge", "value": "5000", "unit": "万元", "kind": "level", "year_source": "none", "scale": "10000",
    }  # fmt: skip
    status, answer = send(as_person(world.officer), draft, **data)
    assert (status, answer["reload"]) == (200, True)
    assert Review(draft).item(answer["focus"]).element.value == 5000


@pytest.mark.parametrize("do", ["", "nonsense", "accept|nothing|0", "rest|nothing", "edit|target@1-2|x", "undo||"])
def test_nonsense_is_refused_and_changes_nothing(world, draft, do):
    client = as_person(world.officer)
    answer = client.post(page(draft, "element"), {"do": do})
    assert answer.status_code in (404, 409, 422)
    assert not draft.decisions.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"do": "edit", "key": "x"},
        {"do": "add", "start": "x", "end": "-1"},
        {"do": "add", "start": "9999999", "end": "99999999"},
    ],
)
def test_a_form_for_nothing_is_no_fault(world, draft, asked):
    assert as_person(world.officer).get(page(draft, "element"), asked).status_code in (200, 404)


@pytest.mark.parametrize("who", ["liuxi", "operator", "enterprise", "expert", "auditor", "leader", "admin", "stranger"])
def test_nobody_else_sees_anything_of_a_draft(world, draft, who):
    client = as_person(world.people[who])
    for address in (page(draft), page(draft, "element"), page(draft, "decisions"), f"/plan/draft/{draft.pk}/"):
        assert client.get(address).status_code in (403, 404), address
    assert client.post(page(draft, "element"), {"do": "rest|target"}).status_code in (403, 404)
    assert not draft.decisions.exists()


def test_a_settled_draft_is_only_read(world):
    draft = submitted(world.officer)
    confirm_review(world.science, draft=draft)
    html = as_person(world.officer).get(page(draft)).content.decode()
    assert "data-live" not in html
    assert 'name="do"' not in html


def test_the_decisions_come_as_a_park_file(world, draft):
    from ruamel.yaml import YAML

    settle_all(world.officer, draft)
    answer = as_person(world.officer).get(page(draft, "decisions"))
    read = YAML(typ="safe").load(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    review = Review(draft)
    assert apply_decisions(review.compiled, read) == review.confirmed


def test_the_work_desk_shows_what_waits_and_what_came_back(world):
    draft = submitted(world.officer)
    (row,) = [r for r in rows_of(world.science) if r.ref and r.ref.kind == "plan.draft"]
    assert (row.verb, row.tab) == ("确认", "todo")
    assert [r.tab for r in rows_of(world.officer) if r.ref and r.ref.kind == "plan.draft"] == ["sent"]
    assert not [r for r in rows_of(world.liuxi) if r.ref and r.ref.kind == "plan.draft"]
    return_review(world.science, draft=draft, reason="缺单位")
    (row,) = [r for r in rows_of(world.officer) if r.ref and r.ref.kind == "plan.draft"]
    assert "缺单位" in row.origin
    assert not [r for r in rows_of(world.science) if r.ref and r.ref.kind == "plan.draft"]


def test_a_named_confirmer_alone_has_it_on_the_desk(world):
    submitted(world.officer, confirmer=world.bureau)
    assert not [r for r in rows_of(world.science) if r.ref and r.ref.kind == "plan.draft"]
    assert [r for r in rows_of(world.bureau) if r.ref and r.ref.kind == "plan.draft"]


def test_the_confirmed_plan_stands_in_the_list_with_its_pages(world):
    plan = confirm_review(world.science, draft=submitted(world.officer))
    client = as_person(world.officer)
    assert "企业培育行动方案" in client.get("/plan/plan/").content.decode()
    for name in ("", "outline/", "gaps/"):
        assert client.get(f"/plan/plan/{plan.pk}/{name}").status_code == 200, name
    for address in ("/", "/cockpit/", "/plan/task/", "/plan/target/"):
        assert client.get(address).status_code == 200, address


def test_more_elements_cost_no_more_queries(world):
    few, many = (
        begun(world.officer),
        begun(world.officer, NOTICE + "\n".join(f"第{n}项达到{n}家。" for n in range(1, 60))),
    )
    client = as_person(world.officer)

    def asked(draft):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(draft)).status_code == 200
        return len(queries)

    # counts of the menu are kept for some seconds: the cheaper of three visits has them all
    assert min(asked(few) for _ in range(3)) == min(asked(many) for _ in range(3))


def test_an_upload_on_the_form_begins_a_review(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = as_person(world.officer)
    answer = client.post("/plan/draft/new/", {"file": SimpleUploadedFile("方案.txt", NOTICE.encode())})
    draft = PlanDraft.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/plan/draft/{draft.pk}/")
    assert client.get(answer.url).status_code == 200


def test_sixty_megabytes_on_the_form_are_refused_with_a_clear_message(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = {"file": SimpleUploadedFile("方案.docx", bytes(60 * 2**20))}
    answer = as_person(world.officer).post("/plan/draft/new/", data)
    assert answer.status_code == 422
    assert "20 MB" in answer.content.decode()
    assert not PlanDraft.objects.exists()
