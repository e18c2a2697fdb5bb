"""The second park runs on the same software: its own levels, towns, targets and lights, from notice to cockpit."""

import pytest

from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser


def test_the_invented_park_shows_its_own_plan_and_no_other(example_site: Site) -> None:
    with example_site.as_person("leader") as page:
        example_site.open(page, "/plan/target/")
        assert page.locator("main table tbody tr").count() == 2
        for path in ("/", "/cockpit/", "/plan/task/", "/plan/duty/", "/directory/organisation/tree/"):
            example_site.open(page, path)
            assert "宝山" not in page.content(), path
