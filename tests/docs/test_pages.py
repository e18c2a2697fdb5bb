"""The documentation is true: links lead somewhere, commands and settings exist, dependencies are all explained."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from parkloop.site.cli import main
from tests.docs.pages import ROOT, anchors, code_of, links, pages, table_rows

COMMAND = re.compile(r"(?:^|[\s`/])parkloop ([a-z][a-z-]+)")
CALL = re.compile(r"(?:^|[\s/])parkloop ([a-z][a-z-]+)((?: [a-z]+(?=\s|$))?)([^`|]*)")
OPTION = re.compile(r"(?:^|\s)(--[a-z-]+)")
SETTING = re.compile(r"\bPARKLOOP_[A-Z_]+\b")


def as_text(path: Path) -> str:
    """Path from the root, for test ids and messages."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for target in links(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            broken.append(target)
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text(encoding="utf-8")):
            broken.append(target)
    assert not broken


def commands_of(group: object) -> set[str]:
    """Names of the subcommands that a click group lists."""
    return set(getattr(group, "commands", {}) or group.list_commands(None))  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = "\n".join([*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^(?: {4}|\$ )(.+)$", text, re.MULTILINE)])
    code += "\n".join(re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    assert set(COMMAND.findall(code)) <= commands_of(main)


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_option_that_a_page_gives_to_a_command_exists(page: Path) -> None:
    calls = [call for code in code_of(page) for call in CALL.findall(code)]
    for name, subcommand, rest in calls:
        command = main.get_command(click.Context(main), name)
        if isinstance(command, click.Group) and subcommand.strip():
            command = command.get_command(click.Context(command), subcommand.strip())
        assert command is not None, (name, subcommand)
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert set(OPTION.findall(rest)) <= known, (name, rest)


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_setting_that_a_page_names_is_read_somewhere(page: Path) -> None:
    sources = [
        *(ROOT / "parkloop").rglob("*.py"),
        *(ROOT / "tools").glob("*.py"),
        *(ROOT / "tests" / "support").glob("*.py"),
    ]
    known = {
        name for path in [*sources, ROOT / "conftest.py"] for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }
    assert set(SETTING.findall(page.read_text(encoding="utf-8"))) <= known | {"PARKLOOP_TEST_TODAY"}


@pytest.mark.parametrize("page", pages(), ids=as_text)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^    |^\$ )make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets


def test_help_names_every_command_with_a_sentence() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0, result.output
    for name in commands_of(main):
        assert re.search(rf"^  {name} +\w+", result.output, re.MULTILINE), f"parkloop {name} has no line of help"


def direct_dependencies() -> set[str]:
    """Names of the packages that pyproject.toml and requirements/*.in ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = list(project["dependencies"])
    for extra in project.get("optional-dependencies", {}).values():
        lines += extra
    for source in (ROOT / "requirements").glob("*.in"):
        lines += [line for line in source.read_text().splitlines() if line and not line.startswith(("#", "-"))]
    return {re.split(r"[\[<>=!~ ;]", line)[0].lower() for line in lines}


def test_each_direct_dependency_has_one_line_of_justification() -> None:
    rows = table_rows((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), "package")
    names = [row[0] for row in rows]
    assert set(names) == direct_dependencies()
    assert len(names) == len(set(names))
    assert all(row[1].endswith(".") and len(row[1]) > 12 for row in rows)


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_fragments_of_the_changelog_are_read_by_towncrier() -> None:
    program = Path(sys.executable).with_name("towncrier")
    result = subprocess.run(
        [program, "build", "--draft", "--version", "0.0.0"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    fragments = [path for path in (ROOT / "changes").glob("*.*.md") if path.name != "README.md"]
    for fragment in fragments:
        assert fragment.read_text(encoding="utf-8").split()[0] in result.stdout
