"""What must hold of a project whichever way it came in: form, import or demo. Each check gives (field, sentence), or nothing."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parkloop.domain.money import MOST_FEN
from parkloop.foundation import clock
from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models import Organisation, OrganisationKind
from parkloop.packs.projects import ProjectRules

TOWNS = (OrganisationKind.TOWN, OrganisationKind.STREET)
Problem = tuple[str, str]


def refuse(problems: Iterator[Problem]) -> None:
    """InvalidInput for the first problem, naming its field."""
    for name, text in problems:
        raise InvalidInput(text, field=name)


def of_major(project: Any, rules: ProjectRules) -> Iterator[Problem]:
    """Problems of a major project."""
    yield from _known(project.kind, "kind", [entry.key for entry in rules.kinds])
    yield from _known(project.stage, "stage", rules.stages.keys)
    yield from _of_both(project, rules)
    yield from _amount(project.investment_fen, "investment_fen")
    for name in ("carrier", "enterprise"):
        yield from _standing(getattr(project, name), name)


def of_technology(project: Any, rules: ProjectRules) -> Iterator[Problem]:
    """Problems of a key-technology project."""
    yield from _known(project.stage, "stage", rules.technology_stages.keys)
    if project.result:
        yield from _known(project.result, "result", [entry.key for entry in rules.results])
    yield from _of_both(project, rules)
    yield from _standing(project.enterprise, "enterprise")


def _of_both(project: Any, rules: ProjectRules) -> Iterator[Problem]:
    if project.industry:
        yield from _known(project.industry, "industry", [entry.key for entry in rules.industries])
    if project.town.kind not in TOWNS:
        yield "town", _("“%(name)s” is no town. Choose the town or sub-district.") % {"name": project.town.name}
    yield from _standing(project.town, "town")
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        yield "ends_on", _("The end lies before the start.")
    try:
        project.clean_fields(exclude=["version"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        yield name, messages[0]


def _known(key: str, name: str, keys: Any) -> Iterator[Problem]:
    if key not in keys:
        text = _("“%(word)s” is not in the park's register. Known are: %(known)s.")
        yield name, text % {"word": key, "known": ", ".join(keys)}


def _standing(organisation: Organisation | None, name: str) -> Iterator[Problem]:
    if organisation is not None and organisation.dissolved_on and organisation.dissolved_on <= clock.today():
        text = _("%(unit)s was dissolved. Choose the organisation that took over its duties.")
        yield name, text % {"unit": organisation.name}


def _amount(fen: int | None, name: str) -> Iterator[Problem]:
    if fen is not None and fen < 0:
        yield name, _("An amount of money cannot be below zero.")
    elif fen is not None and fen > MOST_FEN:
        yield name, _("This is more money than a project can cost. Another unit? Write 10,000 yuan.")


def amount(fen: int | None, name: str) -> None:
    """InvalidInput for an amount below zero or beyond all measure."""
    refuse(_amount(fen, name))
