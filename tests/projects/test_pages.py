"""Board, map, detail, work desk, cockpit, page of a task: what they show, and that moving a card is the action."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parkloop.apps.projects.actions import link_task, move_stage, plan_year, raise_blocker, report_month, unlink_task
from parkloop.foundation.acting import AlreadyDone, InvalidInput
from parkloop.foundation.models import Definition
from tests.projects.conftest import AUGUST, SEPTEMBER, WAN, enter

pytestmark = [pytest.mark.django_db]
BOARD, MAP = "/projects/project/board/", "/projects/project/map/"


@pytest.fixture
def money(world, project):
    plan_year(world.officer, project=project, year=2026, total_fen=1200 * WAN)
    report_month(world.officer, project=project, period_end=AUGUST, done_fen=90 * WAN, source="月报")
    return project


def columns(answer):
    return {column["key"]: [card["code"] for card in column["cards"]] for column in answer.context["columns"]}


def test_the_board_has_a_column_per_stage_and_a_card_per_project(world, money, signed_in):
    enter(world, "xm-2", "shiqiao", stage="signed")
    answer = signed_in(world.officer).get(BOARD)
    assert columns(answer) == {
        "planned": [], "signed": ["xm-2"], "land": [], "started": ["xm-1"], "completed": [], "in-production": [],
    }  # fmt: skip
    card = answer.context["columns"][3]["cards"][0]
    assert (card["bar"]["completion"], card["bar"]["schedule"]) == (8, 75)
    assert card["next_url"].endswith("projects.move_stage/?stage=completed")
    done, plan, total = answer.context["figures"]
    assert (done.value, plan.value) == (90, 1200)
    assert total.value is not None


def test_the_board_takes_the_filters_of_the_list(world, project, signed_in):
    enter(world, "xm-2", "shiqiao", stage="signed", industry="herbs")
    client = signed_in(world.officer)
    town = world.organisations["shiqiao"].pk
    assert columns(client.get(f"{BOARD}?town={town}"))["started"] == []
    assert columns(client.get(f"{BOARD}?industry=machines"))["signed"] == []
    odd = client.get(f"{BOARD}?industry=ships")
    assert odd.context["query"].problems


def test_a_town_officer_sees_and_moves_only_the_own_town(world, project, signed_in):
    enter(world, "xm-2", "shiqiao")
    answer = signed_in(world.liuxi).get(BOARD)
    assert columns(answer)["started"] == ["xm-1"]
    auditor = signed_in(world.auditor).get(BOARD)
    assert {card["move_url"] for column in auditor.context["columns"] for card in column["cards"]} == {""}


@pytest.mark.parametrize("who", ["expert", "admin", "stranger"])
def test_who_sees_no_project_has_no_board_and_no_map(world, project, signed_in, who):
    client = signed_in(world.people[who])
    assert [client.get(url).status_code for url in (BOARD, MAP, "/projects/technology/board/")] == [403, 403, 403]


def test_a_card_is_moved_by_the_form_of_the_action(world, project, signed_in):
    client = signed_in(world.officer)
    url = f"/projects/project/{project.pk}/do/projects.move_stage/"
    form = client.get(f"{url}?stage=completed")
    assert form.context["form"].initial["stage"] == "completed"
    refused = client.post(url, {"stage": "in-production", "on": "2026-10-09", "version": project.version})
    assert refused.status_code == 422
    moved = client.post(url, {"stage": "completed", "on": "2026-10-09", "version": project.version})
    assert moved.status_code == 302
    assert columns(client.get(BOARD))["completed"] == ["xm-1"]


def test_money_is_typed_in_wan_and_kept_in_fen(world, money, signed_in):
    client = signed_in(world.officer)
    url = f"/projects/project/{money.pk}/do/projects.report_month/"
    sent = client.post(url, {"period_end": "2026-09-30", "done_fen": "12.345678", "source": "月报"})
    assert sent.status_code == 302
    assert money.months.get(period_end=SEPTEMBER).done_fen == 12_345_678
    wrong = client.post(url, {"period_end": "2026-07-31", "done_fen": "12.3456789", "source": "月报"})
    assert wrong.status_code == 422
    edit = client.get(f"/projects/project/{money.pk}/edit/").content.decode()
    assert 'value="36000"' in edit


def test_the_detail_shows_money_stages_blockers_and_tasks(world, money, signed_in):
    raise_blocker(world.officer, project=money, what="用电容量不足", solver=world.organisations["shiqiao"])
    link_task(world.officer, project=money, task="第二章/一")
    page = signed_in(world.officer).get(f"/projects/project/{money.pk}/").content.decode()
    for text in ("用电容量不足", "900", "2026年9月未报", "开工", "中试基地"):
        assert text in page, text


def test_the_page_of_a_task_names_its_projects(world, project, signed_in):
    task = world.task("第二章/一")
    link_task(world.officer, project=project, task=str(task.pk))
    client = signed_in(world.liuxi)
    assert "山地农机总装厂" in client.get(f"/plan/task/{task.pk}/").content.decode()
    assert "山地农机总装厂" not in signed_in(world.shiqiao).get(f"/plan/task/{task.pk}/").content.decode()


def test_links_to_tasks_are_made_and_taken_back_once(world, project):
    link_task(world.officer, project=project, task="第二章/一")
    with pytest.raises(AlreadyDone):
        link_task(world.officer, project=project, task="第二章/一")
    with pytest.raises(InvalidInput):
        link_task(world.officer, project=project, task="第九章/一")
    unlink_task(world.officer, project=project, task="第二章/一")
    with pytest.raises(AlreadyDone):
        unlink_task(world.officer, project=project, task="第二章/一")


def test_the_map_shows_each_town_by_its_layer(world, money, signed_in):
    enter(world, "xm-2", "shiqiao", next_on=dt.date(2026, 9, 1))
    client = signed_in(world.officer)
    tiles = {tile["key"]: tile for tile in client.get(f"{MAP}?layer=late&town=shiqiao").context["map"]["tiles"]}
    assert (tiles["shiqiao"]["value"], tiles["shiqiao"]["light"]) == (1, "over")
    assert (tiles["liuxi"]["value"], tiles["qinghe"]["light"]) == (0, "none")
    rate = {tile["key"]: tile["value"] for tile in client.get(MAP).context["map"]["tiles"]}
    assert (rate["liuxi"], rate["qinghe"]) == (10, None)


def test_a_town_officer_learns_nothing_of_other_towns_from_the_map(world, money, signed_in):
    enter(world, "xm-2", "shiqiao", next_on=dt.date(2026, 9, 1))
    shown = signed_in(world.liuxi).get(f"{MAP}?layer=count&town=shiqiao").context["map"]
    tiles = {tile["key"]: tile for tile in shown["tiles"]}
    assert tiles["shiqiao"]["value"] is None
    assert (shown["town"]["rows"], shown["town"]["is_seen"]) == ([], False)


def test_a_park_without_a_map_says_which_file_is_missing(world, project, signed_in):
    Definition.objects.filter(kind="tiles").update(state=Definition.State.RETIRED)
    assert "places/tiles.yaml" in signed_in(world.officer).get(MAP).content.decode()


def test_the_work_desk_asks_for_the_months_report(world, project, signed_in):
    rows = signed_in(world.enterprise).get("/").context["items"]
    assert any("period_end=2026-09-30" in item["row"].action_url for item in rows)
    report_month(world.enterprise, project=project, period_end=SEPTEMBER, missing_why="未统计")
    assert not any(
        "report_month" in item["row"].action_url for item in signed_in(world.enterprise).get("/").context["items"]
    )


def test_the_cockpit_has_the_boards_numbers(world, money, signed_in):
    page = signed_in(world.leader).get("/cockpit/")
    piece = next(b for b in page.context["slots"]["right"] if b["piece"].id == "projects.money")
    assert piece["context"]["figure"].value == 90
    assert piece["context"]["bar"] == {"completion": 8, "schedule": 75, "light": "lag"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_open_in_both_languages(world, money, technology, signed_in, language):
    client = signed_in(world.officer, language)
    for url in (
        BOARD,
        MAP,
        "/projects/technology/board/",
        f"/projects/technology/{technology.pk}/",
        f"/projects/project/{money.pk}/",
    ):
        assert client.get(url).status_code == 200, url


def test_money_is_filtered_summed_and_told_in_wan(world, money, signed_in):
    enter(world, "xm-2", "shiqiao", investment_fen=12_345_678)
    client = signed_in(world.officer)
    found = client.get("/projects/project/?investment_fen_min=36000&investment_fen_max=36000").context
    assert [row["obj"].code for row in found["rows"]] == ["xm-1"]
    total = next(cell for cell in found["totals"] if cell is not None)
    assert total.value == 36_000
    row = client.get("/projects/project/?q=xm-2").content.decode()
    assert "12.345678" in row
    assert "未编计划" in row
    item = client.get("/api/v1/projects/project?q=xm-2").json()["results"][0]
    assert item["investment_fen"] == 12_345_678


def test_the_journal_tells_stages_by_their_words_and_money_in_wan(world, project, signed_in):
    move_stage(world.officer, project=project, stage="completed", on=dt.date(2026, 10, 9))
    page = signed_in(world.officer).get(f"/projects/project/{project.pk}/?tab=history").content.decode()
    assert "开工" in page
    assert "竣工" in page
    assert "completed" not in page
    assert "36,000" in page


def test_a_card_says_when_the_data_month_is_not_reported(world, project, signed_in):
    def told():
        columns = signed_in(world.officer).get(BOARD).context["columns"]
        return next(card["report"] for column in columns for card in column["cards"])

    assert "2026年9月" in told()
    report_month(world.officer, project=project, period_end=SEPTEMBER, done_fen=0, source="停工")
    assert told() == ""


def test_pages_ask_the_same_number_of_queries_for_one_and_many_projects(world, project, signed_in):
    client = signed_in(world.officer)

    def asked(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = {url: asked(url) for url in (BOARD, MAP)}
    for number in range(9):
        enter(world, f"many-{number}", "liuxi", stage="signed")
    assert {url: asked(url) for url in (BOARD, MAP)} == few
