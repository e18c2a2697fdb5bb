"""Loading a park's directory: organisations with their former names, and calendar years. The demonstration's people: `site.demo_steps`.

Everything goes through the actions, as the person who loads; loading twice does nothing more. What was changed on the desk stays.
"""

from collections.abc import Iterator

from parkloop.domain.workdays import SpecialDay
from parkloop.foundation import clock
from parkloop.foundation.actions.found_organisation import found_organisation
from parkloop.foundation.actions.record_calendar_year import record_calendar_year
from parkloop.foundation.actions.rename_organisation import rename_organisation
from parkloop.foundation.actions.seed_calendar import seed_calendar
from parkloop.foundation.models import Organisation, OrganisationKind, Person, WorkdayYear
from parkloop.foundation.park_loading import loader
from parkloop.packs import Label, Pack
from parkloop.packs import organisations as bodies
from parkloop.packs.calendar import WorkdayYear as AddedYear

SEEDED_YEARS_BEFORE = 3


@loader(10)
def load_organisations(person: Person, pack: Pack) -> Iterator[str]:
    """Found the park's organisations that are not there yet, parents first, each with the names it had."""
    known = {o.code: o for o in Organisation.objects.all()}
    new = [o for o in pack.organisations if o.code not in known]
    for body in parents_first(new):
        known[body.code] = _found(person, body, known.get(body.parent))
    yield f"organisations: {len(new)} founded, {len(pack.organisations) - len(new)} known"


@loader(20)
def load_calendar(person: Person, pack: Pack) -> Iterator[str]:
    """Seed the published years around the present, then record the park's own; a year changed on the desk stays."""
    seeded = seed_calendar(person, first_year=clock.today().year - SEEDED_YEARS_BEFORE)
    desk = set(WorkdayYear.objects.filter(origin="desk").values_list("year", flat=True))
    added = [year for year in pack.calendar if year.year not in desk]
    for year in added:
        record_calendar_year(
            person,
            year=year.year,
            days=special_days(year),
            notice=year.notice,
            origin="park",
            is_provisional=not year.notice,
        )
    yield f"calendar: {len(seeded)} years seeded, {len(added)} from the park, {len(pack.calendar) - len(added)} kept as changed here"


def parents_first(organisations: list[bodies.Organisation]) -> Iterator[bodies.Organisation]:
    """The organisations in an order in which each parent comes before its children (the pack has no rings)."""
    waiting = {o.code: o for o in organisations}
    while waiting:
        for body in [o for o in waiting.values() if o.parent not in waiting]:
            yield waiting.pop(body.code)


def special_days(year: AddedYear) -> list[SpecialDay]:
    """The year's named days."""
    off = [SpecialDay(day, False, h.name.zh, h.name.en) for h in year.holidays for day in h.days]
    return [*off, *(SpecialDay(day, True) for day in year.workdays)]


def _found(person: Person, body: bodies.Organisation, parent: Organisation | None) -> Organisation:
    first = body.names[0] if body.names else body
    organisation = found_organisation(
        person,
        code=body.code,
        kind=OrganisationKind(body.kind),
        founded_on=body.valid_from,
        parent=parent,
        credit_code=body.credit_code or None,
        source=body.source,
        is_verified=body.status == "verified",
        is_synthetic=body.synthetic,
        reason=body.source,
        **_names(first.name, first.short),
    )
    later = [*body.names[1:], body] if body.names else []
    starts = [former.until for former in body.names]
    for named, start in zip(later, starts, strict=True):
        organisation = rename_organisation(
            person, organisation=organisation, on=start, reason=body.source, **_names(named.name, named.short)
        )
    return organisation


def _names(name: Label, short: Label) -> dict[str, str]:
    same = {"short_zh": "", "short_en": ""} if short == name else {"short_zh": short.zh, "short_en": short.en}
    return {"name_zh": name.zh, "name_en": name.en, **same}
