"""Reading model paths (`owner__name_zh`): which fields they pass, whether a person may see them, how they sort, what they give.

Bilingual pairs (`name` for `name_zh`/`name_en`) are properties of models; they sort by pinyin where the model keeps it.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Field, ForeignKey, Model
from django.db.models.expressions import OrderBy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import policy

PAIR_LABELS = {"name": _("Name"), "short": _("Short name"), "title": _("Title"), "label": _("Name")}


@dataclass(frozen=True)
class Path:
    """A resolved path: the relations passed, the model at its end, the last name, and its field if it is one."""

    text: str
    relations: tuple[Any, ...]
    model: type[Model]
    last: str
    field: Any | None

    @property
    def prefix(self) -> str:
        """The ORM path up to and without the last name."""
        return "".join(f"{r.name}__" for r in self.relations)

    @property
    def has_attribute(self) -> bool:
        """Whether the last name is a field or a property of the model."""
        return self.field is not None or hasattr(self.model, self.last)


def resolve(model: type[Model], text: str) -> Path:
    """Follow `text` from `model`; the last part need not be a field (properties, annotations)."""
    relations: list[Any] = []
    *heads, last = text.split("__")
    for head in heads:
        field = model._meta.get_field(head)
        relations.append(field)
        model = field.related_model  # type: ignore[assignment]
    return Path(text, tuple(relations), model, last, field_of(model, last))


def field_of(model: type[Model], name: str) -> "Field[Any, Any] | None":
    """The concrete field of that name, or None."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if getattr(field, "concrete", False) else None  # type: ignore[return-value]


def is_visible(person: Any, root: type[Model], path: Path) -> bool:
    """Whether no field on the path is withheld from the person. A bilingual pair counts as its fields."""
    model = root
    for relation in path.relations:
        if relation.name not in policy.fields(person, model):
            return False
        model = relation.related_model
    names = [path.last] if path.field is not None else [f"{path.last}_zh", f"{path.last}_en"]
    existing = [n for n in names if field_of(path.model, n)]
    return all(n in _seen_fields(person, model) for n in existing)


def _seen_fields(person: Any, model: type[Model]) -> frozenset[str]:
    """Fields of a model, related ones included: a model without rules is seen through what points at it."""
    if policy.rules_of(model) is None:
        return frozenset(f.name for f in model._meta.concrete_fields)
    return policy.fields(person, model)


def sort_path(path: Path) -> str:
    """The ORM path by which a column sorts; empty when the database cannot."""
    if isinstance(path.field, ForeignKey):
        inner = _pair_sort(path.field.related_model, "name") or "pk"
        return f"{path.text}__{inner}"
    if path.field is not None:
        if path.last.endswith("_zh") and field_of(path.model, "pinyin") and path.last in ("name_zh", "short_zh"):
            return f"{path.prefix}pinyin"
        return path.text
    inner = _pair_sort(path.model, path.last)
    return f"{path.prefix}{inner}" if inner else ""


def _pair_sort(model: type[Model], name: str) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    if not field_of(model, f"{name}_zh"):
        return name if field_of(model, name) else ""
    if not chinese and field_of(model, f"{name}_en"):
        return f"{name}_en"
    return "pinyin" if field_of(model, "pinyin") else f"{name}_zh"


def ordering(model: type[Model], path: str, descending: bool) -> OrderBy:
    """An order expression; missing values come last in both directions."""
    nullable = _is_nullable(model, path)
    nulls = {"nulls_last": True} if nullable else {}
    return F(path).desc(**nulls) if descending else F(path).asc(**nulls)


def _is_nullable(model: type[Model], path: str) -> bool:
    try:
        found = resolve(model, path)
    except (FieldDoesNotExist, AttributeError):
        return True
    if path == "pk":
        return False
    return any(r.null for r in found.relations) or found.field is None or bool(found.field.null)


def label(path: Path) -> Any:
    """What the path is called: the first relation passed, else the field, else the bilingual pair's word."""
    if path.relations:
        return path.relations[0].verbose_name
    if path.field is not None:
        return path.field.verbose_name
    return PAIR_LABELS.get(path.last, path.last)


def value(obj: Any, path: Path) -> Any:
    """The value at the end of the path, choices as their words; None where a relation is empty."""
    for relation in path.relations:
        obj = getattr(obj, relation.name)
        if obj is None:
            return None
    if path.field is not None and path.field.choices and not isinstance(path.field, ForeignKey):
        return getattr(obj, f"get_{path.last}_display")()
    return getattr(obj, path.last)
