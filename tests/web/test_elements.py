"""Page elements as readers meet them: never colour alone, missing is not zero, figures tell where they come from."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from parkloop.desk.screens import gallery
from parkloop.desk.templatetags import desk_elements
from parkloop.domain.figures import Figure
from tests.web.frames import frame

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def draw(source: str, language: str = "en", **values: Any) -> str:
    """Render a template text that loads the elements."""
    with translation.override(language):
        return engines["django"].from_string("{% load desk_elements %}" + source).render(values)


@pytest.mark.parametrize("light", gallery.LIGHTS)
def test_a_lamp_is_colour_icon_and_word(light: str) -> None:
    drawn = draw("{% lamp light %}", light=light)
    icon, word = desk_elements.LAMPS[light]
    with translation.override("en"):
        assert f"lamp-{light}" in drawn
        assert f"#{icon}" in drawn
        assert str(word) in drawn


def test_a_lamp_without_a_light_is_not_reported() -> None:
    assert "缺报" in draw("{% lamp light %}", "zh-hans", light="")


def test_an_unknown_light_is_an_error_and_not_a_silent_colour() -> None:
    with pytest.raises(KeyError):
        draw('{% lamp "purple" %}')


def test_a_bar_without_a_report_is_not_drawn_as_zero() -> None:
    drawn = draw("{% bar None 73 'none' %}", "zh-hans")
    assert "<rect" not in drawn
    assert "未报" in drawn
    assert "序时 73%" in drawn


def test_a_bar_at_zero_is_drawn() -> None:
    assert 'width="0%"' in draw("{% bar 0 50 'lag' %}")


def test_a_bar_over_a_hundred_stays_inside_and_prints_the_true_number() -> None:
    drawn = draw("{% bar 140 100 'ok' %}")
    assert 'width="100%"' in drawn
    assert "140" in drawn


def test_a_figure_ends_in_data_date_source_formula_and_rows() -> None:
    drawn = draw("{% figure figure %}", "zh-hans", figure=gallery.samples()["figure"])
    for text in ("1,247.5", "数据截至 2030-09-30", "S-2030-09-30-02", "口径", "数据行", 'href="#rows"'):
        assert text in drawn


def test_a_missing_figure_says_so_and_prints_no_number() -> None:
    drawn = draw("{% figure figure foot=False %}", figure=Figure(value=None, unit="万方"))
    assert "No data" in drawn
    assert "<b>" not in drawn


def test_a_typed_figure_names_who_typed_it() -> None:
    assert "Typed by Lin" in draw("{% figure figure %}", figure=Figure(value=3, typed_by="Lin"))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234567, None, "1,234,567"),
        (Decimal("148.60"), None, "148.60"),
        (-5.25, 1, "−5.2"),
        (None, None, ""),
        (0, None, "0"),
    ],
)
def test_an_amount_is_printed_for_people(value: Any, places: int | None, text: str) -> None:
    assert desk_elements.amount(value, places) == text


def test_text_from_people_is_escaped_everywhere() -> None:
    nasty = "<script>alert(1)</script>"
    source = (
        "{% lamp 'ok' t %}{% ring 1 8 t %}{% chip t '#' %}{% tag t %}{% empty t t 'inbox' t '#' %}{% notice 'over' t t %}"
        "{% stat t t t t %}{% panel rows %}{% timeline entries %}{% tabs tabs %}{% card t note=t %}{{ t }}{% endcard %}"
        "{% icon 'x' t %}{% file_drop 'f' t help_text=t %}"
    )
    entries = [
        {"when": nasty, "who": nasty, "what": nasty, "why": nasty, "changes": [{"before": nasty, "after": nasty}]}
    ]
    drawn = draw(source, t=nasty, rows=[(nasty, nasty)], entries=entries, tabs=[{"label": nasty, "url": nasty}])
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_a_change_prints_before_and_after() -> None:
    change = {"label": "Value", "before": None, "after": "71%"}
    drawn = draw("{% timeline entries %}", entries=[{"when": "x", "who": "y", "what": "z", "changes": [change]}])
    assert "<del>—</del>" in drawn
    assert "<ins>71%</ins>" in drawn


def test_a_tile_map_has_a_table_twin_with_the_missing_town() -> None:
    drawn = draw("{% tile_map tiles note='schematic' label='map' %}", tiles=gallery.tiles())
    assert drawn.count("<polygon") == drawn.count('<th scope="row">') == 7
    assert "No data" in drawn
    assert "schematic" in drawn


def test_pages_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/list/", {"light": "over", "page": "2"})
    page = Paginator(range(100), 20).page(2)
    source = engines["django"].from_string("{% load desk_elements %}{% pager page %}")
    drawn = source.render({"page": page, "request": request})
    assert "?light=over&amp;page=3" in drawn
    assert "?light=over&amp;per_page=50" in drawn


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_gallery_draws_every_element(language: str) -> None:
    with translation.override(language):
        page = render_to_string("desk/gallery.html", {**gallery.samples(), "frame": frame()})
    for part in (
        "lamp",
        "ring",
        "bar",
        "gauge",
        "figure",
        "target",
        "chip",
        "tag",
        "tabs",
        "panel",
        "timeline",
        "nodes",
    ):
        assert f'class="{part}' in page, part
    for part in ("pager", "empty", "notice", "file-drop", "light-board", "attention", "tile-map", "sparkline", "stat"):
        assert f'class="{part}' in page, part
    assert page.count("<svg") > 100


def test_the_gallery_in_english_holds_no_chinese() -> None:
    with translation.override("en"):
        page = render_to_string("desk/gallery.html", {**gallery.samples(), "frame": frame()})
    assert set(CHINESE.findall(page)) == {"中", "中文"}, "only the language switch names the other language"


def test_the_frame_shows_menu_counts_and_marks_the_late_one() -> None:
    page = render_to_string("desk/base.html", {"page_title": "x", "frame": frame()})
    assert "menu-count-late" in page
    assert 'aria-current="page"' in page
    assert 'data-bs-theme="light"' in page


def test_real_data_take_the_demo_chip_away() -> None:
    with_demo = render_to_string("desk/base.html", {"frame": frame()})
    without = render_to_string("desk/base.html", {"frame": frame(demo=False)})
    assert "tag-demo" in with_demo
    assert "tag-demo" not in without


def test_a_stranger_gets_a_frame_without_menu_and_with_sign_in() -> None:
    known = frame(person=None, menu=[], urls={"sign_in": "/in/"})
    page = render_to_string("desk/base.html", {"frame": known})
    assert 'href="/in/"' in page
    assert "menu-item" not in page


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429, 500])
def test_an_error_page_says_what_happened_and_offers_one_way_on(code: int) -> None:
    with translation.override("zh-hans"):
        page = render_to_string(f"{code}.html", {})
    card = page[page.index('<section class="plain-card') : page.index("</section>")]
    assert card.count("btn-primary") == 1
    assert f"HTTP {code}" in card
    assert len(CHINESE.findall(card)) > 3


def test_a_form_field_prints_help_basis_and_its_errors_tied_to_the_input() -> None:
    drawn = str(gallery.samples()["form"].as_div())
    assert 'id="gallery_amount_error"' in drawn
    assert 'aria-describedby="gallery_amount_error"' in drawn
    assert "§ 3" in drawn
    assert 'id="gallery_name_helptext"' in drawn
