"""The stored tree of organisations: parent rows and their closure, kept together on every change, set-based.

The arithmetic of paths is `domain.closure`; this module reads and writes its rows. Only actions call it, inside their transaction.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.domain.closure import Path, Span, cut, paths_under
from parkloop.foundation import clock
from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models import Organisation, OrganisationParent, OrganisationPath
from parkloop.foundation.models.base import on_day
from parkloop.foundation.spans import clear_from
from parkloop.foundation.watching import changed_many

BATCH = 2000
LOCK = 0x7472656565


def lock() -> None:
    """Let nobody else change the tree until this transaction ends. SQLite has one writer anyway; PostgreSQL gets an advisory lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def plant(organisations: Iterable[Organisation], basis: str = "") -> None:
    """Put new organisations (parents before children, `parent` set) into the tree, each from its `founded_on` on."""
    new = list(organisations)
    known = _paths_down_to({o.parent_id for o in new if o.parent_id} - {o.pk for o in new})
    rows, parents = [], []
    for organisation in new:
        own = Path(organisation.pk, organisation.pk, 0, Span(organisation.founded_on, None))
        found = [own]
        if organisation.parent_id:
            found += paths_under(known[organisation.parent_id], [own], organisation.founded_on)
            since = max(p.span.start for p in found if p.depth <= 1)
            parents.append(
                OrganisationParent(
                    organisation=organisation, parent_id=organisation.parent_id, valid_from=since, basis=basis
                )
            )
        known[organisation.pk] = found
        rows += found
    OrganisationParent.objects.bulk_create(parents, BATCH)
    _store(rows)


def relink(organisations: Iterable[int], parent: int | None, on: dt.date, basis: str = "") -> None:
    """Bring organisations (none above another) under a new parent from `on` on; None makes them tops.

    The caller has checked `refuse_ring` and that no later parent is recorded for them.
    """
    moved = set(organisations)
    rows = OrganisationParent.objects.filter(organisation__in=moved)
    clear_from(rows, on)
    if parent is not None:
        new = (OrganisationParent(organisation_id=pk, parent_id=parent, valid_from=on, basis=basis) for pk in moved)
        OrganisationParent.objects.bulk_create(new, BATCH)
    _relink_paths(moved, parent, on)


def refuse_ring(organisations: Iterable[int], parent: Organisation, on: dt.date) -> None:
    """InvalidInput when the new parent stands below one of them on or after the day."""
    alive = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    paths = OrganisationPath.objects.filter(alive, ancestor__in=set(organisations), descendant=parent)
    if paths.exists():
        raise InvalidInput(
            _("%(name)s belongs to the organisation that is moved; this would make a ring. Choose another one."),
            field="parent",
            name=parent.name,
        )


def report(organisations: Iterable[int]) -> None:
    """Tell the watchers (search) of all that stands below these organisations: who reaches them changed."""
    below = OrganisationPath.objects.filter(on_day(clock.today()), ancestor__in=set(organisations))
    changed_many(Organisation, below.values_list("descendant", flat=True).distinct())


def _relink_paths(moved: set[int], parent: int | None, on: dt.date) -> None:
    alive = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    stored = OrganisationPath.objects.filter(alive)
    below = _read(stored.filter(ancestor__in=moved)).values()
    above = _read(stored.filter(descendant__in=moved, depth__gt=0)).values()
    ancestors, descendants = {p.ancestor for p in above}, {p.descendant for p in below}
    between = _read(stored.filter(ancestor__in=ancestors, descendant__in=descendants))
    fallen, kept = cut(between.values(), above, below, on)
    by_key = {(p.ancestor, p.descendant, p.span.start): pk for pk, p in between.items()}
    _remove(by_key[p.ancestor, p.descendant, p.span.start] for p in fallen)
    if parent is not None:
        kept += paths_under(_paths_down_to({parent})[parent], below, on)
    _store(kept)


def _paths_down_to(organisations: set[int]) -> dict[int, list[Path]]:
    found: dict[int, list[Path]] = {pk: [] for pk in organisations}
    for path in _read(OrganisationPath.objects.filter(descendant__in=organisations)).values():
        found[path.descendant].append(path)
    return found


def _read(rows: QuerySet[OrganisationPath]) -> Mapping[int, Path]:
    values = rows.values_list("pk", "ancestor", "descendant", "depth", "valid_from", "valid_to")
    return {pk: Path(above, below, depth, Span(start, end)) for pk, above, below, depth, start, end in values}


def _store(paths: Iterable[Path]) -> None:
    rows = (
        OrganisationPath(
            ancestor_id=p.ancestor,
            descendant_id=p.descendant,
            depth=p.depth,
            valid_from=p.span.start,
            valid_to=p.span.end,
        )
        for p in paths
    )
    OrganisationPath.objects.bulk_create(rows, BATCH)


def _remove(keys: Iterable[int]) -> None:
    listed = list(keys)
    for start in range(0, len(listed), BATCH):
        OrganisationPath.objects.filter(pk__in=listed[start : start + BATCH]).delete()
