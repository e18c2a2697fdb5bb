"""Django configuration of the plan's room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    """Plans, tasks and targets. What it declares is loaded by `foundation.loading`."""

    name = "parkloop.apps.plan"
    label = "plan"
    verbose_name = _("Plan")
    default_auto_field = "django.db.models.BigAutoField"
