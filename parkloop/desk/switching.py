"""What a person has switched to for this session: the organisation acted from, the plan year, the theme.

The choice narrows what pages show first; it never widens what the policy allows.
"""

from typing import Any

from django.http import HttpRequest

from parkloop.foundation import clock
from parkloop.foundation.models import Organisation, Post
from parkloop.foundation.models.base import on_day

YEARS_BACK, YEARS_AHEAD = 2, 1


def posts_of(request: HttpRequest) -> list[Post]:
    """The reader's posts in force today, main post first; asked once per request."""
    kept: list[Post] | None = getattr(request, "_desk_posts", None)
    if kept is None:
        person = request.person  # type: ignore[attr-defined]
        rows = Post.objects.filter(on_day(clock.today()), person=person) if person else Post.objects.none()
        kept = list(rows.select_related("organisation").order_by("-is_main", "pk"))
        request._desk_posts = kept  # type: ignore[attr-defined]
    return kept


def post_of(request: HttpRequest) -> Post | None:
    """The post acted from: the chosen one, else the main one."""
    posts = posts_of(request)
    chosen = request.session.get("organisation")
    return next((p for p in posts if p.organisation_id == chosen), posts[0] if posts else None)


def organisation_of(request: HttpRequest) -> Organisation | None:
    """The organisation acted from, or None for a person without a post."""
    post = post_of(request)
    return post.organisation if post else None


def year_of(request: HttpRequest) -> int:
    """The chosen year, else this year."""
    chosen = request.session.get("year")
    return chosen if isinstance(chosen, int) else clock.today().year


def years() -> list[int]:
    """Years that can be chosen, newest first."""
    this = clock.today().year
    return list(range(this + YEARS_AHEAD, this - YEARS_BACK - 1, -1))


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or an empty string for what the machine prefers."""
    user: Any = request.user
    if user.is_authenticated and user.theme:
        return str(user.theme)
    cookie = request.COOKIES.get("theme", "")
    return cookie if cookie in ("light", "dark") else ""
