"""The check of the message catalogues finds what a reader would stumble over, and nothing else."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.sources import ROOT


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    """The module `tools/check_catalogues.py`."""
    spec = importlib.util.spec_from_file_location("check_catalogues", ROOT / "tools" / "check_catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A package with one source, one template and an empty catalogue."""
    package = tmp_path / "package"
    (package / "templates").mkdir(parents=True)
    (package / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    write_catalogue(package, {})
    return package


def write_catalogue(package: Path, messages: dict[str, str], before: str = "") -> None:
    """Write a catalogue with these translations; `before` stands before each entry."""
    entries = [f'{before}msgid "{message}"\nmsgstr "{translation}"\n' for message, translation in messages.items()]
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path = package / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.write_text(head + "\n".join(entries), encoding="utf-8")


@pytest.mark.parametrize(
    "source",
    [
        '_("Save")',
        'gettext_lazy("Save")',
        '_("Sa" "ve")',
        'translation.gettext("Save")',
        'ngettext("Save", "Save all", n)',
    ],
)
def test_a_text_of_the_code_without_translation_is_found(checker: ModuleType, room: Path, source: str) -> None:
    (room / "views.py").write_text(f"label = {source}\n")
    assert checker.check(room) == ["package/views.py:1: not translated: 'Save'"]


@pytest.mark.parametrize(
    "markup",
    [
        '{% translate "Save" %}',
        "   <p>\n  {% translate 'Save' as word %}",
        "{% blocktranslate %}Save{% endblocktranslate %}",
        '{{ _("Save") }}',
        "{% blocktranslate count n=n %}Save{% plural %}Save all{% endblocktranslate %}",
    ],
)
def test_a_text_of_a_template_without_translation_is_found(checker: ModuleType, room: Path, markup: str) -> None:
    (room / "templates" / "page.html").write_text("{% load i18n %}\n" + markup)
    findings = checker.check(room)
    assert len(findings) == 1
    assert findings[0].endswith("not translated: 'Save'")


def test_a_translated_text_is_no_finding(checker: ModuleType, room: Path) -> None:
    (room / "views.py").write_text('label = _("Save")\n')
    write_catalogue(room, {"Save": "保存"})
    assert checker.check(room) == []


def test_a_text_known_only_at_run_time_is_no_finding(checker: ModuleType, room: Path) -> None:
    (room / "views.py").write_text('label = _(value["message"])\n')
    assert checker.check(room) == []


def test_a_fuzzy_translation_does_not_count(checker: ModuleType, room: Path) -> None:
    (room / "views.py").write_text('label = _("Save")\n')
    write_catalogue(room, {"Save": "保存"}, before="#, fuzzy\n")
    assert [finding.split(": ", 1)[1] for finding in checker.check(room)] == [
        "marked fuzzy: 'Save'",
        "not translated: 'Save'",
    ]


def test_an_empty_translation_does_not_count(checker: ModuleType, room: Path) -> None:
    write_catalogue(room, {"Save": ""})
    assert any("empty translation: 'Save'" in finding for finding in checker.check(room))


def test_a_context_asks_for_its_own_translation(checker: ModuleType, room: Path) -> None:
    (room / "views.py").write_text('label = pgettext("verb", "Sign")\n')
    write_catalogue(room, {"Sign": "标志"})
    assert checker.check(room) == ["package/views.py:1: not translated: 'Sign' (context 'verb')"]


@pytest.mark.parametrize("translation", ["第%(number)s行，%(row)s", "这一行"])
def test_placeholders_must_be_the_same_on_both_sides(checker: ModuleType, room: Path, translation: str) -> None:
    write_catalogue(room, {"Row %(row)s": translation})
    assert any("placeholder" in finding for finding in checker.check(room))


def test_two_catalogues_may_not_translate_the_same_text_differently(checker: ModuleType, room: Path) -> None:
    write_catalogue(room, {"Name": "名称"})
    other = room / "other"
    (other / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    write_catalogue(other, {"Name": "姓名"})
    assert any("another catalogue translates 'Name'" in finding for finding in checker.check(room))
