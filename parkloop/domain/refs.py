"""Ref: the pointer to anything a person can point at."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Ref:
    """`kind` is registered once (`plan.task`), `key` is the object's key within the kind, as text."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """The Ref printed as `kind:key`; ValueError when it is not one."""
        kind, colon, key = text.partition(":")
        if not (kind and colon and key):
            raise ValueError(f"not a reference: {text!r}")
        return cls(kind, key)
