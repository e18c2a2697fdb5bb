"""``parkloop measure``: check, run, explain, try, lineage, diff and bench definitions of measures; needs no Django.

Bad input gives its faults with places on stderr and exit code 2.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click

from parkloop.adapters.park_folder import ParkFolderError
from parkloop.adapters.wall_clock import now
from parkloop.domain.measure.errors import Fault, MeasureError
from parkloop.domain.measure.explaining import explained
from parkloop.domain.measure.lineage import compared, lineage
from parkloop.domain.measure.stepping import nearest_steps
from parkloop.domain.measure.testing import run_tests
from parkloop.domain.measure.trying import Result, try_measure
from parkloop.packs.measures import Library
from parkloop.site.commands.measuring import folders

LANGUAGE = "zh" if os.environ.get("LANG", "").startswith("zh") else "en"
FILE = click.Path(exists=True, path_type=Path)
as_json = click.option("--json", "in_json", is_flag=True, help="Print JSON.")
definitions = click.option(
    "--definitions", type=FILE, help="A folder or file of definitions (default: the installation's park)."
)
on_day = click.option(
    "--on", metavar="DATE", help="The day whose rules and parameters hold, as 2026-09-30 (default: today)."
)
for_case = click.option(
    "--case", type=click.Choice(["new", "recheck"]), default="new", help="A new application or a re-check."
)


@click.group()
def command() -> None:
    """Indicators, eligibility rules and scores: check, compute and explain them.

    \b
    parkloop measure check
    parkloop measure try tech_sme_2017 --inputs firm.yaml --on 2026-09-30
    parkloop measure run parks/mine firms.parquet --measure hnte_2016.quantitative --on 2026-09-30
    """


def guarded(function: Callable[..., None]) -> Callable[..., None]:
    """Faults become lines on stderr and exit code 2, never a traceback."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            function(*args, **kwargs)
        except MeasureError as error:
            _report(list(error.faults), in_json=bool(kwargs.get("in_json")))
        except ParkFolderError as error:
            _fail(error.message[LANGUAGE])

    return run


def _report(faults: list[Fault], *, in_json: bool) -> NoReturn:
    if in_json:
        click.echo(json.dumps({"faults": [fault.as_dict() for fault in faults]}, ensure_ascii=False, indent=2))
    for fault in faults if not in_json else ():
        click.echo(fault.render(LANGUAGE), err=True)
    count = len(faults)
    click.echo(f"parkloop measure: {count} fault{'s' if count != 1 else ''}", err=True)
    sys.exit(2)


def _fail(message: str) -> NoReturn:
    click.echo(f"parkloop measure: {message}", err=True)
    sys.exit(2)


def _day(text: str | None) -> dt.date:
    if text is None:
        return now(ZoneInfo("Asia/Shanghai")).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        _fail(f"--on {text!r} is no date; write it as 2026-09-30")


@command.command()
@click.argument("folder", type=FILE, required=False)
@as_json
@guarded
def check(folder: Path | None, in_json: bool) -> None:
    """Check all definitions of FOLDER (the installation's park) and run the examples that stand in them."""
    library = folders.library(folder)
    faults = run_tests(library.measures.values())
    if faults:
        _report(faults, in_json=in_json)
    tests = sum(len(m.tests) for m in library.measures.values())
    if in_json:
        click.echo(
            json.dumps(
                {"measures": sorted(library.measures), "tests": tests, "faults": []}, ensure_ascii=False, indent=2
            )
        )
        return
    for measure in library.measures.values():
        click.echo(f"{measure.id:<40}{measure.kind:<11}{measure.status:<12}{measure.label[LANGUAGE]}")
    click.echo(f"{len(library.measures)} measures checked, {tests} examples hold.")


@command.command("try")
@click.argument("measure")
@click.option(
    "--inputs", "file", type=FILE, required=True, help="YAML of plain values by field name, or with a key `inputs`."
)
@on_day
@for_case
@definitions
@as_json
@guarded
def try_command(measure: str, file: Path, on: str | None, case: str, definitions: Path | None, in_json: bool) -> None:
    """Evaluate MEASURE (an id, a set or a family) for one subject from plain values."""
    result = _tried(folders.library(definitions), measure, file, on, case)
    if in_json:
        click.echo(json.dumps(as_dict(result), ensure_ascii=False, indent=2))
        return
    click.echo(explained(result, LANGUAGE))
    click.echo(json.dumps(result.outputs(), ensure_ascii=False))


def _tried(library: Library, name: str, file: Path, on: str | None, case: str) -> Result:
    inputs, stated = folders.inputs_of(file)
    day = _day(on or stated)
    measure = library.find(name, on=day, case=case, inputs=inputs)
    return try_measure(measure, library.relevant(measure, inputs), day, case=case)


def as_dict(result: Result) -> dict[str, Any]:
    """What ``try --json`` prints."""
    measure = result.measure
    return {
        "measure": measure.id,
        "set": measure.set_id,
        "label": dict(measure.label),
        "status": measure.status,
        "basis": measure.basis,
        "on": result.on.isoformat(),
        "case": result.case,
        "outcome": result.outcome,
        "outputs": result.outputs(),
        "conditions": result.conditions(),
        "missing": list(result.missing),
        "steps": [[step.as_dict() for step in steps] for steps in nearest_steps(result)],
        "definition": measure.sha256,
    }


