"""The storeys and doors of the house: what may import what. The contracts themselves stand in `pyproject.toml`."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, ROOT, imported_modules, python_files, relative, tree_of

FORBIDDEN_IN_PURE_CODE = {
    # frameworks and databases
    "django", "ninja", "allauth", "csp", "sqlite3", "psycopg", "duckdb", "ibis", "sqlalchemy",
    # files, processes, network
    "os", "pathlib", "shutil", "tempfile", "glob", "subprocess", "socket", "ssl", "http", "urllib", "requests", "ftplib",
    "smtplib", "zipfile", "tarfile", "docx", "xlsxwriter", "python_calamine", "msoffcrypto", "asyncio", "threading",
    # clocks and chance
    "time", "random", "secrets",
}  # fmt: skip
HARMLESS = {"urllib.parse"}


def contracts() -> dict[str, dict[str, object]]:
    """The contracts of import-linter by id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def existing_apps() -> list[str]:
    """Folders of `parkloop/apps` that are packages."""
    return sorted(path.parent.name for path in (PACKAGE / "apps").glob("*/__init__.py"))


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package that stands in `folder`."""
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [str(program), "--config", str(folder / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    """A copy of the sources in which a test may plant what must not be."""
    ignored = shutil.ignore_patterns("__pycache__", "*.mo", "locale", "templates", "static")
    shutil.copytree(PACKAGE, tmp_path / "parkloop", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(house: Path, module: str, line: str) -> None:
    """Add an import to a module of the copy, making the module if it does not exist."""
    path = house / (module.replace(".", "/") + ".py")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")


def test_the_house_as_it_stands_keeps_every_contract() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("parkloop.domain.planted", "import parkloop.packs"),
        ("parkloop.packs.planted", "import parkloop.adapters"),
        ("parkloop.adapters.planted", "import parkloop.foundation"),
        ("parkloop.foundation.planted", "import parkloop.desk"),
        ("parkloop.desk.planted", "import parkloop.apps.plan"),
        ("parkloop.apps.plan.planted", "import parkloop.site"),
        ("parkloop.apps.directory.planted", "import parkloop.apps.plan"),
    ],
)
def test_an_import_planted_upwards_turns_the_linter_red(copy_of_the_house: Path, module: str, line: str) -> None:
    plant(copy_of_the_house, module, line)
    result = lint_imports(copy_of_the_house)
    assert result.returncode != 0
    assert module in result.stdout


def test_an_app_entered_past_its_door_turns_the_linter_red(copy_of_the_house: Path) -> None:
    plant(copy_of_the_house, "parkloop.apps.directory.inner_room", "")
    plant(copy_of_the_house, "parkloop.apps.plan.planted", "from parkloop.apps.directory import inner_room")
    result = lint_imports(copy_of_the_house)
    assert result.returncode != 0
    assert "directory is entered through its public.py BROKEN" in result.stdout


def test_an_app_entered_through_its_door_stays_green(copy_of_the_house: Path) -> None:
    plant(copy_of_the_house, "parkloop.apps.directory.public", "")
    plant(copy_of_the_house, "parkloop.apps.plan.planted", "import parkloop.apps.directory.public")
    result = lint_imports(copy_of_the_house)
    assert result.returncode == 0, result.stdout


def test_every_app_has_its_door_and_its_place_in_the_order() -> None:
    doors = {name.removeprefix("door-") for name in contracts() if name.startswith("door-")}
    layers = contracts()["apps"]["layers"]
    assert isinstance(layers, list)
    standing = {layer for layer in layers if not layer.startswith("(")}
    assert doors == set(existing_apps()), "pyproject.toml: one contract `door-<app>` per folder of parkloop/apps"
    assert standing == set(existing_apps()), "pyproject.toml: parentheses only around apps that do not exist yet"


@pytest.mark.parametrize("app", existing_apps())
def test_the_door_of_an_app_is_its_public_module(app: str) -> None:
    door = contracts()[f"door-{app}"]
    assert door["type"] == "protected"
    assert door["protected_modules"] == [f"parkloop.apps.{app}.*"]
    assert door["allowed_importers"] == [f"parkloop.apps.{app}", "parkloop.apps.*.tests"]
    assert door["ignore_imports"] == [f"parkloop.** -> parkloop.apps.{app}.public"]


@pytest.mark.parametrize("storey", ["domain", "packs"])
def test_pure_code_imports_no_framework_database_file_or_network_library(storey: str) -> None:
    offences = [
        f"{relative(path)}:{line} imports {module}"
        for path in python_files(PACKAGE / storey)
        for module, line in imported_modules(tree_of(path))
        if module.split(".")[0] in FORBIDDEN_IN_PURE_CODE and module not in HARMLESS
    ]
    assert not offences, "\n".join(offences)


@pytest.mark.parametrize("storey", ["domain", "packs"])
def test_pure_code_opens_no_file(storey: str) -> None:
    offences = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files(PACKAGE / storey)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("open", "input", "print")
    ]
    assert not offences


def test_adapters_know_no_django_model() -> None:
    offences = [
        f"{relative(path)}:{line} imports {module}"
        for path in python_files(PACKAGE / "adapters")
        for module, line in imported_modules(tree_of(path))
        if module.startswith(("django.db.models", "django.apps", "django.contrib"))
    ]
    assert not offences, "\n".join(offences)


def test_an_app_reads_another_apps_models_only_by_label() -> None:
    offences = [
        f"{relative(path)}:{line} imports {module}"
        for app in existing_apps()
        for path in python_files(PACKAGE / "apps" / app)
        for module, line in imported_modules(tree_of(path))
        if module.startswith("parkloop.apps.")
        and module.split(".")[2] != app
        and module.split(".")[3:] not in ([], ["public"])
    ]
    assert not offences, "\n".join(offences)
