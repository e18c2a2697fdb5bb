"""Small choices of a reader: language, theme, organisation acted from, year. All by POST; none widens what may be seen."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from parkloop.desk import switching
from parkloop.desk.middleware import LANGUAGES
from parkloop.desk.requests import back
from parkloop.desk.signing import signed_in
from parkloop.foundation.acting import InvalidInput

THEMES = ("light", "dark", "")
COOKIE_SECONDS = 365 * 24 * 3600


def _home(request: HttpRequest) -> str:
    return back(request, reverse("desk:workbench"))


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """POST /language/ (also signed out): kept in a cookie, and on the account of who is signed in."""
    language = request.POST.get("language", "")
    if language not in LANGUAGES:
        raise InvalidInput(_unknown(), field="language")
    answer = HttpResponseRedirect(_home(request))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=COOKIE_SECONDS, samesite="Lax", secure=not settings.SECURE_OFF
    )
    _keep(request, "language", language)
    return answer


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """POST /theme/: light, dark, or what the machine prefers."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        raise InvalidInput(_unknown(), field="theme")
    answer = HttpResponseRedirect(_home(request))
    answer.set_cookie("theme", theme, max_age=COOKIE_SECONDS, samesite="Lax", secure=not settings.SECURE_OFF)
    _keep(request, "theme", theme)
    return answer


def _keep(request: HttpRequest, name: str, value: str) -> None:
    user: Any = request.user
    if user.is_authenticated:
        setattr(user, name, value)
        user.save(update_fields=[name])


def _unknown() -> Any:
    return _("This choice does not exist. Choose one of those offered.")


@signed_in
@require_POST
def set_organisation(request: HttpRequest) -> HttpResponse:
    """POST /organisation/: act from another of one's own posts."""
    chosen = request.POST.get("organisation", "")
    if chosen not in {str(p.organisation_id) for p in switching.posts_of(request)}:
        raise InvalidInput(_unknown(), field="organisation")
    request.session["organisation"] = int(chosen)
    return HttpResponseRedirect(_home(request))


@signed_in
@require_POST
def set_year(request: HttpRequest) -> HttpResponse:
    """POST /year/: the year that lists show first."""
    chosen = request.POST.get("year", "")
    if chosen not in {str(y) for y in switching.years()}:
        raise InvalidInput(_unknown(), field="year")
    request.session["year"] = int(chosen)
    return HttpResponseRedirect(_home(request))
