"""Parks of older formats still read; the stored one is never edited."""

import pytest

from parkloop.packs import BadPack, read_pack
from parkloop.packs.migrations import FORMAT, STEPS, migrate
from tests.packs.parks import PACK, ROOT, folder_files, one_fault, small_park

OLD = ROOT / "tests" / "packs" / "old" / "format-0"


def test_the_stored_park_of_format_0_reads_today() -> None:
    pack = read_pack(folder_files(OLD))
    assert pack.manifest.format == FORMAT
    assert (pack.manifest.name.zh, pack.manifest.period) == ("旧园区", (2021, 2023))
    assert [(o.code, o.name.en, o.short.zh) for o in pack.organisations] == [
        ("county", "Old County Government", "县政府"),
        ("old-park", "Old Park", "旧园区"),
    ]


def test_its_thresholds_became_rules_that_judge_alike() -> None:
    lights = read_pack(folder_files(OLD)).plans[0].lights
    assert lights is not None
    assert [(row.id, [str(c.value) for c in row.conditions]) for row in lights.targets.rows] == [
        ("missing", ["1"]),
        ("over", ["-12.5"]),
        ("lag", ["-4"]),
        ("ok", []),
    ]


def test_each_older_format_has_its_step_and_its_stored_park() -> None:
    assert len(STEPS) == FORMAT
    assert {p.name for p in OLD.parent.iterdir()} == {f"format-{number}" for number in range(FORMAT)}


def test_migrating_leaves_the_given_files_alone_and_is_done_once() -> None:
    files = folder_files(OLD)
    before = dict(files)
    once = migrate(files)
    assert files == before
    assert migrate(once) == once


def test_todays_park_passes_unchanged() -> None:
    assert migrate(small_park()) == small_park()


@pytest.mark.parametrize("number", ["2", "-1", '"1"', "true"])
def test_an_unknown_format_says_to_upgrade(number: str) -> None:
    assert "Upgrade" in one_fault(small_park(pack=PACK.replace("format = 1", f"format = {number}"))).en


def test_a_broken_old_park_is_told_not_crashed_on() -> None:
    for path, data in (
        ("organisations.yaml", b"- 1"),
        ("organisations.yaml", b"organisations: [1]"),
        ("lights.yaml", b"thresholds: 3"),
    ):
        with pytest.raises(BadPack):
            read_pack(folder_files(OLD) | {path: data})
