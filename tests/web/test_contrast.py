"""Contrast of the theme's colours by the WCAG 2 formula, read from the style sheet itself, for light and dark."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

THEME = Path(__file__).parents[2] / "web" / "theme"
TEXT, GRAPHIC = 4.5, 3.0
LAMPS = ("ok", "near", "lag", "over", "none", "done")

EVERYWHERE = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3") for ground in ("card", "ground", "table-head")),
    ("ink-3", "row-selected", TEXT),
    ("primary", "card", TEXT),
    ("primary", "ground", TEXT),
    ("primary-ink", "primary-tint", TEXT),
    ("button-ink", "button", TEXT),
    ("button-ink", "button-hover", TEXT),
    ("ink-2", "done-tint", TEXT),
    ("ink-3", "none-tint", TEXT),
    ("demo", "demo-tint", TEXT),
    ("badge-ink", "badge", TEXT),
    ("field-border", "card", GRAPHIC),
    ("tick", "track", GRAPHIC),
    ("ink", "over-tint", TEXT),
    ("ink-2", "over-tint", TEXT),
    ("ink-2", "lag-tint", TEXT),
    ("lag-icon", "lag-tint", GRAPHIC),
    *((lamp, f"{lamp}-tint", TEXT) for lamp in LAMPS),
    *((lamp, "card", TEXT) for lamp in LAMPS),
    *((f"bar-{lamp}", "track", GRAPHIC) for lamp in ("ok", "near", "lag", "over", "done")),
    *((f"chart-{number}", "card", GRAPHIC) for number in range(1, 7)),
    *((f"heat-{step}-ink", f"heat-{step}", TEXT) for step in range(6)),
    *((f"span-{kind}-line", "card", GRAPHIC) for kind in ("target", "task", "unit", "deadline", "problem")),
    *(("ink", f"span-{kind}", TEXT) for kind in ("target", "task", "unit", "deadline", "problem")),
]

SHEET = [  # the sheet of the design: name, ground, contrast as printed there
    ("ink", "card", 16.10),
    ("ink-2", "card", 7.65),
    ("ink-3", "card", 5.46),
    ("ink-3", "ground", 5.00),
    ("primary", "card", 7.08),
    ("primary-ink", "primary-tint", 8.29),
    ("demo", "demo-tint", 7.53),
    ("ok", "ok-tint", 4.70),
    ("near", "near-tint", 5.15),
    ("lag", "lag-tint", 5.37),
    ("over", "over-tint", 5.20),
    ("none", "none-tint", 4.99),
    ("done", "done-tint", 7.07),
    ("bar-lag", "track", 3.09),
    ("chart-2", "card", 3.62),
]


def themes() -> dict[str, dict[str, str]]:
    """Token → hex colour, for `light` and `dark` (what dark does not set, it takes from light)."""
    light = colours(THEME / "tokens.css", ":root")
    return {"light": light, "dark": {**light, **colours(THEME / "dark.css", '[data-bs-theme="dark"]')}}


def colours(sheet: Path, selector: str) -> dict[str, str]:
    """Token → hex colour of the first block with this selector."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    blocks = re.findall(r"([^{}]+)\{([^}]*)\}", text)
    body = next(body for name, body in blocks if name.strip() == selector)
    return dict(re.findall(r"--pl-([\w-]+):\s*(#[0-9A-Fa-f]{6})\s*;", body))


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), EVERYWHERE)
def test_a_pair_that_pages_use_can_be_read(theme: str, ink: str, ground: str, least: float) -> None:
    known = themes()[theme]
    assert contrast(known[ink], known[ground]) >= least


@pytest.mark.parametrize(("ink", "ground", "printed"), SHEET)
def test_the_light_theme_is_that_of_the_design(ink: str, ground: str, printed: float) -> None:
    known = themes()["light"]
    assert contrast(known[ink], known[ground]) == pytest.approx(printed, abs=0.02)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_heat_steps_go_one_way(theme: str) -> None:
    steps = [luminance(themes()[theme][f"heat-{step}"]) for step in range(6)]
    up = [later > earlier for earlier, later in pairwise(steps)]
    assert all(up) or not any(up)


def test_colours_are_named_in_the_tokens_only() -> None:
    for name in ("base.css", "parkloop.css", "elements.css", "cockpit.css", "print.css"):
        text = (THEME / name).read_text(encoding="utf-8")
        assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[;\s])", text) == [], name
