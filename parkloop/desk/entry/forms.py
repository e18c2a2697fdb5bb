"""Forms made from the signature of an action: what an action takes is what its form asks, in page, dialog and bulk alike.

Types come from the annotations, words and limits from the model's fields, help and basis from the resource. Choices among things
are narrowed by the policy: a key the person may not see is refused as unknown.
"""

import datetime as dt
import inspect
import types
import typing
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.base import File
from django.db import models
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from parkloop.desk.entry.calling import subject_name
from parkloop.desk.resource import Resource
from parkloop.desk.tables import paths
from parkloop.desk.tables.filters import OPTIONS_AT_ONCE, remote_address
from parkloop.domain.money import fen_of_wan, wan_of
from parkloop.foundation import policy
from parkloop.foundation.acting import Action
from parkloop.foundation.models import FenField

SPECIAL = frozenset({"version"})
LONG_TEXT = frozenset({"reason", "note", "text", "explanation", "why", "content", "body"})
WORDS = {
    "reason": _("Reason"),
    "note": _("Note"),
    "data": _("File"),
    "file": _("File"),
    "files": _("Files"),
    "on": _("Date"),
}
REASON_HELP = _("It stands in the journal, readable by everybody who may see this.")


class ActionForm(forms.Form):
    """A form of one action. `hidden_names` are carried without being asked; `bytes_name` is a file handed over as bytes."""

    error_css_class = "field-bad"
    required_css_class = "field-required"

    def __init__(self, action: Action, *args: Any, **kwargs: Any) -> None:
        self.action = action
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Keyword arguments for the action: what was left empty and has a default is left to the action."""
        made: dict[str, Any] = {}
        for name, parameter in self.action.parameters.items():
            if name not in self.cleaned_data:
                continue
            value = self.cleaned_data[name]
            is_empty = value is None or (value == "" and not _is_text(parameter))
            if is_empty and parameter.default is not inspect.Parameter.empty and not _is_optional(parameter):
                continue
            made[name] = value
        return made | self._file_values(made)

    def _file_values(self, made: dict[str, Any]) -> dict[str, Any]:
        """An uploaded file as bytes, with its name where the action takes a name that is not asked."""
        extra: dict[str, Any] = {}
        for name, value in made.items():
            if isinstance(value, File) and _kind_of(self.action.parameters[name]) is bytes:
                extra[name] = value.read()
                if "name" in self.action.parameters and "name" not in self.fields:
                    extra["name"] = value.name or "file"
        return extra


def form_for(
    action: Action,
    resource: Resource,
    person: Any,
    obj: Any = None,
    data: QueryDict | None = None,
    files: Any = None,
    initial: dict[str, Any] | None = None,
) -> ActionForm:
    """The form of an action, bound when `data` is given. `obj` prefills fields of the same names."""
    first = {**_from_object(action, resource, person, obj), **(initial or {})}
    form = ActionForm(action, data, files, initial=first)
    for name, parameter in asked(action).items():
        form.fields[name] = _field(action, resource, person, name, parameter, obj)
    return form


def asked(action: Action) -> dict[str, inspect.Parameter]:
    """The parameters a person is asked for."""
    left_out = SPECIAL | {subject_name(action)}
    takes_bytes = any(_kind_of(p) is bytes for p in action.parameters.values())
    if takes_bytes:
        left_out = left_out | {"name"}
    return {n: p for n, p in action.parameters.items() if n not in left_out}


# -- reading annotations


def _kind_of(parameter: inspect.Parameter) -> Any:
    """The annotation without `| None`."""
    return _bare(parameter.annotation)


def _bare(annotation: Any) -> Any:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        return _bare(inner[0]) if inner else str
    return annotation


def _is_optional(parameter: inspect.Parameter) -> bool:
    return type(None) in typing.get_args(parameter.annotation)


def _is_text(parameter: inspect.Parameter) -> bool:
    kind = _kind_of(parameter)
    return kind is str or (isinstance(kind, type) and issubclass(kind, str))


def _is_required(parameter: inspect.Parameter) -> bool:
    return parameter.default is inspect.Parameter.empty and not _is_optional(parameter)


def _item_model(kind: Any) -> type[models.Model] | None:
    """The model of `list[Model]`, `QuerySet[Model]` and the like."""
    origin = typing.get_origin(kind)
    if origin in (list, tuple, set, frozenset, Iterable, Collection, typing.Sequence, QuerySet) or _is_sequence(origin):
        inner = next((a for a in typing.get_args(kind) if isinstance(a, type)), None)
        return inner if inner and issubclass(inner, models.Model) else None
    return None


def _is_sequence(origin: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, Iterable)


# -- making fields


def _field(
    action: Action, resource: Resource, person: Any, name: str, parameter: inspect.Parameter, obj: Any
) -> forms.Field:
    known = paths.field_of(resource.model, name) if resource.model else None
    made = _typed(action, person, name, parameter, known)
    narrow = action.options.get("among", {}).get(name)
    if narrow is not None and obj is not None:
        made.queryset = narrow(person, made.queryset, obj)  # type: ignore[attr-defined]
    made.required = _is_required(parameter) and not isinstance(made, forms.BooleanField)
    made.label = _label(action, name, known)
    made.help_text = str(
        action.options.get("help", {}).get(name) or resource.help.get(name) or (known.help_text if known else "")
    )
    if name == "reason" and not made.help_text:
        made.help_text = str(REASON_HELP)
    made.basis = str(action.options.get("basis", {}).get(name) or resource.basis.get(name, ""))  # type: ignore[attr-defined]
    return made


def _label(action: Action, name: str, known: Any) -> str:
    declared = action.options.get("labels", {}).get(name)
    text = str(
        declared or (known.verbose_name if known is not None else None) or WORDS.get(name) or _parameter_word(name)
    )
    return text[:1].upper() + text[1:]


def _parameter_word(name: str) -> str:
    """A name nobody has given a word: translated if the catalogues know it, else spaced."""
    from django.utils.translation import gettext

    return gettext(name.replace("_", " "))


def _typed(action: Action, person: Any, name: str, parameter: inspect.Parameter, known: Any) -> forms.Field:
    kind = _kind_of(parameter)
    given = action.options.get("choices", {}).get(name)
    if given is not None:
        return forms.ChoiceField(choices=[*_blank(parameter), *(given(person) if callable(given) else given)])
    if isinstance(kind, type) and issubclass(kind, models.Model):
        return _one_of(person, kind)
    several = _item_model(kind)
    if several is not None:
        return forms.ModelMultipleChoiceField(policy.rows(person, several), widget=_picker(person, several, many=True))
    if isinstance(kind, type) and issubclass(kind, models.Choices):
        return forms.TypedChoiceField(choices=[*_blank(parameter), *kind.choices], coerce=kind, empty_value="")
    choices = _choices(kind, known)
    if choices:
        return forms.ChoiceField(choices=[*_blank(parameter), *choices])
    if isinstance(known, FenField) or name in action.options.get("money", ()):
        return WanField()
    return _plain(kind, name, known, is_long=name in action.options.get("long", ()))


def _blank(parameter: inspect.Parameter) -> list[tuple[str, Any]]:
    return [("", _("Please choose") if _is_required(parameter) else "—")]


def _choices(kind: Any, known: Any) -> list[tuple[Any, Any]]:
    if typing.get_origin(kind) is typing.Literal:
        return [(v, v) for v in typing.get_args(kind)]
    return list(known.flatchoices) if known is not None and kind is str and known.choices else []


def _one_of(person: Any, model: type[models.Model]) -> forms.Field:
    rows = policy.rows(person, model)
    return forms.ModelChoiceField(rows, widget=_picker(person, model, many=False), empty_label="—")


class WanField(forms.DecimalField):
    """Money: people write 万元, the action gets whole fen."""

    def __init__(self) -> None:
        super().__init__(max_digits=17, decimal_places=6, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def prepare_value(self, value: Any) -> Any:
        """Fen of the record as 万元; what was typed stays as typed."""
        return wan_of(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Whole fen, or None when it was left empty."""
        amount = super().clean(value)
        return None if amount is None else fen_of_wan(amount)


