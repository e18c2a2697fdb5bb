"""`plan/workplan.yaml` and the park's own Word forms: what is read, and each fault with its place."""

import pytest

from parkloop.packs import dump_definition, read_pack
from tests.packs.parks import HEAD, one_fault, small_park

ITEMS = """
  - path: 二/一/1
    roll_up: weight
    items:
      - {code: A1, days: 10, name: {zh: 甲, en: A}, not_before: 2026-03-02}
      - {code: M1, weight: 40, name: {zh: 乙, en: B}, after: [A1]}
      - {code: A2, days: 5, name: {zh: 丙, en: C}, after: ["M1 FS+3", "A1 SS-2"]}
      - {code: M2, weight: 60, name: {zh: 丁, en: D}, after: [A2], organisation: park, must_finish_by: 2026-12-18}
"""


def park(text: str = ITEMS) -> dict[str, bytes]:
    return small_park(plan__workplan=HEAD + "tasks:" + text)


def test_items_links_and_weights_are_read() -> None:
    work = read_pack(park()).plans[0].work
    assert work is not None
    assert [(item.code, item.days) for item in work.items] == [("A1", 10), ("M1", 0), ("A2", 5), ("M2", 0)]
    assert [(link.before, link.after, link.kind, link.lag) for link in work.links] == [
        ("A1", "M1", "FS", 0),
        ("M1", "A2", "FS", 3),
        ("A1", "A2", "SS", -2),
        ("A2", "M2", "FS", 0),
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("weight: 60", "weight: 50", "90 together, not 100"),
        ("weight: 60, ", "", "Without a weight: M2"),
        ("not_before: 2026-03-02}", "after: [M2]}", "A1 → A2 → M2 → A1"),
        ("after: [A1]}", "after: [A9]}", "There is no item 'A9'"),
        ('"A1 SS-2"', '"A1 FF-2"', "write A2"),
        ("organisation: park", "organisation: nobody", "no organisation 'nobody'"),
        ("days: 10", "days: 5000", "2000"),
        ("must_finish_by", "finish_by", "Unknown key 'finish_by'"),
    ],
)
def test_each_fault_is_named_once_with_its_line(old: str, new: str, words: str) -> None:
    fault = one_fault(park(ITEMS.replace(old, new)))
    assert words in fault.en
    assert fault.path == "plan/workplan.yaml"


def test_a_form_is_read_written_back_and_refused_when_it_is_no_word_file() -> None:
    files = {**small_park(), "forms/task-letter.docx": b"PK\x03\x04 whatever\x00"}
    (form,) = [d for d in read_pack(files).definitions() if d.kind == "form"]
    assert (form.id, form.path) == ("task-letter", "forms/task-letter.docx")
    assert dump_definition("form", form.id, form.body) == (form.path, files[form.path])
    assert "no Word document" in one_fault({**files, "forms/task-letter.docx": b"<html>"}).en
