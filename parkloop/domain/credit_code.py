"""The unified social credit code (统一社会信用代码, GB 32100-2015): check digit and what is wrong with a mistyped one.

Eighteen characters; the last is computed from the first seventeen. The arithmetic is python-stdnum's, the sentences are ours.
"""

from dataclasses import dataclass, field

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

LENGTH = 18
ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
SLIPS = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}


@dataclass(frozen=True)
class CreditCodeProblem:
    """Why a code is refused: an English message id and the values that fill it."""

    message: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values


def normalise(text: str) -> str:
    """The code as it is compared and stored: full-width characters, blanks and case evened out.

    >>> normalise(" 9111 0000-6000 37341l ")
    '91110000600037341L'
    """
    narrow = (chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    return "".join(c for c in narrow if not c.isspace() and c not in "-.").upper()


def problem(text: str) -> CreditCodeProblem | None:
    """What is wrong with the code, or None when it holds."""
    code = normalise(text)
    if len(code) != LENGTH:
        return CreditCodeProblem("A credit code has 18 characters; this one has %(length)d.", {"length": len(code)})
    for position, character in enumerate(code, start=1):
        if character not in ALPHABET:
            return _wrong_character(character, position)
    try:
        uscc.validate(code)
    except ValidationError:
        return _wrong_check_digit(code)
    return None


def is_valid(text: str) -> bool:
    """Whether the code holds."""
    return problem(text) is None


def _wrong_character(character: str, position: int) -> CreditCodeProblem:
    likely = SLIPS.get(character)
    if likely is None:
        return CreditCodeProblem(
            "Character %(position)d (%(character)s) does not occur in credit codes.",
            {"position": position, "character": character},
        )
    return CreditCodeProblem(
        "Character %(position)d (%(character)s) does not occur in credit codes; perhaps it is %(likely)s.",
        {"position": position, "character": character, "likely": likely},
    )


def _wrong_check_digit(code: str) -> CreditCodeProblem:
    if not code[:8][2:].isdigit():
        return CreditCodeProblem("Characters 3 to 8 are the place of registration and must be digits.")
    return CreditCodeProblem(
        "The check digit does not fit (%(found)s at the end): two characters may be swapped or one mistyped. Compare with the licence.",
        {"found": code[-1]},
    )
