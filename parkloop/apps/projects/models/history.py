"""The history of stages, append-only: when a project reached which stage, what had been planned, and why it went back."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models.major import Project
from parkloop.apps.projects.models.technology import Technology


class StageChange(models.Model):
    """One change of stage of a project of either sort; the first one has no stage before it.

    `planned_on` is the date that had been planned for it, so that lateness stays seen after the plan moves on.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("major project")
    )
    technology = models.ForeignKey(
        Technology,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("key-technology project"),
    )
    from_stage = models.CharField(_("from stage"), max_length=40, blank=True)
    to_stage = models.CharField(_("to stage"), max_length=40)
    on = models.DateField(_("changed on"))
    planned_on = models.DateField(_("had been planned for"), null=True, blank=True)
    is_back = models.BooleanField(_("went back"), default=False)
    evidence = models.CharField(_("evidence"), max_length=100, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    moved_by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("moved by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_change_of_one",
                condition=Q(project__isnull=False, technology__isnull=True)
                | Q(project__isnull=True, technology__isnull=False),
            ),
            models.CheckConstraint(name="projects_back_with_reason", condition=Q(is_back=False) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.on}"

    @property
    def subject(self) -> Any:
        """The project of either sort."""
        return self.project or self.technology

    @property
    def organisation(self) -> Any:
        """Whose journal it is."""
        return self.subject.organisation
