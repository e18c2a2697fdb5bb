"""A panel of a detail page that is composed from other rooms: `panel("plan.task", "task")` is the `build` of such a panel.

Its template is `desk/parts/contributed.html`. The page never imports the rooms; which pieces stand there, in which order, is park data.
"""

from collections.abc import Callable
from typing import Any

from parkloop.desk.screens.workbench import pieces


def panel(slot: str, name: str) -> Callable[[Any, Any], dict[str, Any] | None]:
    """The build of a panel that shows a slot's pieces; each piece gets the object under `name`."""

    def build(person: Any, obj: Any) -> dict[str, Any] | None:
        shown = [
            {"label": p.label, "template": p.template, "context": p.build(person, **{name: obj}), "empty": p.empty}
            for p in pieces(person, slot)
        ]
        return {"pieces": shown} if shown else None

    return build
