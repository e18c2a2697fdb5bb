"""Units: a product of powers of base units and a factor. Money is counted in fen (分), so sums of money stay whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Dimensions = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` base units of ``dimensions``; ``name`` as printed. No dimensions and factor 1 is a plain number."""

    dimensions: Dimensions = ()
    factor: Fraction = Fraction(1)
    name: str = ""

    def fits(self, other: Unit) -> bool:
        """Whether + - and comparisons make sense between the two."""
        return self.dimensions == other.dimensions

    @property
    def is_plain(self) -> bool:
        """Whether it is a number without a unit."""
        return not self.dimensions

    @property
    def is_counted(self) -> bool:
        """Whether amounts are whole things (people, firms, pieces)."""
        return len(self.dimensions) == 1 and self.dimensions[0][0] in COUNTED and self.dimensions[0][1] == 1


PLAIN = Unit()
PERCENT = Unit((), Fraction(1), "%")
"""The unit of a literal such as 5 %: its value is counted already."""
COUNTED = frozenset({"人", "家", "件", "个", "项", "所", "次"})
_BASE = {
    "分": ("分", 1), "角": ("分", 10), "元": ("分", 100), "千元": ("分", 100_000), "万元": ("分", 10**6),
    "百万元": ("分", 10**8), "亿元": ("分", 10**10), "fen": ("分", 1), "yuan": ("分", 100), "CNY": ("分", 100),
    "美元": ("美分", 100), "万美元": ("美分", 10**6), "百万美元": ("美分", 10**8), "亿美元": ("美分", 10**10), "USD": ("美分", 100),
    "人": ("人", 1), "万人": ("人", 10**4), "people": ("人", 1), "家": ("家", 1), "firms": ("家", 1), "件": ("件", 1),
    "个": ("个", 1), "项": ("项", 1), "所": ("所", 1), "次": ("次", 1), "天": ("天", 1), "日": ("天", 1), "days": ("天", 1),
    "工作日": ("工作日", 1), "月": ("月", 1), "个月": ("月", 1), "months": ("月", 1), "年": ("月", 12), "years": ("月", 12),
    "平方米": ("平方米", 1), "万平方米": ("平方米", 10**4), "平方公里": ("平方米", 10**6), "公顷": ("平方米", 10**4),
    "亩": ("亩", 1), "m2": ("平方米", 1), "mu": ("亩", 1), "米": ("米", 1), "公里": ("米", 1000), "m": ("米", 1), "km": ("米", 1000),
    "吨": ("吨", 1), "万吨": ("吨", 10**4), "吨标煤": ("吨标煤", 1), "万吨标煤": ("吨标煤", 10**4), "tce": ("吨标煤", 1),
    "千瓦时": ("千瓦时", 1), "万千瓦时": ("千瓦时", 10**4), "kWh": ("千瓦时", 1), "立方米": ("立方米", 1), "分钟": ("分钟", 1),
    "小时": ("分钟", 60), "min": ("分钟", 1), "点": ("点", 1), "名": ("人", 1), "户": ("家", 1),
}  # fmt: skip
_DIMENSIONLESS: dict[str, Fraction | int] = {
    "": 1,
    "%": Fraction(1, 100),
    "‰": Fraction(1, 1000),
    "倍": 1,
    "比": 1,
    "分值": 1,
    "points": 1,
}


def known_units() -> list[str]:
    """Every simple unit by name."""
    return [*_BASE, *(name for name in _DIMENSIONLESS if name)]


def unit_named(text: str) -> Unit | None:
    """The unit of a name such as 万元, 人, 万元/亩, 元/千瓦时; None when a part is unknown."""
    parts = text.replace("／", "/").replace("÷", "/").split("/")
    units = [_simple(part.strip()) for part in parts]
    if any(unit is None for unit in units) or (len(parts) > 1 and not parts[0].strip()):
        return None
    first, *others = [unit for unit in units if unit]
    for other in others:
        first = divided(first, other)
    return Unit(first.dimensions, first.factor, text)


def _simple(name: str) -> Unit | None:
    if name in _DIMENSIONLESS:
        return Unit((), Fraction(_DIMENSIONLESS[name]), name)
    if name not in _BASE:
        return None
    base, factor = _BASE[name]
    return Unit(((base, 1),), Fraction(factor), name)


def multiplied(a: Unit, b: Unit) -> Unit:
    """The unit of a product."""
    return Unit(_powers(a.dimensions, b.dimensions, 1), a.factor * b.factor, "×".join(filter(None, (a.name, b.name))))


def divided(a: Unit, b: Unit) -> Unit:
    """The unit of a quotient."""
    powers = _powers(a.dimensions, b.dimensions, -1)
    name = "" if not powers else f"{a.name or '1'}/{b.name}" if b.name else a.name
    factor = Fraction(1) if not powers else a.factor / b.factor
    return Unit(powers, factor, name)


def rooted(unit: Unit, degree: int) -> Unit | None:
    """The unit of a root; None when a power does not divide."""
    if any(power % degree for _, power in unit.dimensions):
        return None
    return Unit(tuple((base, power // degree) for base, power in unit.dimensions), Fraction(1), "")


def _powers(a: Dimensions, b: Dimensions, sign: int) -> Dimensions:
    found = dict(a)
    for base, power in b:
        found[base] = found.get(base, 0) + sign * power
    return tuple(sorted((base, power) for base, power in found.items() if power))
