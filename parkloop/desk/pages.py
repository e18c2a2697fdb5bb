"""Pages that rooms add: hung on a resource (`page`) or free (`site_page`). Both run only for a signed-in person.

`@page(TargetResource, "board", on="list")` gives /plan/target/board/, `on="detail"` /plan/target/<pk>/board/ (the view gets
`pk`). `@download` hangs a file instead, in the export menu. `@site_page("plan/outline", name="plan-outline")` gives
/plan/outline/. A view may be given `route` to take arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from parkloop.desk.parts import Menu, Text
from parkloop.desk.resource import Resource
from parkloop.desk.signing import signed_in
from parkloop.foundation.acting import NotAllowed

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Page:
    """One added page. `route` is its address without the leading slash; `kind` names the resource it hangs on, if any."""

    name: str
    route: str
    view: View
    label: Text = ""
    icon: str = ""
    kind: str = ""
    on: str = ""
    menu: Menu | None = None
    may: Callable[[Any], bool] | None = None
    is_download: bool = False


_pages: dict[str, Page] = {}


def pages() -> dict[str, Page]:
    """All added pages by name."""
    return dict(_pages)


def pages_of(kind: str, on: str) -> list[Page]:
    """Pages that hang on a resource's list or detail; downloads are `downloads_of`."""
    return [p for p in _pages.values() if p.kind == kind and p.on == on and not p.is_download]


def downloads_of(kind: str, on: str, person: Any) -> list[Page]:
    """Files that the person may take from a resource's list or detail."""
    hung = (p for p in _pages.values() if p.kind == kind and p.on == on and p.is_download)
    return [p for p in hung if not p.may or p.may(person)]


def page(
    resource: type[Resource], name: str, *, on: str = "list", label: Text = "", icon: str = "", may: Any = None
) -> Callable[[View], View]:
    """Hang a page on a resource; its address name is `<app>-<model>-<name>`."""
    base = resource.kind.replace(".", "/")
    route = f"{base}/{name}/" if on == "list" else f"{base}/<int:pk>/{name}/"
    full = f"{resource.kind.replace('.', '-')}-{name}"
    return _adder(Page(full, route, _unset, label, icon, resource.kind, on, None, may))


def download(
    resource: type[Resource],
    name: str,
    *,
    on: str = "detail",
    label: Text = "",
    icon: str = "download",
    may: Any = None,
) -> Callable[[View], View]:
    """Hang a file on a resource; the view answers `desk.downloading.attachment`. Address as of `page`."""
    base = resource.kind.replace(".", "/")
    route = f"{base}/{name}/" if on == "list" else f"{base}/<int:pk>/{name}/"
    full = f"{resource.kind.replace('.', '-')}-{name}"
    return _adder(Page(full, route, _unset, label, icon, resource.kind, on, None, may, True))


def site_page(
    route: str, *, name: str, label: Text = "", icon: str = "", menu: Menu | None = None, may: Any = None
) -> Callable[[View], View]:
    """Add a page at a free address; `route` may hold path converters."""
    return _adder(Page(name, route.strip("/") + "/", _unset, label, icon, "", "", menu, may))


def _adder(page: Page) -> Callable[[View], View]:
    def add(view: View) -> View:
        if page.name in _pages:
            raise ValueError(f"page {page.name} is registered already")
        guarded = signed_in(_guard(page, view))
        _pages[page.name] = Page(**{**page.__dict__, "view": guarded})
        return view

    return add


def _guard(page: Page, view: View) -> View:
    """The view, refused unless `may(person)` says yes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if page.may is not None and not page.may(request.person):  # type: ignore[attr-defined]
            raise NotAllowed(
                _(
                    "You have no right to see this page. Ask the administrator of your organisation for the role it needs."
                )
            )
        return view(request, *args, **kwargs)

    return guarded


def _unset(*_args: Any, **_kwargs: Any) -> HttpResponseBase:
    raise NotImplementedError
