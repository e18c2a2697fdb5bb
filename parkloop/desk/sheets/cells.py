"""Cells of a sheet to typed values: which columns a resource's sheet may have, and how each text is read.

Errors are sentences for the error sheet. Foreign keys are written by natural keys and found within what the person may see.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from parkloop.adapters.sheets import EMPTY_TEXT, as_number
from parkloop.desk import registry
from parkloop.desk.parts import SheetNames
from parkloop.desk.resource import Resource
from parkloop.domain.money import fen_of_wan
from parkloop.foundation import clock, policy
from parkloop.foundation.models import FenField

TRUE = frozenset({"true", "1", "yes", "y", "是", "真", "√"})
FALSE = frozenset({"false", "0", "no", "n", "否", "假", "×"})


@dataclass(frozen=True)
class ImportColumn:
    """One column of a sheet; a foreign key is written by its natural key, printed as `field (key)`."""

    name: str
    field: Any
    labels: tuple[str, ...]
    is_required: bool
    is_key: bool

    @property
    def label(self) -> str:
        """Heading in the active language."""
        return str(self.field.verbose_name)


def columns_of(resource: Resource) -> list[ImportColumn]:
    """Columns a sheet may have: the keys, then the fields that the resource names or its form's sections, then columns of its own."""
    fields = resource.import_fields or [name for section in resource.sections for name in section.fields]
    names = dict.fromkeys(name.partition("__")[0] for name in (*resource.import_keys, *fields))
    extra = [column.name for column in resource.import_extra]
    return [_column(resource, name) for name in (*names, *extra) if name in extra or _is_field(resource.model, name)]


def field_of(resource: Resource, name: str) -> Any:
    """The field that says how a column is read: the model's, or that of a column of the sheet's own."""
    own = next((column.field for column in resource.import_extra if column.name == name), None)
    return own or resource.model._meta.get_field(name)


def stored_value(resource: Resource, obj: Any, name: str) -> Any:
    """What stands now in a column."""
    own = next((column for column in resource.import_extra if column.name == name), None)
    return own.value(obj) if own else resource.model._meta.get_field(name).value_from_object(obj)


def _is_field(model: type[models.Model], name: str) -> bool:
    return any(field.name == name and not isinstance(field, models.FileField) for field in model._meta.concrete_fields)


def _column(resource: Resource, name: str) -> ImportColumn:
    field = field_of(resource, name)
    labels = [name]
    for language in ("zh-hans", "en"):
        with translation.override(language):
            labels.append(str(field.verbose_name).casefold())
    is_key = name in resource.import_keys
    required = is_key or not (field.blank or field.null or field.has_default())
    return ImportColumn(name, field, tuple(labels), required, is_key)


class Lookup:
    """What people wrote → primary keys of the related things in a chunk of lines: one query per foreign key written by a field."""

    def __init__(
        self, person: Any, relations: list[ImportColumn], columns: list[ImportColumn | None], lines: list[list[str]]
    ) -> None:
        self.found: dict[str, Mapping[str, int | str]] = {}
        for column in relations:
            place = columns.index(column)
            texts = {line[place].strip() for line in lines if place < len(line)} - {""}
            names = names_of(column.field.related_model)
            if names is not None:
                self.found[column.name] = names.find(person, texts)
                continue
            field = natural_key(column.field.related_model)
            rows = policy.rows(person, column.field.related_model).filter(**{f"{field}__in": texts})
            self.found[column.name] = {str(key): pk for key, pk in rows.values_list(field, "pk")}

    def key(self, column: ImportColumn, text: str) -> int | None:
        """Primary key of the related thing the person may see, or None. Errors: ValueError with the reason why it is none."""
        found = self.found[column.name].get(text)
        if isinstance(found, str):
            raise ValueError(found)
        return found


def names_of(model: type[models.Model]) -> SheetNames | None:
    """How one of a model is written, where that is no single field."""
    resource = registry.for_model(model)
    return resource.sheet_names if resource else None


