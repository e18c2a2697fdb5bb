"""docs/coverage.md promises nothing that is not there: pages answer, actions are registered, test files exist."""

import re

import pytest
from django.urls import Resolver404, resolve

from parkloop.foundation.acting import actions
from tests.docs.pages import ROOT, Coverage, coverage, named

STATES = {"planned", "begun", "done"}


def as_text(row: Coverage) -> str:
    """Clause, for test ids."""
    return row.clause


def test_the_page_has_a_row_for_each_target_task_and_safeguard() -> None:
    clauses = [row.clause for row in coverage()]
    assert len(clauses) == len(set(clauses)) == 28
    assert sum(bool(re.search(r" T\d$", clause)) for clause in clauses) == 6
    assert sum(bool(re.fullmatch(r"二/[一二三四五六]/\d+", clause)) for clause in clauses) == 18
    assert sum(bool(re.fullmatch(r"三/[一二三四]", clause)) for clause in clauses) == 4


@pytest.mark.parametrize("row", coverage(), ids=as_text)
def test_every_page_that_a_row_names_answers(row: Coverage) -> None:
    for address in named(row.page):
        try:
            resolve(re.sub(r"<\w+>", "1", address))
        except Resolver404:
            pytest.fail(f"{row.clause}: no page at {address}")


@pytest.mark.parametrize("row", coverage(), ids=as_text)
def test_every_action_that_a_row_names_is_registered(row: Coverage) -> None:
    assert set(named(row.action)) <= set(actions())


@pytest.mark.parametrize("row", coverage(), ids=as_text)
def test_every_test_that_a_row_names_exists(row: Coverage) -> None:
    for name in named(row.test):
        path, _, function = name.partition("::")
        assert (ROOT / path).is_file(), path
        assert not function or f"def {function}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("row", coverage(), ids=as_text)
def test_a_row_without_page_action_and_test_is_planned(row: Coverage) -> None:
    assert row.state in STATES
    if not (named(row.page) and named(row.action) and named(row.test)):
        assert row.state == "planned"
