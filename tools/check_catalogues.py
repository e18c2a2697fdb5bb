"""Finds texts that a reader of Chinese would meet in English: every message of the code and templates must be translated.

Python sources are parsed; templates are turned into Python-like text by Django itself and read by Babel. Each app
keeps its catalogue beside its code (`<app>/locale/zh_Hans/LC_MESSAGES/django.po`); Django merges them, so a message may
stand in any, but never with two different translations. Placeholders must be the same on both sides.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hans"
FUNCTIONS = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "gettext_noop": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
    "npgettext": 1,
    "npgettext_lazy": 1,
}
"""Functions that translate → position of the (singular) message; a context stands before it."""
TEMPLATE_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")

Key = tuple[str | None, str]
"""Context and singular message: what a catalogue is asked for."""


@dataclass(frozen=True)
class Use:
    """A message in a source: what the catalogue must answer, and where it stands (path:line from the root)."""

    key: Key
    place: str


def main() -> int:
    """Print one line per finding; exit status 1 if there is any."""
    findings = check(ROOT / "parkloop")
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def check(package: Path) -> list[str]:
    """All findings for one package folder, in the order of places."""
    translations, findings = read_catalogues(package)
    missing: dict[Key, list[str]] = defaultdict(list)
    for use in uses(package):
        if use.key not in translations:
            missing[use.key].append(use.place)
    findings += [f"{places[0]}: not translated: {show(key)}" for key, places in missing.items()]
    return sorted(findings)


# --- sources ---------------------------------------------------------------------------------------------------------


def uses(package: Path) -> Iterator[Use]:
    """Every translatable message of the Python sources and templates, tests left out."""
    for path in sorted(package.rglob("*.py")):
        if "tests" not in path.relative_to(package).parts:
            yield from python_uses(path.read_text(encoding="utf-8"), place_of(path, package))
    for path in sorted(package.rglob("templates/**/*")):
        if path.suffix in (".html", ".txt", ".svg"):
            yield from template_uses(path.read_text(encoding="utf-8"), place_of(path, package))


def python_uses(source: str, place: str) -> Iterator[Use]:
    """Messages of one Python source: calls of a translating function with a written-out text."""
    for node in ast.walk(ast.parse(source, place)):
        if not isinstance(node, ast.Call):
            continue
        position = FUNCTIONS.get(
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        if position is None or len(node.args) <= position:
            continue
        message = text_of(node.args[position])
        if message:
            yield Use((text_of(node.args[0]) if position else None, message), f"{place}:{node.lineno}")


def text_of(node: ast.expr) -> str | None:
    """The text of a literal; None for anything that is known only when the program runs."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def template_uses(source: str, place: str) -> Iterator[Use]:
    """Messages of one Django template, through the same function that Django's own tools use."""
    if not settings.configured:
        settings.configure()
    python_like = templatize(source, origin=place)
    # What is left of the markup may be indented anyhow; Python's tokenizer would refuse that.
    flat = "\n".join(line.strip() for line in python_like.splitlines())
    for line, message, _comments, context in extract("python", BytesIO(flat.encode()), keywords=TEMPLATE_KEYWORDS):
        singular = message[0] if isinstance(message, tuple) else message
        if singular:
            yield Use((context, singular), f"{place}:{line}")


def place_of(path: Path, package: Path) -> str:
    """Path as printed: from the folder that holds the package."""
    return path.relative_to(package.parent).as_posix()


# --- catalogues ------------------------------------------------------------------------------------------------------


def read_catalogues(package: Path) -> tuple[dict[Key, tuple[str, ...]], list[str]]:
    """Translations of all catalogues, and what is wrong with the catalogues themselves."""
    translations: dict[Key, tuple[str, ...]] = {}
    findings: list[str] = []
    for path in sorted(package.glob(f"**/locale/{LOCALE}/LC_MESSAGES/django.po")):
        place = place_of(path, package)
        try:
            catalogue = read_po(BytesIO(path.read_bytes()), locale=LOCALE, abort_invalid=True)
        except PoFileError as error:
            findings.append(f"{place}: {error}")
            continue
        for message in (entry for entry in catalogue if entry.id):
            findings += faults(message, place, translations)
            if is_translated(message):
                translations.setdefault(key_of(message), forms(message.string))
    return translations, findings


def faults(message: Message, place: str, known: dict[Key, tuple[str, ...]]) -> Iterator[str]:
    """What is wrong with one entry, given the entries read before."""
    where = f"{place}:{message.lineno}"
    key = key_of(message)
    if message.fuzzy:
        yield f"{where}: marked fuzzy: {show(key)}"
    elif not is_translated(message):
        yield f"{where}: empty translation: {show(key)}"
    elif known.get(key, forms(message.string)) != forms(message.string):
        yield f"{where}: another catalogue translates {show(key)} as {known[key][0]!r}; say which is meant, or use a context"
    elif any(placeholders(text) - placeholders(*forms(message.id)) for text in forms(message.string)):
        yield f"{where}: a placeholder that the message does not have: {show(key)}"
    elif not isinstance(message.id, tuple | list) and placeholders(message.id) - placeholders(*forms(message.string)):
        yield f"{where}: a placeholder is lost: {show(key)}"


def is_translated(message: Message) -> bool:
    """Whether every form of an entry has text that is not fuzzy."""
    return not message.fuzzy and all(form.strip() for form in forms(message.string))


def key_of(message: Message) -> Key:
    """What the catalogue is asked for to get this entry."""
    return message.context, forms(message.id)[0]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Singular and plural forms as one tuple."""
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(*texts: str) -> set[str]:
    """Names and positions that are filled in, such as `%(name)s`."""
    return {match.group(0) for text in texts for match in PLACEHOLDER.finditer(text)}


def show(key: Key) -> str:
    """A message as a person looks for it."""
    context, message = key
    return f"{message!r}" + (f" (context {context!r})" if context else "")


if __name__ == "__main__":
    sys.exit(main())
