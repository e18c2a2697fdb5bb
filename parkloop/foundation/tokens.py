"""Personal API tokens: how one is made and recognised. Only the SM3 digest is stored; the clear text is shown once.

A token carries 256 random bits, so a plain digest cannot be searched; the prefix finds the row, the digest is compared in constant time.
"""

import datetime as dt
import hmac
import re
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SM3, Hash

from parkloop.foundation import clock
from parkloop.foundation.models import ApiToken, Person

SHAPE = re.compile(r"plt_(?P<prefix>[a-z0-9]{8})_(?P<secret>[A-Za-z0-9_-]{43})\Z")
USE_NOTED_EVERY = dt.timedelta(hours=1)


@dataclass(frozen=True)
class FreshToken:
    """A new token's clear text with what is stored of it."""

    text: str
    prefix: str
    digest: str


def fresh() -> FreshToken:
    """A new random token: `plt_<prefix>_<secret>`."""
    prefix = secrets.token_hex(4)
    text = f"plt_{prefix}_{secrets.token_urlsafe(32)}"
    return FreshToken(text, prefix, digest_of(text))


def digest_of(text: str) -> str:
    """SM3 of the clear text, hexadecimal."""
    digest = Hash(SM3())
    digest.update(text.encode())
    return digest.finalize().hex()


def person_of_token(text: str) -> tuple[Person, bool] | None:
    """Whose token it is and whether it may write; None when unknown, expired, revoked or its person is not active."""
    shape = SHAPE.match(text.strip())
    if shape is None:
        return None
    digest = digest_of(text.strip())
    for token in ApiToken.objects.filter(prefix=shape["prefix"]).select_related("person", "person__user"):
        if hmac.compare_digest(token.digest, digest):
            return _use(token)
    return None


def is_usable(token: ApiToken) -> bool:
    """Whether the token still opens anything today."""
    person = token.person
    has_account = person.user is not None and person.user.is_active
    return token.revoked_at is None and clock.today() < token.expires_on and person.is_active and has_account


def _use(token: ApiToken) -> tuple[Person, bool] | None:
    if not is_usable(token):
        return None
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.person, token.can_write
