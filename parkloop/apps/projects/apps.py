"""Django configuration of the room of projects."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Major and key-technology projects. What it declares is loaded by `foundation.loading`."""

    name = "parkloop.apps.projects"
    label = "projects"
    verbose_name = _("Projects")
    default_auto_field = "django.db.models.BigAutoField"
