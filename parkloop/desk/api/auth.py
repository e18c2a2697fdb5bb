"""Who asks the API: a personal token in the Authorization header, or a signed-in browser (then with the CSRF token for changes)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from parkloop.desk.middleware import speak
from parkloop.foundation.acting import NotAllowed

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenAuth(HttpBearer):
    """`Authorization: Bearer <token>`; a reading token changes nothing."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token's person, or None when it is unknown, expired or revoked."""
        from parkloop.foundation.tokens import person_of_token

        found = person_of_token(token)
        if found is None:
            return None
        person, can_write = found
        if request.method not in SAFE and not can_write:
            raise NotAllowed(_("This token only reads. Make one that may write on your account page."))
        if person.user is not None and person.user.language:
            speak(request, person.user.language)
        request.person = person  # type: ignore[attr-defined]
        return person


class BrowserAuth(AuthBase):
    """The session of a signed-in browser."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Any:
        """The signed-in person; changes need the CSRF token as any form does."""
        person = getattr(request, "person", None)
        if person is None or request.headers.get("Authorization"):
            return None
        if request.user.must_change_password:  # type: ignore[union-attr]
            raise NotAllowed(_("Choose your own password first, on the page that opens when you sign in."))
        if request.method not in SAFE and check_csrf(request) is not None:
            raise NotAllowed(_("The CSRF token is missing or wrong. Load the page again, or use a personal token."))
        return person
