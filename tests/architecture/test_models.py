"""Foreign keys across rooms: written as labels, pointing down the declared order, without a way back."""

import ast
import tomllib
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

from tests.architecture.sources import PACKAGE, ROOT, python_files, relative, tree_of

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def order_from_below() -> list[str]:
    """Labels from the ground upwards: foundation, desk, then the apps in their declared order."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = next(item for item in settings["tool"]["importlinter"]["contracts"] if item["id"] == "apps")
    return ["foundation", "desk", *(layer.strip("()") for layer in reversed(declared["layers"]))]


def own_models() -> list[type[Model]]:
    """Models of the package, not those of Django or of the tests."""
    return [model for model in apps.get_models() if model.__module__.startswith("parkloop.")]


def crossing_fields() -> Iterator[tuple[type[Model], Field, type[Model]]]:
    """Relations from one room to another: (model, field, model that it points to)."""
    for model in own_models():
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            target = field.related_model
            if isinstance(target, type) and target._meta.app_label != model._meta.app_label:
                yield model, field, target


def test_a_relation_points_down_the_declared_order() -> None:
    order = order_from_below()
    upward = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model, field, target in crossing_fields()
        if target.__module__.startswith("parkloop.")
        and order.index(target._meta.app_label) > order.index(model._meta.app_label)
    ]
    assert not upward


def test_a_relation_across_rooms_has_no_way_back() -> None:
    hidden_imports = [
        f"{model._meta.label}.{field.name} needs related_name='+'"
        for model, field, target in crossing_fields()
        if not field.remote_field.hidden and target.__module__.startswith("parkloop.")
    ]
    assert not hidden_imports


def test_a_relation_across_rooms_is_written_as_a_label() -> None:
    offences = []
    for path in python_files(PACKAGE / "apps"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and called_name(node) in RELATIONS and node.args:
                target = node.args[0]
                if isinstance(target, ast.Attribute):
                    offences.append(f"{relative(path)}:{node.lineno}: {ast.unparse(target)} instead of 'app.Model'")
    assert not offences


def called_name(call: ast.Call) -> str:
    """Last part of the name that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_models_import_no_actions() -> None:
    offences = [
        f"{relative(path)}:{node.lineno}"
        for path in [*PACKAGE.rglob("models.py"), *PACKAGE.rglob("models/*.py")]
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module and ".actions" in node.module
    ]
    assert not offences


def test_demo_data_are_made_by_actions() -> None:
    forbidden = {"create", "bulk_create", "get_or_create", "update_or_create", "save", "bulk_update"}
    offences = [
        f"{relative(path)}:{node.lineno}: .{node.func.attr}()"
        for path in python_files(PACKAGE)
        if "demo" in path.stem or "demo" in path.parent.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in forbidden
    ]
    assert not offences, "\n".join(offences)


def test_a_view_never_hands_its_request_to_an_action() -> None:
    offences = [
        f"{relative(path)}:{node.lineno}: {node.name}({argument.arg})"
        for path in PACKAGE.rglob("actions/*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        for argument in (*node.args.args, *node.args.kwonlyargs)
        if argument.arg == "request"
    ]
    assert not offences
