"""Organisations as a tree in time: founding, renaming, moving, merging, dissolving, and what takes effect later."""

import datetime as dt

import pytest

from parkloop.domain.refs import Ref
from parkloop.foundation import clock, refs, standing
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed, StaleVersion
from parkloop.foundation.actions.add_person import add_person
from parkloop.foundation.actions.dissolve_organisation import dissolve_organisation
from parkloop.foundation.actions.edit_organisation import edit_organisation
from parkloop.foundation.actions.found_organisation import found_organisation
from parkloop.foundation.actions.grant_role import grant_role
from parkloop.foundation.actions.merge_organisations import merge_organisations
from parkloop.foundation.actions.move_organisation import move_organisation
from parkloop.foundation.actions.rename_organisation import rename_organisation
from parkloop.foundation.directory import organisations_as_of
from parkloop.foundation.journal import history
from parkloop.foundation.models import Organisation, OrganisationKind, OrganisationPath, Role, StoredEvent
from parkloop.foundation.ticking import tick
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = dt.date(2026, 10, 12)
NEXT_YEAR = dt.date(2027, 1, 1)
CODE, OTHER_CODE = "91110000600037341L", "91310000132200821H"


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.fixed(TODAY):
        yield


def found(cast: Cast, code: str, parent: Organisation | None, **more: object) -> Organisation:
    """An enterprise made by the system administrator."""
    given = {"kind": OrganisationKind.ENTERPRISE, "name_zh": f"样品{code}", "founded_on": dt.date(2021, 1, 1), **more}
    return found_organisation(cast.system_admin, code=code, parent=parent, **given)


def test_a_new_organisation_stands_in_the_tree_with_its_first_name_and_a_trace(cast: Cast) -> None:
    new = found(cast, "new-one", cast.park, credit_code=" 9111 0000 6000 37341l", name_zh="云桥科技")
    assert new.credit_code == CODE
    assert new.pinyin == "yqkj yunqiaokeji"
    assert list(OrganisationPath.objects.filter(descendant=new).order_by("depth").values_list("ancestor", "depth")) == [
        (new.pk, 0),
        (cast.park.pk, 1),
        (cast.district.pk, 2),
    ]
    assert [t.happened for t in new.traces.all()] == ["founded"]
    assert history(refs.ref_of(new)).get().after["credit_code"] == CODE


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("credit_code", {"credit_code": "91110000600037341A"}),
        ("code", {"code": "Not a code"}),
        ("code", {"code": "town"}),
        ("name_zh", {"name_zh": "长" * 201}),
    ],
)
def test_a_wrong_value_is_refused_naming_the_field_and_nothing_is_left(
    cast: Cast, field: str, values: dict[str, str]
) -> None:
    count = Organisation.objects.count()
    with pytest.raises(InvalidInput) as refused:
        found(cast, **{"code": "new-one", "parent": cast.park, **values})
    assert refused.value.field == field
    assert Organisation.objects.count() == count


def test_a_credit_code_belongs_to_one_body_and_the_refusal_names_it(cast: Cast) -> None:
    found(cast, "first", cast.park, credit_code=CODE, name_zh="先来公司")
    with pytest.raises(InvalidInput, match="先来公司"):
        found(cast, "second", cast.park, credit_code=CODE)


def test_only_the_system_administrator_founds_organisations(cast: Cast) -> None:
    for person in (cast.district_officer, cast.security_admin, cast.park_operator, cast.stranger):
        with pytest.raises(NotAllowed):
            found_organisation(
                person, code="x", kind=OrganisationKind.TOWN, name_zh="某镇", founded_on=TODAY, parent=cast.district
            )


def test_a_rename_keeps_the_old_name_in_time(cast: Cast) -> None:
    rename_organisation(cast.system_admin, organisation=cast.town, name_zh="柳桥街道", on=TODAY, reason="批复")
    assert Organisation.objects.get(pk=cast.town.pk).name_zh == "柳桥街道"
    names = {
        day: {o.pk: o.name_zh for o in organisations_as_of(day)}[cast.town.pk]
        for day in (TODAY, TODAY - dt.timedelta(1))
    }
    assert names == {TODAY: "柳桥街道", TODAY - dt.timedelta(1): "柳桥镇"}
    assert cast.town.traces.last().before["name_zh"] == "柳桥镇"


