"""Pages of the plan: every one answers, shows what the policy allows and nothing else, in a fixed number of queries."""

import datetime as dt
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parkloop.apps.plan import boards, pages, sourcetext, todo, townmap
from parkloop.apps.plan.actions import assign_duty, record_target_value, report_progress, sign_for
from parkloop.apps.plan.models import Duty, DutyRole, Finding, Plan, PlanHeading, SignOff, Target
from parkloop.apps.plan.standings import SEVERITY
from parkloop.desk import registry
from parkloop.foundation import clock, contributions, policy
from tests.plan.conftest import SEPTEMBER

pytestmark = [pytest.mark.django_db, pytest.mark.db]
KINDS = (
    "plan.plan",
    "plan.heading",
    "plan.task",
    "plan.target",
    "plan.duty",
    "plan.value",
    "plan.progress",
    "plan.signing",
    "plan.finding",
)


@pytest.fixture
def filled(world):
    """Values of two towns and the whole park, one report, one signature."""
    for who, town, value in (
        (world.liuxi, "liuxi", "3.3"),
        (world.shiqiao, "shiqiao", "1.9"),
        (world.officer, None, "5.2"),
    ):
        organisation = world.organisations[town] if town else None
        record_target_value(
            who,
            target=world.target("C1"),
            period_end=SEPTEMBER,
            value=D(value),
            organisation=organisation,
            source="季报",
        )
    report_progress(
        world.science, task=world.task("第二章/一"), as_of=SEPTEMBER, completion_pp=D(10), note="厂房未腾空"
    )
    sign_for(world.shiqiao, sign_off=SignOff.objects.get(organisation__code="shiqiao"))
    return world


def opened(client, person, address):
    client.force_login(person.user)
    return client.get(address)


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["officer", "liuxi", "expert"])
def test_every_list_and_detail_answers(filled, client, kind, who):
    resource = registry.get(kind)
    person = filled.people[who]
    closed = who == "expert" and kind in ("plan.duty", "plan.progress", "plan.signing")
    assert opened(client, person, resource.url("list")).status_code == (403 if closed else 200)
    for obj in resource.rows(person)[:2]:
        assert opened(client, person, resource.url("detail", pk=obj.pk)).status_code == 200


def test_the_list_of_tasks_shows_light_schedule_and_lead(filled, client):
    text = text_of(opened(client, filled.officer, reverse("desk:list", kwargs={"kind": "plan.task"})))
    assert "建设山地农业装备中试基地" in text
    assert "红灯" in text
    assert "县科技局" in text


def test_lights_filter_the_list(filled, client):
    address = reverse("desk:list", kwargs={"kind": "plan.task"}) + "?light=over"
    text = text_of(opened(client, filled.officer, address))
    assert "中试基地" in text
    assert "设立周末工程师驿站" not in text


def test_the_task_page_names_the_clause_and_the_duties(filled, client):
    task = filled.task("第二章/一")
    text = text_of(opened(client, filled.officer, reverse("desk:detail", kwargs={"kind": "plan.task", "pk": task.pk})))
    assert "为中小企业提供打样、检测和小批量试制服务" in text
    assert "厂房未腾空" in text
    assert "10%" in text


def test_where_the_notice_names_nobody_the_page_says_who_assigned(filled, client):
    Duty.objects.filter(heading__path="第二章/四").delete()
    task = filled.task("第二章/四")
    assign_duty(
        filled.officer,
        task=task,
        organisation=filled.organisations["college"],
        role=DutyRole.LEAD,
        reason="县长办公会纪要",
    )
    text = text_of(opened(client, filled.officer, reverse("desk:detail", kwargs={"kind": "plan.task", "pk": task.pk})))
    assert "原文未载明责任单位；现行分工由江澄于 2026-10-12 指定：县长办公会纪要" in text


def test_the_target_page_shows_actual_schedule_gap_and_towns(filled, client):
    address = reverse("desk:detail", kwargs={"kind": "plan.target", "pk": filled.target("C1").pk})
    text = text_of(opened(client, filled.officer, address))
    for words in ("5.20", "柳溪镇", "石桥镇", "数据截至 2026-09-30", "季报", "超 12 亿元"):
        assert words in text


def test_a_town_officer_cannot_see_another_towns_value_on_the_target_page(filled, client):
    address = reverse("desk:detail", kwargs={"kind": "plan.target", "pk": filled.target("C1").pk})
    text = text_of(opened(client, filled.liuxi, address))
    assert "3.30" in text
    assert "1.90" not in text
    assert "石桥镇" not in text