@command.command()
@click.argument("measure")
@click.option("--inputs", "file", type=FILE, required=True, help="YAML of plain values by field name.")
@on_day
@for_case
@definitions
@click.option("--language", type=click.Choice(["zh", "en"]), default=LANGUAGE, help="Language of the sentences.")
@as_json
@guarded
def explain(
    measure: str, file: Path, on: str | None, case: str, definitions: Path | None, language: str, in_json: bool
) -> None:
    """Say condition by condition why MEASURE comes out as it does, and the nearest steps to reach it."""
    result = _tried(folders.library(definitions), measure, file, on, case)
    click.echo(json.dumps(as_dict(result), ensure_ascii=False, indent=2) if in_json else explained(result, language))


@command.command("lineage")
@click.argument("measure")
@click.argument("name", required=False)
@click.option("--inputs", "file", type=FILE, help="YAML of plain values: each node then carries its value.")
@on_day
@for_case
@definitions
@as_json
@guarded
def lineage_command(
    measure: str,
    name: str | None,
    file: Path | None,
    on: str | None,
    case: str,
    definitions: Path | None,
    in_json: bool,
) -> None:
    """Show what NAME (an output, intermediate or condition; default: the main result) is computed from, down to the fields."""
    library = folders.library(definitions)
    result = _tried(library, measure, file, on, case) if file else None
    found = result.measure if result else library.find(measure, on=_day(on), case=case)
    wanted = name or next((n for n in ("outcome", "total") if n in found.lets), next(iter(found.lets)))
    wanted = next((o.spec for o in found.outputs if o.name == wanted and isinstance(o.spec, str)), wanted)
    if wanted not in found.lets:
        _fail(f"{found.id} has no {wanted!r}; known: {', '.join(n for n in found.lets if ':' not in n)}")
    tree = lineage(found, wanted, result)
    click.echo(json.dumps(tree, ensure_ascii=False, indent=2) if in_json else "\n".join(_tree(tree, 0)))


def _tree(node: dict[str, Any], depth: int) -> list[str]:
    words = [
        node["name"],
        node.get("column", ""),
        f"= {node['value']}" if "value" in node else "",
        node.get("unit", ""),
    ]
    words.append(f"since {node['since']}" if "since" in node else "")
    line = "  " * depth + " ".join(str(word) for word in words if word)
    return [line, *(inner for child in node.get("needs", []) for inner in _tree(child, depth + 1))]


engine_name = click.option(
    "--engine", type=click.Choice(["duckdb", "postgresql", "spark"]), default="duckdb", show_default=True
)
measure_name = click.option(
    "--measure", "name", help="Which measure, set or family (not needed when there is only one)."
)


@command.command()
@click.argument("definitions", type=FILE)
@click.argument("data", type=FILE)
@measure_name
@on_day
@for_case
@engine_name
@click.option("--url", default="", help="Address of the database, for postgresql.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write all columns to this .parquet or .csv file."
)
@click.option(
    "--limit",
    type=click.FloatRange(0.1, 86_400),
    default=120.0,
    show_default=True,
    help="Seconds after which it is stopped.",
)
@as_json
@guarded
def run(
    definitions: Path, data: Path, name: str | None, on: str | None, case: str, engine: str, url: str, out: Path | None, limit: float,
    in_json: bool,
) -> None:  # fmt: skip
    """Compute a measure of DEFINITIONS for every row of DATA (Parquet or CSV), in a process with limits of time and memory."""
    from parkloop.adapters.engines import EngineError
    from parkloop.site.commands.measuring import running

    try:
        measure = running.chosen(folders.library(definitions), name, _day(on), case)
        table, record = running.run(measure, data, _day(on), engine, url, limit)
        if out is not None:
            running.write(table, out)
    except EngineError as error:
        _fail(error.message[LANGUAGE])
    found = running.summary(measure, table)
    if in_json:
        click.echo(json.dumps({**found, "record": record.as_dict()}, ensure_ascii=False, indent=2, default=str))
        return
    click.echo(running.lines(measure, found, record))


@command.command()
@click.argument("definitions", type=FILE)
@click.argument("data", type=FILE)
@measure_name
@on_day
@for_case
@engine_name
@click.option(
    "--repeat", type=click.IntRange(1, 50), default=5, show_default=True, help="How often; the median is printed."
)
@as_json
@guarded
def bench(
    definitions: Path, data: Path, name: str | None, on: str | None, case: str, engine: str, repeat: int, in_json: bool
) -> None:
    """Time a measure over DATA: the outcome alone, and all statuses, gaps and needs."""
    from parkloop.adapters.engines import EngineError
    from parkloop.site.commands.measuring import running

    try:
        measure = running.chosen(folders.library(definitions), name, _day(on), case)
        found = running.measured(measure, data, _day(on), engine, repeat)
    except EngineError as error:
        _fail(error.message[LANGUAGE])
    if in_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for row in found:
        click.echo(
            f"{row['asked']:<12}{row['engine']:<12}{row['rows']:>12,} rows{row['median_s']:>9} s (median of {row['runs']})"
        )


@command.command()
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@as_json
@guarded
def diff(before: Path, after: Path, in_json: bool) -> None:
    """Compare the definitions of two folders: measures added, dropped and changed, with the parts that changed."""
    found = compared(folders.library(before).measures, folders.library(after).measures)
    if in_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for item in found:
        click.echo(f"{item['change']:<9}{item['measure']}  {', '.join(item.get('parts', []))}".rstrip())
    click.echo(f"{len(found)} measures differ.")


if __name__ == "__main__":
    command()
