"""The HTTP API: same rows, fields, actions and refusals as the pages; every refusal names what is wrong."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.test import Client

from parkloop.foundation.actions.make_token import make_token
from tests.bulk.actions import add_parcel, edit_parcel
from tests.bulk.models import Parcel

pytestmark = [pytest.mark.django_db, pytest.mark.db]
ROOT = "/api/v1/bulk/parcel"
TODAY = dt.date(2026, 10, 12)


class Caller:
    """A program that asks with a person's token."""

    def __init__(self, person, *, can_write=True):
        token = make_token(person, name="test", expires_on=TODAY + dt.timedelta(days=300), can_write=can_write)
        self.client, self.headers = Client(), {"Authorization": f"Bearer {token.clear_text}"}

    def get(self, path="", **query):
        return self.client.get(path if path.startswith("/api") else ROOT + path, query, headers=self.headers)

    def post(self, path, body):
        return self._send(self.client.post, path, body)

    def patch(self, path, body):
        return self._send(self.client.patch, path, body)

    def _send(self, method, path, body):
        data = body if isinstance(body, str) else json.dumps(body)
        return method(ROOT + path, data=data, content_type="application/json", headers=self.headers)


@pytest.fixture
def parcels(cast):
    places = (cast.town, cast.other_town, cast.town)
    return [
        add_parcel(
            cast.district_officer,
            code=f"K-{number}",
            name_zh=f"样品{number}",
            organisation=place,
            amount=Decimal(number * 10),
            opened_on=dt.date(2026, number, 1),
            secret="quiet",
        )
        for number, place in enumerate(places, 1)
    ]


@pytest.fixture
def officer(cast):
    return Caller(cast.district_officer)


def codes(response):
    return [item["code"] for item in response.json()["results"]]


def refusal(response):
    return response.json()["error"]


NEW = {"code": "K-9", "name_zh": "新样品", "organisation": "town", "amount": "12.50", "opened_on": "2026-02-03"}


class TestLists:
    def test_a_list_filters_sorts_and_pages_as_its_page_does(self, parcels, officer):
        assert codes(officer.get(sort="-amount")) == ["K-3", "K-2", "K-1"]
        assert codes(officer.get(amount_min="15", amount_max="25")) == ["K-2"]
        assert codes(officer.get(q="样品3")) == ["K-3"]
        first = officer.get(per_page=2).json()
        assert (first["count"], first["page"], len(first["results"])) == (3, 1, 2)
        assert codes(officer.get(first["next"])) == ["K-3"]

    def test_an_unknown_parameter_is_refused_by_name(self, parcels, officer):
        response = officer.get(colour="red")
        assert response.status_code == 422
        assert refusal(response)["field"] == "colour"
        assert "colour" in refusal(response)["message"]

    @pytest.mark.parametrize(
        "query", [{"sort": "nothing"}, {"state": "melted"}, {"page": "two"}, {"opened_on_from": "soon"}]
    )
    def test_a_wrong_value_is_refused_instead_of_left_out(self, parcels, officer, query):
        response = officer.get(**query)
        assert response.status_code == 422
        assert next(iter(query.values())) in refusal(response)["message"]

    def test_a_town_officer_gets_only_the_own_town(self, cast, parcels):
        response = Caller(cast.town_officer).get()
        assert codes(response) == ["K-1", "K-3"]
        assert response.json()["count"] == 2

    def test_withheld_fields_are_absent_not_empty(self, cast, parcels, officer):
        assert officer.get(f"/{parcels[0].pk}").json()["secret"] == "quiet"
        add_parcel(
            cast.district_officer,
            code="P-1",
            name_zh="园区样品",
            organisation=cast.park,
            amount=Decimal(1),
            opened_on=dt.date(2026, 1, 1),
            secret="quiet",
        )
        item = Caller(cast.park_operator).get().json()["results"][0]
        assert item["code"] == "P-1"
        assert "secret" not in item

    def test_what_is_withheld_can_neither_be_sorted_nor_filtered_by(self, cast, parcels):
        operator = Caller(cast.park_operator)
        assert operator.get(sort="secret").status_code == 422
        assert operator.get(secret="quiet").status_code == 422

    def test_related_things_come_as_links_with_names(self, cast, parcels, officer):
        link = officer.get(f"/{parcels[0].pk}").json()["organisation"]
        assert link == {"id": cast.town.pk, "label": "柳桥镇", "kind": "directory.organisation"}


