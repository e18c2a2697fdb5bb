"""Settings of every installation; the environment (PARKLOOP_*) says what differs. Production refuses to start with default secrets."""

from pathlib import Path

import environs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from parkloop.site.settings.logs import logging_config

env = environs.Env()
HOME = Path(__file__).resolve().parents[3]
VAR = Path(env.str("PARKLOOP_VAR", str(HOME / "var")))
DEBUG = env.bool("PARKLOOP_DEBUG", False)
DEMO = env.bool("PARKLOOP_DEMO", False)
"""A demo runs on this machine's loopback address only, with synthetic people; it may use the built-in secrets."""

DEFAULT_SECRET = "only-for-the-demo-and-tests-never-in-production"
SECRET_KEY = env.str("PARKLOOP_SECRET", DEFAULT_SECRET)
PARKLOOP_JOURNAL_KEY = env.str("PARKLOOP_JOURNAL_KEY", DEFAULT_SECRET)
if not (DEBUG or DEMO or env.bool("PARKLOOP_TESTING", False)):
    for name, value in (("PARKLOOP_SECRET", SECRET_KEY), ("PARKLOOP_JOURNAL_KEY", PARKLOOP_JOURNAL_KEY)):
        if value == DEFAULT_SECRET or len(value) < 32:
            raise ImproperlyConfigured(
                f"{name} is not set: give a secret of at least 32 characters, kept outside the database."
            )

PARKLOOP_PARKS = Path(env.str("PARKLOOP_PARKS", str(HOME / "parks")))
PARKS = sorted(pack.parent.name for pack in PARKLOOP_PARKS.glob("*/pack.toml"))
PARKLOOP_PARK = env.str("PARKLOOP_PARK", next((name for name in PARKS if name != "example"), "example"))
PARKLOOP_TODAY = env.str("PARKLOOP_TODAY", "")
PARKLOOP_MAX_UPLOAD_BYTES = env.int("PARKLOOP_MAX_UPLOAD_BYTES", 50 * 1024 * 1024)
ALLOWED_HOSTS = env.list("PARKLOOP_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("PARKLOOP_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_structlog",
    "csp",
    "parkloop.foundation",
    "parkloop.desk",
    "parkloop.apps.directory",
    "parkloop.apps.documents",
    "parkloop.apps.plan",
    "parkloop.apps.projects",
]

MIDDLEWARE = [
    "parkloop.desk.timing.ServerTiming",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "parkloop.desk.middleware.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parkloop.desk.middleware.ActingPerson",
    "parkloop.desk.middleware.RefusedActions",
    "django_structlog.middlewares.RequestMiddleware",
]

ROOT_URLCONF = "parkloop.site.urls"
WSGI_APPLICATION = "parkloop.site.wsgi.application"
AUTH_USER_MODEL = "foundation.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOME / "parkloop" / "desk" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parkloop.desk.frame.frame",
            ],
        },
    }
]

DATABASE_URL = env.str("PARKLOOP_DATABASE_URL", "")
if DATABASE_URL:
    from parkloop.site.settings.database import postgresql

    DATABASES = {"default": postgresql(DATABASE_URL)}
else:
    from parkloop.site.settings.database import sqlite

    DATABASES = {"default": sqlite(VAR / "parkloop.sqlite3")}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [("web", HOME / "web")]
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SECURE_OFF = DEBUG or DEMO
SESSION_COOKIE_SECURE = not SECURE_OFF
CSRF_COOKIE_SECURE = not SECURE_OFF
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = env.bool("PARKLOOP_SSL_REDIRECT", not SECURE_OFF)
SECURE_HSTS_SECONDS = 0 if SECURE_OFF else 31536000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("PARKLOOP_BEHIND_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:workbench"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "parkloop.desk.accounts.ClosedSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "30/5m/ip,5/5m/key"}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "parkloop_cache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = logging_config()
