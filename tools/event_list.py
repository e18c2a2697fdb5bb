"""Writes docs/events.md from the registry: every event, its fields, who emits it, who listens. `.venv/bin/python tools/event_list.py`.

Emitters are found in the sources: a call of the event's class inside a call of `emit`. A test compares the page and fails for
an event that nobody emits.
"""

import ast
import os
import sys
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "events.md"
HEAD = """# Events

What happened, told to whoever listens: an action emits the event inside its transaction, the worker delivers it after the
commit, at least once. Names, fields, emitters and listeners of this page are read from the code by
`.venv/bin/python tools/event_list.py`.

"""


def set_up() -> None:
    """Load the rooms, so that events and listeners are registered."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parkloop.site.settings.test")
    import django

    django.setup()
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  (reading the addresses loads every room)


def emitters() -> dict[str, list[str]]:
    """Name of an event class → files of the package that emit it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "parkloop").rglob("*.py")):
        for name in emitted_in(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    return {name: sorted(set(paths)) for name, paths in found.items()}


def emitted_in(tree: ast.Module) -> list[str]:
    """What is called inside a call of `emit(…)`, directly or by a function of the same file: event classes among it."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found: list[str] = []
    for call in calls_in(tree):
        if called(call) == "emit":
            for name in (called(inner) for part in call.args for inner in calls_in(part)):
                found += [called(inner) for inner in calls_in(functions[name])] if name in functions else [name]
    return [name for name in found if name]


def calls_in(tree: ast.AST) -> list[ast.Call]:
    """All calls below a node."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    function = node.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def page() -> str:
    """The whole page."""
    from parkloop.foundation import events

    known, sources = events.event_classes(), emitters()
    parts = [HEAD]
    for name in sorted(n for n, cls in known.items() if cls.__module__.startswith("parkloop.")):
        cls = known[name]
        listeners = sorted(events.listeners_of(name)) or ["nobody yet"]
        parts.append(f"## {name}\n\n{(cls.__doc__ or '').strip().splitlines()[0]}\n\n")
        parts.append(f"- class: `{cls.__module__}.{cls.__name__}`\n")
        parts.append(f"- fields: {', '.join(f'`{f.name}`' for f in fields(cls))}\n")
        parts.append(f"- emitted in: {', '.join(f'`{path}`' for path in sources.get(cls.__name__, [])) or 'NOWHERE'}\n")
        parts.append(f"- listeners: {', '.join(f'`{who}`' if '.' in who else who for who in listeners)}\n\n")
    return "".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    set_up()
    TARGET.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)} written\n")