class TestRefusals:
    def test_nobody_gets_anything(self, parcels):
        response = Client().get(ROOT)
        assert response.status_code == 401
        assert refusal(response)["code"] == "not_signed_in"

    @pytest.mark.parametrize("token", ["", "plt_aaaaaaaa_" + "b" * 43, "nonsense"])
    def test_a_wrong_token_gets_nothing(self, parcels, token):
        assert Client().get(ROOT, headers={"Authorization": f"Bearer {token}"}).status_code == 401

    def test_a_row_of_another_town_is_not_there(self, cast, parcels):
        town = Caller(cast.town_officer)
        missing = town.get(f"/{parcels[1].pk + 10_000}")
        foreign = town.get(f"/{parcels[1].pk}")
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert foreign.json() == missing.json()
        assert town.post(f"/{parcels[1].pk}/send_parcel", {}).status_code == 404
        assert town.get(f"/{parcels[1].pk}/history").status_code == 404

    def test_a_missing_right_is_403_and_changes_nothing(self, cast, parcels):
        response = Caller(cast.auditor).post(f"/{parcels[0].pk}/send_parcel", {})
        assert response.status_code == 403
        assert refusal(response)["code"] == "not_allowed"
        assert Parcel.objects.get(pk=parcels[0].pk).state == "open"

    @pytest.mark.parametrize("body", ["{", "[1,", "nonsense", ""])
    def test_malformed_json_is_400(self, parcels, officer, body):
        response = officer.post("", body)
        assert response.status_code in (400, 422) if body == "" else response.status_code == 400
        assert refusal(response)["message"]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"amount": "many"}, "amount"),
            ({"organisation": "nowhere"}, "organisation"),
            ({"opened_on": "31.12.2026"}, "opened_on"),
            ({"colour": "red"}, "colour"),
            ({"name_zh": None}, "name_zh"),
            ({"code": "K-1"}, "code"),
        ],
    )
    def test_a_wrong_body_is_422_naming_the_field(self, parcels, officer, change, field):
        response = officer.post("", {**NEW, **change})
        assert response.status_code == 422
        assert field in refusal(response)["field"]
        assert Parcel.objects.count() == 3

    def test_a_missing_field_is_named(self, parcels, officer):
        response = officer.post("", {k: v for k, v in NEW.items() if k != "amount"})
        assert (response.status_code, refusal(response)["field"]) == (422, "amount")

    @pytest.mark.parametrize("path", ["/api/v1/bulk/nothing", "/api/v1/nothing/parcel"])
    def test_what_is_not_registered_is_not_there(self, officer, path):
        assert officer.get(path).status_code == 404


