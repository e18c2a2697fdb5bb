"""Django configuration of the desk."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    """The machine that shows things; keeps the search index in step with the journal and installs its engine after `migrate`."""

    name = "parkloop.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Start watching changes for the search index."""
        from parkloop.desk.finding import search_index

        post_migrate.connect(search_index.install, sender=self)
