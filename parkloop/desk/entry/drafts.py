"""Drafts of forms: what was typed and not yet sent, kept per person and form so that it can be left and found again."""

from typing import Any

from django.http import QueryDict

from parkloop.desk.models import FormDraft
from parkloop.foundation import clock

MOST_CHARACTERS = 100_000


def of(person: Any, key: str) -> FormDraft | None:
    """The person's draft of a form, or None."""
    return FormDraft.objects.filter(person=person, key=key).first()


def as_data(draft: FormDraft) -> dict[str, Any]:
    """Field values of a draft as initial values: lists where a field had several."""
    return {name: values if len(values) > 1 else (values[0] if values else "") for name, values in draft.data.items()}


def keep(person: Any, key: str, params: QueryDict, names: set[str]) -> None:
    """Keep the named fields of a form; an over-long draft is not kept."""
    data = {name: params.getlist(name) for name in params if name in names}
    if any(data.values()) and sum(len(v) for values in data.values() for v in values) <= MOST_CHARACTERS:
        FormDraft.objects.update_or_create(person=person, key=key, defaults={"data": data, "saved_at": clock.now()})


def drop(person: Any, key: str) -> None:
    """Forget a draft."""
    FormDraft.objects.filter(person=person, key=key).delete()