def test_the_outline_shows_every_character_of_the_source_once(filled, client):
    plan = filled.plan
    made = sourcetext.paragraphs(
        plan,
        list(PlanHeading.objects.all()),
        list(Target.objects.all()),
        list(Duty.objects.all()),
        list(Finding.objects.all()),
    )
    shown = "".join(run.text for paragraph in made for run in paragraph.runs)
    assert shown == "".join(line for line in plan.source_text.split("\n") if line.strip())
    for view in pages.VIEWS:
        assert opened(client, filled.officer, f"/plan/plan/{plan.pk}/outline/?view={view}").status_code == 200


def test_marked_runs_hold_exactly_the_words_of_their_element(filled):
    target = filled.target("C1")
    made = sourcetext.paragraphs(filled.plan, [], [target], [], [])
    words = "".join(run.text for p in made for run in p.runs if "span-target" in run.css)
    assert words == filled.plan.quoted(target.start, target.end)


def test_duties_stand_by_unit_with_the_busiest_lead_first(filled, client):
    text = text_of(opened(client, filled.officer, reverse("desk:plan-duty-units")))
    assert text.index("澄川县科学技术局") < text.index("青禾乡人民政府")


@pytest.mark.parametrize("name", ["desk:workbench", "desk:cockpit"])
@pytest.mark.parametrize("who", ["officer", "leader", "liuxi", "operator", "enterprise", "expert", "auditor"])
def test_work_desk_and_cockpit_answer_every_business_role(filled, client, name, who):
    assert opened(client, filled.people[who], reverse(name)).status_code == 200


def test_an_administrator_sees_no_numbers_of_the_plan(filled, client):
    for name in ("desk:workbench", "desk:cockpit"):
        text = text_of(opened(client, filled.admin, reverse(name)))
        assert "技术合同成交额" not in text
    assert "技术合同成交额" not in text_of(
        opened(client, filled.admin, reverse("desk:list", kwargs={"kind": "plan.target"}))
    )


def test_the_cockpit_shows_the_numbers_of_the_desk(filled):
    cards = [card for half in (0, 1) for card in boards.cards(filled.officer, half)["cards"]]
    listed = {t.label: t for t in registry.get("plan.target").rows(filled.officer)}
    assert {c["title"] for c in cards} == set(listed)
    for card in cards:
        row = listed[card["title"]]
        assert (card["figure"].value, card["light"], card["lamp_label"]) == (row.actual, row.light, row.light_word)


def test_of_many_targets_the_worst_keep_a_card_and_the_plans_order():
    lights = ["ok", "over", "ok", "none", "ok", "ok", "near", "ok"]
    stands = [SimpleNamespace(lamp=SimpleNamespace(rank=SEVERITY[light]), at=at) for at, light in enumerate(lights)]
    assert [s.at for s in boards.most_urgent(stands, 6)] == [0, 1, 2, 3, 4, 6]
    assert boards.most_urgent(stands[:2], 6) == stands[:2]


def test_targets_without_a_card_stand_in_a_line_with_their_light(filled, client, monkeypatch):
    monkeypatch.setattr(boards, "MOST_CARDS", 1)
    cards, rest = boards.cards(filled.officer, 0), boards.cards(filled.officer, 1)
    assert (len(cards["cards"]), len(rest["cards"]), len(rest["rest"])) == (1, 0, 1)
    text = text_of(opened(client, filled.officer, reverse("desk:cockpit")))
    assert rest["rest"][0]["title"] in text


def test_the_light_board_counts_what_the_list_counts(filled):
    board = boards.light_board(filled.officer)
    assert board["count"] == 4
    assert {c["light"]: c["count"] for c in board["counts"]} == {"over": 1, "none": 3}


def test_a_town_without_data_has_no_rate_and_is_not_zero(filled):
    drawn = townmap.tile_map(filled.officer, None)
    tiles = {tile["key"]: tile for tile in drawn["tiles"]}
    assert (tiles["qinghe"]["value"], tiles["qinghe"]["light"]) == (None, "none")
    assert tiles["liuxi"]["value"] is not None
    assert drawn["note"]


