"""The demo's people and steps: each is a registered action, called on its date by the person who did it. Nothing is written past them.

A step's `args` are words: organisations by code, people by user name, plans, tasks and targets by what they are called in the park's
files. Words that are no parameter of the action say which object is meant (`plan` and `organisation` name a sign-off).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import ForeignKey, Model

from parkloop.desk.entry.calling import bare, subject_name
from parkloop.foundation import acting, clock, delivery, standing, ticking
from parkloop.foundation.models import Organisation, Person
from parkloop.packs import Pack
from parkloop.packs.demo import CastMember, Step

NATURAL_KEYS = ("code", "ident", "path", "heading__path")
MINUTES_APART = 7


class StepError(Exception):
    """A step cannot be done; the text names its line of the story."""


def add_cast(pack: Pack, password: str) -> int:
    """Add the people of the demo with posts, roles and accounts, as the system person; those known already are left. Their number."""
    system, known, added = standing.system_person(), set(Person.objects.values_list("code", flat=True)), 0
    for member in pack.people:
        if person_code(member.username) not in known:
            with transaction.atomic():
                _add_member(system, member, password)
            added += 1
    return added


def person_code(username: str) -> str:
    """The code of the person who signs in under this name."""
    return username.replace(".", "-")


def _add_member(system: Person, member: CastMember, password: str) -> None:
    holder = _act("directory.add_person")(
        system, name_zh=member.name.zh, name_en=member.name.en, code=person_code(member.username), is_synthetic=True
    )
    for number, post in enumerate(member.posts):
        _act("directory.add_post")(
            system,
            holder=holder,
            organisation=_organisation(post.organisation),
            title_zh=post.title.zh,
            title_en=post.title.en,
            valid_from=post.valid_from,
            is_main=number == 0,
        )
    for role in member.roles:
        span = {"valid_from": role.valid_from, "valid_to": role.valid_to}
        _act("directory.grant_role")(
            system, holder=holder, role=role.role, organisation=_organisation(role.organisation), **span
        )
    holder.refresh_from_db()
    _act("directory.open_account")(
        system, holder=holder, username=member.username, password=password, must_change_password=False
    )


def replay(pack: Pack, tell: Callable[[int, int, Step], None]) -> int:
    """Do all steps on their dates; after each day events are delivered and the clock ticks, as they would have. The number of steps."""
    done, total = 0, len(pack.steps)
    for day, steps in groupby(pack.steps, key=lambda step: step.on):
        for number, step in enumerate(steps):
            with clock.fixed(_instant(day, number)):
                do_step(step, pack.files)
            done += 1
            tell(done, total, step)
        settle(day)
    return done


def settle(day: dt.date) -> None:
    """Deliver events and tick at the evening of a day."""
    with clock.fixed(dt.datetime.combine(day, dt.time(18, 30), tzinfo=clock.zone())):
        delivery.deliver_waiting()
        ticking.tick()
        delivery.deliver_waiting()


def do_step(step: Step, files: Mapping[str, bytes] = MappingProxyType({})) -> Any:
    """Do one step as its person; one that was done before (a build that was killed) is left. StepError says why it was refused.

    `files` are the park's: a step hands `demo/<name>` to an action that takes a file.
    """
    verb = acting.actions().get(step.action)
    person = Person.objects.filter(code=person_code(step.by)).first()
    if verb is None or person is None:
        raise StepError(f"{step.on} {step.by} {step.action}: there is no such {'action' if verb is None else 'person'}")
    try:
        return verb.function(person, **arguments_of(verb, step.args, files))
    except acting.AlreadyDone:
        return None
    except (acting.ActionError, LookupError, TypeError) as error:
        raise StepError(f"{step.on} {step.by} {step.action} {step.args}: {error}") from error


def arguments_of(
    verb: acting.Action, words: dict[str, Any], files: Mapping[str, bytes] = MappingProxyType({})
) -> dict[str, Any]:
    """The keywords of the action from words of a file. LookupError names what is not found."""
    parameters, subject = verb.parameters, subject_name(verb)
    given = {name: typed(parameters[name].annotation, word) for name, word in words.items() if name in parameters}
    others = {name: word for name, word in words.items() if name not in parameters}
    if subject and subject not in given and verb.on is not None:
        given[subject] = found_by(verb.on, others)
    return given | _handed_in(verb, words, files)


def _handed_in(verb: acting.Action, words: dict[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Bytes (and the name, where the action asks for one) of the park's files that the step names."""
    found: dict[str, Any] = {}
    for name, parameter in verb.parameters.items():
        if name in words and bare(parameter.annotation)[0] is bytes:
            if words[name] not in files:
                raise LookupError(f"the park has no file {words[name]!r}")
            found[name] = files[words[name]]
            if "name" in verb.parameters:
                found.setdefault("name", words[name].rpartition("/")[2])
    return found


def typed(annotation: Any, word: Any) -> Any:
    """One value: models by their natural key, dates from ISO, decimals from the printed number."""
    base, _ = bare(annotation)
    if word is None or not isinstance(base, type):
        return word
    if issubclass(base, Model):
        return found(base, str(word))
    if base is dt.date and isinstance(word, str):
        return dt.date.fromisoformat(word)
    return Decimal(str(word)) if base is Decimal else word


def found(model: type[Model], word: str) -> Model:
    """The newest object that is called so; LookupError when there is none."""
    if model is Person:
        word = person_code(word)
    for key in _keys_of(model):
        row = model._default_manager.filter(**{key: word}).order_by("-pk").first()
        if row is not None:
            return row
    raise LookupError(f"there is no {model._meta.model_name} called {word!r}")


def found_by(model: type[Model], words: dict[str, Any]) -> Model:
    """The object that belongs to the named things (by its foreign keys); LookupError when there is none."""
    conditions: dict[str, Any] = {}
    for name, word in words.items():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        conditions[name] = found(field.related_model, str(word)) if isinstance(field, ForeignKey) else word  # type: ignore[arg-type]
    row = model._default_manager.filter(**conditions).order_by("-pk").first() if conditions else None
    if row is None:
        raise LookupError(f"there is no {model._meta.model_name} of {words}")
    return row


def _keys_of(model: type[Model]) -> Iterator[str]:
    names = {field.name for field in model._meta.get_fields()}
    yield from (key for key in NATURAL_KEYS if key.partition("__")[0] in names)


def _instant(day: dt.date, number: int) -> dt.datetime:
    start = dt.datetime.combine(day, dt.time(9, 0), tzinfo=clock.zone())
    return start + dt.timedelta(minutes=MINUTES_APART * number)


def _organisation(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def _act(name: str) -> Callable[..., Any]:
    return acting.actions()[name].function