class RemoteSelect(forms.Select):
    """A select that asks the server while the person types; without script it offers what is chosen already."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """Only the chosen options are printed."""
        field_choices = self.choices
        chosen = [v for v in value if v]
        self.choices = [(str(o.pk), str(o)) for o in field_choices.queryset.filter(pk__in=_numbers(chosen))]  # type: ignore[union-attr]
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = field_choices


class RemoteSelectMultiple(RemoteSelect, forms.SelectMultiple):
    """The same for several."""


def _numbers(values: list[str]) -> list[str]:
    return [v for v in map(str, values) if v.isascii() and v.isdigit() and len(v) < 19]


def _picker(person: Any, model: type[models.Model], many: bool) -> forms.Widget:
    """A plain select for few rows, one that asks the server for many."""
    few = len(policy.rows(person, model).values_list("pk")[: OPTIONS_AT_ONCE + 1]) <= OPTIONS_AT_ONCE
    address = remote_address(model)
    if few or not address:
        return forms.SelectMultiple(attrs={"data-pick": ""}) if many else forms.Select(attrs={"data-pick": ""})
    return (RemoteSelectMultiple if many else RemoteSelect)(attrs={"data-remote": address})


def _plain(kind: Any, name: str, known: Any, *, is_long: bool = False) -> forms.Field:
    if kind is bytes or (isinstance(kind, type) and issubclass(kind, File)):
        return forms.FileField()
    if kind is bool:
        return forms.BooleanField(required=False)
    if kind is int:
        return forms.IntegerField(widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    if kind in (Decimal, float):
        digits, places = getattr(known, "max_digits", 20), getattr(known, "decimal_places", None)
        return forms.DecimalField(
            max_digits=digits, decimal_places=places, widget=forms.TextInput(attrs={"inputmode": "decimal"})
        )
    if kind is dt.date:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    if kind is dt.datetime:
        return forms.DateTimeField(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        )
    if kind in (dict, list) or typing.get_origin(kind) in (dict, list):
        return forms.JSONField()
    is_long = is_long or name in LONG_TEXT or isinstance(known, models.TextField)
    widget = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput()
    return forms.CharField(max_length=getattr(known, "max_length", None) or (4000 if is_long else 500), widget=widget)


def _from_object(action: Action, resource: Resource, person: Any, obj: Any) -> dict[str, Any]:
    """Defaults of the signature; over them the record's own values, where the person may see the field."""
    made = {
        n: p.default
        for n, p in asked(action).items()
        if p.default is not inspect.Parameter.empty and p.default not in (None, "")
    }
    if obj is None:
        return made
    seen = policy.fields(person, type(obj))
    for name in asked(action):
        field = paths.field_of(type(obj), name)
        if field is not None and field.name in seen and name != "reason":
            made[name] = getattr(obj, field.attname)
    return made
