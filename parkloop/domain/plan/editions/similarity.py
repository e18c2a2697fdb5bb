"""How much two texts say the same: pairs of characters, weighted by how rare they are among all texts compared.

Common phrases of official papers (推进, 加快建设) count little, names and figures of speech of one task count much.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

_NOISE = re.compile(r"[\W_]+")
#: A text shorter than so many average pairs is never swallowed by a long one just because of its size.
_SMALLEST = 12


def pairs_of(text: str) -> frozenset[str]:
    """Neighbouring pairs of characters without blanks and punctuation; a single character stands for itself."""
    bare = _NOISE.sub("", text).lower()
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1)) or frozenset([bare] if bare else [])


def dice(one: str, other: str) -> float:
    """2 · |shared| / (|one| + |other|) over pairs of characters, 0 to 1; 1 for two empty texts."""
    left, right = pairs_of(one), pairs_of(other)
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 1.0


class Likeness:
    """Weighted likeness of every old text to every new one, worked out once through an index of pairs."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._old, self._new = [pairs_of(text) for text in old], [pairs_of(text) for text in new]
        seen = Counter(pair for pairs in (*self._old, *self._new) for pair in pairs)
        count = max(len(self._old) + len(self._new), 1)
        self._weight = {pair: math.log(1 + count / times) for pair, times in seen.items()}
        self._old_size, self._new_size = self._sizes(self._old), self._sizes(self._new)
        mean = sum(self._weight.values()) / max(len(self._weight), 1)
        self._floor = mean * _SMALLEST
        self._shared = self._share()

    def _sizes(self, texts: Sequence[frozenset[str]]) -> list[float]:
        return [sum(self._weight[pair] for pair in pairs) for pairs in texts]

    def _share(self) -> dict[tuple[int, int], float]:
        where: dict[str, list[int]] = defaultdict(list)
        for at, pairs in enumerate(self._new):
            for pair in pairs:
                where[pair].append(at)
        shared: dict[tuple[int, int], float] = defaultdict(float)
        for i, pairs in enumerate(self._old):
            for pair in pairs:
                for j in where.get(pair, ()):
                    shared[i, j] += self._weight[pair]
        return shared

    def overlap(self, i: int, j: int) -> float:
        """Shared weight over the weight of the shorter text: 1 when one holds the other wholly."""
        smaller = max(min(self._old_size[i], self._new_size[j]), self._floor)
        return self._shared.get((i, j), 0.0) / smaller if smaller else 0.0

    def both(self, i: int, j: int) -> float:
        """Shared weight over the mean weight of the two: 1 when they say the same."""
        total = self._old_size[i] + self._new_size[j]
        return 2 * self._shared.get((i, j), 0.0) / total if total else 1.0
