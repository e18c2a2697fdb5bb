"""A filled-in form is done once: the second arrival of the same token is told what the first one did.

The token is claimed in the transaction that does the action, so a crash between the two leaves neither.
"""

import secrets
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from parkloop.foundation import clock, refs
from parkloop.foundation.models import Submission


class SentBefore(Exception):
    """The token was used; `ref` (text, perhaps empty) is what came of it."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


def new_token() -> str:
    """A token for one form."""
    return secrets.token_urlsafe(24)


def once(person: Any, token: str, do: Callable[[], Any]) -> Any:
    """Run `do` unless the token was used before. Forms sent without a token run unprotected."""
    if not token:
        return do()
    with transaction.atomic():
        claim = _claim(person, token[:64])
        result = do()
        claim.ref = _ref(result)
        claim.save(update_fields=["ref"])
    return result


def _claim(person: Any, token: str) -> Submission:
    try:
        with transaction.atomic():
            return Submission.objects.create(person=person, token=token, at=clock.now())
    except IntegrityError as error:
        earlier = Submission.objects.filter(person=person, token=token).first()
        raise SentBefore(earlier.ref if earlier else "") from error


def _ref(result: Any) -> str:
    if isinstance(result, Model):
        kind = refs.kind_of_model(type(result))
        return str(refs.ref_of(result)) if kind else ""
    return ""