class TestChanges:
    def test_creating_goes_through_the_action(self, cast, parcels, officer):
        response = officer.post("", NEW)
        assert response.status_code == 201
        item = response.json()
        assert (item["code"], item["organisation"]["id"]) == ("K-9", cast.town.pk)
        assert Decimal(str(item["amount"])) == Decimal("12.5")
        history = officer.get(f"/{item['id']}/history").json()
        assert [entry["action"] for entry in history] == ["bulk.add_parcel"]

    def test_an_edit_changes_what_is_sent_and_keeps_the_rest(self, parcels, officer):
        parcel = parcels[0]
        response = officer.patch(f"/{parcel.pk}", {"name_zh": "换名", "version": parcel.version})
        assert (response.status_code, response.json()["name_zh"]) == (200, "换名")
        kept = Parcel.objects.get(pk=parcel.pk)
        assert (kept.amount, kept.code, kept.version) == (Decimal(10), "K-1", parcel.version + 1)

    def test_an_edit_without_the_version_that_was_seen_is_refused(self, parcels, officer):
        response = officer.patch(f"/{parcels[0].pk}", {"name_zh": "换名"})
        assert (response.status_code, refusal(response)["field"]) == (422, "version")

    def test_a_stale_version_is_told_who_changed_what(self, cast, parcels, officer):
        parcel = Parcel.objects.get(pk=parcels[0].pk)
        edit_parcel(cast.second_officer, parcel=parcel, name_zh="先改", amount=parcel.amount)
        response = officer.patch(f"/{parcel.pk}", {"name_zh": "后改", "version": parcels[0].version})
        assert (response.status_code, refusal(response)["code"]) == (409, "stale")
        assert "吴专员" in refusal(response)["message"]
        assert "名称" in refusal(response)["message"] or "name" in refusal(response)["message"]
        assert Parcel.objects.get(pk=parcel.pk).name_zh == "先改"

    def test_an_action_is_an_endpoint_and_says_when_it_is_too_late(self, parcels, officer):
        path = f"/{parcels[0].pk}/send_parcel"
        assert officer.post(path, {"reason": "到期"}).json()["state"] == "sent"
        again = officer.post(path, {})
        assert (again.status_code, refusal(again)["code"]) == (409, "state")

    def test_history_tells_before_and_after_without_withheld_fields(self, cast, parcels, officer):
        parcel = Parcel.objects.get(pk=parcels[0].pk)
        edit_parcel(cast.district_officer, parcel=parcel, name_zh="换名", amount=Decimal(11), reason="更正")
        newest, first = officer.get(f"/{parcel.pk}/history").json()
        assert (newest["before"]["name_zh"], newest["after"]["name_zh"], newest["reason"]) == ("样品1", "换名", "更正")
        assert first["after"]["secret"] == "quiet"

    def test_history_of_a_person_never_holds_personal_fields(self, cast):
        officer = Caller(cast.security_admin)
        entries = officer.get(f"/api/v1/directory/person/{cast.town_officer.pk}/history")
        assert entries.status_code == 200
        assert "柳专员" not in json.dumps([[e["before"], e["after"]] for e in entries.json()], ensure_ascii=False)


class TestWhoAsks:
    def test_a_reading_token_reads_and_changes_nothing(self, cast, parcels):
        reader = Caller(cast.district_officer, can_write=False)
        assert reader.get().status_code == 200
        response = reader.post("", NEW)
        assert (response.status_code, refusal(response)["code"]) == (403, "not_allowed")
        assert Parcel.objects.count() == 3

    def test_a_browser_reads_with_its_session_and_changes_only_with_the_csrf_token(self, cast, parcels):
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.district_officer.user)
        assert client.get(ROOT).status_code == 200
        body = {"data": json.dumps(NEW), "content_type": "application/json"}
        assert client.post(ROOT, **body).status_code == 403
        client.get("/account/")
        token = client.cookies["csrftoken"].value
        assert client.post(ROOT, **body, headers={"X-CSRFToken": token}).status_code == 201

    def test_whoever_must_choose_a_password_first_gets_nothing(self, cast, parcels):
        cast.district_officer.user.must_change_password = True
        cast.district_officer.user.save()
        client = Client()
        client.force_login(cast.district_officer.user)
        assert client.get(ROOT).status_code == 403

    def test_refusals_come_in_the_language_of_the_account(self, cast, parcels):
        cast.auditor.user.language = "en"
        cast.auditor.user.save()
        response = Caller(cast.auditor).post(f"/{parcels[0].pk}/send_parcel", {})
        assert refusal(response)["message"].startswith("You have no right")


class TestSchema:
    def test_every_operation_declares_every_status_that_is_possible(self, cast):
        schema = Client().get("/api/v1/openapi.json").json()
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                declared = set(operation["responses"])
                assert {"400", "401", "403", "404", "409", "422"} <= declared, (method, path)

    def test_the_page_for_people_lists_what_the_reader_may_see(self, cast):
        client = Client()
        client.force_login(cast.town_officer.user)
        page = client.get("/api/").content.decode()
        assert "/api/v1/bulk/parcel/{pk}/send_parcel" in page
        client.force_login(cast.stranger.user)
        assert "bulk/parcel" not in client.get("/api/").content.decode()
