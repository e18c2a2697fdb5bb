"""Rows of a sheet as entries of one of the two registers: checked as they were and as they will be, then written together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from parkloop.apps.projects import moving, parkdata
from parkloop.apps.projects.checks import Problem
from parkloop.domain.refs import Ref
from parkloop.foundation import clock, journal, policy
from parkloop.foundation.acting import ImportResult, RowErrors
from parkloop.foundation.models import Person
from parkloop.foundation.watching import changed_many
from parkloop.packs.projects import ProjectRules

NAMED = 1000


@dataclass(frozen=True)
class Register:
    """One of the registers: its model, the verb, the fields that may be written as words of the park, what must hold of an entry."""

    model: Any
    action: str
    words: Callable[[ProjectRules], dict[str, Sequence[Any]]]
    problems: Callable[[Any, ProjectRules], Iterator[Problem]]


@dataclass
class Taken:
    """What a sheet comes to: entries to make, entries to change, the codes of its rows."""

    made: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def take(person: Person, register: Register, rows: Sequence[dict[str, Any]]) -> Taken:
    """The entries as they will be, not saved. Errors: RowErrors saying what is wrong in which row."""
    rules, codes = parkdata.needed(), [row["code"] for row in rows]
    known = {entry.code: entry for entry in register.model.objects.filter(code__in=codes)}
    seen = set(policy.rows(person, register.model).filter(code__in=codes).values_list("code", flat=True))
    taken, errors = Taken(codes=codes), {}
    for place, row in enumerate(rows):
        entry = known.get(row["code"])
        error, as_it_will_be = _entry(person, register, entry, row, rules, seen)
        if error:
            errors[place] = error
        (taken.made if entry is None else taken.changed).append(as_it_will_be)
    if errors:
        raise RowErrors(errors)
    return taken


def _entry(
    person: Person, register: Register, entry: Any, row: dict[str, Any], rules: ProjectRules, seen: set[str]
) -> tuple[str, Any]:
    """(what is wrong or nothing, the entry as it will be)."""
    target = entry or register.model(code=row["code"])
    if entry is not None and (entry.code not in seen or not policy.may(person, register.action, entry)):
        return gettext("you have no right to change this row"), target
    values = dict(row)
    for name, named in register.words(rules).items():
        if values.get(name):
            values[name] = parkdata.key_of(named, values[name]) or values[name]
    if entry is not None and values.get("stage", entry.stage) != entry.stage:
        return gettext("the stage of a known project changes step by step on the board, with date and evidence"), target
    for name, value in values.items():
        setattr(target, name, value)
    problem = next(register.problems(target, rules), None)
    if problem:
        label = str(register.model._meta.get_field(problem[0]).verbose_name)
        return f"{label}: {problem[1]}", target
    if not _is_own(person, register, target):
        return gettext("you have no right to put a project there"), target
    return "", target


def _is_own(person: Person, register: Register, target: Any) -> bool:
    """Whether the person may have it as it will be, new town and enterprise included."""
    rules = policy.rules_of(register.model)
    return person.is_system or bool(rules and rules.actions[register.action](person, target))


def write(person: Person, register: Register, taken: Taken, digest: str) -> ImportResult:
    """Make and change the entries in one transaction, with one journal entry that carries the batch's digest."""
    kept = ("id", "code", "stage")
    fields = [f.name for f in register.model._meta.local_concrete_fields if f.name not in kept]
    for entry in taken.changed:
        entry.version += 1
    with transaction.atomic():
        for entry in taken.made:
            entry.save()
            moving.record(person, entry, "", entry.stage, on=clock.today())
        register.model.objects.bulk_update(taken.changed, fields, 500)
        after = {"made": len(taken.made), "changed": len(taken.changed), "codes": taken.codes[:NAMED]}
        journal.write(
            person, register.action, Ref(register.model._meta.label_lower, "bulk"), after=after, digest=digest
        )
        changed_many(register.model, [entry.pk for entry in (*taken.made, *taken.changed)])
    return ImportResult(made=len(taken.made), changed=len(taken.changed))
