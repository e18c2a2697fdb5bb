"""A park's files as definitions: listed, written back, compared."""

import datetime
import json
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parkloop.adapters.park_folder import read_folder
from parkloop.packs import diff_packs, dump_definition, read_pack
from parkloop.packs.definitions import definitions_of
from parkloop.packs.documents import read_toml, read_yaml
from parkloop.packs.errors import ErrorList
from tests.packs.parks import ORGANISATIONS, PACK, ROOT, small_park

SURROGATES: tuple[Literal["Cs"], ...] = ("Cs",)
PARKS = sorted(p.name for p in (ROOT / "parks").iterdir() if (p / "pack.toml").exists())


def test_each_file_is_one_definition() -> None:
    found = {(d.kind, d.id): d for d in read_pack(small_park()).definitions()}
    assert found["lights", "plan"].path == "plan/lights.yaml"
    assert found["lights", "plan"].valid_from == datetime.date(2026, 1, 1)
    assert found["notice", "plan"].body["name"] == "notice.txt"
    assert set(found) == {(k, k) for k in ("pack", "organisations", "people")} | {
        (k, "plan") for k in ("notice", "provenance", "lights")
    }


def test_the_digest_looks_at_meaning_not_at_comments() -> None:
    plain, noted = read_pack(small_park()), read_pack(small_park(places__organisations="# note\n" + ORGANISATIONS))
    assert [d.sha256 for d in plain.definitions()] == [d.sha256 for d in noted.definitions()]


@pytest.mark.parametrize("park", PARKS)
def test_a_park_written_back_means_the_same(park: str) -> None:
    pack = read_pack(read_folder(ROOT / "parks" / park))
    bodies = [(d.kind, d.id, json.loads(json.dumps(d.body))) for d in pack.definitions()]
    again = read_pack(dict(dump_definition(*body) for body in bodies))
    assert diff_packs(pack, again) == ()
    assert again.plans[0].notice == pack.plans[0].notice


@pytest.mark.parametrize("data", [bytes(range(256)), b"a\0b", "\ufeff通知\r\n".encode(), b""])
def test_a_notice_comes_back_byte_for_byte(data: bytes) -> None:
    (notice,) = definitions_of({"plan/notice.docx": data}, {}, datetime.date(2026, 1, 1))
    assert "\0" not in notice.body.get("text", "")
    assert dump_definition("notice", "plan", notice.body) == ("plan/notice.docx", data)


@settings(max_examples=400)
@example("\x85")
@example("\u2028 a")
@example("\r\n")
@given(st.text(alphabet=st.characters(exclude_categories=SURROGATES, exclude_characters="\0"), max_size=60))
def test_any_text_survives_the_way_out_and_in(text: str) -> None:
    body = {"source": text, "rows": [{"note": text}]}
    path, data = dump_definition("terms", "terms", body)
    document = read_yaml(path, data, ErrorList())
    assert document is not None
    assert document.value == body


@given(st.text(alphabet=st.characters(exclude_categories=SURROGATES, exclude_characters="\0"), max_size=60))
def test_any_text_survives_the_manifest(text: str) -> None:
    body = {"id": text, "name": {"zh": text, "en": "x"}}
    path, data = dump_definition("pack", "pack", body)
    document = read_toml(path, data, ErrorList())
    assert document is not None
    assert document.value == body


@pytest.mark.parametrize(
    ("kind", "ident"), [("mood", "mood"), ("terms", "other"), ("lights", "../up"), ("lights", "plan/../x")]
)
def test_a_definition_that_is_no_park_file_is_refused(kind: str, ident: str) -> None:
    with pytest.raises(KeyError):
        dump_definition(kind, ident, {})


def test_a_notice_may_not_choose_its_own_path() -> None:
    with pytest.raises(KeyError):
        dump_definition("notice", "plan", {"name": "../../evil.txt", "text": ""})


def test_the_difference_names_the_row_and_the_field() -> None:
    new = small_park(places__organisations=ORGANISATIONS.replace("zh: 小镇", "zh: 大镇"))
    (change,) = diff_packs(read_pack(small_park()), read_pack(new))
    assert (change.change, change.kind) == ("changed", "organisations")
    assert [(f.pointer, f.before, f.after) for f in change.fields] == [("organisations[town].name.zh", "小镇", "大镇")]


def test_rows_that_only_changed_places_differ_in_their_order_alone() -> None:
    head, rows = ORGANISATIONS.split("organisations:\n")
    first, *rest = rows.splitlines(keepends=True)
    moved = head + "organisations:\n" + "".join([*rest, first])
    (change,) = diff_packs(read_pack(small_park()), read_pack(small_park(places__organisations=moved)))
    assert [(f.pointer, f.after) for f in change.fields] == [("organisations[]", ["town", "park", "county"])]


def test_added_and_removed_files_are_told() -> None:
    old, new = (
        read_pack(small_park()),
        read_pack(small_park(demo__people=None, pack=PACK.replace("Small Park", "Tiny Park"))),
    )
    assert [(c.change, c.kind) for c in diff_packs(old, new)] == [("removed", "people"), ("changed", "pack")]
    assert [c.change for c in diff_packs(new, old)] == ["added", "changed"]


@pytest.mark.skipif(len(PARKS) < 2, reason="this copy carries one park")
def test_two_parks_differ_and_one_park_does_not() -> None:
    left, right = (read_pack(read_folder(ROOT / "parks" / name)) for name in PARKS[:2])
    assert diff_packs(left, right)
    assert not diff_packs(left, left)
