"""Django configuration of the synthetic table."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """A room of tests and bench only."""

    name = "tests.bulk"
    label = "bulk"
    is_room = True
    default_auto_field = "django.db.models.BigAutoField"
