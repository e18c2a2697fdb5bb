"""Tables of tasks and duties: rows as headings, empty and merged cells, annexes behind the signature, pieces and damage."""

from __future__ import annotations

from parkloop.domain.plan import compile_plan
from tests.compiler import support

HEAD = "青川市数字建设行动方案（2024—2026年）\n\n一、总体要求\n加强建设。\n\n二、任务清单\n{}\n\n三、保障措施\n加强领导。\n"
COLUMNS = "序号\t重点任务\t牵头单位\t配合单位\t完成时限\n"


def compiled(table: str):
    return compile_plan(HEAD.format(table))


def headings(plan) -> list[str]:
    return [support.short_heading(heading) for heading in plan.headings if heading.path.count("/")]


def duties(plan) -> list[str]:
    return [support.short_duty(duty) for duty in plan.duties]


def codes(plan) -> set[str]:
    return {finding.code for finding in plan.findings}


def test_a_numbered_row_that_names_no_heading_is_a_task_of_its_own():
    plan = compiled(
        COLUMNS
        + "1\t建设中枢，接入系统50个\t市数据局\t市公安局、交通局\t2024年12月底\n2\t推进“一网通办”\t市政务办\t\t长期"
    )
    assert headings(plan) == ["二/1 | 3 | 1 | 建设中枢，接入系统50个", "二/2 | 3 | 2 | 推进“一网通办”"]
    assert duties(plan) == [
        "二/1 | lead | 市数据局", "二/1 | coop | 市公安局", "二/1 | coop | 市交通局", "二/2 | lead | 市政务办",
    ]  # fmt: skip
    assert [support.short_target(target)[:20] for target in plan.targets] == ["二/1 | 系统 | eq | 50 |"]
    assert [support.short_deadline(d) for d in plan.deadlines] == ["二/1 | 2024-12-31", "二/2 | null continuous"]


def test_an_empty_cell_keeps_the_columns_behind_it_in_place():
    plan = compiled(COLUMNS + "1\t建设中枢\t\t市公安局\t2024年12月底\n2\t推进服务\t市政务办\t\t")
    assert duties(plan) == ["二/1 | coop | 市公安局", "二/2 | lead | 市政务办"]


def test_a_row_without_a_number_goes_on_with_the_task_above_it():
    plan = compiled(COLUMNS + "1\t建设中枢\t市数据局\t\t\n\t开展培训\t市人社局\t市教育局\t")
    assert duties(plan) == ["二/1 | lead | 市数据局", "二/1 | lead | 市人社局", "二/1 | coop | 市教育局"]


def test_a_caption_between_rows_does_not_end_the_table():
    plan = compiled(COLUMNS + "1\t建设中枢\t市数据局\t\t\n（一）服务类\n2\t推进服务\t市政务办\t\t")
    assert [duty.unit for duty in plan.duties] == ["市数据局", "市政务办"]


def test_a_row_that_does_not_fit_its_header_binds_nobody_and_is_reported():
    plan = compiled(COLUMNS + "1\t建设中枢\t市数据局\t2024年12月底\n2\t推进服务\t市政务办\t市财政局\t2025年6月底")
    assert duties(plan) == ["二/2 | lead | 市政务办", "二/2 | coop | 市财政局"]
    assert "DUTY-ROW" in codes(plan)


def test_a_table_drawn_with_bars_reads_like_one_with_tabs():
    bars = "| 序号 | 重点任务 | 牵头单位 | 配合单位 |\n|---|---|---|---|\n| 1 | 建设中枢 | 市数据局 | 市公安局 |\n| 2 | 推进服务 | 市政务办 | |"
    assert duties(compiled(bars)) == ["二/1 | lead | 市数据局", "二/1 | coop | 市公安局", "二/2 | lead | 市政务办"]


def test_a_number_with_a_dot_inside_a_cell_is_the_task_of_its_row():
    plan = compiled("重点任务\t牵头单位\t配合单位\n1.建设中枢\t市数据局\t市公安局\n2.推进服务\t市政务办\t市财政局")
    assert headings(plan) == ["二/1 | 3 | 1 | 建设中枢", "二/2 | 3 | 2 | 推进服务"]
    assert duties(plan) == [
        "二/1 | lead | 市数据局", "二/1 | coop | 市公安局", "二/2 | lead | 市政务办", "二/2 | coop | 市财政局",
    ]  # fmt: skip


def test_an_annex_behind_the_signature_belongs_to_the_plan():
    text = (
        "青川市人民政府办公室关于推进数字建设的实施意见\n\n各区：\n\n一、总体目标\n加强建设。\n二、重点任务\n完善功能。\n\n"
        "青川市人民政府办公室\n2024年3月1日\n\n附件：青川市数字建设任务分解表\n\n"
        + COLUMNS + "1\t新增平台5个\t市数据局\t\t2024年12月底\n\n抄送：市委办公室。\n"
    )  # fmt: skip
    plan = compile_plan(text)
    assert plan.document.issued_on == "2024-03-01"
    assert plan.document.copied_to == ("市委办公室",)
    assert duties(plan) == ["附件/1 | lead | 市数据局"]
    assert [support.short_target(target) for target in plan.targets] == [
        "附件/1 | 平台 | eq | 5 | 个 | 2024 lead | increment |"
    ]


PIECES = (
    "序号\n重点任务\n牵头单位\n配合单位\n完成时限\n"
    "1\n压减材料，新增证照30类\n区政务办\n区税务局、财政局\n2025年9月底\n"
    "2\n推行受理\n区政务办\n2025年12月底\n3\n建设平台2个\n区数据局\n区财政局\n长期"
)


def test_a_table_in_pieces_is_put_together_where_its_rows_are_whole():
    plan = compiled(PIECES)
    assert duties(plan) == [
        "二/1 | lead | 区政务办", "二/1 | coop | 区税务局", "二/1 | coop | 区财政局", "二/3 | lead | 区数据局", "二/3 | coop | 区财政局",
    ]  # fmt: skip
    assert {"TABLE-EXPLODED", "DUTY-ROW"} <= codes(plan)


def test_two_tables_with_the_same_numbers_keep_their_rows_apart():
    plan = compiled(
        COLUMNS
        + "1\t建设中枢\t市数据局\t\t\n\n续表完毕，以下为第二批任务，请各单位对照抓好落实，并按要求及时报送进展情况，确保任务按期完成。\n"
        + COLUMNS
        + "1\t推进服务\t市政务办\t\t"
    )
    assert duties(plan) == ["二/1 | lead | 市数据局", "二/1#2 | lead | 市政务办"]
