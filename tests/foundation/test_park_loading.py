"""Loading a park: folder against published against desk. A local change is never overwritten, a conflict is shown."""

from pathlib import Path

import pytest

from parkloop.foundation import definitions, park_loading
from parkloop.foundation.acting import NotAllowed
from parkloop.foundation.models import Definition, JournalEntry
from parkloop.foundation.park_loading import Standing
from parkloop.packs import BadPack
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
PACK = """
format = 1
id = "sample"
language = "zh-hans"
synthetic = true
organisation = "sample-park"
valid_from = 2020-01-01
[name]
zh = "样例园"
en = "Sample park"
[short]
zh = "样例"
en = "Sample"
[period]
first = 2025
last = 2026
"""
PLACES = """
source: invented
valid_from: 2020-01-01
status: unverified
synthetic: true
organisations:
  - {code: sample-district, kind: district-government, name: {zh: 样例区, en: Sample District}, short: {zh: 样例区, en: District}}
  - {code: sample-park, kind: park, name: {zh: 样例园, en: Sample Park}, short: {zh: 样例, en: Sample}, parent: sample-district}
"""
SERIES = (
    'series:\n  - {{id: reports, label: {{zh: 报告, en: Reports}}, pattern: "{pattern}〔{{year}}〕{{serial:03d}}号"}}\n'
)


