"""A park is data: no name of any park under `parks/` is written in the code, its templates or its catalogues."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.architecture.sources import PACKAGE, ROOT, relative

PARK = ROOT / "parks" / "baoshan"
NAME_FILES = ("places/organisations.yaml", "terms/gazetteer.yaml")
ALWAYS = {"baoshan", "宝山", "张江宝山"}
SHORTEST = 3
COMMON_KINDS = {"artefact"}
"""Kinds of the gazetteer whose entries are common nouns (任务清单): the grammar of all plans uses them."""
COMMON_WORDS = {"区政府", "领导小组", "人民政府", "上海市"}
"""Short forms that name a role in any park rather than a body of this one."""
READ = {".py", ".html", ".po", ".txt", ".json", ".yaml", ".svg", ".js", ".css", ".toml"}


def names_in(value: object) -> Iterator[str]:
    """Every text under a key that holds names, at any depth."""
    if isinstance(value, dict) and value.get("kind") not in COMMON_KINDS:
        for key, inner in value.items():
            if key in ("name", "names", "zh", "short", "short_name", "full_name", "aliases", "alias", "also"):
                yield from texts_in(inner)
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def texts_in(value: object) -> Iterator[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def is_chinese_name(text: str) -> bool:
    """Whether a text is long enough to be a name, and Chinese."""
    return len(text) >= SHORTEST and all("一" <= character <= "鿿" for character in text)


def park_names() -> set[str]:
    """Names of the park's organisations and places of three characters or more."""
    reader = YAML(typ="safe")
    texts = {
        text.strip()
        for name in NAME_FILES
        if (PARK / name).exists()
        for text in names_in(reader.load((PARK / name).read_text(encoding="utf-8")))
    }
    return {text for text in texts if is_chinese_name(text)} - COMMON_WORDS


def sources() -> list[Path]:
    """Files of the package that git knows or would add, so that run-time leftovers do not count."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "parkloop"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / line for line in listed if Path(line).suffix in READ and (ROOT / line).is_file()]


@pytest.mark.skipif(not (PARK / NAME_FILES[0]).exists(), reason="this copy carries no park with names")
def test_the_parks_own_files_give_names_to_look_for() -> None:
    assert len(park_names()) >= 20


def test_no_name_of_the_park_is_written_in_the_code() -> None:
    wanted = ALWAYS | park_names()
    found = []
    for path in sources():
        text = path.read_text(encoding="utf-8").lower()
        found += [f"{relative(path)}: {name}" for name in sorted(wanted) if name in text]
    assert not found, "\n".join(found)


def test_the_search_covers_the_whole_package() -> None:
    assert {path.suffix for path in sources()} >= {".py", ".html"}
    assert len(sources()) >= len(list(PACKAGE.glob("*/__init__.py")))
