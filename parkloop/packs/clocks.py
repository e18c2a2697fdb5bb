"""``plan/clocks.yaml``: when a plan is signed for and reported on, and who is reminded when. Counting is ``domain.workdays``."""

from dataclasses import dataclass

from parkloop.domain.periods import EVERY
from parkloop.packs.cursor import Cursor
from parkloop.packs.header import Header, read_header

FILE = "clocks.yaml"


@dataclass(frozen=True)
class Signing:
    """Sign within ``working_days`` of receipt; ``remind`` are working days from the due date (negative = before)."""

    working_days: int
    remind: tuple[int, ...]


@dataclass(frozen=True)
class Reporting:
    """Numbers of a period are due on day ``due_day`` of the next month, or the next working day."""

    every: str
    due_day: int


@dataclass(frozen=True)
class Workload:
    """A unit that leads more than ``leads`` tasks of one plan is overloaded."""

    leads: int


@dataclass(frozen=True)
class Overrides:
    """A light is set by hand for at most ``working_days``."""

    working_days: int


@dataclass(frozen=True)
class Clocks:
    """The clocks of a plan. A clock that is None does not run: nothing falls due by it. ``workload`` and ``overrides`` None set no limit."""

    signing: Signing | None
    reporting: Reporting | None
    header: Header
    workload: Workload | None = None
    overrides: Overrides | None = None


def read_clocks(cursor: Cursor) -> Clocks:
    """Read both clocks; terms are 1 to 250 working days, due days 1 to 28."""
    header = read_header(cursor)
    signing, reporting = cursor.maybe_child("signing"), cursor.maybe_child("reporting")
    workload, overrides = cursor.maybe_child("workload"), cursor.maybe_child("overrides")
    clocks = Clocks(
        _signing(signing) if signing else None,
        _reporting(reporting) if reporting else None,
        header,
        _workload(workload) if workload else None,
        _overrides(overrides) if overrides else None,
    )
    cursor.finish()
    return clocks


def _signing(cursor: Cursor) -> Signing:
    days, given = cursor.integer("working_days"), cursor.plain("remind") or []
    if not 1 <= days <= 250:
        cursor.fail("签收期限应为 1—250 个工作日", "The term for signing is 1 to 250 working days", "working_days")
    if not isinstance(given, list) or not all(
        isinstance(n, int) and not isinstance(n, bool) and abs(n) <= 250 for n in given
    ):
        cursor.fail("remind 应是整数列表，如 [-1, 2]", "remind is a list of whole numbers such as [-1, 2]", "remind")
        given = []
    cursor.finish()
    return Signing(days, tuple(sorted(set(given))))


def _workload(cursor: Cursor) -> Workload:
    leads = cursor.integer("leads")
    if not 1 <= leads <= 1000:
        cursor.fail("牵头任务上限应为 1—1000", "The most tasks that a unit leads is 1 to 1000", "leads")
    cursor.finish()
    return Workload(leads)


def _overrides(cursor: Cursor) -> Overrides:
    days = cursor.integer("working_days")
    if not 1 <= days <= 250:
        zh, en = "人工定灯的期限应为 1—250 个工作日", "A light is set by hand for 1 to 250 working days"
        cursor.fail(zh, en, "working_days")
    cursor.finish()
    return Overrides(days)


def _reporting(cursor: Cursor) -> Reporting:
    reporting = Reporting(cursor.choice("every", EVERY), cursor.integer("due_day"))
    if not 1 <= reporting.due_day <= 28:
        cursor.fail("due_day 应为 1—28", "due_day is 1 to 28", "due_day")
    cursor.finish()
    return reporting
