"""A town officer sees only its own: on pages, in the API, in exports, in search, in files and in histories."""

import csv
import io
import json
from typing import Any

import pytest

from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser


def fetched(page: Any, address: str) -> Any:
    answer = page.request.get(address)
    assert answer.ok, (address, answer.status)
    return answer


def values(site: Site, page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    following: str | None = "/api/v1/plan/value?per_page=100"
    while following:
        answer = fetched(page, site.address + following).json()
        found += answer["results"]
        following = answer["next"]
    return found


def organisations(items: list[dict[str, Any]]) -> set[str]:
    return {item["organisation"]["label"] if item.get("organisation") else "" for item in items}


@pytest.fixture(scope="module")
def everything(baoshan_site: Site) -> list[dict[str, Any]]:
    with baoshan_site.as_person("shenwen") as page:
        return values(baoshan_site, page)


def test_the_api_gives_only_the_own_town(baoshan_site: Site, everything: list[dict[str, Any]]) -> None:
    with baoshan_site.as_person("gucun") as page:
        mine = values(baoshan_site, page)
    assert len(organisations(everything)) > 10
    assert len(organisations(mine) - {""}) == 1
    assert len(mine) < len(everything)


def test_a_foreign_row_is_not_there_by_its_number_either(baoshan_site: Site, everything: list[dict[str, Any]]) -> None:
    with baoshan_site.as_person("gucun") as page:
        own = {item["id"] for item in values(baoshan_site, page)}
        foreign = next(item["id"] for item in everything if item["id"] not in own)
        for path in (
            f"/api/v1/plan/value/{foreign}",
            f"/api/v1/plan/value/{foreign}/history",
            f"/plan/value/{foreign}/",
        ):
            assert page.request.get(baoshan_site.address + path).status == 404, path


def test_the_list_and_its_export_give_the_same_rows(baoshan_site: Site) -> None:
    with baoshan_site.as_person("gucun") as page:
        expected = len(values(baoshan_site, page))
        body = fetched(page, f"{baoshan_site.address}/plan/value/?export=csv").body().decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(body)))) - 1 == expected


def test_search_counts_and_shows_only_what_may_be_seen(baoshan_site: Site) -> None:
    with baoshan_site.as_person("gucun") as page:
        baoshan_site.open(page, "/search/?q=顾村")
        own = page.locator("main").inner_text()
        assert "顾村" in own
    with baoshan_site.as_person("sysadmin") as page:
        baoshan_site.open(page, "/search/?q=PCT")
        assert page.locator("main a[href^='/plan/']").count() == 0


def test_a_file_of_another_body_cannot_be_fetched(baoshan_site: Site) -> None:
    with baoshan_site.as_person("shenwen") as page:
        baoshan_site.open(page, "/documents/file/")
        token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
        body = {"data": "JVBERi0xLjQKJeLjz9MKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8Pj4KJSVFT0YK", "name": "inner.pdf"}
        answer = page.request.post(
            f"{baoshan_site.address}/api/v1/documents/file",
            data=json.dumps({"file": body, "organisation": "science-commission"}),
            headers={"Content-Type": "application/json", "X-CSRFToken": token or ""},
        )
        assert answer.status == 201, answer.text()
        number = answer.json()["id"]
    with baoshan_site.as_person("gucun") as page:
        for path in (
            f"/api/v1/documents/file/{number}",
            f"/documents/file/{number}/",
            f"/documents/file/{number}/download/",
        ):
            assert page.request.get(baoshan_site.address + path).status == 404, path
