"""Import organisations in bulk: check every row, then apply new ones, corrections, renames and moves set-based.

Rows are keyed by `code`; unknown codes are founded, known ones changed.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from parkloop.domain.refs import Ref
from parkloop.foundation import clock, journal, present, tree
from parkloop.foundation.acting import ImportResult, RowErrors, action, require
from parkloop.foundation.actions.found_organisation import record_founding
from parkloop.foundation.models import Organisation, OrganisationName, OrganisationTrace
from parkloop.foundation.organisation_batch import EDITABLE, Batch, Change, Row, checked
from parkloop.foundation.spans import clear_from
from parkloop.foundation.watching import changed_many

CHUNK = 500
NAMED = 1000
Fact = tuple[Change, dict[str, Any], dict[str, Any]]


@action("directory.import_organisations", label=_("Import organisations"), on=Organisation, bulk=True, icon="upload")
def import_organisations(
    person: Any, *, rows: Sequence[Row], digest: str = "", on: date | None = None, reason: str = ""
) -> ImportResult:
    """Apply the rows from `on` (today) on, all or nothing; one journal entry with the batch's digest.

    Columns: code, kind, the four names, parent, founded_on (new ones only), credit_code, seat, source, is_verified, is_synthetic.
    RowErrors says what is wrong in which row.
    """
    require(person, "directory.import_organisations", None)
    day = on or clock.today()
    batch = checked(person, rows, day)
    if batch.errors:
        raise RowErrors(batch.errors)
    if not batch.codes:
        return ImportResult(same=batch.same)
    with transaction.atomic():
        tree.lock()
        _found(batch, reason)
        _edit(batch.changes)
        _rename([c for c in batch.changes if c.names], day, reason)
        _move([c for c in batch.changes if c.moves], day, reason)
        present.bring_up_to_date([c.organisation.pk for c in batch.changes], clock.today())
        journal.write(
            person,
            "directory.import_organisations",
            Ref("directory.organisation_batch", digest[:16] or str(len(rows))),
            after={"made": len(batch.new), "changed": len(batch.changes), "codes": batch.codes[:NAMED]},
            reason=reason,
            digest=digest,
        )
        changed_many(Organisation, [o.pk for o in batch.new.values()] + [c.organisation.pk for c in batch.changes])
        tree.report(c.organisation.pk for c in batch.changes if c.moves)
    return ImportResult(len(batch.new), len(batch.changes), batch.same)


def _found(batch: Batch, basis: str) -> None:
    """Save the new ones level by level, since a child needs its parent's key."""
    saved: dict[str, Organisation] = {}
    for level in batch.levels():
        for organisation in level:
            parent = batch.parent_of[organisation.code]
            organisation.parent = saved.get(parent) or batch.known.get(parent)
            organisation.pinyin = present.pinyin_of(organisation)
        Organisation.objects.bulk_create(level, CHUNK)
        saved |= {o.code: o for o in level}
    record_founding(list(saved.values()), basis)


def _edit(changes: list[Change]) -> None:
    Organisation.objects.bulk_update([c.organisation for c in changes if c.edits], EDITABLE, CHUNK)
    pks = [c.organisation.pk for c in changes]
    Organisation.objects.filter(pk__in=pks).update(version=F("version") + 1)


def _rename(renamed: list[Change], day: date, basis: str) -> None:
    clear_from(OrganisationName.objects.filter(organisation__in=[c.organisation.pk for c in renamed]), day)
    new = [OrganisationName(organisation=c.organisation, valid_from=day, basis=basis, **c.new_names) for c in renamed]
    OrganisationName.objects.bulk_create(new, CHUNK)
    _trace(OrganisationTrace.Happened.RENAMED, [(c, c.old_names, c.new_names) for c in renamed], day, basis)


def _move(moved: list[Change], day: date, basis: str) -> None:
    by_parent: dict[int | None, list[Change]] = defaultdict(list)
    for change in moved:
        by_parent[change.parent.pk if change.parent else None].append(change)
    for parent, changes in by_parent.items():
        pks = [c.organisation.pk for c in changes]
        if changes[0].parent is not None:
            tree.refuse_ring(pks, changes[0].parent, day)
        tree.relink(pks, parent, day, basis)
    facts = [(c, {"parent": c.old_parent}, {"parent": c.parent.code if c.parent else None}) for c in moved]
    _trace(OrganisationTrace.Happened.MOVED, facts, day, basis)


def _trace(happened: str, facts: list[Fact], day: date, basis: str) -> None:
    OrganisationTrace.objects.bulk_create(
        (
            OrganisationTrace(
                organisation=c.organisation, happened=happened, on=day, before=old, after=new, basis=basis
            )
            for c, old, new in facts
        ),
        CHUNK,
    )
