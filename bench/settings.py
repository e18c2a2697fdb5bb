"""Settings of a measured server: as in production but without TLS, with the synthetic table; password hashing as in production."""

import os

os.environ.setdefault("PARKLOOP_DEMO", "1")

from parkloop.site.settings.base import *  # noqa: F403
from parkloop.site.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bulk"]
ACCOUNT_RATE_LIMITS = False
