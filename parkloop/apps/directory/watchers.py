"""Keeps search in step with posts and roles: who may find a person or an enterprise depends on them, also by date alone."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Q

from parkloop.foundation import clock, watching
from parkloop.foundation.clockwork import Clockwork, register
from parkloop.foundation.models import Organisation, Person, Post, RoleGrant

HOLDINGS: tuple[type[Model], ...] = (Post, RoleGrant)


@watching.watch
def follow(model: type[Model], keys: list[Any]) -> None:
    """A post or role changed: its person and its organisation are found by others now."""
    if model in HOLDINGS:
        held = model._default_manager.filter(pk__in=keys)
        _report(held)


def _report(held: Any) -> None:
    people, organisations = set(held.values_list("person", flat=True)), set(held.values_list("organisation", flat=True))
    watching.changed_many(Person, people)
    watching.changed_many(Organisation, organisations)


def posts_turning(now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Posts that begin or end today, each due at midnight."""
    today = now.astimezone(clock.zone()).date()
    for pk in Post.objects.filter(Q(valid_from=today) | Q(valid_to=today)).values_list("pk", flat=True):
        yield str(pk), dt.datetime.combine(today, dt.time(), tzinfo=clock.zone())


def turn(system: Any, key: str, now: dt.datetime) -> None:
    """Let search follow one of them."""
    _report(Post.objects.filter(pk=int(key)))


register(Clockwork("directory.follow_posts", posts_turning, turn))
