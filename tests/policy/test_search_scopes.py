"""The search index filters by scope terms inside its query: they must say exactly what `policy.rows` says, or counts leak."""

import pytest

from parkloop.desk import registry
from parkloop.desk.finding import search, search_index
from parkloop.desk.finding.search_index import scope_token
from parkloop.desk.models import SearchEntry
from parkloop.foundation import clock, policy, scopes
from parkloop.foundation.actions.add_post import add_post
from parkloop.foundation.actions.move_organisation import move_organisation
from parkloop.foundation.actions.rename_organisation import rename_organisation
from parkloop.foundation.models import Organisation, Person
from tests.bulk.models import Parcel
from tests.plan.conftest import PEOPLE
from tests.policy.worlds import MORE

pytestmark = [pytest.mark.django_db]
WHO = [code for code, *_rest in (*PEOPLE, *MORE)]


def reachable(person, kind):
    """Keys of the entries that the index would let the person find."""
    terms = {scope_token(term) for term in scopes.terms_of_person(person)}
    rows = SearchEntry.objects.filter(kind=kind).values_list("key", "scopes")
    return {key for key, its in rows if terms & set(its.split())}


def keys_seen(person, model):
    """Keys of the rows that the policy lets the person see today."""
    return {str(pk) for pk in policy.rows(person, model).values_list("pk", flat=True)}


@pytest.mark.parametrize("who", WHO)
def test_what_can_be_found_is_exactly_what_may_be_seen(world, who):
    person = world.people[who]
    for resource in searchable():
        assert reachable(person, resource.kind) == keys_seen(person, resource.model), (resource.kind, who)


def test_the_world_has_entries_of_every_searchable_kind(world):
    kinds = set(SearchEntry.objects.values_list("kind", flat=True))
    assert kinds == {resource.kind for resource in searchable()}


def test_a_missing_entry_is_noticed_and_a_rebuild_brings_it_back(world):
    assert search_index.gaps() == {}
    SearchEntry.objects.filter(kind="bulk.parcel").first().delete()
    assert search_index.gaps() == {"bulk.parcel": -1}
    search_index.rebuild(["bulk.parcel"])
    assert search_index.gaps() == {}


def test_counts_and_facets_tell_nothing_of_other_towns(world):
    seen = policy.rows(world.liuxi, Parcel).count()
    found = search.find(world.liuxi, "样品", kind="bulk.parcel")
    assert 0 < seen < Parcel.objects.count()
    assert (found.total, {kind: number for kind, _label, number in found.facets}["bulk.parcel"]) == (seen, seen)


def test_after_a_move_things_are_found_from_where_their_organisation_now_belongs(world):
    company = world.organisations["demo-shanji"]
    old, new = company.parent, world.organisations["shiqiao"]
    assert old != new
    move_organisation(world.system, organisation=company, parent=new, on=clock.today(), reason="函")
    for who in WHO:
        assert reachable(world.people[who], "bulk.parcel") == keys_seen(world.people[who], Parcel)


def test_after_a_new_name_the_things_of_an_organisation_are_found_by_it(world):
    town = world.organisations["liuxi"]
    rename_organisation(world.system, organisation=town, name_zh="新溪镇", on=clock.today(), reason="函")
    assert "plan.duty" in {hit.kind for hit in search.find(world.officer, "新溪镇").hits}


def test_a_new_post_at_an_enterprise_shows_it_in_search(world):
    company = world.organisations["demo-shanji"]
    assert str(company.pk) not in reachable(world.stranger, "directory.organisation")
    add_post(world.system, holder=world.stranger, organisation=company, title_zh="经理", valid_from=clock.today())
    assert reachable(world.stranger, "directory.organisation") == keys_seen(world.stranger, Organisation)
    assert reachable(world.liuxi, "directory.person") == keys_seen(world.liuxi, Person)


def searchable():
    return [r for r in registry.resources() if r.search_fields and (rules := policy.rules_of(r.model)) and rules.scopes]
