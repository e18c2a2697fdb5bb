"""The bulk verb of organisations: every row is checked, then all are applied set-based with one journal entry."""

import datetime as dt

import pytest

from parkloop.foundation import clock
from parkloop.foundation.acting import NotAllowed, RowErrors
from parkloop.foundation.actions.add_person import add_person
from parkloop.foundation.actions.grant_role import grant_role
from parkloop.foundation.actions.import_organisations import import_organisations
from parkloop.foundation.actions.rename_organisation import rename_organisation
from parkloop.foundation.directory import organisations_as_of
from parkloop.foundation.models import JournalEntry, Organisation, OrganisationPath, Role
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = dt.date(2026, 10, 12)
CODE = "91110000600037341L"


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.fixed(TODAY):
        yield


def row(code: str, parent: object = "park", **more: object) -> dict[str, object]:
    """A row of a new enterprise."""
    return {"code": code, "kind": "enterprise", "name_zh": f"样品{code}", "parent": parent, **more}


def test_parents_may_come_after_their_children_in_the_same_batch(cast: Cast) -> None:
    rows = [row("leaf", "twig"), row("twig", "branch"), row("branch", cast.park), row("top", None)]
    done = import_organisations(cast.system_admin, rows=rows, digest="abc")
    assert (done.made, done.changed, done.same) == (4, 0, 0)
    leaf = Organisation.objects.get(code="leaf")
    above = OrganisationPath.objects.filter(descendant=leaf).order_by("depth").values_list("ancestor__code", flat=True)
    assert list(above) == ["leaf", "twig", "branch", "park", "district"]
    assert leaf.founded_on == TODAY


def test_the_batch_is_one_journal_entry_with_its_digest(cast: Cast) -> None:
    before = JournalEntry.objects.count()
    import_organisations(cast.system_admin, rows=[row("one"), row("two")], digest="abc123", reason="年度更新")
    entry = JournalEntry.objects.order_by("-pk")[0]
    assert JournalEntry.objects.count() == before + 1
    assert (entry.digest, entry.after["codes"], entry.reason) == ("abc123", ["one", "two"], "年度更新")


def test_known_codes_are_corrected_renamed_and_moved_and_the_rest_stays(cast: Cast) -> None:
    rows = [
        {"code": "enterprise", "name_zh": "临江新样品公司", "parent": "town", "credit_code": CODE},
        {"code": "town", "name_zh": "柳桥镇"},
    ]
    done = import_organisations(cast.system_admin, rows=rows, digest="abc")
    assert (done.made, done.changed, done.same) == (0, 1, 1)
    changed = Organisation.objects.get(code="enterprise")
    assert (changed.name_zh, changed.parent, changed.credit_code) == ("临江新样品公司", cast.town, CODE)
    assert changed.name_en == "Riverside Sample Tech"
    assert changed.version == cast.enterprise.version + 1
    yesterday = {o.code: o for o in organisations_as_of(TODAY - dt.timedelta(1))}
    assert (yesterday["enterprise"].name_zh, yesterday["enterprise"].parent) == ("临江样品科技有限公司", cast.park.pk)
    assert {t.happened for t in changed.traces.filter(on=TODAY)} == {"renamed", "moved"}


def test_importing_the_same_rows_again_changes_nothing(cast: Cast) -> None:
    rows = [row("one", credit_code=CODE, seat="科技路 1 号"), row("two", "one")]
    import_organisations(cast.system_admin, rows=rows, digest="a")
    entries = JournalEntry.objects.count()
    again = import_organisations(cast.system_admin, rows=rows, digest="a")
    assert (again.made, again.changed, again.same) == (0, 0, 2)
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([row("one"), row("one")], {0, 1}),
        ([row("Big One")], {0}),
        ([row("one", "nowhere")], {0}),
        ([row("one", kind="club")], {0}),
        ([row("one", name_zh="")], {0}),
        ([row("one", credit_code=CODE[:-1] + "A")], {0}),
        ([row("one", credit_code=CODE), row("two", credit_code=CODE)], {0, 1}),
        ([row("one", "two"), row("two", "one"), row("three")], {0, 1}),
        ([row("one", kind="club"), row("two", "one")], {0, 1}),
        ([{"code": "park", "parent": "enterprise"}], {0}),
        ([{"code": "park", "founded_on": dt.date(1999, 1, 1)}], {0}),
        ([{"code": "town", "parent": "not-yet"}, row("not-yet")], {0}),
    ],
)
def test_wrong_rows_are_named_and_nothing_is_applied(
    cast: Cast, rows: list[dict[str, object]], wrong: set[int]
) -> None:
    count = Organisation.objects.count()
    with pytest.raises(RowErrors) as refused:
        import_organisations(cast.system_admin, rows=rows, digest="x")
    assert set(refused.value.rows) == wrong
    assert Organisation.objects.count() == count


def test_a_row_outside_what_the_administrator_reaches_is_refused(cast: Cast) -> None:
    local = add_person(cast.security_admin, name_zh="镇管理员")
    grant_role(cast.security_admin, holder=local, role=Role.SYSTEM_ADMIN, organisation=cast.town, valid_from=TODAY)
    with pytest.raises(RowErrors) as refused:
        import_organisations(local, rows=[row("a", "other-town"), {"code": "other-town", "seat": "x"}], digest="x")
    assert set(refused.value.rows) == {0, 1}


def test_a_known_one_with_a_recorded_later_change_is_left_to_a_person(cast: Cast) -> None:
    rename_organisation(cast.system_admin, organisation=cast.town, name_zh="柳桥街道", on=dt.date(2027, 1, 1))
    with pytest.raises(RowErrors):
        import_organisations(cast.system_admin, rows=[{"code": "town", "name_zh": "别名"}], digest="x")
    assert import_organisations(cast.system_admin, rows=[{"code": "town", "seat": "镇前路"}], digest="y").changed == 1


def test_only_the_system_administration_imports(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        import_organisations(cast.district_officer, rows=[row("one")], digest="x")