def test_the_layer_and_the_town_stand_in_the_address(filled, rf):
    request = rf.get("/cockpit/?layer=C1&town=shiqiao")
    drawn = townmap.tile_map(filled.officer, request)
    assert drawn["selected"] == "shiqiao"
    assert [item["label"] for item in drawn["layers"] if item["active"]] == ["技术合同成交额"]
    assert {tile["key"]: tile["value"] for tile in drawn["tiles"]}["shiqiao"] == D("1.90")


def test_nonsense_in_the_address_falls_back(filled, rf):
    assert townmap.tile_map(filled.officer, rf.get("/cockpit/?layer=x&town=%27"))["selected"] in {
        "liuxi",
        "shiqiao",
        "qinghe",
    }


def test_a_town_officer_sees_no_other_town_on_the_map(filled):
    tiles = {tile["key"]: tile for tile in townmap.tile_map(filled.liuxi, None)["tiles"]}
    assert tiles["liuxi"]["value"] is not None
    assert tiles["shiqiao"]["value"] is None
    assert tiles["shiqiao"]["lamp_label"] == "不在可见范围"


def verbs(person, tab="todo"):
    return [(row.verb, row.action_label) for row in todo.rows(person)["rows"] if row.tab == tab]


def test_the_work_desk_asks_an_addressee_to_sign(filled):
    assert ("签收", "签收") in verbs(filled.liuxi)
    assert ("签收", "签收") not in verbs(filled.shiqiao)


def test_the_work_desk_asks_the_lead_for_its_report_once(filled):
    assert ("反馈办理情况", "反馈办理情况") not in verbs(filled.science)
    with clock.fixed(dt.date(2026, 11, 2)):
        assert ("反馈办理情况", "反馈办理情况") in verbs(filled.science)


def test_the_work_desk_asks_for_missing_numbers_only(filled):
    asked = [row.matter for row in todo.values(filled.officer)]
    assert asked == ["研发投入强度：2026年9月"]
    assert todo.values(filled.liuxi) == []


def test_who_runs_the_plan_sees_who_has_not_signed(filled):
    assert len(verbs(filled.officer, "sent")) == SignOff.objects.filter(signed_at__isnull=True).count()
    assert verbs(filled.liuxi, "sent") == []


def test_reds_and_missing_are_alerts_of_the_district(filled):
    assert len(verbs(filled.leader, "alerts")) >= 4
    assert verbs(filled.liuxi, "alerts") == []


@pytest.mark.parametrize(
    "slot",
    [
        "workbench.strip",
        "workbench.todo",
        "cockpit.left",
        "cockpit.map",
        "cockpit.right",
        "cockpit.board",
        "cockpit.alerts",
        "frame.foot",
    ],
)
def test_contributions_keep_their_query_budget(filled, slot):
    for piece in contributions.slots()[slot]:
        if piece.id.startswith("plan."):
            officer = type(filled.officer).objects.get(pk=filled.officer.pk)
            with CaptureQueriesContext(connection) as asked:
                piece.build(officer)
            assert len(asked) <= piece.queries, (piece.id, len(asked))


@pytest.mark.parametrize("kind", ["plan.task", "plan.target", "plan.duty", "plan.value"])
def test_more_rows_cost_no_more_queries(filled, client, kind):
    address = reverse("desk:list", kwargs={"kind": kind})
    opened(client, filled.officer, address)
    with CaptureQueriesContext(connection) as few:
        opened(client, filled.officer, address + "?per_page=1")
    for month in (3, 4, 5, 6, 7, 8):
        end = dt.date(2026, month, 30 if month in (4, 6) else 31)
        record_target_value(
            filled.officer, target=filled.target("C1"), period_end=end, value=D(month), source="季报", reason="补录"
        )
    with CaptureQueriesContext(connection) as many:
        opened(client, filled.officer, address)
    assert len(many) <= len(few) + 2


def test_several_plans_stand_side_by_side(filled):
    from parkloop.apps.plan.actions import adopt_plan
    from parkloop.foundation import definitions

    for kind in ("provenance", "notice"):
        body = dict(definitions.published(kind, "plan").body)
        if kind == "provenance":
            body["id"] = "second-plan"
        row = definitions.add_version(filled.system, kind, "plan/second", body, dt.date(2026, 2, 2), origin="desk")
        definitions.put_in_force(filled.system, row)
    adopt_plan(filled.officer, folder="plan/second")
    assert Plan.objects.count() == 2
    assert policy.rows(filled.officer, Target).count() == 4
    assert boards.light_board(filled.officer)["count"] == 4
