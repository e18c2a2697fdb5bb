"""The journal: append-only, sealed in commit order, and every kind of tampering is found."""

import pytest
from django.db import DatabaseError, connection, transaction

from parkloop.domain.refs import Ref
from parkloop.foundation import clock, journal, sealing, ticking
from parkloop.foundation.models import JournalEntry, JournalSeal
from parkloop.foundation.triggers import install
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
KEY = Ref("foundation.job", "1")


def write(cast: Cast, count: int = 3) -> list[JournalEntry]:
    """Entries of the district officer about one thing."""
    return [
        journal.write(cast.district_officer, "jobs.cancel", KEY, after={"step": n, "share": 1.5, "名": "值"})
        for n in range(count)
    ]


def tamper(sql: str) -> None:
    """What somebody with the database password could do: take the triggers away, change rows, put them back."""
    drop = "DROP TRIGGER IF EXISTS stop_{0}_{1}" + (" ON {1}" if connection.vendor == "postgresql" else "")
    with connection.cursor() as cursor:
        for table in ("foundation_journalentry", "foundation_journalseal"):
            for event in ("update", "delete"):
                cursor.execute(drop.format(event, table))
        for statement in sql.split(";"):
            cursor.execute(statement)
    install()


def test_entries_are_sealed_into_a_chain_that_holds(cast: Cast) -> None:
    write(cast)
    assert sealing.seal() == 3
    verdict = sealing.verify()
    assert verdict.holds
    assert verdict.head == sealing.chain_head()
    assert (verdict.head.position, verdict.unsealed) == (3, 0)


def test_the_unsealed_tail_is_reported(cast: Cast) -> None:
    write(cast)
    sealing.seal()
    late = write(cast, 2)
    verdict = sealing.verify()
    assert verdict.holds
    assert verdict.unsealed == 2
    assert verdict.oldest_unsealed_at == late[0].at


def test_a_late_commit_with_a_lower_id_is_sealed_in_the_next_round(cast: Cast) -> None:
    first, second = write(cast, 2)
    sealing.JournalSeal.objects.bulk_create(sealing._links(sealing.chain_head(), [second]))
    assert sealing.seal() == 1
    assert list(JournalSeal.objects.order_by("position").values_list("entry_id", flat=True)) == [second.pk, first.pk]
    assert sealing.verify().holds


def test_sealing_is_done_by_the_clockwork_and_only_when_there_is_something(cast: Cast) -> None:
    write(cast)
    assert "foundation.seal_journal" in [r.job for r in ticking.tick()]
    assert sealing.verify().unsealed == 0
    assert "foundation.seal_journal" not in [r.job for r in ticking.tick()]


@pytest.mark.parametrize("table", ["foundation_journalentry", "foundation_journalseal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_journal(cast: Cast, table: str, statement: str) -> None:
    write(cast)
    sealing.seal()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.postgres_only
def test_postgresql_refuses_truncate_too(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE foundation_journalentry CASCADE")


def test_an_altered_entry_is_found_at_its_position(cast: Cast) -> None:
    entries = write(cast)
    sealing.seal()
    tamper(f"UPDATE foundation_journalentry SET reason = 'another' WHERE id = {entries[1].pk}")
    verdict = sealing.verify()
    assert verdict.broken == sealing.Broken(2, "altered", entries[1].pk)
    assert verdict.head.position == 1


def test_a_deleted_entry_with_its_seal_is_found(cast: Cast) -> None:
    entries = write(cast)
    sealing.seal()
    tamper(
        f"DELETE FROM foundation_journalseal WHERE entry_id = {entries[1].pk};"
        f"DELETE FROM foundation_journalentry WHERE id = {entries[1].pk}"
    )
    verdict = sealing.verify()
    assert verdict.broken is not None
    assert (verdict.broken.position, verdict.broken.cause) == (2, "missing")
    assert verdict.gaps == (entries[1].pk,)


def test_closing_the_gap_does_not_hide_a_deletion(cast: Cast) -> None:
    entries = write(cast)
    sealing.seal()
    tamper(
        f"DELETE FROM foundation_journalseal WHERE entry_id = {entries[1].pk};"
        f"DELETE FROM foundation_journalentry WHERE id = {entries[1].pk};"
        "UPDATE foundation_journalseal SET position = 2 WHERE position = 3"
    )
    verdict = sealing.verify()
    assert verdict.broken == sealing.Broken(2, "altered", entries[2].pk)


def test_reordered_entries_are_found(cast: Cast) -> None:
    entries = write(cast)
    sealing.seal()
    tamper(
        "UPDATE foundation_journalseal SET position = 99 WHERE position = 1;"
        "UPDATE foundation_journalseal SET position = 1 WHERE position = 2;"
        "UPDATE foundation_journalseal SET position = 2 WHERE position = 99"
    )
    assert sealing.verify().broken == sealing.Broken(1, "altered", entries[1].pk)


def test_sealing_again_without_the_key_is_found(cast: Cast, settings: object) -> None:
    entries = write(cast)
    sealing.seal()
    tamper(
        f"DELETE FROM foundation_journalseal; UPDATE foundation_journalentry SET reason = 'x' WHERE id = {entries[0].pk}"
    )
    settings.PARKLOOP_JOURNAL_KEY = "a guess of somebody with the database only"
    sealing.seal()
    settings.PARKLOOP_JOURNAL_KEY = "only-for-the-demo-and-tests-never-in-production"
    assert sealing.verify().broken == sealing.Broken(1, "altered", entries[0].pk)


def test_a_chain_cut_short_is_found_by_a_printed_head(cast: Cast) -> None:
    entries = write(cast)
    sealing.seal()
    printed = sealing.ChainHead.parse(str(sealing.chain_head()))
    tamper(
        f"DELETE FROM foundation_journalseal WHERE position = 3; DELETE FROM foundation_journalentry WHERE id = {entries[2].pk}"
    )
    assert sealing.verify().holds
    assert sealing.verify(printed).broken == sealing.Broken(3, "cut")


def test_a_replaced_chain_is_found_by_a_printed_head(cast: Cast) -> None:
    write(cast)
    sealing.seal()
    printed = sealing.ChainHead(2, "f" * 64)
    assert sealing.verify(printed).broken is not None


def test_personal_values_stay_out_of_the_clear_and_an_erasure_keeps_the_chain(cast: Cast) -> None:
    from parkloop.foundation import secrecy

    before, after, personal = secrecy.hide(
        KEY, frozenset({"phone"}), {"phone": "1"}, {"phone": "13900000000", "code": "a"}
    )
    assert after == {"phone": "•••", "code": "a"}
    assert "13900000000" not in str(personal)
    JournalEntry.objects.create(at=clock.now(), action="x", ref=str(KEY), before=before, after=after, personal=personal)
    sealing.seal()
    assert b"13900000000" in (secrecy.decrypt(KEY, personal["box"]) or b"")
    assert secrecy.destroy_key(KEY)
    assert secrecy.decrypt(KEY, personal["box"]) is None
    assert sealing.verify().holds
