"""First passwords of accounts and the rules for passwords. Rights never hang on an account but on the person's roles."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models import User

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def fresh_password() -> str:
    """A first password to be read out or typed from paper: four groups of four, without look-alikes (about 79 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _i in range(4)) for _j in range(4))


def check_password(password: str, user: User) -> None:
    """InvalidInput with the first rule that the password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput(error.messages[0], field="password") from error
