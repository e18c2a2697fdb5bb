"""Set-up: what `tools/bootstrap.py` does on odd machines, and that the locks say nothing about this one."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.sources import ROOT

LOCKS = ("uv", "base", "dev", "bench")


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up script, working on an empty folder instead of this one."""
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", ROOT / "tools" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    places = {"ROOT": tmp_path, "VENV": venv, "PYTHON": venv / "bin" / "python"}
    places |= {"UNFINISHED": venv / ".unfinished", "STAMP": venv / ".ready.json"}
    for name, value in places.items():
        monkeypatch.setattr(module, name, value)
    return module


def finished_environment(bootstrap: ModuleType, lock: str = "base") -> None:
    """An environment as a finished set-up leaves it."""
    bootstrap.PYTHON.parent.mkdir(parents=True)
    bootstrap.PYTHON.symlink_to(sys.executable)
    bootstrap.write_stamp(lock)


def test_a_finished_environment_is_used_at_once(bootstrap: ModuleType) -> None:
    finished_environment(bootstrap)
    assert bootstrap.is_ready("base")


def test_the_development_environment_serves_for_running_too(bootstrap: ModuleType) -> None:
    finished_environment(bootstrap, "dev")
    assert bootstrap.is_ready("base")
    assert bootstrap.is_ready("dev")


def test_the_running_environment_does_not_serve_for_tests(bootstrap: ModuleType) -> None:
    finished_environment(bootstrap, "base")
    assert not bootstrap.is_ready("dev")


def test_an_interrupted_environment_is_made_again(bootstrap: ModuleType) -> None:
    finished_environment(bootstrap)
    bootstrap.UNFINISHED.touch()
    assert not bootstrap.is_ready("base")
    assert not bootstrap.environment_works()


def test_a_moved_folder_makes_its_environment_again(bootstrap: ModuleType) -> None:
    finished_environment(bootstrap)
    stamp = json.loads(bootstrap.STAMP.read_text())
    bootstrap.STAMP.write_text(json.dumps({**stamp, "root": "/another/place"}))
    assert not bootstrap.is_ready("base")
    assert not bootstrap.environment_works()


def test_a_python_that_went_away_is_noticed(bootstrap: ModuleType) -> None:
    finished_environment(bootstrap)
    bootstrap.PYTHON.unlink()
    bootstrap.PYTHON.symlink_to("/no/such/python")
    assert not bootstrap.is_ready("base")


def test_a_damaged_stamp_counts_as_none(bootstrap: ModuleType) -> None:
    finished_environment(bootstrap)
    bootstrap.STAMP.write_text('{"base": ')
    assert not bootstrap.is_ready("base")


def test_without_the_venv_module_a_person_is_told_the_package(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "venv_module_works", lambda: False)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(bootstrap.SetupError, match=r"apt-get install python3\.\d+-venv"):
        bootstrap.ensure_venv_module()


def test_without_the_venv_module_root_on_debian_gets_it_installed(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(bootstrap, "venv_module_works", lambda: bool(installed))
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap, "apt_install", lambda *packages: installed.extend(packages))
    bootstrap.ensure_venv_module()
    assert installed == ["python{}.{}-venv".format(*sys.version_info[:2])]


def test_an_old_python_is_told_which_one_is_needed(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (99, 0))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(bootstrap.SetupError, match="needs Python"):
        bootstrap.use_supported_python()


def test_an_old_python_can_still_read_the_script() -> None:
    compile((ROOT / "tools" / "bootstrap.py").read_text(), "bootstrap.py", "exec", flags=0, dont_inherit=True)
    import ast

    ast.parse((ROOT / "tools" / "bootstrap.py").read_text(), feature_version=(3, 7))


def test_pips_own_configuration_reaches_uv(bootstrap: ModuleType) -> None:
    listing = (
        "global.index-url='https://mirror.example/simple'\n:env:.cert='/etc/own.pem'\nglobal.find-links='/a\\n/b'\n"
    )
    assert bootstrap.pip_settings(listing) == {
        "index-url": "https://mirror.example/simple",
        "cert": "/etc/own.pem",
        "find-links": "/a /b",
    }


def test_the_environment_overrules_pips_files(bootstrap: ModuleType) -> None:
    listing = "global.index-url='https://one.example'\n:env:.index-url='https://two.example'\n"
    assert bootstrap.pip_settings(listing)["index-url"] == "https://two.example"


def test_a_folder_with_a_space_still_gets_a_working_command(bootstrap: ModuleType, tmp_path: Path) -> None:
    home = tmp_path / "two words"
    bootstrap.PYTHON = home / "python"
    home.mkdir()
    bootstrap.PYTHON.symlink_to(sys.executable)
    script = tmp_path / "parkloop"
    script.write_text(
        bootstrap.console_script().replace("from parkloop.site.cli import main", "main = lambda: print('ran')")
    )
    script.chmod(0o755)
    assert subprocess.run([script], capture_output=True, text=True).stdout == "ran\n"


def pins(lock: str) -> dict[str, str]:
    """Package → version of one lock."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==([\w.+!-]+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_machine_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert not re.findall(r"https?://|file:|^\s*#.*/|--(?:extra-)?index-url|--find-links", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_hashed(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    unhashed = [
        name
        for name, version in pins(lock).items()
        if not re.search(rf"^{re.escape(name)}==.*\\\n\s+--hash", text, re.M)
    ]
    assert pins(lock)
    assert not unhashed


def test_tests_run_what_production_runs() -> None:
    base, dev = pins("base"), pins("dev")
    assert {name: dev.get(name) for name in base} == base
