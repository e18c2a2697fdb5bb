"""What happens around every request: the reader's language, the acting person, and refusals as proper answers.

Person and language are known before any view; an ActionError raised anywhere becomes a page, a partial or JSON with its status.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from parkloop.desk import refusals
from parkloop.foundation.acting import ActionError
from parkloop.foundation.models import Person

Answer = Callable[[HttpRequest], HttpResponseBase]
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class ReaderLanguage:
    """Language of the cookie, else the installation's (Simplified Chinese); ActingPerson puts the account's own first."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the reader's language."""
        speak(request, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        translation.activate(settings.LANGUAGE_CODE)
        return response


def speak(request: HttpRequest, language: str) -> None:
    """Activate a language for the rest of the request; anything unknown means the default."""
    chosen = language if language in LANGUAGES else settings.LANGUAGE_CODE
    translation.activate(chosen)
    request.LANGUAGE_CODE = chosen


class ActingPerson:
    """Sets `request.person`: the active person of the signed-in account, or None. Signed-in readers get their own language."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the person known."""
        request.person = person_of(request)  # type: ignore[attr-defined]
        user = request.user
        if user.is_authenticated and user.language:  # type: ignore[union-attr]
            speak(request, user.language)  # type: ignore[union-attr]
        return self.get_response(request)


def person_of(request: HttpRequest) -> Person | None:
    """The active person of the account that signed the request in."""
    if not request.user.is_authenticated:
        return None
    return Person.objects.filter(user_id=request.user.pk, is_active=True).first()


class RefusedActions:
    """Turns an ActionError that no view handled into an answer a person (or a program) can act on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass through; the work is in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal as page, partial or JSON; other errors are not ours."""
        return refusals.answer(request, error) if isinstance(error, ActionError) else None
