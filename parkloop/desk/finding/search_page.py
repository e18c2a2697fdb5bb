"""The search page: hits over all kinds, counts per kind as filters, all within what the reader may see."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parkloop.desk.finding import search
from parkloop.desk.requests import person_of
from parkloop.desk.signing import signed_in
from parkloop.desk.tables.lists import CountedPaginator

PER_PAGE = 20


@signed_in
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """GET /search/?q=…&kind=…."""
    text = request.GET.get("q", "").strip().replace("\x00", "")[:100]
    kind = request.GET.get("kind", "")[:64]
    number = request.GET.get("page", "1")
    at = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 5 and int(number) > 0 else 1
    found = search.find(person_of(request), text, kind=kind, offset=(at - 1) * PER_PAGE, limit=PER_PAGE)
    paginator: Paginator = CountedPaginator(range(found.total), PER_PAGE, found.total)
    context = {
        "page_title": _("Search"),
        "text": text,
        "kind": kind,
        "found": found,
        "page": paginator.get_page(at),
    }
    return render(request, "desk/search.html", context)
