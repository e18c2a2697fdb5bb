"""Who may open a desk page at all: a signed-in, active person. Everybody else is sent to sign in, or told why not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _

from parkloop.foundation.acting import NotAllowed


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """View decorator: `request.person` is a real, active person inside."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if getattr(request, "person", None) is None:
            raise NotAllowed(
                _("This account belongs to no active person. Ask the security administrator to connect it.")
            )
        if request.user.must_change_password:  # type: ignore[union-attr]
            return redirect("account_change_password")
        return view(request, *args, **kwargs)

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    login = resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = login
        return answer
    return redirect_to_login(request.get_full_path(), login)
