"""Reads the project's own sources for the architecture tests: which files, which imports, how long."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "parkloop"


@dataclass(frozen=True)
class Length:
    """Lines of a file or of one function (`path` or `path::function`)."""

    name: str
    lines: int


def python_files(folder: Path, *, tests: bool = False) -> list[Path]:
    """Python files below a folder in order; migrations are generated and left out, tests only on request."""
    left_out = {"migrations"} if tests else {"migrations", "tests"}
    return [path for path in sorted(folder.rglob("*.py")) if not left_out & set(path.relative_to(folder).parts)]


def relative(path: Path) -> str:
    """Path from the repository's root."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Parsed source of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_modules(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module that a source imports anywhere, also inside functions, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno


def function_lengths(path: Path) -> Iterator[Length]:
    """Lines of every function of a file, its decorators and docstring left out."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            signature = node.body[0].lineno - node.lineno
            yield Length(f"{relative(path)}::{node.name}", node.end_lineno - first.lineno + 1 + signature)
