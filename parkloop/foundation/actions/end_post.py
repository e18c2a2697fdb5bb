"""End a post on a day."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import action, bump_version, require
from parkloop.foundation.models import Post, Role
from parkloop.foundation.people_checks import report_holding, require_reach
from parkloop.foundation.spans import end_row


@action("directory.end_post", label=_("End post"), on=Post, danger=True, icon="x", labels={"on": _("From")})
def end_post(person: Any, *, post: Post, on: dt.date, reason: str = "", version: int | None = None) -> Post:
    """The post is held until the day before `on`; one that would begin later is taken away."""
    require(person, "directory.end_post", post)
    require_reach(person, post.organisation, Role.SECURITY_ADMIN)
    with transaction.atomic():
        bump_version(post, version)
        journal.write(
            person,
            "directory.end_post",
            post,
            before={"valid_to": journal.plain(post.valid_to)},
            after={"valid_to": on.isoformat()},
            reason=reason,
        )
        end_row(post, on)
        report_holding(post.person_id, post.organisation_id)
    return post