def test_a_future_name_takes_effect_on_its_day_by_clockwork_once(cast: Cast) -> None:
    rename_organisation(cast.system_admin, organisation=cast.town, name_zh="柳桥街道", on=NEXT_YEAR)
    tick(clock.now())
    assert Organisation.objects.get(pk=cast.town.pk).name_zh == "柳桥镇"
    with clock.fixed(NEXT_YEAR + dt.timedelta(2)):
        assert [r.error for r in tick(clock.now()) if r.job == "directory.refresh_organisations"] == [""]
        assert [r for r in tick(clock.now()) if r.job == "directory.refresh_organisations"] == []
    renamed = Organisation.objects.get(pk=cast.town.pk)
    assert renamed.name_zh == "柳桥街道"
    assert renamed.pinyin.startswith("lqjd")


def test_naming_the_day_of_the_last_change_corrects_it(cast: Cast) -> None:
    rename_organisation(cast.system_admin, organisation=cast.town, name_zh="柳侨街道", on=TODAY)
    rename_organisation(cast.system_admin, organisation=cast.town, name_zh="柳桥街道", on=TODAY)
    assert [n.name_zh for n in cast.town.names.all()] == ["柳桥镇", "柳桥街道"]


def test_dated_changes_are_recorded_in_order(cast: Cast) -> None:
    rename_organisation(cast.system_admin, organisation=cast.town, name_zh="柳桥街道", on=NEXT_YEAR)
    with pytest.raises(InvalidInput, match="2027-01-01"):
        rename_organisation(cast.system_admin, organisation=cast.town, name_zh="别名", on=TODAY)


def test_rights_follow_a_move_on_its_day(cast: Cast) -> None:
    assert not standing.reaches(cast.town_officer, cast.enterprise.pk)
    move_organisation(cast.system_admin, organisation=cast.enterprise, parent=cast.town, on=NEXT_YEAR)
    assert not standing.reaches(cast.town_officer, cast.enterprise.pk)
    assert standing.reaches(cast.park_operator, cast.enterprise.pk)
    with clock.fixed(NEXT_YEAR):
        assert standing.reaches(cast.town_officer, cast.enterprise.pk)
        assert not standing.reaches(cast.park_operator, cast.enterprise.pk)
        tick(clock.now())
        assert Organisation.objects.get(pk=cast.enterprise.pk).parent == cast.town


def test_a_move_that_would_make_a_ring_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match=r"ring|成环"):
        move_organisation(cast.system_admin, organisation=cast.park, parent=cast.enterprise, on=TODAY)
    with pytest.raises(InvalidInput):
        move_organisation(cast.system_admin, organisation=cast.park, parent=cast.park, on=TODAY)


def test_an_organisation_can_become_a_top_of_its_own(cast: Cast) -> None:
    move_organisation(cast.system_admin, organisation=cast.park, parent=None, on=TODAY)
    assert Organisation.objects.get(pk=cast.park.pk).parent is None
    assert not standing.reaches(cast.district_officer, cast.enterprise.pk)
    assert standing.reaches(cast.park_operator, cast.enterprise.pk)


def test_merging_keeps_references_and_leaves_a_trace_with_the_credit_code(cast: Cast) -> None:
    old = found(cast, "old-one", cast.town, credit_code=CODE, name_zh="旧公司")
    branch = found(cast, "branch", old)
    merged = merge_organisations(cast.system_admin, organisation=old, into=cast.enterprise, on=TODAY, reason="吸收合并")
    assert (merged.merged_into, merged.dissolved_on, merged.credit_code) == (cast.enterprise, TODAY, CODE)
    assert Organisation.objects.get(pk=branch.pk).parent == cast.enterprise
    assert old.traces.last().before["credit_code"] == CODE
    assert cast.enterprise.traces.last().other == old
    assert standing.reaches(cast.enterprise_user, old.pk)
    assert standing.reaches(cast.enterprise_user, branch.pk)
    assert not standing.reaches(cast.town_officer, old.pk)
    assert "old-one" not in {o.code for o in organisations_as_of(TODAY)}
    assert "old-one" in {o.code for o in organisations_as_of(TODAY - dt.timedelta(1))}
    event = StoredEvent.objects.get(name="directory.organisations_merged")
    assert Ref.parse(event.payload["into"]) == refs.ref_of(cast.enterprise)


