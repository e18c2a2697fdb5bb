"""What is wrong with a park's files, said with file, line and a sentence in both languages.

All errors are collected; a reader never stops at the first one. No checks live here.
"""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class PackError:
    """One fault: the file, its line and column (from 1; None when the whole file is meant) and what to do."""

    path: str
    line: int | None
    column: int | None
    zh: str
    en: str

    @property
    def message(self) -> dict[str, str]:
        """The sentence for people, ``{"zh": …, "en": …}``."""
        return {"zh": self.zh, "en": self.en}

    @property
    def place(self) -> str:
        """``plan/lights.yaml:12:5``, as editors and terminals understand it."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        return f"{self.place}: {self.en}"


class BadPack(Exception):
    """The files are no valid park; ``errors`` holds every fault, sorted by file and line."""

    def __init__(self, errors: list[PackError]) -> None:
        self.errors = tuple(sorted(set(errors), key=lambda e: (e.path, e.line or 0, e.column or 0, e.en)))
        super().__init__("\n".join(str(error) for error in self.errors))


class ErrorList:
    """Collects faults while files are read."""

    def __init__(self) -> None:
        self.found: list[PackError] = []

    def add(self, path: str, position: tuple[int, int] | None, zh: str, en: str) -> None:
        """Note one fault; ``position`` is (line, column) from 1, or None for the whole file."""
        line, column = position if position else (None, None)
        self.found.append(PackError(path, line, column, zh, en))

    def raise_if_any(self) -> None:
        """Raise :class:`BadPack` with everything found so far, if anything was."""
        if self.found:
            raise BadPack(self.found)
