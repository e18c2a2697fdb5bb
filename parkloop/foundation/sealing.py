"""The journal's chain: each seal is HMAC-SM3(key, previous seal + canonical entry), made by clockwork after the entry was committed.

Order: a round seals every committed entry that has no seal yet, by id, under one lock. PostgreSQL may commit ids out of order, so no
high-water mark is kept: a late commit has no seal and comes in the next round. An entry that was written after another one was
visible has the higher id and never an earlier round, so the chain's order never contradicts the order of commits.
The key is `PARKLOOP_JOURNAL_KEY`, outside the database: who rewrites rows cannot rewrite seals, and a printed chain head
(backup manifests, bulletins) shows a chain that was cut short or replaced.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.db import connection, transaction
from django.db.models import QuerySet

from parkloop.foundation import clock, clockwork, secrecy
from parkloop.foundation.models import JournalEntry, JournalSeal

START = "0" * 64
LOCK = 7_120_001
CHUNK = 500
ROUND = 5_000
"""Entries sealed in one transaction at most, so that a writer never waits long."""


@dataclass(frozen=True)
class ChainHead:
    """The last link: its position (0 = nothing sealed) and its MAC in hex."""

    position: int
    mac: str

    def __str__(self) -> str:
        return f"{self.position}:{self.mac}"

    @classmethod
    def parse(cls, text: str) -> "ChainHead":
        """The head printed as `position:mac`; ValueError when it is not one."""
        position, _, mac = text.partition(":")
        if len(mac) != len(START) or not position.isdigit():
            raise ValueError(f"not a chain head: {text!r}")
        return cls(int(position), mac)


@dataclass(frozen=True)
class Broken:
    """The first link that does not hold. `cause`: altered (or out of order), missing, cut or replaced."""

    position: int
    cause: str
    entry: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: the head it reached, the first broken link (None = the chain holds), entries not sealed yet.

    `gaps` are ids that are absent below the last sealed entry; a rolled-back transaction leaves such gaps on PostgreSQL, so they are
    told, not judged: a sealed entry that was removed shows as broken.
    """

    head: ChainHead
    broken: Broken | None
    unsealed: int
    oldest_unsealed_at: dt.datetime | None
    gaps: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether every link holds."""
        return self.broken is None


def seal(limit: int = ROUND) -> int:
    """Seal committed entries that have no seal yet; the number sealed. Safe to run from several processes at once."""
    with transaction.atomic():
        _lock()
        last = chain_head()
        entries = list(unsealed()[:limit])
        if entries:
            JournalSeal.objects.bulk_create(_links(last, entries), batch_size=CHUNK)
    return len(entries)


def seal_all() -> int:
    """Seal round by round until nothing is left; the number sealed."""
    total = 0
    while done := seal():
        total += done
    return total


def unsealed() -> "QuerySet[JournalEntry]":
    """Committed entries without a seal, in the order in which they will be sealed."""
    return JournalEntry.objects.filter(seal__isnull=True).order_by("pk")


def chain_head() -> ChainHead:
    """The last link of the chain."""
    last = JournalSeal.objects.order_by("-position").values_list("position", "mac").first()
    return ChainHead(*last) if last else ChainHead(0, START)


def verify(printed: ChainHead | None = None) -> Verdict:
    """Walk the whole chain. `printed` is a head noted earlier (from a manifest or bulletin) that must still be part of it."""
    head, broken = _walk(printed)
    waiting = unsealed()
    oldest = waiting.values_list("at", flat=True).first()
    return Verdict(head, broken, waiting.count(), oldest, tuple(_gaps()))


def canonical(entry: JournalEntry) -> bytes:
    """The bytes of an entry that are sealed: sorted JSON of all its fields, instants in UTC, whole floats as integers."""
    values = {
        "id": entry.pk,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "person": entry.person_id,
        "on_behalf_of": entry.on_behalf_of_id,
        "action": entry.action,
        "ref": entry.ref,
        "organisation": entry.organisation_id,
        "before": _whole(entry.before),
        "after": _whole(entry.after),
        "personal": entry.personal,
        "reason": entry.reason,
        "basis": entry.basis,
        "digest": entry.digest,
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(key: bytes, previous: str, data: bytes) -> str:
    """One MAC in hex: HMAC-SM3(key, previous MAC in hex + data)."""
    mac = HMAC(key, SM3())
    mac.update(previous.encode() + data)
    return mac.finalize().hex()


def _links(last: ChainHead, entries: list[JournalEntry]) -> list[JournalSeal]:
    key, mac, at = secrecy.installation_key("journal chain"), last.mac, clock.now()
    made = []
    for position, entry in enumerate(entries, start=last.position + 1):
        mac = link(key, mac, canonical(entry))
        made.append(JournalSeal(entry=entry, position=position, mac=mac, sealed_at=at))
    return made


def _lock() -> None:
    """One sealer at a time: SQLite's IMMEDIATE transaction is the lock already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _walk(printed: ChainHead | None) -> tuple[ChainHead, Broken | None]:
    key, head = secrecy.installation_key("journal chain"), ChainHead(0, START)
    for position, mac, entry_id, entry in _sealed():
        fault = _fault(key, head, position, mac, entry)
        if fault:
            return head, Broken(head.position + 1, fault, entry_id)
        head = ChainHead(position, mac)
        if printed and printed.position == position and printed.mac != mac:
            return head, Broken(position, "replaced", entry_id)
    if printed and printed.position > head.position:
        return head, Broken(head.position + 1, "cut")
    return head, None


def _fault(key: bytes, head: ChainHead, position: int, mac: str, entry: JournalEntry | None) -> str:
    if position != head.position + 1 or entry is None:
        return "missing"
    return "" if link(key, head.mac, canonical(entry)) == mac else "altered"


def _sealed() -> Iterator[tuple[int, str, int, JournalEntry | None]]:
    """(position, mac, entry id, entry or None when its row is gone) in order, reading in chunks."""
    after = 0
    while chunk := list(JournalSeal.objects.filter(position__gt=after).order_by("position")[:CHUNK]):
        entries = JournalEntry.objects.in_bulk([s.entry_id for s in chunk])
        for each in chunk:
            yield each.position, each.mac, each.entry_id, entries.get(each.entry_id)
        after = chunk[-1].position


def _gaps(limit: int = 100) -> Iterator[int]:
    """Ids absent between the first and the last entry, the first hundred."""
    found, expected = 0, None
    for pk in JournalEntry.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        for missing in range(pk if expected is None else expected, pk):
            yield missing
            found += 1
            if found == limit:
                return
        expected = pk + 1


def _whole(value: Any) -> Any:
    """JSON numbers that mean the same, printed the same: jsonb gives 1e22 back as an integer."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {k: _whole(v) for k, v in value.items()}
    return [_whole(v) for v in value] if isinstance(value, list) else value


def _due(now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    first = unsealed().values_list("pk", "at").first()
    return [(f"from entry {first[0]}", first[1])] if first else []


def _act(system: Any, key: str, now: dt.datetime) -> None:
    seal()


clockwork.register(clockwork.Clockwork("foundation.seal_journal", _due, _act))
