"""A move says what shifts with it, and names what forbids it."""

from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.workplan.model import Activity, Link, Network
from parkloop.domain.workplan.moving import move
from parkloop.domain.workplan.scheduling import timetable
from tests.domain.workplan.test_scheduling import by_hand, random_network


def test_what_follows_shifts_and_what_stands_beside_stays() -> None:
    found = move(by_hand(), "works", 10)
    assert [(s.key, s.by) for s in found.shifts] == [("works", 3), ("training", 3), ("open", 3)]
    assert not found.breaches
    assert found.network.activities["works"].not_before == 10


def test_a_move_into_its_own_float_shifts_nothing_else() -> None:
    assert [s.key for s in move(by_hand(), "training", 12).shifts] == ["training"]


def test_a_move_before_what_it_waits_for_names_what_holds_it() -> None:
    (breach,) = move(by_hand(), "works", 5).breaches
    assert (breach.kind, breach.key, breach.day, breach.chain) == ("link", "works", 7, ("contract", "works"))


def test_a_fixed_start_does_not_move() -> None:
    network = Network.of([Activity("fair", 2, must_start=8)])
    (breach,) = move(network, "fair", 9).breaches
    assert (breach.kind, breach.day) == ("fixed", 8)
    assert not move(network, "fair", 8).breaches


def test_a_move_that_breaks_a_fixed_date_further_on_names_it_with_its_chain() -> None:
    network = Network.of(
        [Activity("a", 5), Activity("b", 3), Activity("c", 0, must_start=10), Activity("d", 4, finish_by=12)],
        [Link("a", "b"), Link("b", "c"), Link("b", "d")],
    )
    assert not move(network, "a", 1).breaches
    breaches = {b.key: b for b in move(network, "a", 4).breaches}
    assert (breaches["c"].kind, breaches["c"].day, breaches["c"].chain) == ("must_start", 10, ("a", "b", "c"))
    assert (breaches["d"].kind, breaches["d"].day) == ("finish_by", 12)


def test_nothing_moves_before_the_plan_begins() -> None:
    (breach,) = move(Network.of([Activity("a", 5)], origin=3), "a", 2).breaches
    assert (breach.kind, breach.day) == ("origin", 3)


def test_an_old_conflict_does_not_forbid_a_move_that_makes_it_no_worse() -> None:
    network = Network.of([Activity("a", 5, finish_by=2), Activity("b", 1)])
    assert not move(network, "b", 4).breaches


@given(seed=st.integers(0, 5000), pick=st.integers(0, 8), day=st.integers(-8, 40))
def test_a_move_without_breach_puts_it_where_it_was_wanted_and_breaks_no_further_date(
    seed: int, pick: int, day: int
) -> None:
    network = random_network(seed)
    key = sorted(network.activities)[pick % len(network.activities)]
    found = move(network, key, day)
    if not found.breaches:
        assert found.timetable.slots[key].start == day
        assert len(found.timetable.conflicts) <= len(timetable(network).conflicts)
    shifted = {s.key for s in found.shifts}
    before = timetable(network)
    assert all((before.slots[k].start != found.timetable.slots[k].start) == (k in shifted) for k in network.activities)
