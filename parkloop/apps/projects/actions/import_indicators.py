"""Technical indicators with what is promised and what was measured, from a sheet, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.projects.actions.add_indicator import check_promise
from parkloop.apps.projects.actions.record_reading import check_reading, newest_of, put_reading
from parkloop.apps.projects.models import Indicator, Reading
from parkloop.domain.refs import Ref
from parkloop.foundation import journal
from parkloop.foundation.acting import ActionError, ImportResult, InvalidInput, RowErrors, action, require
from parkloop.foundation.models import Person
from parkloop.foundation.watching import changed_many

NAME = "projects.import_indicators"
PROMISE = ("name_en", "unit", "comparator", "baseline", "goal", "goal_high")


@dataclass
class Row:
    """One row of the sheet as it will be: the indicator, whether its promise changes, a reading or none."""

    indicator: Indicator
    reason: str
    is_changed: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    reading: dict[str, Any] | None = None
    older: Reading | None = None


@action(NAME, label=gettext_lazy("Import technical indicators"), on=Indicator, bulk=True, icon="upload")
def import_indicators(person: Person, *, rows: Sequence[dict[str, Any]], digest: str = "") -> ImportResult:
    """Make and change indicators by project and Chinese name; an actual value that is new becomes a reading.

    An empty actual value keeps what was measured. A changed promise, and another value for a day that has one, need the reason.
    RowErrors says what is wrong in which row; then nothing is changed.
    """
    require(person, NAME)
    known = {
        (indicator.technology_id, indicator.name_zh): indicator
        for indicator in Indicator.objects.filter(technology__in={row["technology"].pk for row in rows})
    }
    taken, errors = [], {}
    seen: set[tuple[int, str]] = set()
    for place, row in enumerate(rows):
        key = (row["technology"].pk, row["name_zh"].strip())
        try:
            if key in seen:
                raise InvalidInput(_("the same indicator stands in another row"))
            seen.add(key)
            taken.append(_take(person, known.get(key), {**row, "name_zh": key[1]}))
        except ActionError as error:
            errors[place] = _with_label(error)
    if errors:
        raise RowErrors(errors)
    return _write(person, taken, digest)


def _take(person: Person, known: Indicator | None, row: dict[str, Any]) -> Row:
    """Errors: ActionError for the first thing that is wrong."""
    indicator = known or Indicator(technology=row["technology"], name_zh=row["name_zh"])
    made = Row(indicator, row.get("reason") or "", before=journal.values_of(indicator) if known else {})
    changed = [name for name in PROMISE if name in row and row[name] != getattr(indicator, name)]
    for name in changed:
        setattr(indicator, name, row[name])
    if known is None:
        require(person, "projects.add_indicator", indicator.technology)
    elif changed:
        require(person, "projects.edit_indicator", indicator)
        if not made.reason.strip():
            raise InvalidInput(_("the promise changes; give the reason"), field="reason")
    made.is_changed = bool(changed) or known is None
    if made.is_changed:
        check_promise(indicator)
    _take_reading(person, made, row)
    return made


def _take_reading(person: Person, made: Row, row: dict[str, Any]) -> None:
    value, on, source = row.get("actual"), row.get("measured_on"), (row.get("measured_source") or "").strip()
    if value is None:
        return
    if on is None:
        raise InvalidInput(_("an actual value needs the day it was measured on"), field="measured_on")
    check_reading(on, source, value)
    older = newest_of(made.indicator, on) if made.indicator.pk else None
    if older is not None and (older.value, older.source) == (value, source):
        return
    if made.indicator.pk:
        require(person, "projects.record_reading", made.indicator)
    if older is not None and not made.reason.strip():
        raise InvalidInput(_("another value of this day stands; give the reason of the correction"), field="reason")
    made.reading, made.older = {"value": value, "on": on, "source": source}, older


def _with_label(error: ActionError) -> str:
    """The sentence with the name of the column before it, where it names one."""
    names = {"on": "measured_on", "source": "measured_source", "value": "actual"}
    labels = {
        "actual": _("actual value"),
        "measured_on": _("measured on"),
        "measured_source": _("source of the actual value"),
        "reason": _("reason of a correction"),
    }
    name = names.get(error.field or "", error.field or "")
    if name in PROMISE:
        return f"{Indicator._meta.get_field(name).verbose_name}: {error}"
    return f"{labels[name]}: {error}" if name in labels else str(error)


def _write(person: Person, taken: list[Row], digest: str) -> ImportResult:
    made = sum(row.indicator.pk is None for row in taken)
    with transaction.atomic():
        for row in taken:
            if row.is_changed:
                row.indicator.version += row.indicator.pk is not None
                row.indicator.save()
            if row.before and row.is_changed:
                journal.write(person, NAME, row.indicator, before=row.before, reason=row.reason, digest=digest)
            if row.reading is not None:
                put_reading(
                    person, row.indicator, row.older, **row.reading, reason=row.reason if row.older else "",
                    action_name=NAME, digest=digest,
                )  # fmt: skip
        after = {"made": made, "changed": len(taken) - made}
        journal.write(person, NAME, Ref("projects.indicator", "bulk"), after=after, digest=digest)
        changed_many(Indicator, [row.indicator.pk for row in taken])
    return ImportResult(made=made, changed=len(taken) - made)
