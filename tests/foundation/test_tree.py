"""The stored closure equals what a walk up the dated parent rows finds, on every day, after any foundings and moves."""

import datetime as dt
import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from parkloop.foundation import clock, standing
from parkloop.foundation.acting import ActionError, InvalidInput
from parkloop.foundation.actions.found_organisation import found_organisation
from parkloop.foundation.actions.import_organisations import import_organisations
from parkloop.foundation.actions.merge_organisations import merge_organisations
from parkloop.foundation.actions.move_organisation import move_organisation
from parkloop.foundation.models import Organisation, OrganisationKind, OrganisationParent, OrganisationPath
from parkloop.foundation.models.base import on_day

pytestmark = [pytest.mark.django_db, pytest.mark.db]
FIRST = dt.date(2026, 1, 1)
DAYS = 12

days = st.integers(0, DAYS - 1)
places = st.integers(0, 9)
founded = st.tuples(st.just("found"), places, days)
moves = st.tuples(st.just("move"), places, places, days)
merges = st.tuples(st.just("merge"), places, places, days)
stories = st.lists(st.one_of(founded, moves, moves, merges), min_size=6, max_size=24)


def day_of(number: int) -> dt.date:
    """The n-th day of the story."""
    return FIRST + dt.timedelta(number)


def found(code: str, parent: Organisation | None, day: dt.date) -> Organisation:
    """A new organisation."""
    system = standing.system_person()
    kind = OrganisationKind.ENTERPRISE
    return found_organisation(system, code=code, kind=kind, name_zh=code, parent=parent, founded_on=day)


def tell(story: list[tuple[object, ...]]) -> None:
    """Play a story; what the actions refuse does not happen."""
    bodies = [found("root", None, FIRST)]
    for number, (verb, first, *rest) in enumerate(story):
        body = bodies[first % len(bodies)]
        try:
            if verb == "found":
                bodies.append(found(f"b{number}", body, day_of(rest[0])))
                continue
            other, day = bodies[rest[0] % len(bodies)], day_of(rest[1])
            for organisation in (body, other):
                organisation.refresh_from_db()
            if verb == "move":
                parent = None if rest[0] == 0 else other
                move_organisation(standing.system_person(), organisation=body, parent=parent, on=day)
            else:
                merge_organisations(standing.system_person(), organisation=body, into=other, on=day, reason="合并")
        except ActionError:
            continue


def walked(day: dt.date) -> set[tuple[int, int, int]]:
    """(ancestor, descendant, depth) of the day, by walking up parent by parent."""
    parents = dict(OrganisationParent.objects.filter(on_day(day)).values_list("organisation", "parent"))
    found = set()
    for pk in Organisation.objects.filter(founded_on__lte=day).values_list("pk", flat=True):
        at, depth = pk, 0
        while at is not None:
            found.add((at, pk, depth))
            at, depth = parents.get(at), depth + 1
            assert depth < 50, "a ring"
    return found


def stored(day: dt.date) -> list[tuple[int, int, int]]:
    """The same from the closure, with repeats if there were any."""
    return list(OrganisationPath.objects.filter(on_day(day)).values_list("ancestor", "descendant", "depth"))


@settings(max_examples=40)
@given(stories)
def test_the_closure_is_what_a_walk_finds_on_every_day(story: list[tuple[object, ...]]) -> None:
    with transaction.atomic(), clock.fixed(day_of(DAYS)):
        tell(story)
        for number in range(DAYS + 1):
            paths = stored(day_of(number))
            assert len(paths) == len(set(paths))
            assert set(paths) == walked(day_of(number))
        transaction.set_rollback(True)


def test_moving_a_town_with_two_thousand_enterprises_is_quick() -> None:
    with clock.fixed(day_of(1)):
        root, east, west = found("root", None, FIRST), None, None
        east, west = found("east", root, FIRST), found("west", root, FIRST)
        rows = [{"code": f"e{n}", "name_zh": f"企业{n}", "kind": "enterprise", "parent": "east"} for n in range(2000)]
        import_organisations(standing.system_person(), rows=rows, digest="d")
        started = time.monotonic()
        move_organisation(standing.system_person(), organisation=east, parent=west, on=day_of(3))
        assert time.monotonic() - started < 5
        below = OrganisationPath.objects.filter(on_day(day_of(3)), ancestor=west)
        assert below.count() == 2002


def queries_of_a_move(code: str, enterprises: int) -> int:
    """How many statements on the tree's own tables moving a town with so many enterprises takes."""
    system = standing.system_person()
    root = found(f"root-{code}", None, FIRST)
    east, west = found(f"east-{code}", root, FIRST), found(f"west-{code}", root, FIRST)
    kind = OrganisationKind.ENTERPRISE
    rows = [{"code": f"{code}{n}", "name_zh": f"企业{n}", "kind": kind, "parent": east} for n in range(enterprises)]
    import_organisations(system, rows=rows, digest="d")
    with CaptureQueriesContext(connection) as captured:
        move_organisation(system, organisation=east, parent=west, on=day_of(3))
    return sum("organisationpath" in q["sql"] or "organisationparent" in q["sql"] for q in captured)


def test_moving_needs_few_statements_on_the_tree_for_any_subtree() -> None:
    with clock.fixed(day_of(1)):
        assert queries_of_a_move("many", 300) < 30


def test_a_move_before_the_founding_of_the_parent_is_refused() -> None:
    with clock.fixed(day_of(1)):
        root, late = found("root", None, FIRST), found("late", None, day_of(5))
        child = found("child", root, FIRST)
        with pytest.raises(InvalidInput):
            move_organisation(standing.system_person(), organisation=child, parent=late, on=day_of(3))
