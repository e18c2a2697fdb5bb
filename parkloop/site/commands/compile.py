"""``parkloop compile FILE``: compile the text of an action plan and print it; needs no database and no Django.

Bad input gives one sentence on stderr and exit code 2.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import click
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from parkloop.adapters.plans import MAX_BYTES, SourceDocument, UnreadableDocument, read_plan
from parkloop.adapters.stratml import write_stratml
from parkloop.domain.plan import CompiledPlan, Gazetteer, GazetteerError, as_dict
from parkloop.domain.plan.decisions import ConfirmedPlan, DecisionError, apply_decisions, decided_plan, stats
from parkloop.domain.plan.editions import Edition
from parkloop.domain.plan.rule_texts import rule_text
from parkloop.domain.stratml import report_of
from parkloop.site.commands.comparing_editions import as_document, as_lines, compared

_MOST_BYTES = MAX_BYTES + 1


def _fail(message: str) -> NoReturn:
    click.echo(f"parkloop compile: {message}", err=True)
    sys.exit(2)


def _bytes(path: str) -> bytes:
    try:
        if path == "-":
            return sys.stdin.buffer.read(_MOST_BYTES)
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            _fail(
                f"{path!r} has {size / 1048576:.1f} MB, more than the limit of {MAX_BYTES // 1048576} MB; save the text alone"
            )
        with Path(path).open("rb") as stream:
            return stream.read(_MOST_BYTES)
    except FileNotFoundError:
        _fail(f"there is no file {path!r}")
    except IsADirectoryError:
        _fail(f"{path!r} is a folder; name a txt, docx or pdf file")
    except OSError as error:
        _fail(f"{path!r} cannot be read: {error.strerror}")


def _yaml(path: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(_bytes(path).decode("utf-8"))
    except UnicodeDecodeError:
        _fail(f"{path!r} is not UTF-8")
    except YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" (line {place.line + 1})" if place else ""
        _fail(f"{path!r} is no valid YAML{where}")


def _gazetteer(path: str | None) -> Gazetteer:
    if path is None:
        return Gazetteer()
    entries = _yaml(path)
    if isinstance(entries, dict):
        entries = entries.get("entries")
    if not isinstance(entries, list):
        _fail(f"{path!r} must hold a list of {{kind, name, aliases}}, or one under the key `entries`")
    try:
        return Gazetteer.from_entries(entries)
    except GazetteerError as error:
        _fail(f"{path!r}: {error}")


def _decide(compiled: CompiledPlan, path: str) -> ConfirmedPlan:
    decisions = _yaml(path)
    try:
        return apply_decisions(compiled, decisions if decisions is not None else {})
    except DecisionError as error:
        _fail(f"{path!r}: {error}")


def _print(document: dict[str, Any], form: str) -> str:
    if form == "json":
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 120
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _stats_lines(compiled: CompiledPlan, confirmed: ConfirmedPlan | None, text: str, notes: list[str]) -> str:
    lines = [f"characters  {len(text):>6}", *(f"note        {note}" for note in notes)]
    if confirmed is None:
        lines += [f"{kind:<12}{count:>6}" for kind, count in _counts(compiled).items()]
    else:
        lines.append(f"{'':<12}{'compiler':>10}{'person':>8}")
        lines += [f"{k:<12}{row['compiler']:>10}{row['person']:>8}" for k, row in stats(confirmed)["elements"].items()]
        lines.append(f"added or edited elements {stats(confirmed)['added_or_edited']}")
        lines += [f"finding {state:<11}{count:>4}" for state, count in stats(confirmed)["findings"].items()]
    by_code: dict[str, int] = {}
    for finding in compiled.findings:
        by_code[f"{finding.severity:<8}{finding.code}"] = by_code.get(f"{finding.severity:<8}{finding.code}", 0) + 1
    return "\n".join([*lines, *(f"{code:<28}{count:>4}" for code, count in sorted(by_code.items()))]) + "\n"


def _counts(compiled: CompiledPlan) -> dict[str, int]:
    names = ("headings", "targets", "qualitative", "duties", "deadlines", "entities", "findings")
    return {name: len(getattr(compiled, name)) for name in names}


def _explained(compiled: CompiledPlan, text: str) -> Iterator[dict[str, Any]]:
    """Every element with what it says, the rule that made it, the rule in words, and the printed words with their line."""
    for kind, element in compiled.elements():
        start, end = element.span
        yield {
            "kind": kind,
            "path": element.path,
            "says": _says(kind, element),
            "rule": element.rule,
            "why": rule_text(kind, element.rule),
            "line": text.count("\n", 0, start) + 1,
            "span": [start, end],
            "words": " ".join(text[start:end].split())[:60],
        }


def _says(kind: str, element: Any) -> str:
    """An element in one short phrase."""
    if kind == "target":
        value = element.value if element.value is not None else element.reference or ""
        value = "–".join(map(str, value)) if isinstance(value, tuple) else value
        return f"{element.indicator} {element.comparator} {value}{element.unit} {element.year or ''}".strip()
    if kind == "duty":
        return f"{element.role} {element.unit}"
    if kind == "deadline":
        return element.due or element.every or element.text
    if kind == "entity":
        return f"{element.kind} {element.same_as or element.name}"
    return element.title if kind == "heading" else element.indicator


def _explanation(compiled: CompiledPlan, text: str, form: str) -> str:
    """The rules as lines of text, or as JSON or YAML where that form was asked for."""
    items = list(_explained(compiled, text))
    if form in ("json", "yaml"):
        return _print({"elements": items}, form)
    return "".join(
        f"{item['line']:>5}  {item['kind']:<12}{item['path']:<14}{item['rule']:<34}{item['words']}\n"
        f"{'':<21}{item['says']} — {item['why']}\n"
        for item in items
    )


@click.command("compile")
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "yaml", "stratml"]),
    default=None,
    help="Form of the output; json unless --explain, which prints lines of text.",
)
@click.option("--stats", "show_stats", is_flag=True, help="Print counts instead of the plan.")
@click.option(
    "--explain",
    is_flag=True,
    help="Print which rule produced each element, and what it says, instead of the plan (--format json for programs).",
)
@click.option("--gazetteer", metavar="FILE", help="YAML list of {kind, name, aliases}: names the park knows.")
@click.option("--decisions", metavar="FILE", help="YAML of what a person accepted, assigned, waived, added, edited.")
@click.option("--against", metavar="FILE", help="The older edition: print what the new one changes.")
@click.option("--out", metavar="FILE", help="Write the output to FILE instead of printing it.")
def command(
    file: str,
    form: str | None,
    show_stats: bool,
    explain: bool,
    gazetteer: str | None,
    decisions: str | None,
    against: str | None,
    out: str | None,
) -> None:
    """Compile FILE (txt, docx, pdf or StratML, - for stdin): headings, goals, duties, deadlines, named things, findings.

    Text may be UTF-8, UTF-16 or GB18030. Spans in the output are [start, end) into the text as read.
    Exit code 0 when a plan was found, 2 with one sentence when the file cannot be read or holds no plan.

    \b
    parkloop compile notice.docx
    parkloop compile notice.txt --format yaml --stats
    parkloop compile second.docx --against first.docx --stats
    parkloop compile notice.txt --explain --format json
    """
    names = _gazetteer(gazetteer)
    source, compiled = _read(file, names)
    confirmed = _decide(compiled, decisions) if decisions else None
    if against:
        result = _changes(_read(against, names), (source, compiled), form or "json", show_stats)
    elif show_stats:
        result = _stats_lines(compiled, confirmed, source.text, [note["en"] for note in source.notes])
    elif explain:
        result = _explanation(compiled, source.text, form or "text")
    elif form == "stratml":
        report = report_of(decided_plan(confirmed) if confirmed else compiled, source.text, identifier=Path(file).stem)
        result = write_stratml(report).decode("utf-8")
    else:
        result = _print(as_dict(confirmed if confirmed else compiled), form or "json")
    _write(result, out)


def _read(file: str, names: Gazetteer) -> tuple[SourceDocument, CompiledPlan]:
    """The text and plan of a file; ends with a sentence when it cannot be read or holds no plan."""
    try:
        source, compiled = read_plan(_bytes(file), Path(file).name, gazetteer=names)
    except UnreadableDocument as error:
        _fail(f"{error.message['en']} / {error.message['zh']}")
    missing = next((finding for finding in compiled.findings if finding.code == "NO-PLAN"), None)
    if missing:
        _fail(f"{file}: {missing.message['en']} / {missing.message['zh']}")
    return source, compiled


def _changes(
    old: tuple[SourceDocument, CompiledPlan], new: tuple[SourceDocument, CompiledPlan], form: str, in_lines: bool
) -> str:
    """What the new edition changes, as lines with --stats, else as a document."""
    try:
        found = compared(*(Edition(plan, source.text) for source, plan in (old, new)))
    except ValueError as error:
        _fail(str(error))
    return as_lines(found) if in_lines else _print(as_document(found), "yaml" if form == "yaml" else "json")


def _write(result: str, out: str | None) -> None:
    if out is None:
        click.echo(result.encode("utf-8"), nl=False)
        return
    try:
        Path(out).write_text(result, encoding="utf-8")
    except OSError as error:
        _fail(f"{out!r} cannot be written: {error.strerror}")
    click.echo(f"written {out}", err=True)


if __name__ == "__main__":
    command()
