"""Forms made from actions: what is asked, wrong values, stale versions, double sending, drafts, dialogs, bulk."""

import pytest
from django.http import QueryDict

from parkloop.desk import registry
from parkloop.desk.entry.forms import form_for
from parkloop.desk.models import FormDraft
from parkloop.foundation.acting import actions
from parkloop.foundation.models import JournalEntry
from tests.bulk.actions import edit_parcel, send_parcel
from tests.bulk.models import Parcel

pytestmark = [pytest.mark.django_db, pytest.mark.db]
NEW = "/bulk/parcel/new/"


def filled(cast, **changes):
    """A complete new-consignment form."""
    return {
        "code": "N-1",
        "name_zh": "新件",
        "organisation": cast.town.pk,
        "amount": "12.50",
        "opened_on": "2026-03-01",
        **changes,
    }


def edited(parcel, **changes):
    """A complete edit form."""
    return {"name_zh": parcel.name_zh, "amount": str(parcel.amount), "version": parcel.version, **changes}


def test_a_form_makes_the_thing_and_leads_to_it(cast, parcels, signed_in):
    answer = signed_in(cast.town_officer).post(NEW, filled(cast, share="", is_urgent="on"))
    made = Parcel.objects.get(code="N-1")
    assert answer.status_code == 302
    assert answer.url == f"/bulk/parcel/{made.pk}/"
    assert made.is_urgent
    assert made.share is None


WRONG = [("amount", "abc"), ("amount", ""), ("amount", "1e99"), ("opened_on", "2026-02-30"), ("share", "1234.5"), ("code", ""),
     ("code", "x" * 30), ("organisation", "abc"), ("organisation", "99999999"), ("organisation", "9" * 40), ("name_zh", "a\x00b")]  # fmt: skip


def test_a_wrong_value_comes_back_with_its_field_and_changes_nothing(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    for field, value in WRONG:
        answer = client.post(NEW, filled(cast, **{field: value}))
        assert answer.status_code == 422, (field, value)
        assert field in answer.context["form"].errors
    assert not Parcel.objects.filter(name_zh__contains="新件").exists()


def test_a_thing_the_person_may_not_see_is_an_unknown_choice(cast, parcels):
    action, resource = actions()["bulk.add_parcel"], registry.get("bulk.parcel")
    data = QueryDict(mutable=True)
    data.update(filled(cast))
    assert form_for(action, resource, cast.district_officer, None, data).is_valid()
    assert "organisation" in form_for(action, resource, None, None, data).errors


def test_a_refusal_of_the_action_stands_at_its_field(cast, parcels, signed_in):
    answer = signed_in(cast.district_officer, "en").post(NEW, filled(cast, code=parcels[0].code))
    assert answer.status_code == 422
    assert "exists" in str(answer.context["form"].errors["code"])


def test_the_second_of_two_editors_is_told_who_changed_what_and_loses_nothing(cast, parcels, signed_in):
    parcel = parcels[0]
    form = edited(parcel, note="我的说明")
    edit_parcel(cast.second_officer, parcel=Parcel.objects.get(pk=parcel.pk), name_zh="别人改的", amount=parcel.amount)
    client = signed_in(cast.district_officer)
    answer = client.post(f"/bulk/parcel/{parcel.pk}/edit/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "吴专员" in page
    assert "别人改的" in page
    assert "我的说明" in page
    parcel.refresh_from_db()
    assert parcel.name_zh == "别人改的"
    again = client.post(
        f"/bulk/parcel/{parcel.pk}/edit/",
        form | {"version": answer.context["version"], "submission": answer.context["submission"]},
    )
    assert again.status_code == 302
    parcel.refresh_from_db()
    assert parcel.note == "我的说明"


def test_a_form_without_or_with_a_senseless_version_is_stale(cast, parcels, signed_in):
    for version in ("", "abc", "-1", "9" * 30):
        form = edited(parcels[0]) | {"version": version}
        assert signed_in(cast.district_officer).post(f"/bulk/parcel/{parcels[0].pk}/edit/", form).status_code == 409


def test_the_same_form_sent_twice_is_done_once_and_the_second_is_told(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    token = client.get(NEW).context["submission"]
    assert client.post(NEW, filled(cast, submission=token)).status_code == 302
    again = client.post(NEW, filled(cast, submission=token, code="N-2"))
    assert again.status_code == 409
    assert Parcel.objects.filter(name_zh="新件").count() == 1
    assert f"/bulk/parcel/{Parcel.objects.get(code='N-1').pk}/" in again.content.decode()


def test_a_refused_form_may_be_sent_again_with_its_token(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    token = client.get(NEW).context["submission"]
    assert client.post(NEW, filled(cast, submission=token, code=parcels[0].code)).status_code == 422
    assert client.post(NEW, filled(cast, submission=token)).status_code == 302


def test_a_draft_is_found_again_and_gone_after_sending(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    key = client.get(NEW).context["draft_key"]
    assert client.post("/desk/drafts/", {"draft_key": key, "name_zh": "未写完", "foreign": "x"}).status_code == 204
    assert FormDraft.objects.get().data == {"name_zh": ["未写完"]}
    assert "未写完" in client.get(NEW).content.decode()
    assert "未写完" not in signed_in(cast.second_officer).get(NEW).content.decode()
    client.post(NEW, filled(cast))
    assert not FormDraft.objects.exists()
    assert client.post("/desk/drafts/", {"draft_key": "no.such:new"}).status_code == 404


def test_an_action_dialog_asks_does_and_leads_back(cast, parcels, signed_in):
    client = signed_in(cast.town_officer)
    url = f"/bulk/parcel/{parcels[0].pk}/do/bulk.send_parcel/"
    part = client.get(url, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert [f.name for f in part.context["form"]] == ["reason"]
    done = client.post(url, {"version": 1, "reason": "已核对"}, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == f"/bulk/parcel/{parcels[0].pk}/"
    assert JournalEntry.objects.order_by("-pk").first().reason == "已核对"
    again = client.post(url, {"version": 2}, headers={"HX-Request": "true"})
    assert again.status_code == 409
    assert "again" not in again.content.decode() or again.context["form"].non_field_errors()


def test_a_bulk_action_does_what_it_may_and_names_what_was_refused(cast, parcels, signed_in):
    send_parcel(cast.district_officer, parcel=parcels[0])
    client = signed_in(cast.town_officer)
    url = "/bulk/parcel/bulk/bulk.send_parcel/"
    chosen = [parcels[0].pk, parcels[1].pk, parcels[12].pk]
    page = client.get(url, {"pk": chosen})
    assert page.context["chosen_count"] == 2
    answer = client.post(url, {"pk": chosen, "reason": "批量"})
    assert answer.status_code == 200
    assert parcels[0].code in answer.content.decode()
    states = dict(Parcel.objects.filter(pk__in=chosen).values_list("pk", "state"))
    assert states == {parcels[0].pk: "sent", parcels[1].pk: "sent", parcels[12].pk: "open"}
    assert client.get(url).status_code == 422
    assert signed_in(cast.auditor).post(url, {"pk": chosen}).status_code in (403, 409)


def test_a_form_without_its_csrf_token_is_refused(cast, parcels):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.district_officer.user)
    assert client.post(NEW, filled(cast)).status_code == 403
    assert not Parcel.objects.filter(code="N-1").exists()


def test_no_page_carries_inline_script_or_style(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    for url in (
        "/",
        "/bulk/parcel/",
        NEW,
        f"/bulk/parcel/{parcels[0].pk}/",
        "/account/",
        "/notices/",
        "/jobs/",
        "/cockpit/",
    ):
        page = client.get(url).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick=" not in page
