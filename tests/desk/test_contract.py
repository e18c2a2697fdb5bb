"""The contract of every registered resource, generated from the registry: who gets in, that every column sorts and every filter
answers, that pages ask no more queries for more rows, that every label exists in both languages.

A resource that is empty in the cast's world is asked all the same: an empty list must answer too.
"""

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parkloop.desk import registry
from parkloop.desk.entry.forms import form_for
from parkloop.desk.tables import columns
from parkloop.desk.tables.filters import bound_filters
from parkloop.desk.tables.lists import ListQuery
from parkloop.foundation.acting import actions
from tests.desk.conftest import make_parcels

pytestmark = [pytest.mark.django_db, pytest.mark.db]
KINDS = sorted(r.kind for r in registry.resources())
READERS = ("district_officer", "auditor", "security_admin", "system_admin", "audit_admin", "town_officer")
VALUES = {
    "choices": lambda f: f.choices()[0][0] if f.choices() else "x",
    "fk": lambda f: (f.options() or [("1", "")])[0][0],
    "boolean": lambda f: "1",
    "text": lambda f: "a",
    "year": lambda f: "2026",
}
SPANS = {"date": ("2026-01-01", "2026-12-31"), "number": ("0", "1000")}


def reader_of(resource, cast):
    """Somebody of the cast to whom the list is open."""
    people = [getattr(cast, name) for name in READERS]
    return next((p for p in people if resource.may_see(p)), cast.system)


def each(check, kinds=None):
    """Run a check for every resource; failures by kind, so that one test tells all of them."""
    failed = {}
    for kind in kinds or KINDS:
        try:
            check(registry.get(kind))
        except (AssertionError, LookupError, TypeError, ValueError, FieldError) as error:
            failed[kind] = f"{type(error).__name__}: {error}"[:400]
    return failed


def test_nobody_is_sent_to_sign_in_and_a_stranger_sees_no_foreign_row(cast, client, signed_in):
    strange = signed_in(cast.stranger)

    def check(resource):
        for name in ("list", "new"):
            answer = client.get(resource.url(name))
            assert (answer.status_code, "/accounts/login/" in answer.url) == (302, True)
        answer = strange.get(resource.url("list"))
        assert answer.status_code in (200, 403)
        if answer.status_code == 200:
            shown = {row["pk"] for row in answer.context["rows"]}
            assert shown <= set(resource.rows(cast.stranger).values_list("pk", flat=True))

    assert each(check) == {}


def test_the_list_and_each_detail_open_for_who_may_see_them(cast, parcels, signed_in):
    def check(resource):
        reader = reader_of(resource, cast)
        assert reader is not cast.system, "nobody of the cast may see it"
        client = signed_in(reader)
        answer = client.get(resource.url("list"))
        assert (answer.status_code, answer.context["query"].problems) == (200, [])
        for obj in resource.rows(reader)[:3]:
            page = client.get(resource.url("detail", pk=obj.pk))
            assert page.status_code == 200
            for tab in page.context["tabs"]:
                assert client.get(tab["url"]).status_code == 200, tab["name"]

    assert each(check) == {}


def test_every_column_sorts_both_ways(cast, parcels):
    def check(resource):
        reader = reader_of(resource, cast)
        every = columns.bound(resource, reader)
        assert every, "a list without columns"
        for column in every:
            if not column.order:
                assert column.column.sort is False or column.column.value, (
                    f"{column.name}: say sort=False or give a path"
                )
                continue
            for text in (column.name, f"-{column.name}"):
                query = ListQuery.read(resource, reader, QueryDict(f"sort={text}"))
                assert not query.problems
                list(query.rows()[:3])

    assert each(check) == {}


def test_every_filter_answers_and_says_itself(cast, parcels):
    def check(resource):
        reader = reader_of(resource, cast)
        for bound in bound_filters(resource, reader):
            values = SPANS.get(bound.kind) or (VALUES[bound.kind](bound),)
            params = QueryDict(mutable=True)
            params.update(dict(zip(bound.parameters, values, strict=True)))
            query = ListQuery.read(resource, reader, params)
            list(query.rows()[:3])
            assert query.count >= 0
            assert query.problems or any(a.name == bound.name for a in query.applied), bound.name

    assert each(check) == {}


def test_the_keyword_answers_everywhere(cast, parcels):
    def check(resource):
        query = ListQuery.read(resource, reader_of(resource, cast), QueryDict("q=镇 a"))
        list(query.rows()[:3])

    assert each(check) == {}


def test_every_form_opens_and_every_named_action_exists(cast, parcels):
    known = actions()

    def check(resource):
        named = [resource.create, resource.edit, resource.main_action, *resource.row_actions, *resource.bulk_actions]
        for name in filter(None, named):
            assert name in known, f"unknown action {name}"
            form = form_for(known[name], resource, cast.system, None, QueryDict(""))
            form.is_valid()
            assert str(form.as_p()) or not form.fields

    assert each(check) == {}


def has_chinese(text):
    """Whether a text holds a Chinese character."""
    return any("一" <= c <= "鿿" for c in text)


def labels(resource, person):
    """Every word by which a resource is shown."""
    found = {"label": resource.label, "plural": resource.label_plural}
    found |= {f"column {c.name}": c.label for c in columns.bound(resource, person)}
    found |= {f"filter {f.name}": f.label for f in bound_filters(resource, person)}
    found |= {f"panel {n}": str(p.label) for n, p in enumerate(resource.panels)}
    found |= {f"section {n}": str(s.label) for n, s in enumerate(resource.sections)}
    named = {resource.create, resource.edit, resource.main_action, *resource.row_actions, *resource.bulk_actions} - {""}
    return found | {f"action {name}": str(actions()[name].label) for name in named if name in actions()}


def test_every_label_exists_in_both_languages(cast):
    def check(resource):
        with translation.override("en"):
            english = labels(resource, cast.system)
        with translation.override("zh-hans"):
            chinese = labels(resource, cast.system)
        assert {name: text for name, text in english.items() if has_chinese(text) or not text.strip()} == {}
        assert {
            n: text
            for n, text in chinese.items()
            if not has_chinese(text) and text.lower() not in SAME and not text.isupper()
        } == {}

    assert each(check, [k for k in KINDS if not k.startswith("bulk.")]) == {}


SAME = frozenset({"api", "id", "sha-256"})


def test_the_queries_of_a_list_are_the_same_for_three_and_thirty_rows(cast, signed_in):
    client = signed_in(cast.district_officer)
    make_parcels(cast, 3, cast.town)
    client.get("/bulk/parcel/")
    few = count_queries(client, "/bulk/parcel/?year=all&per_page=100&q=样品")
    make_parcels(cast, 27, cast.town, 10)
    assert count_queries(client, "/bulk/parcel/?year=all&per_page=100&q=品") == few


def test_no_list_asks_per_row(cast, signed_in):
    def check(resource):
        client = signed_in(reader_of(resource, cast))
        client.get(resource.url("list"))
        one, many = (count_queries(client, f"{resource.url('list')}?per_page={size}") for size in (1, 20))
        assert one == many

    assert each(check, [k for k in KINDS if not k.startswith("bulk.")]) == {}


def count_queries(client, url):
    """Number of queries of one answer."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
