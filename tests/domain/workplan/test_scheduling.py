"""The critical path method agrees with trying days one by one, on 500 random graphs and on examples worked by hand."""

import random

import pytest

from parkloop.domain.workplan.model import Activity, CyclicLinks, Link, Network
from parkloop.domain.workplan.scheduling import in_order, path_between, timetable
from tests.domain.workplan import brute_force

GRAPHS = 500
BATCH = 50


def random_network(seed: int) -> Network:
    """Up to nine activities, milestones among them, forward links of both kinds with lags from -3 to 4, fixed dates here and there."""
    dice = random.Random(seed)
    keys = [f"a{n}" for n in range(dice.randint(1, 9))]
    origin = dice.randint(-5, 5)

    def maybe(chance: float, low: int, high: int) -> int | None:
        return origin + dice.randint(low, high) if dice.random() < chance else None

    activities = [
        Activity(
            key,
            dice.choice([0, 0, 1, 1, 2, 3, 5, 8]),
            not_before=maybe(0.3, 0, 12),
            must_start=maybe(0.12, 0, 20),
            finish_by=maybe(0.2, 3, 30),
            group=dice.choice("xyz"),
        )
        for key in keys
    ]
    shuffled = dice.sample(keys, len(keys))
    pairs = [(a, b) for n, a in enumerate(shuffled) for b in shuffled[n + 1 :] if dice.random() < 0.35]
    links = [Link(a, b, dice.choice(["FS", "FS", "SS"]), dice.choice([0, 0, 0, 1, 2, 4, -1, -3])) for a, b in pairs]
    return Network.of(activities, links, origin)


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_500_random_graphs_agree_with_brute_force_in_dates_floats_and_criticality(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        network, by_group = random_network(seed), bool(seed % 2)
        found, starts = timetable(network, by_group=by_group), brute_force.earliest(network)
        for key, slot in found.slots.items():
            late = brute_force.latest(network, key, by_group)
            days = brute_force.days_of(network, key, starts[key])
            assert (slot.start, slot.finish) == (days[0], days[-1]), (seed, key)
            assert (slot.late_start, slot.total_float) == (late, late - starts[key]), (seed, key)
            assert slot.is_critical == (late <= starts[key]), (seed, key)
        for conflict in found.conflicts:
            assert found.slots[conflict.key].total_float < 0, (seed, conflict)


def test_the_random_graphs_are_no_easy_ones() -> None:
    networks = [random_network(seed) for seed in range(GRAPHS)]
    tables = [timetable(network) for network in networks]
    assert sum(len(n.links) > 5 for n in networks) > 150
    assert sum(bool(t.conflicts) for t in tables) > 50
    assert any(link.kind == "SS" and link.lag < 0 for n in networks for link in n.links)


def by_hand() -> Network:
    """Tender (5 days), contract (milestone) after it, works (10) two days after the contract, training (3) beside the works."""
    return Network.of(
        [
            Activity("tender", 5),
            Activity("contract", 0),
            Activity("works", 10),
            Activity("training", 3),
            Activity("open", 0),
        ],
        [
            Link("tender", "contract"),
            Link("contract", "works", "FS", 2),
            Link("works", "training", "SS", 1),
            Link("works", "open"),
            Link("training", "open"),
        ],
    )


def test_a_milestone_falls_on_the_last_day_of_what_it_closes() -> None:
    slots = timetable(by_hand()).slots
    assert (slots["tender"].start, slots["tender"].finish) == (0, 4)
    assert slots["contract"].start == 4
    assert (slots["works"].start, slots["works"].finish) == (7, 16)
    assert slots["training"].start == 8
    assert slots["open"].start == 16


def test_the_critical_path_is_what_the_end_waits_for() -> None:
    found = timetable(by_hand())
    assert found.critical == ("tender", "contract", "works", "open")
    assert found.slots["training"].total_float == found.slots["training"].free_float == 6
    assert [(link.before, link.after) for link in found.critical_links] == [
        ("tender", "contract"),
        ("contract", "works"),
        ("works", "open"),
    ]


def test_a_negative_lag_lets_the_next_one_begin_before_the_end() -> None:
    network = Network.of([Activity("a", 10), Activity("b", 4)], [Link("a", "b", "FS", -3)])
    assert timetable(network).slots["b"].start == 7


def test_a_fixed_date_that_the_links_do_not_allow_is_named_with_what_pushes_it() -> None:
    network = Network.of(
        [Activity("a", 10), Activity("b", 3), Activity("c", 0, must_start=9), Activity("d", 2, finish_by=20)],
        [Link("a", "b"), Link("b", "c"), Link("c", "d")],
    )
    (conflict,) = timetable(network).conflicts
    assert (conflict.kind, conflict.key, conflict.wanted, conflict.found) == ("must_start", "c", 9, 12)
    assert conflict.chain == ("a", "b", "c")
    assert timetable(network).slots["a"].total_float == -3


def test_each_group_has_its_own_end() -> None:
    network = Network.of([Activity("long", 20, group="x"), Activity("short", 5, group="y")])
    assert timetable(network).critical == ("long",)
    assert set(timetable(network, by_group=True).critical) == {"long", "short"}


def test_links_in_a_circle_are_named() -> None:
    network = Network.of(
        [Activity(key, 1) for key in "sabcde"],
        [Link("s", "a"), Link("a", "b"), Link("b", "c"), Link("c", "a", "SS"), Link("c", "d"), Link("d", "e")],
    )
    with pytest.raises(CyclicLinks) as caught:
        in_order(network)
    assert caught.value.cycle == ("a", "b", "c", "a")
    assert str(caught.value) == "a → b → c → a"


def test_a_way_between_two_activities() -> None:
    links = by_hand().links
    assert path_between(links, "tender", "open") == ("tender", "contract", "works", "open")
    assert path_between(links, "open", "tender") == ()


@pytest.mark.parametrize(
    ("activities", "links"),
    [
        ([Activity("a", 1), Activity("a", 2)], []),
        ([Activity("a", -1)], []),
        ([Activity("a", 1)], [Link("a", "a")]),
        ([Activity("a", 1)], [Link("a", "b")]),
    ],
)
def test_a_network_that_makes_no_sense_is_refused(activities: list[Activity], links: list[Link]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Network.of(activities, links)


def test_nothing_to_do_is_a_timetable_too() -> None:
    assert timetable(Network.of([])).slots == {}