def natural_key(model: type[models.Model]) -> str:
    """The field by which people write a thing in a sheet: its resource's first import key, else `code`, else its number."""
    resource = registry.for_model(model)
    if resource is not None and resource.import_keys:
        return resource.import_keys[0]
    return "code" if any(field.name == "code" for field in model._meta.concrete_fields) else "pk"


def typed(columns: list[ImportColumn | None], line: list[str], lookup: Lookup) -> tuple[dict[str, Any], dict[str, str]]:
    """The typed values of a line by field name, and its errors by field name."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for place, column in enumerate(columns):
        if column is None:
            continue
        text = line[place] if place < len(line) else ""
        try:
            values[column.name] = _value(column, text, lookup)
        except ValueError as error:
            errors[column.name] = str(error)
        except ValidationError as error:
            errors[column.name] = " ".join(error.messages)
    return values, errors


def _value(column: ImportColumn, text: str, lookup: Lookup) -> Any:
    field = column.field
    if isinstance(field, (models.CharField, models.TextField)) and not field.choices:
        return _text_value(column, text)
    plain = text.strip()
    if not plain:
        if column.is_required or not (field.null or field.has_default()):
            raise ValueError(_("must not be empty"))
        return None if field.null else field.get_default()
    value = _convert(column, plain, lookup)
    if not field.is_relation:
        field.run_validators(value)
    return value


def _text_value(column: ImportColumn, text: str) -> str | None:
    field = column.field
    if text == EMPTY_TEXT and field.null:
        return ""
    if not text:
        if column.is_required:
            raise ValueError(_("must not be empty"))
        return None if field.null else ""
    field.run_validators(text)
    return text


def _convert(column: ImportColumn, text: str, lookup: Lookup) -> Any:
    field = column.field
    if field.choices:
        return _choice(field, text)
    if field.is_relation:
        pk = lookup.key(column, text)
        if pk is None:
            raise ValueError(_("“%(text)s” is not known here") % {"text": text})
        return pk
    if isinstance(field, models.BooleanField):
        return _boolean(text)
    if isinstance(field, models.DecimalField):
        return _number(text)
    if isinstance(field, FenField):
        return _fen(text)
    if isinstance(field, (models.IntegerField, models.BigIntegerField)):
        number = _number(text)
        if number != number.to_integral_value():
            raise ValueError(_("“%(text)s” is no whole number") % {"text": text})
        return int(number)
    if isinstance(field, (models.DateField, models.DateTimeField)):
        return _day(field, text)
    return field.to_python(text)


def _choice(field: Any, text: str) -> Any:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for value, label in field.flatchoices:
                if text in (str(value), str(label)):
                    return value
    labels = ", ".join(str(label) for _value, label in field.flatchoices)
    raise ValueError(_("“%(text)s” is none of: %(choices)s") % {"text": text, "choices": labels})


def _boolean(text: str) -> bool:
    if text.casefold() in TRUE | FALSE:
        return text.casefold() in TRUE
    raise ValueError(_("“%(text)s” is neither yes nor no") % {"text": text})


def _number(text: str) -> Decimal:
    try:
        return as_number(text)
    except ValueError as error:
        raise ValueError(_("“%(text)s” is no number") % {"text": text}) from error


def _fen(text: str) -> int:
    amount = _number(text)
    try:
        return fen_of_wan(amount)
    except ValueError as error:
        raise ValueError(_("“%(text)s” is no amount of 10,000 yuan down to the fen") % {"text": text}) from error


def _day(field: Any, text: str) -> Any:
    plain = text.replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").replace("日", "")
    try:
        if isinstance(field, models.DateTimeField):
            return dt.datetime.fromisoformat(plain).replace(tzinfo=clock.zone())
        parts = [int(part) for part in plain.split(" ")[0].split("-")]
        return dt.date(*parts)
    except (ValueError, TypeError) as error:
        raise ValueError(_("“%(text)s” is no date like 2026-10-12") % {"text": text}) from error
