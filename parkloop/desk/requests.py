"""Typed access to what the middleware put on a request, and the small answers all views give."""

from typing import Any, cast
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from parkloop.desk import registry
from parkloop.desk.resource import Resource
from parkloop.foundation.models import Person


def person_of(request: HttpRequest) -> Person:
    """The acting person of a view behind `signed_in`."""
    return cast(Person, request.person)  # type: ignore[attr-defined]


def resource_or_404(kind: str) -> Resource:
    """The registered resource; the address converter has checked it already."""
    resource = registry.get(kind)
    if resource is None:
        raise Http404
    return resource


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (not for a page to swap as a whole)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect, also out of an htmx dialog."""
    if is_htmx(request):
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = url
        return answer
    return HttpResponseRedirect(url)


def back(request: HttpRequest, usual: str) -> str:
    """Where a small form wants to return to: its own `next`, if it is one of our addresses."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe and urlsplit(wanted).path.startswith("/") else usual


def query_of(text: str) -> QueryDict:
    """A query string as parameters; unreadable text is an empty query."""
    try:
        return QueryDict(text.removeprefix("?")[:2000])
    except (ValueError, UnicodeError):
        return QueryDict("")


def forget_counts(person: Any) -> None:
    """Menu counts are asked anew after the person changed something."""
    cache.delete(f"menu:{person.pk}:{get_language()}")
