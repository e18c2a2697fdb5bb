"""Who sees consignments: officers and operators within their reach; auditors read all; enterprises see no secret."""

from parkloop.foundation import policy, scopes, standing
from tests.bulk.models import Parcel

WRITERS = ("district_officer", "town_officer")
READERS = (*WRITERS, "district_leader", "park_operator", "enterprise_user")


def _rows(person, rows):
    if standing.has_role(person, "auditor"):
        return rows
    if not standing.has_role(person, *READERS):
        return rows.none()
    return rows.filter(organisation__in=standing.reach(person, *READERS))


def _may_write(person, parcel):
    if parcel is None:
        return standing.has_role(person, *WRITERS)
    return standing.reaches(person, parcel.organisation_id, *WRITERS)


def _hidden(person):
    return frozenset() if standing.has_role(person, *WRITERS, "auditor") else frozenset({"secret"})


policy.register(
    Parcel,
    policy.Rules(
        rows=_rows,
        actions=dict.fromkeys(
            ("bulk.add_parcel", "bulk.edit_parcel", "bulk.send_parcel", "bulk.import_parcels"), _may_write
        ),
        hidden=_hidden,
        scopes=lambda parcel: scopes.held_for(parcel.organisation_id, *READERS) | {"role:auditor"},
    ),
)
