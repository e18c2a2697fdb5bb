"""Cost of compiling a plan at 10k, 100k and 1M characters, beside a hand-written lower limit in the same run.

Run: ``python -m bench.compile``. The lower limit finds numbered lines, quantities and duty brackets by three plain patterns and
decides nothing: less than that no reader of plans can do. The growth exponent is that of processor time over length; 1 is
linear. Hostile texts (one line, one bracket, one digit run) are timed as well.
"""

from __future__ import annotations

import math
import re
import sys
import time
from collections.abc import Callable, Iterator

from parkloop.domain.plan import compile_plan

_CN = "一二三四五六七八九十"
_BODY = (
    "围绕先进材料、智能制造等领域，依托青川大学科技园发展有限公司，建设青川材料共性技术研发平台，形成一批原创成果。"
    "到2027年，新增{n}家省级企业技术中心，高新技术企业数量达到{m}家，规模以上工业总产值突破{m}亿元，研发投入占比达到4.5%以上，"
    "其中规上企业{n}家以上。完善“青创杯”大赛和“先行先试”机制，2026年6月底前出台实施细则。（牵头单位：市科技局，配合单位：财政局、各区）\n"
)


def invented_plan(characters: int) -> str:
    """A plan of about that many characters: chapters, sections, tasks with goals, duties and names."""
    head = "青川市人民政府办公室关于印发青川市创新发展行动方案（2025—2027年）的通知\n\n青政办〔2025〕8号\n\n各区人民政府：\n\n2025年3月1日\n\n"
    parts = [head + "青川市创新发展行动方案（2025—2027年）\n\n为贯彻落实《创新纲要》，制定本方案。\n\n"]
    size, task = len(parts[0]), 0
    for chapter, section in _places():
        if size >= characters:
            break
        line = f"{chapter}、重点任务\n" if section == 1 else ""
        line += f"（{_CN[section - 1]}）加强体系建设\n"
        for _ in range(3):
            task += 1
            line += f"{task}.提升平台能级。" + _BODY.format(n=task % 90 + 10, m=task % 900 + 100)
        parts.append(line)
        size += len(line)
    return "".join(parts)[:characters]


def _places() -> Iterator[tuple[str, int]]:
    while True:
        for chapter in _CN:
            for section in range(1, 10):
                yield chapter, section


HOSTILE: dict[str, Callable[[int], str]] = {
    "one line of text": lambda n: ("建设一批重点实验室和企业技术中心" * (n // 16 + 1))[:n],
    "open brackets": lambda n: "（" * n,
    "digits": lambda n: "1" * n,
    "digits and dots": lambda n: "1." * (n // 2),
    "blanks": lambda n: "一 " * (n // 2),
    "commas": lambda n: "达到10家，" * (n // 6),
    "list marks": lambda n: "1、" * (n // 2),
    "quotation marks": lambda n: "“" * n,
    "years": lambda n: "到2026年" * (n // 6),
    "line ends": lambda n: "甲\n" * (n // 2),
    "units": lambda n: "由市科技局、" * (n // 6),
}


_PLAIN = (
    re.compile(
        r"(?m)^(?:第[一二三四五六七八九十]+章|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+\.)[^\n。]{1,60}"
    ),
    re.compile(r"[0-9]+(?:\.[0-9]+)?(?:万|亿)?(?:家|个|项|名|件|元|%|亩|平方米|平方公里)"),
    re.compile(r"（(?:牵头|责任|配合)单位：[^（）\n]{2,200}）"),
)


def plain_scan(text: str) -> int:
    """The hand-written lower limit: how many headings, quantities and duty brackets plain patterns find."""
    return sum(1 for pattern in _PLAIN for _ in pattern.finditer(text))


def measure(text: str, work: Callable[[str], object] = compile_plan, rounds: int | None = None) -> float:
    """Processor seconds of one run (the best of several; of two for texts up to 200,000 characters, else of one)."""
    best = float("inf")
    for _ in range(rounds or (2 if len(text) <= 200_000 else 1)):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
    return best


def exponent(times: list[float], sizes: tuple[int, ...]) -> float:
    """Slope of log time over log length from the first to the last size."""
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def main() -> int:
    """Print the table; exit 1 when 100,000 characters take a second or cost grows faster than linear."""
    sizes = (10_000, 100_000, 1_000_000)
    texts = [invented_plan(size) for size in sizes]
    times = [measure(text) for text in texts]
    plain = [measure(text, plain_scan, 5) for text in texts]
    print(f"{'characters':>12}{'compile s':>11}{'ratio':>8}{'plain scan s':>14}{'compile ÷ scan':>16}")
    for index, (size, seconds, least) in enumerate(zip(sizes, times, plain, strict=True)):
        ratio = f"{seconds / times[index - 1]:.1f}" if index else ""
        print(f"{size:>12,}{seconds:>11.3f}{ratio:>8}{least:>14.4f}{seconds / least:>16.0f}")
    print(f"growth exponent: compile {exponent(times, sizes):.2f}, plain scan {exponent(plain, sizes):.2f}")
    slow = times[1] >= 1 or times[2] / times[1] > 15
    print(f"\n{'hostile text':<20}{'20k':>9}{'100k':>9}{'ratio':>8}")
    for name, make in HOSTILE.items():
        small, large = measure(make(20_000)), measure(make(100_000))
        slow = slow or large > 5
        print(f"{name:<20}{small:>9.3f}{large:>9.3f}{large / small:>8.1f}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
