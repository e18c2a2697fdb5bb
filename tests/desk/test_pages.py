"""The fixed pages: work desk, notices, jobs, account, journal, switchers, health, and pages of refusal."""

import datetime as dt

import pytest

from parkloop.desk.screens import workbench
from parkloop.desk.screens.workbench import TodoRow
from parkloop.foundation import clock, contributions
from parkloop.foundation.models import ApiToken, Job, Notice
from tests.bulk.actions import send_parcel

pytestmark = [pytest.mark.django_db, pytest.mark.db]
MONDAY = dt.date(2026, 10, 12)


@pytest.fixture(autouse=True)
def monday():
    """All of it happens on a Monday."""
    with clock.fixed(MONDAY):
        yield


def give(monkeypatch, rows):
    """Work rows of an invented room."""
    piece = contributions.Contribution(
        "workbench.todo", "test.rows", "Test", "", lambda person: {"rows": rows}, lambda person: True, 0, ""
    )
    monkeypatch.setattr(contributions, "_slots", {**contributions._slots, "workbench.todo": {"test.rows": piece}})


def test_the_work_desk_orders_by_deadline_and_counts_its_tabs(cast, signed_in, monkeypatch):
    give(
        monkeypatch,
        [
            TodoRow(None, "复核", "三号事项", due=MONDAY + dt.timedelta(days=8)),
            TodoRow(None, "办理", "一号事项", due=MONDAY - dt.timedelta(days=4)),
            TodoRow(None, "审定", "二号事项", due=MONDAY),
            TodoRow(None, "查看", "发出的事项", tab="sent", due=MONDAY, state="办理中"),
            TodoRow(None, "知悉", "一条预警", tab="alerts", light="lag"),
        ],
    )
    answer = signed_in(cast.town_officer).get("/")
    page = answer.content.decode()
    assert page.index("一号事项") < page.index("二号事项") < page.index("三号事项")
    counts = {str(t["label"]): t["count"] for t in answer.context["tabs"]}
    assert list(counts.values()) == [3, 0, 1, 1, 1]
    assert [i["light"] for i in answer.context["items"]] == ["over", "near", "ok"]
    assert "一号事项" in signed_in(cast.town_officer).get("/?tab=overdue").content.decode()
    assert signed_in(cast.town_officer).get("/?tab=nonsense").status_code == 200


def test_deadlines_are_told_in_working_days(cast):
    assert workbench.lamp_of(MONDAY) == ("near", "今日")
    assert workbench.lamp_of(MONDAY + dt.timedelta(days=1))[0] == "near"
    light, text = workbench.lamp_of(MONDAY + dt.timedelta(days=7))
    assert (light, "5" in text) == ("ok", True)


def test_a_contribution_with_nothing_says_its_empty_sentence(cast, signed_in, monkeypatch):
    piece = contributions.Contribution(
        "workbench.side", "test.none", "侧栏", "no.html", lambda person: None, lambda person: True, 0, "这里还没有内容"
    )
    monkeypatch.setattr(contributions, "_slots", {**contributions._slots, "workbench.side": {"test.none": piece}})
    assert "这里还没有内容" in signed_in(cast.town_officer).get("/").content.decode()


def test_the_week_shows_days_off(cast):
    days = workbench.week([])["days"]
    assert [d["is_off"] for d in days] == [False] * 5 + [True] * 2
    assert days[0]["is_today"]


def notice(person, **values):
    """A notice as the ground writes it."""
    return Notice.objects.create(
        person=person, message="Done: %(action)s", values={"action": "X"}, created_at=clock.now(), **values
    )


def test_notices_are_told_in_the_readers_language_and_marked_read(cast, signed_in):
    own, foreign = notice(cast.town_officer), notice(cast.expert)
    assert "已办理：X" in signed_in(cast.town_officer).get("/notices/").content.decode()
    assert "Done: X" in signed_in(cast.town_officer, "en").get("/notices/?unread=1").content.decode()
    client = signed_in(cast.town_officer)
    client.post("/notices/read/", {"pk": foreign.pk})
    client.post("/notices/read/", {"pk": "abc"})
    client.post("/notices/read/", {"pk": own.pk, "next": "https://elsewhere.example/"})
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert own.read_at is not None
    assert foreign.read_at is None
    assert client.get("/notices/read/").status_code == 405


