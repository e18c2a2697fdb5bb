"""The channels through which somebody could learn of a thing. Each answers: which of these objects does the person get to see?

A channel is a function `(person, client, resource, objects) → set of primary keys shown`. Rooms with a further way out add theirs
with `channel`; the matrix asks all of them.
"""

from collections.abc import Callable
from typing import Any

from django.test import Client

from parkloop.desk.finding import search
from parkloop.desk.screens import history
from parkloop.foundation import refs

Channel = Callable[[Any, Client, Any, list[Any]], set[Any]]
CHANNELS: dict[str, Channel] = {}


def channel(name: str) -> Callable[[Channel], Channel]:
    """Register a channel under its name."""

    def register(function: Channel) -> Channel:
        CHANNELS[name] = function
        return function

    return register


@channel("page")
def by_page(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """The detail pages that open."""
    return {o.pk for o in objects if client.get(resource.url("detail", pk=o.pk)).status_code == 200}


@channel("list")
def by_list(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """The rows of the list, asked for by their keys."""
    keys = "&".join(f"pk={o.pk}" for o in objects)
    answer = client.get(f"{resource.url('list')}?{keys}&per_page=200&{all_years(resource)}")
    return {row["pk"] for row in answer.context["rows"]} if answer.status_code == 200 else set()


def all_years(resource: Any) -> str:
    """Parameters that open every year filter."""
    return "&".join(f"{f.name}=all" for f in resource.filters if f.kind == "year")


@channel("options")
def by_options(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """What a select offers for the object's own title."""
    found: set[Any] = set()
    for obj in objects:
        answer = client.get(f"/desk/options/{resource.kind.replace('.', '/')}/", {"q": str(obj)[:20]})
        found |= {int(o["value"]) for o in answer.json()["options"]} if answer.status_code == 200 else set()
    return found & {o.pk for o in objects}


@channel("form")
def by_form(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """The edit forms that open."""
    if not resource.edit:
        return set()
    return {o.pk for o in objects if client.get(resource.url("edit", pk=o.pk)).status_code == 200}


@channel("api")
def by_api(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """What the API gives one by one and in its list."""
    base = f"/api/v1/{resource.kind.replace('.', '/')}"
    one = {o.pk for o in objects if client.get(f"{base}/{o.pk}").status_code == 200}
    keys = "&".join(f"pk={o.pk}" for o in objects)
    answer = client.get(f"{base}?{keys}&per_page=200")
    return one | ({item["id"] for item in answer.json()["results"]} if answer.status_code == 200 else set())


@channel("export")
def by_export(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """The rows of a csv export of just these (as many of them as it has lines)."""
    if not resource.export:
        return set()
    keys = "&".join(f"pk={o.pk}" for o in objects)
    lines = _lines(client, f"{resource.url('list')}?export=csv&{keys}&{all_years(resource)}")
    return {o.pk for o in objects[: max(lines - 1, 0)]}


def _lines(client: Client, url: str) -> int:
    answer = client.get(url)
    if answer.status_code != 200:
        return 0
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return len([line for line in data.decode("utf-8-sig").splitlines() if line.strip()])


@channel("search")
def by_search(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """Hits for the object's own title."""
    found: set[Any] = set()
    for obj in objects:
        found |= {
            int(hit.key)
            for hit in search.find(person, str(obj)[:20], kind=resource.kind, limit=50).hits
            if hit.key.isdigit()
        }
    return found & {o.pk for o in objects}


@channel("history")
def by_history(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """History pages that open, and the API's."""
    base = f"/api/v1/{resource.kind.replace('.', '/')}"
    pages = {o.pk for o in objects if client.get(f"{resource.url('detail', pk=o.pk)}?tab=history").status_code == 200}
    return pages | {o.pk for o in objects if client.get(f"{base}/{o.pk}/history").status_code == 200}


@channel("files")
def by_files(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """File tabs that open."""
    return {o.pk for o in objects if client.get(f"{resource.url('detail', pk=o.pk)}?tab=files").status_code == 200}


@channel("bulk")
def by_bulk(person: Any, client: Client, resource: Any, objects: list[Any]) -> set[Any]:
    """Rows that a bulk form lists."""
    if not resource.bulk_actions:
        return set()
    answer = client.get(resource.url("bulk", action=resource.bulk_actions[0]), {"pk": [o.pk for o in objects]})
    return set(answer.context["pks"]) if answer.status_code == 200 else set()


def entries_of(person: Any, obj: Any) -> int:
    """How many journal entries of a thing the person gets."""
    return int(history.entries_of(person, refs.ref_of(obj)).count())
