"""Queries of list, detail and API list of every resource: the same for few and many rows, and equal to the committed baseline.

After a change that is meant: `UPDATE_QUERY_COUNTS=1 pytest tests/desk/test_query_counts.py`, and look at the difference.
"""

import json
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parkloop.desk import registry
from tests.bulk.models import Parcel
from tests.policy.conftest import built, world

__all__ = ["built", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
BASELINE = Path(__file__).with_name("query_counts.json")
FEW, MANY = 3, 30


@pytest.fixture
def readers(world):
    """Everybody's client by code; thirty consignments more, so that one list is surely long."""
    town = world.organisations["liuxi"]
    day = {"opened_on": "2026-05-01", "amount": 1, "organisation": town}
    Parcel.objects.bulk_create(Parcel(code=f"Y-{n:03d}", name_zh=f"样品{n}", **day) for n in range(MANY))
    clients = {}
    for code, person in world.people.items():
        clients[code] = Client()
        clients[code].force_login(person.user)
    return clients


def queries(client, url):
    """Number of queries of a page that was asked for before (what is kept for some seconds is there)."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def reader_of(world, resource):
    """Who sees most rows of it; the first of those."""
    return max(world.people, key=lambda code: resource.rows(world.people[code]).count())


def counted(world, readers, resource):
    """{list, detail, api} of a resource, each the same for few and for many rows."""
    code = reader_of(world, resource)
    client, years = readers[code], "&".join(f"{f.name}=all" for f in resource.filters if f.kind == "year")
    pages = {"list": f"{resource.url('list')}?{years}&", "api": f"/api/v1/{resource.kind.replace('.', '/')}?{years}&"}
    found = {}
    for name, url in pages.items():
        few, many = (queries(client, f"{url}per_page={size}") for size in (FEW, MANY))
        assert few == many, (resource.kind, name, few, many)
        found[name] = few
    found["detail"] = queries(
        client, resource.url("detail", pk=resource.rows(world.people[code]).order_by("pk").first().pk)
    )
    return dict(sorted(found.items()))


def test_queries_of_every_resource_are_as_committed_and_do_not_grow_with_the_rows(world, readers):
    cache.clear()
    found = {r.kind: counted(world, readers, r) for r in sorted(registry.resources(), key=lambda r: r.kind)}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    assert found == json.loads(BASELINE.read_text(encoding="utf-8"))
