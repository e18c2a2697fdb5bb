"""A park reads whole or not at all; every fault is told with file, line and a sentence in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.packs import read_pack
from tests.packs.parks import HEAD, ORGANISATIONS, PACK, PEOPLE, PROVENANCE, ROWS, faults, one_fault, small_park


def test_the_small_park_reads() -> None:
    pack = read_pack(small_park())
    assert (pack.manifest.id, pack.manifest.period) == ("small", (2026, 2027))
    assert [o.code for o in pack.organisations] == ["county", "town", "park"]
    assert pack.plans[0].text is not None
    assert pack.plans[0].text.startswith("小园")


def test_all_faults_are_told_at_once_with_their_lines() -> None:
    bodies = ORGANISATIONS.replace("kind: town", "kind: village").replace(
        "parent: county}\n  - {code: park", "}\n  - {code: park"
    )
    people = PEOPLE.replace("organisation: town, title", "organisation: nowhere, title").replace("town_officer", "boss")
    found = faults(small_park(places__organisations=bodies, demo__people=people, pack=PACK.replace('"en"', '"fr"')))
    assert [(f.path, f.line) for f in found] == [
        ("demo/people.yaml", 8),
        ("demo/people.yaml", 9),
        ("pack.toml", 3),
        ("places/organisations.yaml", 7),
    ]
    assert all(f.message["zh"] and f.message["en"] for f in found)


def test_a_misspelt_key_is_told_with_the_known_ones() -> None:
    fault = one_fault(small_park(places__organisations=ORGANISATIONS.replace("parent: county}", "parnt: county}", 1)))
    assert "parnt" in fault.en
    assert "parent" in fault.en


def test_a_missing_required_file_is_named() -> None:
    assert [f.path for f in faults(small_park(places__organisations=None))][-1] == "places/organisations.yaml"


def test_a_missing_manifest_does_not_hide_other_faults() -> None:
    found = faults(small_park(pack=None, demo__people=PEOPLE.replace("town_officer", "boss")))
    assert {f.path for f in found} == {"pack.toml", "demo/people.yaml"}


def test_an_unknown_file_is_told() -> None:
    assert one_fault(small_park() | {"place/towns.yaml": b"x: 1"}).path == "place/towns.yaml"


def test_a_readme_is_welcome_anywhere() -> None:
    assert not faults(small_park() | {"README.md": b"# hi", "plan/README.md": b"\xff"})


def test_a_plan_without_provenance_is_told() -> None:
    assert one_fault(small_park(plan__provenance=None)).path == "plan/provenance.yaml"


def test_a_changed_notice_is_told() -> None:
    fault = one_fault(small_park(plan__notice="别的内容"))
    assert (fault.path, "sha256" in fault.en) == ("plan/provenance.yaml", True)


def test_a_second_plan_lives_in_its_own_folder() -> None:
    files = small_park()
    files["plan/parks/notice.txt"] = files["plan/notice.txt"]
    files["plan/parks/provenance.yaml"] = PROVENANCE.replace("small-plan", "parks-plan").encode()
    assert [(p.folder, p.provenance.id) for p in read_pack(files).plans] == [
        ("plan", "small-plan"),
        ("plan/parks", "parks-plan"),
    ]


def test_two_plans_may_not_share_an_id() -> None:
    files = small_park()
    files |= {"plan/twin/notice.txt": files["plan/notice.txt"], "plan/twin/provenance.yaml": PROVENANCE.encode()}
    assert "small-plan" in one_fault(files).en


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1", "YAML syntax"),
        ("a: &x 1\nb: *x", "aliases"),
        ("a: 1\na: 2", "twice"),
        ("- 1", "mapping"),
        ("", "mapping"),
        ("a: !!python/object:os.system x", "Cannot be read"),
        ("[" * 3000, "deep"),
        ("a: 2026-13-45", "Unknown key|date|missing|Cannot be read"),
        ("a: .inf", "Cannot be read"),
        ('a: "\\0"', "Cannot be read"),
    ],
)
def test_broken_yaml_is_a_fault_and_never_a_crash(text: str, words: str) -> None:
    found = faults(small_park(terms__terms=text))
    assert any(word in fault.en for fault in found for word in words.split("|")), [str(f) for f in found]


def test_text_in_another_encoding_is_told() -> None:
    fault = one_fault(small_park() | {"terms/terms.yaml": "source: 虚构".encode("gb18030")})
    assert "UTF-8" in fault.en


def test_broken_toml_names_its_line() -> None:
    fault = faults(small_park(pack=PACK.replace('id = "small"', "id = small")))[0]
    assert (fault.path, fault.line) == ("pack.toml", 2)


def test_a_code_read_as_a_number_asks_for_quotes() -> None:
    found = faults(small_park(places__organisations=ORGANISATIONS.replace("code: town", "code: 12"), demo__people=None))
    assert "quotes" in found[0].en


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    for path in ("pack.toml", "places/organisations.yaml", "plan/provenance.yaml", "terms/gazetteer.yaml"):
        assert all(fault.path and fault.zh and fault.en for fault in faults(small_park() | {path: data}))


def test_a_light_row_without_condition_must_stand_last() -> None:
    rows = "\n".join(reversed(ROWS.strip("\n").split("\n")))
    found = faults(small_park(plan__lights=f"{HEAD}targets:\n{rows}\ntasks:{ROWS}"))
    assert [f.line for f in found] == [6, 6]


def test_an_unknown_quantity_of_a_light_is_told() -> None:
    found = one_fault(small_park(plan__lights=f"{HEAD}targets:{ROWS}tasks:{ROWS.replace('gap_pp', 'mood')}"))
    assert "mood" in found.en
