"""Definitions: a park file, or what the desk wrote, as immutable versions. Run time reads published versions only.

The version in force on a day is the published one with the latest `valid_from` up to that day. The desk writes drafts and a second
person publishes; the park folder is published by the system person (`foundation.park_loading`). Triggers hold bodies unchangeable.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Max, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidInput, InvalidState, action, require
from parkloop.foundation.models import Definition, Person

MAX_BODY_BYTES = 2 * 1024 * 1024


def published(kind: str, ident: str, on: dt.date | None = None) -> Definition | None:
    """The version in force on the day (today), or None. Results name it as `definition_id` or `str(definition)`."""
    return in_force(on).filter(kind=kind, ident=ident).order_by("-valid_from", "-number").first()


def all_published(kind: str, on: dt.date | None = None) -> list[Definition]:
    """The versions in force on the day (today) of every definition of a kind, by ident."""
    newest: dict[str, Definition] = {}
    for row in in_force(on).filter(kind=kind).order_by("ident", "valid_from", "number"):
        newest[row.ident] = row
    return list(newest.values())


def in_force(on: dt.date | None = None) -> "QuerySet[Definition]":
    """Published versions that have begun by the day (today); an older one may be superseded by a newer one among them."""
    return Definition.objects.filter(state=Definition.State.PUBLISHED, valid_from__lte=on or clock.today())


def latest(kind: str, ident: str) -> Definition | None:
    """The published version with the latest start, also when that is still to come."""
    rows = Definition.objects.filter(kind=kind, ident=ident, state=Definition.State.PUBLISHED)
    return rows.order_by("-valid_from", "-number").first()


def body_sha256(body: Mapping[str, Any]) -> str:
    """Hex digest of the canonical JSON of a body; the same as `packs` takes, so folder and database compare."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


@action("definitions.write_draft", label=_("Write a draft"), on=Definition, creates=True, icon="edit")
def write_draft(
    person: Person, *, kind: str, ident: str, body: dict[str, Any], valid_from: dt.date | None = None, reason: str = ""
) -> Definition:
    """Write a new version as a draft of the desk, on top of the published one.

    Errors: NotAllowed; InvalidInput (`body` too large, not JSON, or the same as what is published).
    """
    require(person, "definitions.write_draft")
    digest = _checked(body)
    _check_names(kind=kind, ident=ident)
    below = latest(kind, ident)
    if below and below.sha256 == digest and (valid_from or below.valid_from) == below.valid_from:
        raise InvalidInput(
            _("This is the same as the published version %(number)s: nothing to write."),
            field="body",
            number=below.number,
        )
    base = below.base_sha256 if below and below.origin == Definition.Origin.DESK else below.sha256 if below else ""
    with transaction.atomic():
        draft = add_version(
            person,
            kind,
            ident,
            body,
            valid_from or clock.today(),
            origin=Definition.Origin.DESK,
            base_sha256=base,
            path=below.path if below else "",
        )
        journal.write(person, "definitions.write_draft", draft, after=_facts(draft), reason=reason)
    return draft


def _is_draft(definition: Definition) -> bool | Any:
    """Whether it can be published; else the sentence why not."""
    return definition.state == Definition.State.DRAFT or _("Only a draft can be published.")


@action("definitions.publish", label=_("Publish"), on=Definition, icon="checks", available=_is_draft)
def publish(person: Person, *, definition: Definition, reason: str = "") -> Definition:
    """Put a draft in force from its date; the version with the same start is retired.

    Errors: NotAllowed; InvalidState when it is no draft, or when its writer publishes it himself.
    """
    require(person, "definitions.publish", definition)
    if definition.written_by_id == person.pk and not person.is_system:
        raise InvalidState(_("A second person publishes: ask somebody else with the same right to look at your draft."))
    with transaction.atomic():
        before = _facts(definition)
        put_in_force(person, definition)
        journal.write(person, "definitions.publish", definition, before=before, after=_facts(definition), reason=reason)
    return definition


@action("definitions.retire", label=_("Retire"), on=Definition, danger=True, icon="archive")
def retire(person: Person, *, definition: Definition, reason: str) -> Definition:
    """Take a draft or a published version out of use; results that name it keep it. InvalidState when it is retired already."""
    require(person, "definitions.retire", definition)
    with transaction.atomic():
        before = _facts(definition)
        _set_state(definition, (Definition.State.DRAFT, Definition.State.PUBLISHED), state=Definition.State.RETIRED)
        journal.write(person, "definitions.retire", definition, before=before, after=_facts(definition), reason=reason)
    return definition


def add_version(
    person: Person,
    kind: str,
    ident: str,
    body: Mapping[str, Any],
    valid_from: dt.date,
    *,
    origin: str,
    base_sha256: str = "",
    path: str = "",
) -> Definition:
    """Store the next version as a draft, inside the caller's transaction; numbers count up per definition."""
    last = Definition.objects.filter(kind=kind, ident=ident).aggregate(last=Max("number"))["last"] or 0
    return Definition.objects.create(
        kind=kind,
        ident=ident,
        number=last + 1,
        path=path,
        sha256=body_sha256(body),
        body=dict(body),
        valid_from=valid_from,
        origin=origin,
        base_sha256=base_sha256,
        written_by=person,
        written_at=clock.now(),
    )


def put_in_force(person: Person, definition: Definition) -> None:
    """Publish a draft inside the caller's transaction, retiring the published version with the same start."""
    rows = Definition.objects.filter(kind=definition.kind, ident=definition.ident, state=Definition.State.PUBLISHED)
    rows.filter(valid_from=definition.valid_from).update(state=Definition.State.RETIRED)
    _set_state(
        definition,
        (Definition.State.DRAFT,),
        state=Definition.State.PUBLISHED,
        published_by=person,
        published_at=clock.now(),
    )


def _set_state(definition: Definition, allowed: tuple[str, ...], **values: Any) -> None:
    won = Definition.objects.filter(pk=definition.pk, state__in=allowed).update(**values)
    definition.refresh_from_db()
    if not won:
        state = definition.get_state_display()
        raise InvalidState(
            _("%(definition)s is %(state)s now, so this cannot be done."), definition=str(definition), state=state
        )


def _check_names(**names: str) -> None:
    for field, value in names.items():
        try:
            cast("CharField[str, str]", Definition._meta.get_field(field)).clean(value, None)
        except ValidationError as error:
            raise InvalidInput(error.messages[0], field=field) from error


def _checked(body: dict[str, Any]) -> str:
    if not isinstance(body, dict) or not body:
        raise InvalidInput(_("A definition is an object with named parts: begin with { and end with }."), field="body")
    try:
        text = json.dumps(body, allow_nan=False, ensure_ascii=False)
        size = len(text.encode())
    except (TypeError, ValueError) as error:
        raise InvalidInput(_("This is no plain data: %(error)s"), field="body", error=str(error)) from error
    if "\\u0000" in text:
        raise InvalidInput(_("The text holds a character that cannot be stored (NUL). Take it out."), field="body")
    if size > MAX_BODY_BYTES:
        raise InvalidInput(_("This is larger than %(limit)s MB."), field="body", limit=MAX_BODY_BYTES // 2**20)
    return body_sha256(body)


def _facts(definition: Model) -> dict[str, Any]:
    """Values for the journal; the body is immutable and named by its digest."""
    return {k: v for k, v in journal.values_of(definition).items() if k != "body"}
