"""The style gallery: every page element in every state. Only where debugging or demonstrating."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parkloop.desk.screens import gallery


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """GET /gallery/."""
    return render(request, "desk/gallery.html", gallery.samples())
