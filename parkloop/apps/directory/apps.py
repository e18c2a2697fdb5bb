"""Django configuration of the room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room `directory`."""

    name = "parkloop.apps.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
