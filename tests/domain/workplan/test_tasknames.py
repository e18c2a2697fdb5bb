"""Tasks by printed number and path: what is accepted, what is the same, and what is refused as ambiguous."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.workplan.tasknames import AmbiguousTask, TaskName, UnknownTask, find, name_of

TASKS = [
    TaskName(1, "8", "二/五/8", "plan#2"),
    TaskName(2, "9", "二/五/9", "plan#2"),
    TaskName(3, "10", "三/一/10", "plan#2"),
    TaskName(4, "8", "二/五/8", "plan#1", is_running=False),
]
RESTARTING = [
    TaskName(1, "一", "二/一", "a#1"),
    TaskName(2, "一", "三/一", "a#1"),
    TaskName(3, "十二", "三/十二", "a#1"),
]


@pytest.mark.parametrize(
    "text",
    [
        "8",
        "８",
        "八",
        "任务8",
        "任务 八",
        "8.",
        "（8）",
        "(八)、",
        "Task 8",
        "二/八",
        "2/8",
        "二／五／8",
        "第二章/五/8",
        "plan#2：二/五/8",
    ],
)
def test_printed_number_and_path_in_all_their_forms(text):
    assert find(text, TASKS).key == 1


def test_an_earlier_edition_is_named_with_its_plan():
    assert find("plan#1:二/五/8", TASKS).key == 4
    assert find("plan#1: 任务 8", TASKS).key == 4
    assert name_of(TASKS[3], TASKS) == "plan#1:二/五/8"
    assert name_of(TASKS[0], TASKS) == "二/五/8"


@pytest.mark.parametrize("text", ["", "/", "88", "五", "四/8", "8/二", "plan#3:8", "智能制造"])
def test_what_is_not_there_is_unknown(text):
    with pytest.raises(UnknownTask):
        find(text, TASKS)


def test_numbers_that_restart_in_each_chapter_are_ambiguous_and_the_paths_are_named():
    with pytest.raises(AmbiguousTask) as caught:
        find("任务一", RESTARTING)
    assert caught.value.names == ("二/一", "三/一")
    assert find("三/一", RESTARTING).key == 2
    assert find("12", RESTARTING).key == 3


def test_a_whole_path_goes_before_one_with_levels_left_out():
    tasks = [TaskName(1, "1", "二/1", "a#1"), TaskName(2, "1", "二/三/1", "a#1")]
    assert find("二/1", tasks).key == 1
    assert find("二/三/1", tasks).key == 2


def test_the_same_path_in_two_plans_needs_the_plan():
    tasks = [TaskName(1, "1", "二/1", "a#1"), TaskName(2, "1", "二/1", "b#1")]
    with pytest.raises(AmbiguousTask) as caught:
        find("二/1", tasks)
    assert caught.value.names == ("a#1:二/1", "b#1:二/1")
    assert find("b#1:二/1", tasks).key == 2


@given(
    st.lists(
        st.tuples(st.sampled_from("一二三"), st.sampled_from("一二三"), st.integers(1, 30)), unique=True, min_size=1
    )
)
def test_every_written_name_is_read_back(parts):
    tasks = [TaskName(n, str(p[2]), "/".join(map(str, p)), "a#1") for n, p in enumerate(parts)]
    for task in tasks:
        assert find(name_of(task, tasks), tasks) == task


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text):
    with suppress(UnknownTask, AmbiguousTask):
        find(text, TASKS)
