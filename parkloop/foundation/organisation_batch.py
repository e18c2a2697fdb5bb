"""Checking a batch of organisation rows: what is new, what changes, what is wrong in which row. Writes nothing.

A row is a dict of typed values by field name; a field that a row does not carry stays as it is. `parent` is an organisation, or a
code (of a known one or of one made by the same batch), or None for the top.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from parkloop.domain import credit_code as credit_codes
from parkloop.foundation.models import (
    Organisation,
    OrganisationKind,
    OrganisationName,
    OrganisationParent,
    OrganisationPath,
    Role,
)
from parkloop.foundation.organisation_checks import CODE
from parkloop.foundation.people_checks import administered
from parkloop.foundation.present import NAMES
from parkloop.foundation.spans import overlapping

Row = Mapping[str, Any]
EDITABLE = ("kind", "credit_code", "seat", "source", "is_verified", "is_synthetic")
UNSET = object()


@dataclass
class Change:
    """What a row changes about a known organisation; empty parts change nothing."""

    place: int
    organisation: Organisation
    edits: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    moves: bool = False
    parent: Organisation | None = None
    old_names: dict[str, str] = field(default_factory=dict)
    old_parent: str | None = None

    @property
    def new_names(self) -> dict[str, str]:
        """The four names after."""
        return {**self.old_names, **self.names}


@dataclass
class Batch:
    """The checked batch: new organisations (unsaved) with their parents' codes, changes, errors by place from 0."""

    known: dict[str, Organisation]
    new: dict[str, Organisation] = field(default_factory=dict)
    parent_of: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)
    same: int = 0

    @property
    def codes(self) -> list[str]:
        """Codes of all that is made or changed."""
        return [*self.new, *(c.organisation.code for c in self.changes)]

    def levels(self) -> Iterator[list[Organisation]]:
        """New organisations, parents before children."""
        waiting = dict(self.new)
        while waiting:
            ready = [o for code, o in waiting.items() if self.parent_of[code] not in waiting]
            for organisation in ready:
                del waiting[organisation.code]
            yield ready


class RowRefused(Exception):
    """One row cannot be taken; the text says why."""


def checked(person: Any, rows: Sequence[Row], day: date) -> Batch:
    """Check all rows against each other and the directory; a row with an error is neither new nor a change."""
    wanted = {code_of(row.get(name)) for row in rows for name in ("code", "parent")}
    known = {o.code: o for o in Organisation.objects.filter(code__in=wanted).select_related("parent")}
    batch = Batch(known)
    checker = _Checker(person, batch, rows, day)
    for place, row in enumerate(rows):
        try:
            checker.sort_in(place, row)
        except RowRefused as refused:
            batch.errors[place] = str(refused)
    checker.drop_orphans()
    checker.drop_rings()
    return batch


def code_of(value: Any) -> str:
    """The code a cell names: an organisation's own, or the text."""
    return value.code if isinstance(value, Organisation) else str(value or "").strip()


