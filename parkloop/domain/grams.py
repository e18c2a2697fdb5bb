"""Search tokens without a segmenter: characters and neighbouring pairs of Chinese text, whole words of everything else.

Written and asked with the same rule, so a query finds what contains all of its tokens. Latin words match by their beginning.
"""

import re

WORD = re.compile(r"[0-9A-Za-z]+|[㐀-䶿一-鿿]+")
FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
MAX_TOKENS = 400


def tokens_of(text: str) -> list[str]:
    """Tokens under which a text is found, each once, in order of appearance (at most 400)."""
    found: dict[str, None] = {}
    for run in _runs(text):
        for token in _pieces(run):
            found[token] = None
    return list(found)[:MAX_TOKENS]


def asked(text: str) -> list[str]:
    """Tokens a query needs: pairs where a Chinese run has two characters or more, single characters and words else."""
    wanted: dict[str, None] = {}
    for run in _runs(text):
        pieces = [run[i : i + 2] for i in range(len(run) - 1)] if not run.isascii() and len(run) > 1 else [run]
        wanted.update(dict.fromkeys(pieces))
    return list(wanted)


def _runs(text: str) -> list[str]:
    return [run.lower() for run in WORD.findall(text.translate(FULL_WIDTH))]


def _pieces(run: str) -> list[str]:
    if run.isascii():
        return [run]
    return list(run) + [run[i : i + 2] for i in range(len(run) - 1)]
