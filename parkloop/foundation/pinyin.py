"""Search keys of Chinese names: initials and full pinyin. Only names in Chinese characters give one."""

from collections.abc import Iterable


def search_key(names: Iterable[str], length: int) -> str:
    """Initials first, then full syllables of every name, without repeats, at most `length` characters.

    `search_key(["张江"], 40)` is "zj zhangjiang".
    """
    from pypinyin import Style, lazy_pinyin

    words: dict[str, None] = {}
    for style in (Style.FIRST_LETTER, Style.NORMAL):
        for name in filter(None, names):
            words["".join(lazy_pinyin(name, style=style)).lower().replace(" ", "")] = None
    return " ".join(words)[:length]
