"""docs/events.md says what the registries say, and no event is declared that nobody emits."""

import ast

from parkloop.foundation import events
from tests.docs.pages import ROOT
from tools import event_list


def own_events() -> dict[str, type]:
    """Events of the product; rooms of tests may have more."""
    return {name: cls for name, cls in events.event_classes().items() if cls.__module__.startswith("parkloop.")}


def test_the_page_of_events_is_what_is_registered() -> None:
    written = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    assert written == event_list.page(), "run: python tools/event_list.py"


def test_every_event_is_emitted_somewhere() -> None:
    emitted = event_list.emitters()
    silent = {name for name, cls in own_events().items() if cls.__name__ not in emitted}
    assert own_events()
    assert not silent, f"nobody emits: {sorted(silent)}"


def test_an_event_made_but_not_emitted_does_not_count() -> None:
    source = "from x import A, B\nemit(A(1))\nB(2)\nlisteners.emit_all(B(3))\n"
    assert event_list.emitted_in(ast.parse(source)) == ["A"]


def test_an_event_made_by_a_function_of_the_file_counts() -> None:
    source = "def happened():\n    return A(1)\nevents.emit(happened())\n"
    assert event_list.emitted_in(ast.parse(source)) == ["A"]
