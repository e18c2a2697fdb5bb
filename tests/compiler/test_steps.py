"""The compiler tells its steps, in order, and ends when it is told to."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import compile_plan
from parkloop.domain.plan.compiler import STEPS
from tests.compiler.test_notice import RAW


def test_every_step_is_told_once_and_in_order():
    told = []
    assert compile_plan(RAW, tell=told.append) == compile_plan(RAW)
    assert tuple(told) == STEPS


@pytest.mark.parametrize("text", ["", "。", "一、"])
def test_an_empty_text_tells_them_too(text):
    told = []
    compile_plan(text, tell=told.append)
    assert tuple(told) == STEPS


def test_what_is_raised_while_telling_ends_the_compilation():
    def stop(step):
        raise KeyboardInterrupt(step)

    with pytest.raises(KeyboardInterrupt, match="lines"):
        compile_plan(RAW, tell=stop)
