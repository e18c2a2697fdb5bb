"""The functions of the language: names in both languages, how many arguments, what they take and give.

Signatures: n a number of any unit, s numbers of one unit, p a plain number, b yes or no, d a date, i a whole number written
out, x anything. The result repeats a letter of the arguments or names a kind.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """``takes`` has one letter an argument; a trailing ``*`` repeats the last one."""

    name: str
    zh: str
    takes: str
    gives: str
    help: str


FUNCTIONS = (
    Function("band", "分档", "nt", "t", "the value of the band that holds x"),
    Function("max", "最大", "s*", "s", "the largest; missing when anything is"),
    Function("min", "最小", "s*", "s", "the smallest; missing when anything is"),
    Function("abs", "绝对值", "n", "n", "without sign"),
    Function("round", "取整", "ni", "n", "to so many decimals in the unit of x, half away from zero"),
    Function("floor", "向下取整", "n", "n", "the whole number below"),
    Function("ceil", "向上取整", "n", "n", "the whole number above"),
    Function("root", "开方", "ni", "root", "the root of that degree; missing below zero"),
    Function("default", "缺省", "xx", "x", "x, or the second when x is missing"),
    Function("days", "天数", "dd", "days", "days from the first date to the second"),
    Function("months", "月数", "dd", "months", "whole months from the first date to the second"),
    Function("add_days", "加天", "dp", "d", "the date so many days later"),
    Function("add_months", "加月", "dp", "d", "the date so many months later, at most the last day of that month"),
    Function("year", "年份", "d", "p", "the year as a number"),
    Function("year_start", "年初", "d", "d", "1 January of that year"),
    Function("how_many", "几项", "b*", "p", "how many hold; missing when one is unknown"),
    Function("previous", "上年", "x", "x", "x one period ago"),
    Function("period", "期", "xi", "x", "x so many periods ago: period(x, -2)"),
)
AGGREGATES = (
    Function("count", "计数", "", "p", "how many subjects"),
    Function("sum", "合计", "n", "n", "the sum of what is there; missing when nothing is"),
    Function("mean", "平均", "n", "n", "the mean of what is there; missing when nothing is"),
    Function("count_distinct", "去重计数", "x", "p", "how many different values"),
    Function("median", "中位数", "n", "n", "the middle value of what is there"),
    Function("quantile", "分位数", "np", "n", "the value below which that share lies, interpolated"),
    Function("lowest", "最低值", "n", "n", "the smallest value of what is there"),
    Function("highest", "最高值", "n", "n", "the largest value of what is there"),
    Function("rank", "排名", "n", "p", "the place from the top; equals share the better place"),
)
BY_NAME = {name: function for function in (*FUNCTIONS, *AGGREGATES) for name in (function.name, function.zh)}
AGGREGATE_NAMES = frozenset(function.name for function in AGGREGATES)


def arity(function: Function) -> tuple[int, int | None]:
    """Fewest and most arguments; None is without end."""
    fixed = len(function.takes.rstrip("*"))
    return (fixed, None) if function.takes.endswith("*") else (fixed, fixed)
