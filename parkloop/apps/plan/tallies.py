"""How far the review of a whole draft is, counted from keys alone: no element is looked at, so that it costs little for long texts."""

from collections import Counter
from functools import cached_property

from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.readings import Noted, reading_of
from parkloop.apps.plan.reviewing import ADDED


class Tally:
    """How far the review of a whole draft is, told from the subjects of the standing decisions alone."""

    def __init__(self, draft: PlanDraft) -> None:
        self.reading = reading_of(draft)
        self.version = draft.version
        standing = draft.decisions.order_by().filter(is_standing=True).values_list("subject", flat=True)
        self._decided = frozenset(standing)

    @cached_property
    def open(self) -> list[Noted]:
        """Elements about which nobody has decided, in the compiler's order."""
        return [noted for noted in self.reading.elements if noted.key not in self._decided]

    @cached_property
    def open_findings(self) -> list[Noted]:
        """Findings that nobody has settled, in the order of the text."""
        return [noted for noted in self.reading.findings if noted.key not in self._decided]

    @cached_property
    def total(self) -> int:
        """Elements, those that people added too."""
        return len(self.reading.elements) + sum(subject.startswith(ADDED) for subject in self._decided)

    @property
    def decided(self) -> int:
        """Elements that are decided."""
        return self.total - len(self.open)

    @property
    def percent(self) -> int:
        """Share of the elements that are decided; 100 where there are none."""
        return round(100 * self.decided / self.total) if self.total else 100

    @property
    def left(self) -> int:
        """How many things must still be decided before the draft can be submitted."""
        return len(self.open) + sum(noted.thing.severity == "error" for noted in self.open_findings)

    @cached_property
    def by_kind(self) -> Counter[str]:
        """Kind → elements that are open."""
        return Counter(noted.kind for noted in self.open)

    @cached_property
    def by_part(self) -> Counter[int]:
        """Part → elements and findings that are open."""
        return Counter(noted.part for noted in (*self.open, *self.open_findings))


def tally_of(draft: PlanDraft) -> Tally:
    """The tally of a draft, counted once for the object as long as its version, which counts every decision, stays the same."""
    known = draft.__dict__.get("_tally")
    if known is None or known.version != draft.version:
        known = draft.__dict__["_tally"] = Tally(draft)
    return known  # type: ignore[no-any-return]