def test_what_has_ended_is_not_changed_any_more(cast: Cast) -> None:
    old = found(cast, "old-one", cast.town)
    merge_organisations(cast.system_admin, organisation=old, into=cast.enterprise, on=TODAY, reason="合并")
    old.refresh_from_db()
    with pytest.raises(InvalidState):
        merge_organisations(cast.system_admin, organisation=old, into=cast.park, on=TODAY, reason="再合并")
    with pytest.raises(InvalidState):
        rename_organisation(cast.system_admin, organisation=old, name_zh="新名", on=TODAY)
    with pytest.raises(InvalidInput):
        found(cast, "child", old)


def test_dissolving_names_what_still_hangs_on_it(cast: Cast) -> None:
    with pytest.raises(InvalidState, match="样品科技"):
        dissolve_organisation(cast.system_admin, organisation=cast.park, on=TODAY, reason="撤销")
    with pytest.raises(InvalidState, match="齐经理"):
        dissolve_organisation(cast.system_admin, organisation=cast.enterprise, on=TODAY, reason="注销")
    empty = found(cast, "empty", cast.park)
    dissolve_organisation(cast.system_admin, organisation=empty, on=TODAY, reason="注销")
    assert "empty" not in {o.code for o in organisations_as_of(TODAY)}


def test_the_second_of_two_editors_is_told_who_changed_what(cast: Cast) -> None:
    seen = cast.town.version
    given = {"kind": OrganisationKind.TOWN, "source": "区志"}
    edit_organisation(cast.system_admin, organisation=cast.town, seat="柳桥路 1 号", version=seen, **given)
    stale = Organisation.objects.get(pk=cast.town.pk)
    with pytest.raises(StaleVersion, match="席管理"):
        edit_organisation(cast.system_admin, organisation=stale, seat="柳桥路 2 号", version=seen, **given)
    assert Organisation.objects.get(pk=cast.town.pk).seat == "柳桥路 1 号"


def test_a_system_administrator_of_a_town_keeps_only_what_he_reaches(cast: Cast) -> None:
    local = add_person(cast.security_admin, name_zh="镇管理员")
    grant_role(cast.security_admin, holder=local, role=Role.SYSTEM_ADMIN, organisation=cast.town, valid_from=TODAY)
    rename_organisation(local, organisation=cast.town, name_zh="柳桥街道", on=TODAY)
    for foreign in (cast.other_town, cast.district):
        with pytest.raises(NotAllowed):
            rename_organisation(local, organisation=foreign, name_zh="改名", on=TODAY)
    with pytest.raises(NotAllowed):
        move_organisation(local, organisation=cast.town, parent=cast.park, on=TODAY)


def test_a_system_administrator_of_a_top_keeps_what_stands_outside_every_tree(cast: Cast) -> None:
    elsewhere = found_organisation(
        cast.system, code="elsewhere", kind=OrganisationKind.TOWN, name_zh="外地镇", founded_on=TODAY, parent=None
    )
    rename_organisation(cast.system_admin, organisation=elsewhere, name_zh="改名", on=TODAY)
    assert Organisation.objects.get(pk=elsewhere.pk).name_zh == "改名"


def test_the_tree_of_a_day_lists_parents_before_children(cast: Cast) -> None:
    rows = [(o.code, o.depth) for o in organisations_as_of(TODAY)]
    assert rows[0] == ("district", 0)
    assert rows[rows.index(("park", 1)) + 1] == ("enterprise", 2)
