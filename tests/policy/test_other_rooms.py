"""The matrix over a park with a plan, duties, town values and files; and the ways out that only some things have:
bytes of a file, overwriting by import, fields that are withheld. Each check is shown to find a leak planted in its channel.
"""

import csv
import io
from types import SimpleNamespace

import pytest
from django.test import Client

from parkloop.adapters.sheets import csv_lines
from parkloop.desk import registry
from parkloop.desk.api import endpoints as api
from parkloop.desk.sheets import importing
from parkloop.desk.tables import columns, paths
from parkloop.foundation import policy
from parkloop.foundation.models import Person, StoredFile
from tests.bulk.models import Parcel
from tests.policy.channels import CHANNELS

pytestmark = [pytest.mark.django_db]
PARTIAL = ("liuxi", "operator", "enterprise", "expert", "admin", "audits", "stranger")
"""Who sees a part, or nothing: with the others there is nothing to leak."""
KINDS = (
    "plan.duty",
    "plan.value",
    "plan.progress",
    "plan.signing",
    "plan.target",
    "plan.plan",
    "documents.file",
    "directory.person",
    "projects.project",
    "projects.month",
    "projects.blocker",
    "projects.change",
    "projects.technology",
    "projects.indicator",
    "projects.reading",
    "projects.recognition",
)
everything = SimpleNamespace(
    rows=lambda person, model: model._default_manager.all(),
    fields=lambda person, model: frozenset(f.name for f in model._meta.concrete_fields),
    rules_of=lambda model: None,
    may=lambda *a: True,
)
"""A policy that forbids nothing, to be planted."""


@pytest.fixture
def clients(world):
    """A signed-in client by code."""
    made = {}
    for code, person in world.people.items():
        made[code] = Client(raise_request_exception=True)
        made[code].force_login(person.user)
    return made


def forbidden_to(person, model, most=1):
    """Some rows the policy withholds."""
    return list(model._default_manager.exclude(pk__in=policy.rows(person, model).values("pk")).order_by("pk")[:most])


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_shows_duties_values_or_files_that_the_policy_withholds(world, clients, channel):
    found = []
    for code in PARTIAL:
        for kind in KINDS:
            resource, person = registry.get(kind), world.people[code]
            objects = forbidden_to(person, resource.model)
            if objects and CHANNELS[channel](person, clients[code], resource, objects):
                found.append((kind, code))
    assert found == []


def test_the_world_withholds_something_of_every_kind_from_somebody(world):
    for kind in KINDS:
        model = registry.get(kind).model
        assert any(forbidden_to(world.people[code], model) for code in PARTIAL), kind


def downloads(world, clients):
    """(person, file) of every download that the policy does not allow, and of every one that it allows and that fails."""
    wrong = []
    for code, person in world.people.items():
        allowed = set(policy.rows(person, StoredFile).values_list("pk", flat=True))
        for pk in StoredFile.objects.values_list("pk", flat=True):
            opened = clients[code].get(f"/documents/file/{pk}/download/").status_code == 200
            wrong += [(code, pk)] if opened != (pk in allowed) else []
    return wrong


def test_bytes_of_files_follow_the_policy(world, clients):
    assert downloads(world, clients) == []


def test_a_leak_planted_in_downloads_is_found(world, clients, monkeypatch):
    monkeypatch.setattr("parkloop.apps.documents.pages.policy", everything)
    monkeypatch.setattr("parkloop.foundation.files.policy", everything)
    assert downloads(world, clients)


def overwritten(world):
    """Codes of rows of other towns that an import by a town officer would change."""
    lines = [[parcel.code, "盗"] for parcel in forbidden_to(world.liuxi, Parcel, 10)]
    assert lines
    batch = importing.stage(
        world.liuxi, registry.get("bulk.parcel"), b"".join(csv_lines(["code", "name_zh"], lines)), "a.csv"
    )
    return [row.cells[0] for row in batch.rows.filter(errors={}, state="changed")]


def test_an_import_overwrites_nothing_that_the_person_does_not_see(world):
    assert overwritten(world) == []


def test_a_leak_planted_in_the_import_is_found(world, monkeypatch):
    monkeypatch.setattr(importing, "policy", everything)
    assert overwritten(world)


def withheld(world, clients):
    """(channel, person, field) of every withheld field that API or export give."""
    found = []
    for code, person in world.people.items():
        for model in (Parcel, Person):
            resource = registry.for_model(model)
            hidden = frozenset(f.name for f in model._meta.concrete_fields) - policy.fields(person, model)
            if not hidden or not policy.rows(person, model).exists():
                continue
            given = clients[code].get(f"/api/v1/{resource.kind.replace('.', '/')}?per_page=200").json()["results"]
            found += [("api", code, name) for name in hidden if any(name in item for item in given)]
            shown = header(clients[code], resource)
            found += [
                ("export", code, name) for name in hidden & {"secret", "phone", "email"} if label(model, name) in shown
            ]
    return found


def label(model, name):
    text = str(model._meta.get_field(name).verbose_name)
    return text[:1].upper() + text[1:]


def header(client, resource):
    """Headings of an export with every column that may be asked for."""
    asked = ",".join(column.name for column in resource.columns)
    answer = client.get(f"{resource.url('list')}?export=csv&columns={asked}")
    data = b"".join(answer.streaming_content).decode("utf-8-sig")
    return next(csv.reader(io.StringIO(data)))


def test_withheld_fields_leave_by_neither_api_nor_export(world, clients):
    assert withheld(world, clients) == []


@pytest.mark.parametrize("channel", ["api", "export"])
def test_a_leak_of_fields_planted_in_a_channel_is_found(world, clients, monkeypatch, channel):
    if channel == "api":
        monkeypatch.setattr(api, "policy", SimpleNamespace(**{**vars(everything), "rows": policy.rows}))
    else:
        monkeypatch.setattr(columns, "policy", everything)
        monkeypatch.setattr(paths, "policy", everything)
    assert channel in {leak[0] for leak in withheld(world, clients)}