def test_a_job_shows_its_progress_to_its_owner_only(cast, signed_in):
    job = Job.objects.create(
        kind="test.long", person=cast.town_officer, state="running", done=3, total=10, created_at=clock.now()
    )
    part = signed_in(cast.town_officer).get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "30" in part
    assert "every 1s" in part
    assert "<html" not in part
    assert signed_in(cast.town_officer).get("/jobs/").status_code == 200
    assert signed_in(cast.expert).get(f"/jobs/{job.pk}/").status_code == 404
    assert signed_in(cast.expert).post(f"/jobs/{job.pk}/cancel/").status_code == 404
    assert signed_in(cast.town_officer).post(f"/jobs/{job.pk}/cancel/").status_code == 302
    job.refresh_from_db()
    assert job.is_cancel_asked


def test_a_token_is_shown_once_and_can_be_revoked_by_its_owner_only(cast, signed_in):
    client = signed_in(cast.town_officer)
    made = client.post("/account/tokens/", {"name": "读数", "expires_on": "2026-12-31"})
    token = ApiToken.objects.get()
    assert "plt_" in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    assert f"{token.prefix}_" not in client.get("/account/").content.decode()
    assert signed_in(cast.expert).post(f"/account/tokens/{token.pk}/revoke/").status_code == 409
    assert client.post("/account/tokens/", {"name": "", "expires_on": "2020-01-01"}).status_code == 422
    client.post(f"/account/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_the_whole_journal_is_for_auditors_with_filters_and_the_chain(cast, parcels, signed_in):
    send_parcel(cast.town_officer, parcel=parcels[0], reason="送出理由")
    client = signed_in(cast.auditor)
    page = client.get("/journal/?kind=bulk.parcel&action=bulk.send_parcel&from=2026-01-01&to=2030-01-01&who=柳")
    assert page.status_code == 200
    assert "送出理由" in page.content.decode()
    assert page.context["chain"]["unsealed"] > 0
    assert client.get("/journal/?from=abc&page=x").status_code == 200
    assert signed_in(cast.town_officer).get("/journal/").status_code == 403


def test_language_and_theme_are_kept_on_the_account(cast, signed_in, client):
    signed = signed_in(cast.town_officer)
    assert signed.post("/language/", {"language": "en", "next": "/notices/"}).url == "/notices/"
    assert "Notices" in signed.get("/notices/").content.decode()
    signed.post("/theme/", {"theme": "dark"})
    assert 'data-bs-theme="dark"' in signed.get("/notices/").content.decode()
    assert signed.post("/language/", {"language": "fr"}).status_code == 422
    assert signed.post("/theme/", {"theme": "pink"}).status_code == 422
    assert client.post("/language/", {"language": "en", "next": "//elsewhere.example"}).url == "/"
    assert client.cookies["django_language"].value == "en"


def test_one_acts_only_from_ones_own_posts_and_offered_years(cast, signed_in):
    client = signed_in(cast.town_officer)
    assert client.post("/organisation/", {"organisation": cast.town.pk}).status_code == 302
    assert client.post("/organisation/", {"organisation": cast.other_town.pk}).status_code == 422
    assert client.post("/year/", {"year": "2025"}).status_code == 302
    assert client.get("/notices/").context["frame"]["year"] == 2025
    assert client.post("/year/", {"year": "1848"}).status_code == 422


def test_an_account_without_a_person_is_told_whom_to_ask(cast, client):
    from parkloop.foundation.models import User

    client.force_login(User.objects.create_user("nobody"))
    assert client.get("/").status_code == 403


def test_a_first_password_must_be_changed_before_anything_else(cast, signed_in):
    client = signed_in(cast.town_officer)
    cast.town_officer.user.must_change_password = True
    cast.town_officer.user.save()
    assert client.get("/").url == "/accounts/password/change/"


def test_health_is_told_to_anybody(client, db):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_refusal_is_a_page_a_part_or_json(cast, parcels, signed_in):
    client = signed_in(cast.town_officer)
    url = "/bulk/parcel/99999/"
    assert b"<html" in client.get(url).content
    assert b"<html" not in client.get(url, headers={"HX-Request": "true"}).content
    assert client.get(url, headers={"Accept": "application/json"}).json()["error"]["code"] == "not_found"


def test_every_fixed_page_opens_for_everybody_signed_in(cast, signed_in):
    for person in (cast.district_leader, cast.expert, cast.system_admin, cast.stranger):
        client = signed_in(person)
        for url in (
            "/",
            "/cockpit/",
            "/notices/",
            "/jobs/",
            "/account/",
            "/search/",
            "/search/?q=镇&page=x&kind=y",
            "/gallery/",
        ):
            assert client.get(url).status_code == 200, (person, url)
