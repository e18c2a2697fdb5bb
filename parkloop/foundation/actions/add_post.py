"""Give a person a post at an organisation over a span of dates; a person may hold several."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, check, require
from parkloop.foundation.models import Organisation, Person, Post, Role
from parkloop.foundation.organisation_checks import refuse_before_founding, refuse_dissolved
from parkloop.foundation.people_checks import lock, refuse_absent, report_holding, require_reach
from parkloop.foundation.spans import check_span, overlapping


@action(
    "directory.add_post", label=_("Add post"), on=Post, creates=True, icon="briefcase", labels={"holder": _("Person")}
)
def add_post(
    person: Any,
    *,
    holder: Person,
    organisation: Organisation,
    title_zh: str,
    valid_from: dt.date,
    title_en: str = "",
    valid_to: dt.date | None = None,
    is_main: bool = True,
    reason: str = "",
) -> Post:
    """The person holds the post from `valid_from` until the day before `valid_to`. One main post at a time."""
    require(person, "directory.add_post", None)
    require_reach(person, organisation, Role.SECURITY_ADMIN)
    refuse_absent(holder)
    check_span(valid_from, valid_to)
    refuse_before_founding(organisation, valid_from, field="valid_from")
    refuse_dissolved(organisation, field="organisation")
    post = Post(
        person=holder,
        organisation=organisation,
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        is_main=is_main,
    )
    check(post)
    with transaction.atomic():
        lock(holder)
        _refuse_double(post)
        post.save()
        journal.write(person, "directory.add_post", post, reason=reason)
        report_holding(holder.pk, organisation.pk)
    return post


def _refuse_double(post: Post) -> None:
    rows = Post.objects.filter(overlapping(post.valid_from, post.valid_to), person=post.person)
    if rows.filter(organisation=post.organisation, title_zh=post.title_zh).exists():
        raise InvalidInput(_("%(name)s holds this post already."), field="title_zh", name=post.person.name)
    main = rows.filter(is_main=True).select_related("organisation").first() if post.is_main else None
    if main is not None:
        raise InvalidInput(
            _("The main post of %(name)s is at %(organisation)s. End it first, or make this one a further post."),
            field="is_main",
            name=post.person.name,
            organisation=main.organisation.name,
        )
