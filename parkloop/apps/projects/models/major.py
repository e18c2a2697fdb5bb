"""Major projects (重大项目, 旗舰项目), their monthly investment and their blockers (堵点)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models.base import Staged
from parkloop.foundation.models import FenField
from parkloop.foundation.models.base import Versioned


class Project(Staged):
    """A major project. `enterprise` builds it, `carrier` (载体) is the park or platform where it stands, `leader` answers for it."""

    kind = models.CharField(_("sort of project"), max_length=40)
    carrier = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("carrier")
    )
    enterprise = models.ForeignKey(
        "foundation.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("enterprise"),
    )
    leader = models.ForeignKey(
        "foundation.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible leader"),
    )
    leader_post = models.CharField(_("post of the leader"), max_length=120, blank=True)
    investment_fen = FenField(_("total investment (10,000 yuan)"), null=True, blank=True)
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    tasks = models.ManyToManyField("plan.Task", related_name="+", blank=True, verbose_name=_("tasks"))

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("major project")
        verbose_name_plural = _("major projects")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_ends_after_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="projects_investment_not_negative",
                condition=Q(investment_fen__isnull=True) | Q(investment_fen__gte=0),
            ),
        ]

    @property
    def organisation(self) -> Any:
        """Whose journal it is: the enterprise's where there is one, else the town's."""
        return self.enterprise or self.town


class InvestmentMonth(Versioned):
    """Planned and done investment of one month, known by its last day. Empty is missing and never zero.

    `missing_why` says why a due report has no number; `reported_at` is when done was first reported, so that lateness stays seen.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="months", verbose_name=_("project"))
    period_end = models.DateField(_("month ending"))
    planned_fen = FenField(_("planned (10,000 yuan)"), null=True, blank=True)
    done_fen = FenField(_("done (10,000 yuan)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    missing_why = models.CharField(_("why it is missing"), max_length=300, blank=True)
    reported_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["project__code", "period_end"]
        verbose_name = _("investment of a month")
        verbose_name_plural = _("monthly investment")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "period_end"], name="projects_one_row_a_month"),
            models.CheckConstraint(
                name="projects_month_not_negative",
                condition=(Q(planned_fen__isnull=True) | Q(planned_fen__gte=0))
                & (Q(done_fen__isnull=True) | Q(done_fen__gte=0)),
            ),
            models.CheckConstraint(
                name="projects_done_by_somebody",
                condition=Q(done_fen__isnull=True) | Q(reported_by__isnull=False, reported_at__isnull=False),
            ),
            models.CheckConstraint(
                name="projects_missing_or_done", condition=Q(done_fen__isnull=True) | Q(missing_why="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.period_end:%Y-%m}"

    @property
    def organisation(self) -> Any:
        """Whose journal it is."""
        return self.project.organisation


class Blocker(Versioned):
    """What holds a project up (堵点), since when, who must solve it by when, and how it was solved."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="blockers", verbose_name=_("project"))
    what = models.CharField(_("what blocks"), max_length=300)
    since = models.DateField(_("since"))
    solver = models.ForeignKey(
        "foundation.Organisation", models.PROTECT, related_name="+", verbose_name=_("who must solve it")
    )
    due_on = models.DateField(_("to be solved by"), null=True, blank=True)
    raised_by = models.ForeignKey("foundation.Person", models.PROTECT, related_name="+", verbose_name=_("raised by"))
    raised_at = models.DateTimeField(_("raised"))
    solved_on = models.DateField(_("solved on"), null=True, blank=True)
    how = models.CharField(_("solved how"), max_length=500, blank=True)
    solved_by = models.ForeignKey(
        "foundation.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("solved by")
    )

    class Meta:
        ordering: ClassVar = ["solved_on", "due_on", "pk"]
        verbose_name = _("blocker")
        verbose_name_plural = _("blockers")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_solved_says_how",
                condition=Q(solved_on__isnull=True, how="", solved_by__isnull=True)
                | (Q(solved_on__isnull=False, solved_by__isnull=False) & ~Q(how="")),
            ),
            models.CheckConstraint(
                name="projects_solved_after_it_began",
                condition=Q(solved_on__isnull=True) | Q(solved_on__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def organisation(self) -> Any:
        """Whose journal it is: who must solve it."""
        return self.solver
