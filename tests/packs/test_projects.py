"""The register of projects of a park: what its file must hold, and that both parks have the six usual stages."""

import pytest

from parkloop.packs import read_pack
from tests.packs.parks import HEAD, ROOT, one_fault, small_park

REGISTER = (
    HEAD
    + """kinds: [{key: major, name: {zh: 重大, en: Major}}]
industries: [{key: wood, name: {zh: 木, en: Wood}}]
stages:
  - {key: first, name: {zh: 一, en: One}, following: [second], is_spending: true}
  - {key: second, name: {zh: 二, en: Two}}
technology_stages: [{key: only, name: {zh: 唯一, en: Only}}]
results: [{key: thing, name: {zh: 物, en: Thing}}]
recognitions: [{key: prize, name: {zh: 奖, en: Prize}}]
reporting: {due_day: 8}
near_working_days: 20
"""
)


def register(old: str = "", new: str = "") -> dict[str, bytes]:
    assert old in REGISTER
    return small_park(projects__register=REGISTER.replace(old, new))


def test_a_register_is_read() -> None:
    rules = read_pack(register()).projects
    assert rules is not None
    assert (rules.stages.keys, rules.stages.spending, rules.stages.final) == (
        ("first", "second"),
        ("first",),
        ("second",),
    )
    assert (rules.due_day, rules.near_working_days) == (8, 20)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("following: [second]", "following: [third]", "no later stage"),
        (
            "{key: second, name: {zh: 二, en: Two}}",
            "{key: second, name: {zh: 二, en: Two}, following: [first]}",
            "no later stage",
        ),
        (
            "{key: wood, name: {zh: 木, en: Wood}}",
            "{key: wood, name: {zh: 木, en: Wood}}, {key: wood, name: {zh: 林, en: W}}",
            "twice",
        ),
        ("due_day: 8", "due_day: 31", "1 to 28"),
        ("near_working_days: 20", "near_working_days: -1", "0 to 250"),
        ("key: major", "key: Major Project", "lower-case"),
        ("results: [{key: thing, name: {zh: 物, en: Thing}}]", "results: []", "at least one"),
        ("near_working_days: 20", "near_working_days: 20\ncolour: red", "colour"),
        ("is_spending: true", "is_spending: often", "true or false"),
    ],
)
def test_each_fault_is_named(old: str, new: str, words: str) -> None:
    assert words in one_fault(register(old, new)).en


@pytest.mark.parametrize("park", ["baoshan", "example"])
def test_both_parks_have_the_six_usual_stages(park: str) -> None:
    from parkloop.adapters.park_folder import read_folder

    rules = read_pack(read_folder(ROOT / "parks" / park)).projects
    assert rules is not None
    assert rules.stages.keys == ("planned", "signed", "land", "started", "completed", "in-production")
    assert rules.stages.final == ("in-production",)
