"""Addresses for the tests of the look only: the gallery, and a piece that htmx loads into the dialog."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from parkloop.desk.screens import gallery
from tests.web.frames import frame


def show_gallery(request: HttpRequest) -> HttpResponse:
    """The gallery inside a small frame, in the theme of the address."""
    return render(
        request, "desk/gallery.html", {**gallery.samples(), "frame": frame(theme=request.GET.get("theme", "light"))}
    )


def show_piece(request: HttpRequest) -> HttpResponse:
    """What the dialog shows: the token that htmx sent."""
    return HttpResponse(f"<p id='piece'>{len(request.headers.get('X-CSRFToken', ''))}</p>")


urlpatterns = [path("gallery/", show_gallery), path("piece/", show_piece)]
