"""Refused actions as answers: JSON for programs, a partial for htmx, a page for everybody else. Also the error handlers."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from parkloop.foundation.acting import ActionError

TITLES = {
    400: lambda: _("This request could not be read"),
    403: lambda: _("You have no right to do this"),
    404: lambda: _("There is no such page"),
    409: lambda: _("This cannot be done now"),
    422: lambda: _("Something needs correcting"),
}


def answer(request: HttpRequest, error: ActionError) -> HttpResponse:
    """The refusal with its own status."""
    if wants_json(request):
        body = {"error": {"code": error.code, "message": str(error), "field": error.field}}
        return JsonResponse(body, status=error.status, json_dumps_params={"ensure_ascii": False})
    return page(request, error.status, str(error))


def page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """A refusal as a page inside the frame, or as a notice for htmx."""
    title = TITLES.get(status, TITLES[400])()
    context = {"page_title": title, "message": message, "status": status}
    template = "desk/refusal_part.html" if request.headers.get("HX-Request") else "desk/refusal.html"
    return render(request, template, context, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Whether the asker is a program: an API address, or JSON preferred."""
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 404: says what was not found, without telling what exists."""
    text = str(exception.args[0]) if isinstance(exception, Http404) and exception.args else ""
    usable = text if text and not text.startswith("{") and "resolver" not in text.lower() else ""
    message = usable or _("Nothing stands at this address, or you have no right to see it.")
    if wants_json(request):
        return JsonResponse({"error": {"code": "not_found", "message": message, "field": ""}}, status=404)
    return page(request, 404, message)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 400."""
    return page(request, 400, _("The address or the form holds something that cannot be read. Go back and try again."))
