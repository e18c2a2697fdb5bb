"""Dissolve an organisation on a day. Nothing may hang on it any more: children are moved, duties handed over first."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal, tree
from parkloop.foundation.acting import InvalidState, action, bump_version, require
from parkloop.foundation.models import Organisation, OrganisationParent, OrganisationTrace, Post, RoleGrant
from parkloop.foundation.organisation_checks import refuse_before_founding, refuse_dissolved

SHOWN = 3


@action(
    "directory.dissolve_organisation",
    label=_("Dissolve"),
    on=Organisation,
    danger=True,
    icon="x",
    labels={"on": _("On")},
)
def dissolve_organisation(
    person: Any, *, organisation: Organisation, on: dt.date, reason: str, version: int | None = None
) -> Organisation:
    """The organisation exists until the day before `on`. InvalidState names what still hangs on it."""
    require(person, "directory.dissolve_organisation", organisation)
    refuse_before_founding(organisation, on)
    refuse_dissolved(organisation)
    with transaction.atomic():
        tree.lock()
        bump_version(organisation, version)
        _refuse_children(organisation, on)
        _refuse_people(organisation, on)
        before = journal.values_of(organisation)
        organisation.dissolved_on = on
        organisation.save(update_fields=["dissolved_on"])
        OrganisationTrace.objects.create(
            organisation=organisation,
            happened=OrganisationTrace.Happened.DISSOLVED,
            on=on,
            before={"name_zh": organisation.name_zh, "credit_code": organisation.credit_code},
            basis=reason,
        )
        journal.write(
            person,
            "directory.dissolve_organisation",
            organisation,
            before=before,
            reason=reason,
            organisation=organisation,
        )
    return organisation


def _refuse_children(organisation: Organisation, on: dt.date) -> None:
    rows = OrganisationParent.objects.filter(_after(on), parent=organisation).select_related("organisation")
    children = [
        r.organisation.name for r in rows if r.organisation.dissolved_on is None or r.organisation.dissolved_on > on
    ]
    if children:
        raise InvalidState(
            _(
                "%(count)d organisations still belong to it (%(names)s). Move or dissolve them first, or merge it into another."
            ),
            count=len(children),
            names=", ".join(children[:SHOWN]),
        )


def _refuse_people(organisation: Organisation, on: dt.date) -> None:
    posts: QuerySet[Any] = Post.objects.filter(_after(on), organisation=organisation)
    grants: QuerySet[Any] = RoleGrant.objects.filter(_after(on), organisation=organisation)
    people = {row.person for rows in (posts, grants) for row in rows.select_related("person")}
    if people:
        raise InvalidState(
            _("%(count)d people still hold posts or roles there (%(names)s). End them or hand them over first."),
            count=len(people),
            names=", ".join(sorted(p.name for p in people)[:SHOWN]),
        )


def _after(day: dt.date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)
