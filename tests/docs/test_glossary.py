"""docs/glossary.md says what the parks' terms say, and explains the words that the guide rests on."""

from tests.docs.pages import ROOT
from tools import glossary

NEEDED = {"light", "schedule", "missing_data", "sign_for", "duty", "definition_of_figure", "gap", "data_date"}


def test_the_glossary_is_the_parks_terms() -> None:
    written = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert written == glossary.page(), "run: python tools/glossary.py"


def test_no_identifier_is_explained_twice() -> None:
    for park in (glossary.MAIN, *glossary.other_parks()):
        names = [term["id"] for term in glossary.terms_of(park)]
        assert len(names) == len(set(names)), park


def test_the_words_that_decide_how_a_page_is_read_are_there() -> None:
    assert {term["id"] for term in glossary.terms_of(glossary.MAIN)} >= NEEDED
