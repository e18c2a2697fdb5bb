"""The policy matrix, generated from the registries: resource × person × own, foreign and parent organisation × channel, and
resource × person × action. Whatever a channel shows must be among the rows that the policy allows; planted leaks must be found.
"""

import pytest
from django.test import Client

from parkloop.desk import registry
from parkloop.desk.finding import search, search_index
from parkloop.desk.screens import history
from parkloop.foundation import policy
from parkloop.foundation.acting import actions
from parkloop.foundation.models import JournalEntry
from tests.bulk.models import Parcel
from tests.bulk.resources import ParcelResource
from tests.desk.conftest import make_parcels
from tests.policy.channels import CHANNELS, entries_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]
PEOPLE = (
    "district_leader", "district_officer", "town_officer", "other_town_officer", "park_operator", "enterprise_user", "expert",
    "auditor", "system_admin", "security_admin", "audit_admin", "stranger",
)  # fmt: skip
SEEING = ("district_officer", "town_officer", "enterprise_user", "auditor", "security_admin", "system_admin")
MOST = 3


@pytest.fixture
def world(cast):
    """Consignments of own, foreign and parent organisations; everything of the cast in the search index."""
    for start, organisation in ((0, cast.town), (10, cast.other_town), (20, cast.enterprise), (30, cast.district)):
        make_parcels(cast, 1, organisation, start)
    search_index.rebuild()
    return cast


def enter(person):
    """A client signed in as the person."""
    client = Client(raise_request_exception=True)
    client.force_login(person.user)
    return client


def leaks(cast, resources, channels=CHANNELS, people=PEOPLE):
    """(channel, kind, person) of everything shown that the policy does not allow."""
    found = []
    for name in people:
        person = getattr(cast, name)
        client = enter(person)
        for resource in resources:
            allowed = policy.rows(person, resource.model).values("pk")
            forbidden = list(resource.model._default_manager.exclude(pk__in=allowed).order_by("pk")[:MOST])
            for channel, see in channels.items() if forbidden else ():
                if see(person, client, resource, forbidden):
                    found.append((channel, resource.kind, name))
    return found


def test_no_channel_shows_anybody_what_the_policy_does_not_allow(world):
    assert leaks(world, registry.resources()) == []


def test_page_list_and_api_show_all_that_the_policy_allows(world):
    missing = []
    for name in SEEING:
        person = getattr(world, name)
        client = enter(person)
        for resource in registry.resources():
            objects = list(resource.rows(person).order_by("pk")[:1])
            for channel in ("page", "list", "api"):
                if {o.pk for o in objects} - CHANNELS[channel](person, client, resource, objects):
                    missing.append((channel, resource.kind, name))
    assert missing == []


def every_row(self, person):
    """A planted leak: all rows for everybody."""
    return self.model._default_manager.all()


@pytest.mark.parametrize("channel", ["page", "list", "options", "api", "export", "history", "files", "bulk"])
def test_a_leak_planted_in_the_rows_is_found_through_each_channel(world, monkeypatch, channel):
    monkeypatch.setattr(ParcelResource, "rows", every_row)
    monkeypatch.setattr(ParcelResource, "may_see", lambda self, person: True)
    monkeypatch.setattr("parkloop.desk.screens.detailing.action_link", lambda *a: None)
    monkeypatch.setattr("parkloop.foundation.acting.require", lambda *a: None)
    found = leaks(world, [registry.get("bulk.parcel")], {channel: CHANNELS[channel]}, ("town_officer",))
    assert found == [(channel, "bulk.parcel", "town_officer")]


def test_a_leak_planted_in_the_scopes_of_the_search_is_found(world, monkeypatch):
    everything = search.scopes.terms_of_person(world.district_officer)
    monkeypatch.setattr(search.scopes, "terms_of_person", lambda person: everything)
    monkeypatch.setattr(search, "_still_visible", lambda person, entries: {(e.kind, e.key) for e in entries})
    found = leaks(world, [registry.get("bulk.parcel")], {"search": CHANNELS["search"]}, ("town_officer",))
    assert found == [("search", "bulk.parcel", "town_officer")]


def test_the_history_gives_nobody_entries_the_policy_withholds(world, monkeypatch):
    foreign = Parcel.objects.get(code="C-000010")
    assert entries_of(world.town_officer, foreign) == 0
    assert entries_of(world.other_town_officer, foreign) == 1
    monkeypatch.setattr(history.policy, "rows", lambda person, model: model._default_manager.all())
    assert (
        entries_of(world.town_officer, foreign)
        == JournalEntry.objects.filter(ref=f"bulk.parcel:{foreign.pk}").count()
        == 1
    )


def test_no_form_of_an_action_opens_without_the_right(world):
    wrong = []
    for name in PEOPLE:
        person = getattr(world, name)
        client = enter(person)
        for resource in registry.resources():
            for obj in resource.model._default_manager.order_by("-pk")[:1]:
                refused = [action for action in doable(resource) if not policy.may(person, action, obj)]
                wrong += [(name, action, obj.pk) for action in refused if opens(client, resource, obj, action)]
            if (
                resource.create
                and not policy.may(person, resource.create)
                and client.get(resource.url("new")).status_code == 200
            ):
                wrong.append((name, resource.create, None))
    assert wrong == []


def doable(resource):
    """Actions that can be done to one object of a resource from its page."""
    named = dict.fromkeys([*resource.row_actions, resource.main_action, resource.edit])
    return [n for n in named if n and n in actions() and not actions()[n].creates]


def opens(client, resource, obj, action):
    """Whether the form of an action opens."""
    return client.get(resource.url("do", pk=obj.pk, action=action)).status_code == 200


def test_an_action_sent_without_the_right_changes_nothing(world):
    parcel = Parcel.objects.get(code="C-000010")
    for name in ("town_officer", "auditor", "enterprise_user", "system_admin", "stranger"):
        client = enter(getattr(world, name))
        for url in (f"/bulk/parcel/{parcel.pk}/do/bulk.send_parcel/", "/bulk/parcel/bulk/bulk.send_parcel/"):
            answer = client.post(url, {"pk": parcel.pk, "version": parcel.version})
            assert answer.status_code in (403, 404, 409, 422), (name, url)
        answer = client.post(
            f"/api/v1/bulk/parcel/{parcel.pk}/send_parcel", {"version": 1}, content_type="application/json"
        )
        assert answer.status_code in (403, 404), name
    parcel.refresh_from_db()
    assert parcel.state == "open"
