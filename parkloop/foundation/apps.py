"""Django configuration of the ground."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    """Installs the append-only triggers after every migration (SQLite drops them when it remakes a table)."""

    name = "parkloop.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parkloop.foundation import loading, policies, triggers  # noqa: F401

        loading.load_rooms()
        post_migrate.connect(triggers.install, sender=self)
