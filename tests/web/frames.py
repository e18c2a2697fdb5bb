"""A small frame for tests of the look, in the shape that the context processor gives."""

import datetime as dt
from typing import Any


def frame(**changed: Any) -> dict[str, Any]:
    """One menu item with a late count, one signed-in person; `changed` replaces parts."""
    item = {
        "label": "Tasks",
        "url": "/tasks/",
        "icon": "list-check",
        "count": 18,
        "count_is_late": True,
        "active": True,
    }
    return {
        "menu": [{"label": "Execution", "items": [item]}],
        "demo": True,
        "today": dt.date(2030, 10, 12),
        "data_date": dt.date(2030, 9, 30),
        "person": {"name": "Lin", "post_label": "Office"},
        "organisations": [],
        "years": [],
        "unread": 3,
        "theme": "light",
        "search_url": "/search/",
        "urls": {"workbench": "/", "sign_out": "/out/", "set_language": "/language/", "set_theme": "/theme/"},
        **changed,
    }
