"""Settings of the test suite: fast hashing, a fixed Monday, no secrets needed; PARKLOOP_DATABASE_URL selects PostgreSQL."""

import os
import tempfile

os.environ.setdefault("PARKLOOP_TESTING", "1")
os.environ.setdefault("PARKLOOP_DEMO", "1")
os.environ.setdefault("PARKLOOP_VAR", tempfile.mkdtemp(prefix="parkloop-test-"))

from parkloop.site.settings.base import *  # noqa: F403
from parkloop.site.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bulk"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PARKLOOP_TODAY = os.environ.get("PARKLOOP_TEST_TODAY", "2026-10-12")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
