"""The detail page: panels, tabs, history as the reader may see it, neighbours of the list one came from."""

import pytest

from tests.bulk.actions import edit_parcel
from tests.bulk.models import Parcel

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def url(parcel, tail=""):
    """Address of a consignment's page."""
    return f"/bulk/parcel/{parcel.pk}/{tail}"


def test_a_town_officer_cannot_open_another_towns_row(cast, parcels, signed_in):
    own, foreign = parcels[0], parcels[12]
    client = signed_in(cast.town_officer)
    assert client.get(url(own)).status_code == 200
    for tail in ("", "edit/", "do/bulk.send_parcel/", "?tab=history", "?tab=files"):
        assert client.get(url(foreign, tail)).status_code == 404
    assert client.post(url(foreign, "edit/"), {"name_zh": "x"}).status_code == 404


def test_what_does_not_exist_is_a_404(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    for tail in ["99999999/", "99999999999999999999999999/", "?tab=nothing", "do/bulk.nothing/", "do/plan.adopt_plan/"]:
        base = "/bulk/parcel/" if tail[0] == "9" else url(parcels[0])
        assert client.get(base + tail).status_code == 404, tail


def test_the_history_tells_before_and_after_with_labels_and_without_hidden_fields(cast, parcels, signed_in):
    parcel = parcels[15]
    edit_parcel(cast.district_officer, parcel=parcel, name_zh="新样品", amount=parcel.amount, reason="更正名称")
    page = signed_in(cast.district_officer, "en").get(url(parcel, "?tab=history")).content.decode()
    assert "新样品" in page
    assert "更正名称" in page
    assert "Chinese name" in page
    assert "secret-200" in page
    assert str(cast.enterprise) in page or "Riverside Sample Tech" in page
    seen = signed_in(cast.enterprise_user, "en").get(url(parcel, "?tab=history")).content.decode()
    assert "新样品" in seen
    assert "secret-200" not in seen


def test_a_withheld_field_is_on_no_panel(cast, parcels, signed_in):
    assert "secret-200" in signed_in(cast.district_officer).get(url(parcels[15])).content.decode()
    assert "secret-200" not in signed_in(cast.enterprise_user).get(url(parcels[15])).content.decode()


def test_previous_and_next_follow_the_list_the_reader_came_from(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    page = client.get("/bulk/parcel/?year=all&sort=-code&per_page=5&page=2").content.decode()
    row = Parcel.objects.order_by("-code")[6]
    link = next(part.split('"')[0] for part in page.split('href="') if part.startswith(f"/bulk/parcel/{row.pk}/"))
    context = client.get(link.replace("&amp;", "&")).context["neighbours"]
    assert context["at"] == 7
    assert context["count"] == 17
    ordered = list(Parcel.objects.order_by("-code").values_list("pk", flat=True))
    assert f"/{ordered[5]}/" in context["previous"]
    assert f"/{ordered[7]}/" in context["next"]
    assert client.get(context["next"]).context["neighbours"]["at"] == 8


def test_the_neighbours_of_a_person_are_rows_that_person_may_see(cast, parcels, signed_in):
    client = signed_in(cast.town_officer)
    context = client.get(url(parcels[11], "?at=12&list=year%3Dall")).context["neighbours"]
    assert context["count"] == 12
    assert context["next"] == ""


def test_a_wrong_trail_is_no_error(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    for text in ["at=abc", "at=0", "at=99999999999", "at=5", "at=1&list=%00%ff", "at=1&list=sort%3Dnothing"]:
        assert client.get(url(parcels[0], f"?{text}")).status_code == 200, text


def test_actions_a_person_may_not_do_are_not_offered_and_are_refused(cast, parcels, signed_in):
    page = signed_in(cast.auditor).get(url(parcels[0])).content.decode()
    assert "do/bulk.send_parcel" not in page
    assert signed_in(cast.auditor).post(url(parcels[0], "do/bulk.send_parcel/"), {"version": "1"}).status_code == 403
    parcels[0].refresh_from_db()
    assert parcels[0].state == "open"
