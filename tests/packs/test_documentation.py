"""The page about park data names every file, kind and quantity that the reader knows."""

import pytest

from parkloop.domain.lights import LIGHTS, OPS, QUANTITIES
from parkloop.domain.schedule import CURVES
from parkloop.packs.layout import PER_PLAN, SINGLE
from parkloop.packs.organisations import KINDS
from tests.packs.parks import ROOT

PAGE = (ROOT / "docs" / "concepts" / "park-data.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*SINGLE.values(), *(f"plan/{name}" for name in PER_PLAN.values())])
def test_the_page_names_each_file(path: str) -> None:
    assert f"`{path}`" in PAGE


@pytest.mark.parametrize("word", [*KINDS, *QUANTITIES, *LIGHTS, *OPS, *CURVES])
def test_the_page_names_each_word_of_the_files(word: str) -> None:
    assert word in PAGE
