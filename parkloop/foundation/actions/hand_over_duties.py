"""Hand a leaver's duties over in one action: posts, roles and deputyships end on the day, the successor holds them from then on.

Open work items belong to the rooms: on the day they hear `LeaverHandedOver` and move their own. A day in the future is done by clockwork.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Deputy, Handover, Person, Post, Role, RoleGrant
from parkloop.foundation.occurrences import LeaverHandedOver
from parkloop.foundation.people_checks import (
    hands_of,
    lock,
    refuse_absent,
    refuse_mixture,
    refuse_own,
    report_holding,
    require_reach,
    roles_of,
)
from parkloop.foundation.spans import clear_from, overlapping


@action(
    "directory.hand_over_duties",
    label=_("Hand over duties"),
    on=Person,
    icon="arrow-right",
    labels={
        "holder": _("Leaver"),
        "successor": _("Successor"),
        "on": _("From"),
        "keep_account": _("The leaver keeps the account"),
    },
)
def hand_over_duties(
    person: Any,
    *,
    holder: Person,
    successor: Person,
    on: dt.date,
    keep_account: bool = False,
    reason: str = "",
    version: int | None = None,
) -> Handover:
    """All that `holder` holds on `on` or later goes to `successor`. InvalidInput when the successor may not hold it."""
    require(person, "directory.hand_over_duties", holder)
    with transaction.atomic():
        lock(holder, successor)
        _check(person, holder, successor, on)
        bump_version(holder, version)
        moved = {
            "posts": _pass_on(Post.objects.filter(person=holder), successor, on, ("organisation", "title_zh")),
            "roles": _pass_on(RoleGrant.objects.filter(person=holder), successor, on, ("organisation", "role")),
            "deputies": _end_deputies(holder, on),
            "keep_account": keep_account,
        }
        handover = Handover.objects.create(
            leaver=holder, successor=successor, on=on, made_on=clock.today(), reason=reason, moved=moved
        )
        facts = {"handover": handover.pk, "on": on.isoformat(), **moved}
        journal.write(person, "directory.hand_over_duties", holder, after={**facts, "to": successor.pk}, reason=reason)
        journal.write(person, "directory.hand_over_duties", successor, after={**facts, "of": holder.pk}, reason=reason)
        places = {pk for rows in (holder.posts, holder.grants) for pk in rows.values_list("organisation", flat=True)}
        for place in places:
            report_holding(successor.pk, place)
        if on <= clock.today():
            take_effect(handover)
    return handover


def take_effect(handover: Handover) -> None:
    """On the day: close the leaver's account and tell the rooms. Inside a transaction, once."""
    leaver = handover.leaver
    if not handover.moved.get("keep_account"):
        Person.objects.filter(pk=leaver.pk).update(is_active=False)
        leaver.is_active = False
        leaver.tokens.filter(revoked_at__isnull=True).update(revoked_at=clock.now())
    emit(
        LeaverHandedOver(
            handover=str(handover.pk),
            leaver=refs.ref_of(leaver),
            successor=refs.ref_of(handover.successor),
            on=handover.on.isoformat(),
        )
    )


def _check(person: Any, holder: Person, successor: Person, on: dt.date) -> None:
    refuse_own(person, successor)
    refuse_absent(holder)
    refuse_absent(successor)
    if holder.pk == successor.pk:
        raise InvalidInput(_("The successor must be somebody else."), field="successor")
    span = overlapping(on, None)
    for rows in (Post.objects.filter(span, person=holder), RoleGrant.objects.filter(span, person=holder)):
        for row in rows.select_related("organisation"):
            require_reach(person, row.organisation, Role.SECURITY_ADMIN)
    roles = roles_of(holder, on, None)
    for hand in hands_of(successor, on, None) if roles else ():
        refuse_mixture(hand, roles, on, None)


def _pass_on(rows: QuerySet[Any], successor: Person, on: dt.date, same: tuple[str, str]) -> int:
    """The successor gets a copy of every row from `on` on, unless he holds the same already; then the rows are cut."""
    open_rows = list(rows.filter(overlapping(on, None)))
    for row in open_rows:
        start = max(on, row.valid_from)
        held = type(row)._default_manager.filter(
            overlapping(start, row.valid_to), person=successor, **{name: getattr(row, name) for name in same}
        )
        if not held.exists():
            _copy(row, successor, start)
    clear_from(rows, on)
    return len(open_rows)


def _copy(row: Any, successor: Person, start: dt.date) -> None:
    values = {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name not in ("id", "version")}
    values |= {"person": successor, "valid_from": start}
    if "is_main" in values:
        main = Post.objects.filter(overlapping(start, row.valid_to), person=successor, is_main=True)
        values["is_main"] = row.is_main and not main.exists()
    type(row)._default_manager.create(**values)


def _end_deputies(holder: Person, on: dt.date) -> int:
    ended = 0
    for rows in (Deputy.objects.filter(person=holder), Deputy.objects.filter(deputy=holder)):
        ended += rows.filter(overlapping(on, None)).count()
        clear_from(rows, on)
    return ended
