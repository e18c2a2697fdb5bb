"""The two-language label that every name for people carries. No other text type lives here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """One short text in Chinese and in English; both are always there."""

    zh: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """``{"zh": …, "en": …}``, the shape stored in JSON and in definitions."""
        return {"zh": self.zh, "en": self.en}
