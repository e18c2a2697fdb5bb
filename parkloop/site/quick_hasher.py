"""A quick password hash, for the one case in which everybody knows the passwords: making the demo's accounts."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """Django hashes anew with its full strength when somebody signs in."""

    iterations = 1_000
