"""Definitions: versions never change, drafts are published by a second person, run time reads what is in force on a day."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from parkloop.foundation import clock, definitions, journal, refs
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed
from parkloop.foundation.models import Definition
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = dt.date(2026, 3, 2)


def draft(cast: Cast, value: int = 1, start: dt.date = TODAY) -> Definition:
    """A draft of the district officer."""
    with clock.fixed(TODAY):
        return definitions.write_draft(
            cast.district_officer, kind="lights", ident="plan", body={"late": value}, valid_from=start
        )


def test_a_draft_is_not_in_force_until_a_second_person_publishes_it(cast: Cast) -> None:
    written = draft(cast)
    assert definitions.published("lights", "plan", TODAY) is None
    with pytest.raises(InvalidState, match=r"second person|另一人"):
        definitions.publish(cast.district_officer, definition=written)
    definitions.publish(cast.second_officer, definition=written)
    assert definitions.published("lights", "plan", TODAY) == written
    assert written.published_by == cast.second_officer


def test_a_new_version_with_the_same_start_retires_the_old_one(cast: Cast) -> None:
    first = definitions.publish(cast.second_officer, definition=draft(cast, 1))
    second = definitions.publish(cast.second_officer, definition=draft(cast, 2))
    first.refresh_from_db()
    assert (first.state, second.number) == (Definition.State.RETIRED, 2)
    assert definitions.published("lights", "plan", TODAY) == second


def test_a_version_with_a_later_start_leaves_the_present_one_in_force_until_then(cast: Cast) -> None:
    now = definitions.publish(cast.second_officer, definition=draft(cast, 1))
    later = definitions.publish(cast.second_officer, definition=draft(cast, 2, TODAY + dt.timedelta(days=30)))
    assert definitions.published("lights", "plan", TODAY) == now
    assert definitions.published("lights", "plan", TODAY + dt.timedelta(days=30)) == later
    assert definitions.all_published("lights", TODAY) == [now]
    assert definitions.published("lights", "plan", TODAY - dt.timedelta(days=1)) is None


def test_a_published_version_never_changes_not_even_by_sql(cast: Cast) -> None:
    written = draft(cast)
    for statement in ("UPDATE foundation_definition SET body = '{}'", "DELETE FROM foundation_definition"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    written.refresh_from_db()
    assert written.body == {"late": 1}


def test_the_same_body_again_is_refused_as_nothing_to_write(cast: Cast) -> None:
    definitions.publish(cast.second_officer, definition=draft(cast))
    with pytest.raises(InvalidInput, match=r"nothing to write|无需拟写"):
        draft(cast)


@pytest.mark.parametrize("body", [{"x": float("nan")}, {"x": object()}, {"x": "y" * definitions.MAX_BODY_BYTES}])
def test_a_body_that_is_no_plain_data_or_too_large_is_refused(cast: Cast, body: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as refused:
        definitions.write_draft(cast.district_officer, kind="lights", ident="plan", body=body)
    assert refused.value.field == "body"


def test_a_retired_version_is_out_of_use_and_cannot_be_published(cast: Cast) -> None:
    written = definitions.publish(cast.second_officer, definition=draft(cast))
    definitions.retire(cast.second_officer, definition=written, reason="replaced by a circular")
    assert definitions.published("lights", "plan", TODAY) is None
    with pytest.raises(InvalidState):
        definitions.publish(cast.second_officer, definition=written)


@pytest.mark.parametrize("who", ["town_officer", "expert", "auditor", "security_admin", "stranger"])
def test_others_write_no_rules(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        definitions.write_draft(getattr(cast, who), kind="lights", ident="plan", body={})


def test_the_journal_names_the_version_by_its_digest_not_its_body(cast: Cast) -> None:
    written = definitions.publish(cast.second_officer, definition=draft(cast))
    entries = list(journal.history(refs.ref_of(written)))
    assert [e.action for e in entries] == ["definitions.publish", "definitions.write_draft"]
    assert entries[1].after["sha256"] == written.sha256
    assert all("body" not in e.after for e in entries)
