"""Django configuration of the room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room `documents`."""

    name = "parkloop.apps.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
