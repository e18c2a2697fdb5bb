"""Which contributions a page shows, and in which order, is the park's decision (`pages/slots.yaml`)."""

import pytest

from parkloop.desk.screens.workbench import pieces
from parkloop.foundation import contributions, definitions
from parkloop.foundation.contributions import Contribution, contribute

SLOT = "workbench.side"


@pytest.fixture
def two_pieces(monkeypatch):
    """A slot with two pieces: `first` and `second` by their own order."""
    monkeypatch.setattr(contributions, "_slots", {})
    for order, name in enumerate(("first", "second")):
        contribute(
            Contribution(
                slot=SLOT, id=name, label=name, template="", build=lambda person, **more: {}, may=lambda person: True,
                queries=0, empty="", order=order,
            )
        )  # fmt: skip


def decide(cast, chosen):
    """The park chooses; one officer writes, another publishes."""
    draft = definitions.write_draft(cast.district_officer, kind="page", ident="slots", body={"slots": {SLOT: chosen}})
    definitions.publish(cast.second_officer, definition=draft)


def shown(cast):
    return [piece.id for piece in pieces(cast.district_officer, SLOT)]


@pytest.mark.django_db
def test_a_slot_that_the_park_does_not_name_shows_all_by_their_own_order(cast, two_pieces):
    assert shown(cast) == ["first", "second"]


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", [["second", "first"], ["second"], []])
def test_the_park_chooses_pieces_and_their_order(cast, two_pieces, chosen):
    decide(cast, chosen)
    assert shown(cast) == chosen


@pytest.mark.django_db
def test_a_piece_that_is_not_installed_is_left_out(cast, two_pieces):
    decide(cast, ["gone", "first"])
    assert shown(cast) == ["first"]
