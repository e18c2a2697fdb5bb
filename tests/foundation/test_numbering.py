"""Document numbers: by the park's pattern, one per thing, without gaps or doubles."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from parkloop.domain.refs import Ref
from parkloop.foundation import definitions, numbering
from parkloop.foundation.acting import InvalidState
from parkloop.foundation.models import Definition, IssuedNumber
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
BODY = {
    "series": [{"id": "reports", "label": {"zh": "报告", "en": "Reports"}, "pattern": "园报〔{year}〕{serial:03d}号"}]
}
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def reports(cast: Cast) -> None:
    """The park declares one series."""
    row = definitions.add_version(
        cast.system, "numbering", "numbering", BODY, dt.date(2020, 1, 1), origin=Definition.Origin.FILE
    )
    definitions.put_in_force(cast.system, row)


def issue(key: int, on: dt.date = DAY) -> str:
    """A number for one thing, in its own transaction."""
    with transaction.atomic():
        return numbering.issue("reports", Ref("tests.report", str(key)), on)


def test_numbers_count_up_within_a_year(reports: None) -> None:
    assert [issue(1), issue(2)] == ["园报〔2026〕001号", "园报〔2026〕002号"]
    assert issue(3, dt.date(2027, 1, 4)) == "园报〔2027〕001号"


def test_a_thing_keeps_its_number(reports: None) -> None:
    assert issue(1) == issue(1)
    assert IssuedNumber.objects.count() == 1


def test_a_rolled_back_action_leaves_no_gap(reports: None) -> None:
    issue(1)

    def act() -> None:
        with transaction.atomic():
            numbering.issue("reports", Ref("tests.report", "2"), DAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert issue(3) == "园报〔2026〕002号"


def test_an_undeclared_series_is_refused_with_the_way_out(reports: None) -> None:
    with pytest.raises(InvalidState, match=r"forms/numbering\.yaml"), transaction.atomic():
        numbering.issue("letters", Ref("tests.letter", "1"), DAY)


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_a_programming_error(reports: None) -> None:
    with pytest.raises(RuntimeError):
        numbering.issue("reports", Ref("tests.report", "1"), DAY)


@pytest.mark.race
@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_without_gaps_or_doubles(reports: None) -> None:
    def work(start: int) -> None:
        try:
            for key in range(start, start + 10):
                issue(key)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n * 10,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    serials = sorted(IssuedNumber.objects.values_list("serial", flat=True))
    assert serials == list(range(1, 81))
