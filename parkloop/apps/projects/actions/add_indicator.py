"""A technical indicator is promised, or its promise corrected."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models import Indicator, Technology
from parkloop.apps.projects.models.technology import Comparator
from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, bump_version, check, require
from parkloop.foundation.models import Person

LABELS = {
    "name_zh": _("Chinese name of the indicator"),
    "name_en": _("English name of the indicator"),
    "unit": _("Unit"),
    "comparator": _("Comparison"),
    "baseline": _("Baseline"),
    "goal": _("Target value"),
    "goal_high": _("Upper end (only between)"),
}


@action(
    "projects.add_indicator", label=_("Add a technical indicator"), on=Technology, icon="target-arrow", labels=LABELS
)
def add_indicator(
    person: Person,
    *,
    technology: Technology,
    name_zh: str,
    comparator: Comparator,
    goal: Decimal,
    goal_high: Decimal | None = None,
    unit: str = "",
    baseline: Decimal | None = None,
    name_en: str = "",
) -> Indicator:
    """Promise an indicator. Errors: NotAllowed; InvalidInput (no name, a name twice, ends of a range)."""
    require(person, "projects.add_indicator", technology)
    made = Indicator(
        technology=technology, name_zh=name_zh.strip(), name_en=name_en, unit=unit, comparator=comparator, baseline=baseline,
        goal=goal, goal_high=goal_high,
    )  # fmt: skip
    check_promise(made)
    if technology.indicators.filter(name_zh=made.name_zh).exists():
        raise InvalidInput(_("The project has an indicator of this name."), field="name_zh")
    with transaction.atomic():
        made.save()
        journal.write(person, "projects.add_indicator", made)
    return made


@action("projects.edit_indicator", label=_("Edit the indicator"), on=Indicator, icon="edit", labels=LABELS)
def edit_indicator(
    person: Person,
    *,
    indicator: Indicator,
    name_zh: str,
    comparator: Comparator,
    goal: Decimal,
    reason: str,
    goal_high: Decimal | None = None,
    unit: str = "",
    baseline: Decimal | None = None,
    name_en: str = "",
    version: int | None = None,
) -> Indicator:
    """Correct a promise; the reason and the old one stay in the journal. Errors: NotAllowed; InvalidInput; StaleVersion."""
    require(person, "projects.edit_indicator", indicator)
    if not reason.strip():
        raise InvalidInput(_("Say why it changes."), field="reason")
    before = journal.values_of(indicator)
    indicator.name_zh, indicator.name_en, indicator.unit = name_zh.strip(), name_en, unit
    indicator.comparator, indicator.baseline = comparator, baseline
    indicator.goal, indicator.goal_high = goal, goal_high
    check_promise(indicator)
    others = Indicator.objects.filter(technology=indicator.technology_id, name_zh=indicator.name_zh)
    if others.exclude(pk=indicator.pk).exists():
        raise InvalidInput(_("The project has an indicator of this name."), field="name_zh")
    with transaction.atomic():
        bump_version(indicator, version)
        indicator.save()
        journal.write(person, "projects.edit_indicator", indicator, before=before, reason=reason)
    return indicator


def check_promise(indicator: Indicator) -> None:
    """The ends of a range, and what the model itself checks. Errors: InvalidInput naming the field."""
    is_range = indicator.comparator == Comparator.RANGE
    if is_range and (indicator.goal_high is None or indicator.goal_high <= indicator.goal):
        raise InvalidInput(_("Between needs an upper end above the target value."), field="goal_high")
    if not is_range and indicator.goal_high is not None:
        raise InvalidInput(_("Only between has an upper end: leave it empty."), field="goal_high")
    check(indicator)