def series(pattern: str) -> str:
    """The numbering file with one pattern."""
    return "source: invented\nvalid_from: 2020-01-01\nstatus: unverified\nsynthetic: true\n" + SERIES.format(
        pattern=pattern
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small valid park; the rooms' own loaders are left out."""
    monkeypatch.setattr(park_loading, "_loaders", [])
    for path, text in {
        "pack.toml": PACK,
        "places/organisations.yaml": PLACES,
        "forms/numbering.yaml": series("园"),
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def edit_folder(folder: Path, pattern: str) -> None:
    """Somebody edits the park's file."""
    (folder / "forms/numbering.yaml").write_text(series(pattern), encoding="utf-8")


def edit_desk(cast: Cast, pattern: str) -> Definition:
    """Two people edit and publish at the desk."""
    body = definitions.latest("numbering", "numbering").body
    body["series"][0]["pattern"] = pattern + "〔{year}〕{serial:03d}号"
    draft = definitions.write_draft(
        cast.district_officer,
        kind="numbering",
        ident="numbering",
        body=body,
        valid_from=definitions.latest("numbering", "numbering").valid_from,
    )
    return definitions.publish(cast.second_officer, definition=draft)


def standing(folder: Path) -> Standing:
    """How the numbering stands."""
    return next(item.standing for item in park_loading.diff(folder) if item.kind == "numbering")


def pattern_now() -> str:
    """The published pattern's first sign."""
    return str(definitions.latest("numbering", "numbering").body["series"][0]["pattern"])[0]


def test_a_folder_is_published_as_definitions_and_loading_again_does_nothing(cast: Cast, folder: Path) -> None:
    first = park_loading.load_park(cast.system, folder)
    assert first.published == ["numbering/numbering", "pack/pack", "organisations/organisations"]
    again = park_loading.load_park(cast.system, folder)
    assert (again.published, again.retired, again.conflicts) == ([], [], [])
    assert Definition.objects.count() == 3
    assert JournalEntry.objects.filter(action="definitions.load_park").count() == 1


def test_a_comment_or_layout_makes_no_new_version(cast: Cast, folder: Path) -> None:
    park_loading.load_park(cast.system, folder)
    path = folder / "forms/numbering.yaml"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert park_loading.load_park(cast.system, folder).published == []


def test_an_edit_in_the_folder_is_published_as_the_next_version(cast: Cast, folder: Path) -> None:
    park_loading.load_park(cast.system, folder)
    edit_folder(folder, "新")
    item = next(i for i in park_loading.diff(folder) if i.standing is Standing.CHANGED)
    assert [change.pointer for change in item.fields] == ["series[reports].pattern"]
    assert park_loading.load_park(cast.system, folder).published == ["numbering/numbering"]
    assert (pattern_now(), definitions.latest("numbering", "numbering").number) == ("新", 2)


def test_an_edit_at_the_desk_is_kept_when_the_folder_is_loaded_again(cast: Cast, folder: Path) -> None:
    park_loading.load_park(cast.system, folder)
    edit_desk(cast, "桌")
    assert standing(folder) is Standing.LOCAL
    done = park_loading.load_park(cast.system, folder)
    assert (done.published, done.kept_local) == ([], ["numbering/numbering"])
    assert pattern_now() == "桌"


def test_an_edit_in_both_is_a_conflict_shown_with_both_sides_and_nothing_is_overwritten(
    cast: Cast, folder: Path
) -> None:
    park_loading.load_park(cast.system, folder)
    edit_desk(cast, "桌")
    edit_folder(folder, "夹")
    done = park_loading.load_park(cast.system, folder)
    (conflict,) = done.conflicts
    assert [(str(c.before)[0], str(c.after)[0]) for c in conflict.fields] == [("桌", "夹")]
    assert pattern_now() == "桌"
    assert park_loading.load_park(cast.system, folder).conflicts, "it stays a conflict until somebody decides"


def test_a_person_may_decide_a_conflict_for_the_folder(cast: Cast, folder: Path) -> None:
    park_loading.load_park(cast.system, folder)
    edit_desk(cast, "桌")
    edit_folder(folder, "夹")
    done = park_loading.load_park(cast.system, folder, take=frozenset({"numbering/numbering"}))
    assert (done.published, done.conflicts) == (["numbering/numbering"], [])
    assert pattern_now() == "夹"


def test_a_person_may_decide_a_conflict_for_the_desk_by_exporting_it(cast: Cast, folder: Path) -> None:
    park_loading.load_park(cast.system, folder)
    edit_desk(cast, "桌")
    edit_folder(folder, "夹")
    assert park_loading.export(folder) == ["forms/numbering.yaml"]
    assert standing(folder) is Standing.SAME
    park_loading.load_park(cast.system, folder)
    edit_folder(folder, "后")
    assert standing(folder) is Standing.CHANGED, "the folder has taken the desk's version over"


def test_a_file_that_is_gone_is_retired(cast: Cast, folder: Path) -> None:
    park_loading.load_park(cast.system, folder)
    (folder / "forms/numbering.yaml").unlink()
    assert park_loading.load_park(cast.system, folder).retired == ["numbering/numbering"]
    assert definitions.latest("numbering", "numbering") is None
    edit_folder(folder, "园")
    assert park_loading.load_park(cast.system, folder).published == ["numbering/numbering"]


def test_what_was_retired_at_the_desk_stays_so_while_its_file_is_the_same(cast: Cast, folder: Path) -> None:
    park_loading.load_park(cast.system, folder)
    definitions.retire(
        cast.second_officer, definition=definitions.latest("numbering", "numbering"), reason="no numbers any more"
    )
    assert park_loading.load_park(cast.system, folder).published == []
    edit_folder(folder, "新")
    assert standing(folder) is Standing.CONFLICT


def test_everything_published_can_be_exported_and_reads_as_the_same_park(
    cast: Cast, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    park_loading.load_park(cast.system, folder)
    other = tmp_path_factory.mktemp("export")
    assert len(park_loading.export(other, everything=True)) == 3
    assert {item.standing for item in park_loading.diff(other)} == {Standing.SAME}


def test_a_faulty_folder_changes_nothing_and_all_faults_are_told(cast: Cast, folder: Path) -> None:
    park_loading.load_park(cast.system, folder)
    (folder / "forms/numbering.yaml").write_text("series: [{id: A B}]", encoding="utf-8")
    with pytest.raises(BadPack) as refused:
        park_loading.load_park(cast.system, folder)
    assert len(refused.value.errors) > 2
    assert pattern_now() == "园"


def test_loading_is_the_system_administrations(cast: Cast, folder: Path) -> None:
    with pytest.raises(NotAllowed):
        park_loading.load_park(cast.district_officer, folder)
    assert park_loading.load_park(cast.system_admin, folder).published


def test_loaders_run_in_their_order_with_the_pack_and_say_what_they_did(cast: Cast, folder: Path) -> None:
    park_loading.loader(20)(lambda person, pack: [f"second {pack.manifest.id}"])
    park_loading._loaders.append((10, "first", lambda person, pack: ["first"]))
    assert park_loading.load_park(cast.system, folder).lines == ["first", "second sample"]
