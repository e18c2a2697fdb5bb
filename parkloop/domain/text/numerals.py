"""Chinese numerals and dates, by explicit tables; never rewrites the text (一带一路 stays what it is)."""

from __future__ import annotations

import re

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
CN = "零〇一二两三四五六七八九十百千"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def parse_chinese(text: str) -> int | None:
    """三十六 -> 36, 二〇二五 -> 2025, 两 -> 2, 百 -> 100; None if it is no number."""
    if not text or any(c not in DIGITS and c not in _TENS and c not in _BIG for c in text):
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in _TENS:
            section += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            total = (total + section + (digit or 0) or 1) * _BIG[char]
            section, digit = 0, None
    return total + section + (digit or 0)


def parse_number(text: str) -> int | float | None:
    """1300, 1，300, 4.5, 十 -> number (int where it is whole); None if it is none."""
    plain = text.replace("，", "")
    if re.fullmatch(r"[0-9]{1,15}", plain):
        return int(plain)
    if re.fullmatch(r"[0-9]{1,15}\.[0-9]{1,9}", plain):
        return float(plain)
    return parse_chinese(text)


def ordinal(label: str) -> int | None:
    """The position a label stands for: 三 -> 3, 12 -> 12, ④ -> 4; None if it is no number."""
    if label and label in CIRCLED:
        return CIRCLED.index(label) + 1
    number = parse_number(label)
    return number if isinstance(number, int) else None


_DATE = re.compile(
    r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2}|[二一][〇零九0-9一二三四五六七八]{3})年"
    r"(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?P<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日"
)
_ISO = re.compile(r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})[-—./](?P<m>[0-9]{1,2})[-—./](?P<d>[0-9]{1,2})(?![0-9])")
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def find_date(text: str) -> tuple[str, int, int] | None:
    """First full date in folded text as (ISO date, start, end); None without one or for an impossible one."""
    match = _DATE.search(text) or _ISO.search(text)
    if not match:
        return None
    year, month, day = (parse_number(match[name]) for name in "ymd")
    if not (isinstance(year, int) and isinstance(month, int) and isinstance(day, int)):
        return None
    if not (1 <= month <= 12 and 1 <= day <= _MONTH_DAYS[month - 1]):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}", match.start(), match.end()


def month_end(year: int, month: int) -> str:
    """ISO date of the last day of a month."""
    days = _MONTH_DAYS[month - 1]
    if month == 2 and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        days = 28
    return f"{year:04d}-{month:02d}-{days:02d}"
