"""The frame around every page: menu with counts, switchers, bell, theme, addresses. One context processor, one dict."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from parkloop.desk import pages, registry, switching
from parkloop.desk.parts import GROUPS, Menu
from parkloop.foundation import clock, contributions
from parkloop.foundation.models import Notice

GROUP_LABELS = {
    "home": "",
    "execution": _("Plan execution"),
    "enterprise": _("Enterprises and space"),
    "assessment": _("Assessment and data"),
    "system": _("Administration"),
}
COUNTS_SECONDS = 20
MAIN_URLS = {
    "workbench": "desk:workbench",
    "cockpit": "desk:cockpit",
    "notices": "desk:notices",
    "jobs": "desk:jobs",
    "account": "desk:account",
    "set_language": "desk:set-language",
    "set_theme": "desk:set-theme",
    "set_organisation": "desk:set-organisation",
    "set_year": "desk:set-year",
    "search": "desk:search",
    "api_docs": "desk:api-docs",
    "sign_in": "account_login",
    "sign_out": "account_logout",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` with everything that `desk/base.html` prints."""
    person = getattr(request, "person", None)
    known: dict[str, Any] = {
        "demo": settings.DEMO,
        "today": clock.today(),
        "theme": switching.theme_of(request) if hasattr(request, "user") else "",
        "urls": urls(),
        "person": None,
        "menu": [],
    }
    if person is not None:
        known.update(_of_person(request, person))
    return {"frame": known}


def urls() -> dict[str, str]:
    """Addresses of the fixed pages; a page that is not installed is left out."""
    found = {}
    for name, view in MAIN_URLS.items():
        try:
            found[name] = reverse(view)
        except NoReverseMatch:
            continue
    return found


def _of_person(request: HttpRequest, person: Any) -> dict[str, Any]:
    post = switching.post_of(request)
    foot = _foot(person)
    return {
        "person": {"name": person.name, "post_label": post.title if post else ""},
        "menu": menu(request, person),
        "organisations": _organisations(request),
        "years": _years(request),
        "year": switching.year_of(request),
        "unread": Notice.objects.filter(person=person, read_at=None).count(),
        "search_url": urls().get("search", ""),
        "data_date": foot.get("data_date"),
        "next_report": foot.get("next_report", ""),
    }


def _foot(person: Any) -> dict[str, Any]:
    """Data date and next reporting day, from the first contribution to `frame.foot` that knows them."""
    for piece in contributions.pieces_for(person, "frame.foot"):
        built = piece.build(person)
        if built:
            return built
    return {}


def _organisations(request: HttpRequest) -> list[dict[str, Any]]:
    current = switching.post_of(request)
    action = reverse("desk:set-organisation")
    return [
        {
            "label": p.organisation.short,
            "value": p.organisation_id,
            "url": action,
            "name": "organisation",
            "current": p == current,
        }
        for p in switching.posts_of(request)
    ]


def _years(request: HttpRequest) -> list[dict[str, Any]]:
    current, action = switching.year_of(request), reverse("desk:set-year")
    label = _("Year %(year)s")
    return [
        {"label": str(label) % {"year": y}, "value": y, "url": action, "name": "year", "current": y == current}
        for y in switching.years()
    ]


def menu(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    """Groups of menu items that the person may open, with counts kept for some seconds."""
    entries = sorted(_entries(person), key=lambda e: (GROUPS.index(e["menu"].group), e["menu"].order, str(e["label"])))
    counts = _counts(person, entries)
    items = [_item(request, entry, counts.get(entry["key"], (None, False))) for entry in entries]
    _mark_active(request, items)
    grouped = [(g, [i for i in items if i["group"] == g]) for g in GROUPS]
    return [{"label": GROUP_LABELS[g], "items": found} for g, found in grouped if found]


def _entries(person: Any) -> list[dict[str, Any]]:
    found = list(_fixed(person))
    for resource in registry.resources():
        if resource.menu and (resource.menu.may(person) if resource.menu.may else resource.may_see(person)):
            icon = resource.menu.icon or resource.icon
            found.append(
                _entry(
                    resource.kind,
                    resource.menu,
                    resource.label_plural,
                    icon,
                    resource.url("list") + resource.menu.query,
                )
            )
    for page in pages.pages().values():
        if page.menu and (page.may is None or page.may(person)):
            label, icon = page.menu.label or page.label, page.menu.icon or page.icon
            found.append(_entry(page.name, page.menu, label, icon, reverse(f"desk:{page.name}")))
    return found


def _fixed(person: Any) -> list[dict[str, Any]]:
    from parkloop.desk.screens import journal_page, workbench

    desk = Menu("home", 0, late=workbench.count_waiting)
    fixed = [
        _entry("workbench", desk, _("My work desk"), "inbox", reverse("desk:workbench")),
        _entry("jobs", Menu("system", 90), _("Jobs"), "clock", reverse("desk:jobs")),
    ]
    if any(contributions.pieces_for(person, f"cockpit.{name}") for name in workbench.COCKPIT_SLOTS):
        fixed.append(_entry("cockpit", Menu("home", 10), _("Cockpit"), "layout-dashboard", reverse("desk:cockpit")))
    if journal_page.may_read(person):
        fixed.append(_entry("journal", Menu("system", 95), _("Journal"), "history", reverse("desk:journal")))
    return fixed


def _entry(key: str, menu: Menu, label: Any, icon: str, url: str) -> dict[str, Any]:
    return {"key": key, "menu": menu, "label": label, "icon": icon, "url": url}


def _counts(person: Any, entries: list[dict[str, Any]]) -> dict[str, tuple[int | None, bool]]:
    key = counts_key(person)
    kept: dict[str, tuple[int | None, bool]] | None = cache.get(key)
    if kept is None:
        kept = {e["key"]: _count(person, e["menu"]) for e in entries}
        cache.set(key, kept, COUNTS_SECONDS)
    return kept


def counts_key(person: Any) -> str:
    """Cache key of a person's menu counts; deleted when the person changes anything."""
    return f"menu:{person.pk}:{get_language()}"


def _count(person: Any, menu: Menu) -> tuple[int | None, bool]:
    late = _ask(menu.late, person)
    if late:
        return late, True
    return (_ask(menu.count, person) if menu.count else late or None), False


def _ask(function: Callable[[Any], int | None] | None, person: Any) -> int | None:
    return function(person) if function else None


def _item(request: HttpRequest, entry: dict[str, Any], count: tuple[int | None, bool]) -> dict[str, Any]:
    return {
        "group": entry["menu"].group,
        "label": entry["label"],
        "icon": entry["icon"],
        "url": entry["url"],
        "count": count[0],
        "count_is_late": count[1],
        "active": False,
    }


def _mark_active(request: HttpRequest, items: list[dict[str, Any]]) -> None:
    """The item with the longest address that begins the request's path."""
    paths = [(item["url"].partition("?")[0], item) for item in items]
    fitting = [(p, i) for p, i in paths if request.path == p or (p != "/" and request.path.startswith(p))]
    if fitting:
        max(fitting, key=lambda pair: len(pair[0]))[1]["active"] = True
