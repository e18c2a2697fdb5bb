"""Upload a file, free or attached to a thing."""

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, files, journal, refs
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Organisation, Person, Post, StoredFile
from parkloop.foundation.models.base import on_day
from parkloop.foundation.refs import Ref
from parkloop.foundation.standing import standing_of


@action("documents.upload", label=_("Upload a file"), on=StoredFile, creates=True, icon="upload")
def upload(
    person: Person,
    *,
    file: File,  # type: ignore[type-arg]
    organisation: Organisation | None = None,
    ref: str = "",
    note: str = "",
) -> StoredFile:
    """Keep a file for an organisation (the person's own by default), attached to the thing `kind:key` when `ref` is given.

    Errors: NotAllowed; InvalidInput naming `file` (empty, too large, not a known kind, name does not fit) or `ref` (no such thing).
    """
    thing = attachable(person, ref)
    owner = organisation or getattr(thing, "organisation", None) or own_organisation(person)
    require(person, "documents.upload", StoredFile(organisation=owner))
    with transaction.atomic():
        stored = files.store(
            person,
            data=file,
            name=file.name or "",
            ref=refs.ref_of(thing) if thing else None,
            organisation=owner,
            note=note.strip(),
        )
        journal.write(person, "documents.upload", stored)
        if thing is not None:
            journal.write(
                person, "documents.upload", refs.ref_of(thing), after={"file": stored.name}, organisation=owner
            )
    return stored


def attachable(person: Person, ref: str) -> object | None:
    """The thing a file is to be attached to, or None for a free file; InvalidInput when the person sees no such thing."""
    if not ref:
        return None
    try:
        thing = refs.visible(person, Ref.parse(ref))
    except ValueError:
        thing = None
    if thing is None:
        raise InvalidInput(
            _("There is nothing here to attach the file to. Open the thing and upload from its page."), field="ref"
        )
    return thing


def own_organisation(person: Person) -> Organisation | None:
    """Where the person's main post is today, else an organisation that a role is held for."""
    post = (
        Post.objects.filter(on_day(clock.today()), person=person)
        .order_by("-is_main", "pk")
        .select_related("organisation")
        .first()
    )
    if post is not None:
        return post.organisation
    return Organisation.objects.filter(pk__in=standing_of(person).roots()).order_by("pk").first()