class _Checker:
    def __init__(self, person: Any, batch: Batch, rows: Sequence[Row], day: date) -> None:
        self.batch, self.day = batch, day
        self.places = {code_of(row.get("code")): place for place, row in reversed(list(enumerate(rows)))}
        self.codes = Counter(code_of(row.get("code")) for row in rows)
        self.credit = Counter(credit_codes.normalise(row["credit_code"]) for row in rows if row.get("credit_code"))
        owners = Organisation.objects.filter(credit_code__in=list(self.credit))
        self.owners = dict(owners.values_list("credit_code", "code"))
        self.allowed = _administered(person, batch.known)
        self.has_later = _with_later_rows([o.pk for o in batch.known.values()], day)

    def sort_in(self, place: int, row: Row) -> None:
        """Sort one row into the batch; RowRefused when it cannot be taken."""
        code = code_of(row.get("code"))
        self._check_code(code)
        values = self._values(row, code)
        parent = self._parent(row)
        if code in self.batch.known:
            self._change(place, self.batch.known[code], row, values, parent)
        else:
            self._new(code, row, values, parent)

    def drop_orphans(self) -> None:
        """A new row whose parent row is refused, or whose parents form a ring, is refused as well."""
        new, parent_of = self.batch.new, self.batch.parent_of
        rooted = {code for code in new if not parent_of[code] or parent_of[code] in self.batch.known}
        growing = True
        while growing:
            ready = {code for code in new if code not in rooted and parent_of[code] in rooted}
            rooted |= ready
            growing = bool(ready)
        for code in [c for c in new if c not in rooted]:
            text = _("Its parent %(parent)s is not made by this batch: correct that row, or the ring of parents.")
            self.batch.errors[self.places[code]] = text % {"parent": parent_of[code]}
            del new[code]

    def drop_rings(self) -> None:
        """A known organisation cannot move below what stands below it; one query for all moves."""
        moves = {c.organisation.pk: c for c in self.batch.changes if c.parent}
        parents = [c.parent.pk for c in moves.values() if c.parent]
        paths = OrganisationPath.objects.filter(valid_to__isnull=True, ancestor__in=moves, descendant__in=parents)
        below = set(paths.values_list("ancestor", "descendant"))
        for change in [c for c in moves.values() if c.parent and (c.organisation.pk, c.parent.pk) in below]:
            name = change.parent.name if change.parent else ""
            self.batch.errors[change.place] = _("%(name)s stands below it; this would make a ring.") % {"name": name}
            self.batch.changes.remove(change)

    def _check_code(self, code: str) -> None:
        if not CODE.match(code):
            raise RowRefused(_("A code is made of small letters, digits and hyphens, like “north-town”."))
        if self.codes[code] > 1:
            raise RowRefused(
                _("The code %(code)s stands in %(count)d rows.") % {"code": code, "count": self.codes[code]}
            )
        if code in self.batch.known and code not in self.allowed:
            raise RowRefused(_("You have no right to change %(code)s.") % {"code": code})

    def _values(self, row: Row, own: str) -> dict[str, Any]:
        values = {name: row[name] for name in (*NAMES, *EDITABLE) if name in row}
        for name, value in values.items():
            values[name] = value.strip() if isinstance(value, str) else value
        if "kind" in values and values["kind"] not in OrganisationKind.values:
            kinds = ", ".join(OrganisationKind.values)
            text = _("There is no kind “%(kind)s”. Kinds are: %(kinds)s.")
            raise RowRefused(text % {"kind": values["kind"], "kinds": kinds})
        if "credit_code" in values:
            values["credit_code"] = self._credit_code(values["credit_code"], own)
        return values

    def _credit_code(self, text: str | None, own: str) -> str | None:
        if not text:
            return None
        code = credit_codes.normalise(text)
        wrong = credit_codes.problem(code)
        if wrong is not None:
            raise RowRefused(_(wrong.message) % wrong.values)
        if self.credit[code] > 1 or self.owners.get(code, own) != own:
            raise RowRefused(_("The credit code %(code)s is used twice.") % {"code": code})
        return code

    def _parent(self, row: Row) -> Any:
        if "parent" not in row:
            return UNSET
        parent = code_of(row["parent"])
        known = self.batch.known.get(parent)
        if parent and known is None and parent not in self.codes:
            raise RowRefused(_("There is no organisation with the code %(code)s.") % {"code": parent})
        if known is not None and known.dissolved_on is not None:
            raise RowRefused(_("%(name)s is dissolved.") % {"name": known.name})
        return parent

    def _check_below(self, parent: str) -> None:
        if parent in self.batch.known and parent not in self.allowed:
            raise RowRefused(_("You have no right to add anything below %(code)s.") % {"code": parent})

    def _new(self, code: str, row: Row, values: dict[str, Any], parent: Any) -> None:
        given = "" if parent is UNSET else parent
        self._check_below(given)
        organisation = Organisation(code=code, founded_on=row.get("founded_on") or self.day, **values)
        _clean(organisation)
        self.batch.new[code] = organisation
        self.batch.parent_of[code] = given

    def _change(self, place: int, organisation: Organisation, row: Row, values: dict[str, Any], parent: Any) -> None:
        if row.get("founded_on") not in (None, organisation.founded_on):
            raise RowRefused(_("The beginning of a known organisation is not changed by an import."))
        fresh = {n: v for n, v in values.items() if getattr(organisation, n) != v}
        old = organisation.parent.code if organisation.parent else None
        change = Change(
            place,
            organisation,
            edits={n: v for n, v in fresh.items() if n in EDITABLE},
            names={n: v for n, v in fresh.items() if n in NAMES},
            moves=parent is not UNSET and (parent or None) != old,
            old_names={n: getattr(organisation, n) for n in NAMES},
            old_parent=old,
        )
        if change.moves:
            change.parent = self._known_parent(parent)
        if (change.names or change.moves) and organisation.pk in self.has_later:
            text = _("A later change of %(name)s is recorded already; change it by hand.")
            raise RowRefused(text % {"name": organisation.name})
        if not (fresh or change.moves):
            self.batch.same += 1
            return
        for name, value in fresh.items():
            setattr(organisation, name, value)
        _clean(organisation)
        self.batch.changes.append(change)

    def _known_parent(self, parent: str) -> Organisation | None:
        self._check_below(parent)
        if parent and parent not in self.batch.known:
            raise RowRefused(
                _("Known organisations move only below known ones: import %(code)s first.") % {"code": parent}
            )
        return self.batch.known.get(parent)


def _clean(organisation: Organisation) -> None:
    try:
        organisation.clean_fields(exclude=["parent", "merged_into"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        label = next(str(f.verbose_name) for f in Organisation._meta.concrete_fields if f.name == name)
        raise RowRefused(f"{label}: {messages[0]}") from error


def _with_later_rows(organisations: list[int], day: date) -> set[int]:
    later = overlapping(day + timedelta(1), None) & (Q(valid_from__gt=day) | Q(valid_to__isnull=False))
    names = OrganisationName.objects.filter(later, organisation__in=organisations)
    parents = OrganisationParent.objects.filter(later, organisation__in=organisations)
    return {pk for rows in (names, parents) for pk in rows.values_list("organisation", flat=True)}


def _administered(person: Any, known: dict[str, Organisation]) -> set[str]:
    own = Organisation.objects.filter(pk__in=administered(person, Role.SYSTEM_ADMIN), code__in=known)
    return set(own.values_list("code", flat=True))
