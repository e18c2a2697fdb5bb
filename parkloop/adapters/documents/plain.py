"""Plain text in UTF-8, UTF-16 or GB18030, detected from the bytes; damage is noted, never hidden."""

from __future__ import annotations

import codecs
import re

from parkloop.adapters.documents.errors import UnreadableDocument

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
_COMMON = re.compile(r"[的一是在和有为建设发展工作企业产业创新加快推进实施年市区县人民政府、，。]")
Note = dict[str, str]


def decode_text(data: bytes, name: str) -> tuple[str, str, list[Note]]:
    """(text, encoding, notes). Raises UnreadableDocument `empty`, `binary` or `encoding`."""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument("empty", name=name)
    text, encoding, notes = _decode(data, name)
    text = text.removeprefix("\ufeff")
    sample = text[:200_000]
    if len(_CONTROL.findall(sample)) > max(3, len(sample) // 100):
        raise UnreadableDocument("binary", name=name)
    return text, encoding, notes


def _decode(data: bytes, name: str) -> tuple[str, str, list[Note]]:
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(bom):
            return _lenient(data[len(bom) :], encoding)
    if wide := _wide(data):
        return _lenient(data, wide)
    text, cut = _strict(data, "utf-8")
    if text is not None:
        return text, "utf-8", _cut_note(cut)
    text, cut = _strict(data, "gb18030")
    if text is not None and _reads_as_chinese(text):
        return text, "gb18030", _cut_note(cut)
    return _mostly(data, name)


def _strict(data: bytes, encoding: str) -> tuple[str | None, bool]:
    """The text, and whether a character cut in half at the very end was dropped; None if it does not decode."""
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError as error:
        if error.start < len(data) - 4:
            return None, False
        try:
            return data[: error.start].decode(encoding), True
        except UnicodeDecodeError:
            return None, False


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: many zero bytes on one side, or line ends as two bytes."""
    sample = data[:4000]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    for encoding, pattern in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        side = sample[1::2] if encoding == "utf-16-le" else sample[0::2]
        if pattern in sample or side.count(0) > len(side) // 3:
            try:
                text = sample[: len(sample) // 2 * 2].decode(encoding)
            except UnicodeDecodeError:
                continue
            if _reads_as_chinese(text):
                return encoding
    return None


def _reads_as_chinese(text: str) -> bool:
    sample = text[:20_000]
    visible = len(re.sub(r"\s", "", sample)) or 1
    return len(_CHINESE.findall(sample)) >= 0.3 * visible and bool(_COMMON.search(sample))


def _mostly(data: bytes, name: str) -> tuple[str, str, list[Note]]:
    """Whichever of UTF-8 and GB18030 loses less, if it loses at most one character in a hundred."""
    best = min(((data.decode(e, "replace"), e) for e in ("utf-8", "gb18030")), key=lambda pair: pair[0].count("\ufffd"))
    text, encoding = best
    lost = text.count("\ufffd")
    if lost > max(3, len(text) // 100) or not _reads_as_chinese(text):
        raise UnreadableDocument("binary" if b"\x00" in data else "encoding", name=name)
    return text, encoding, [_lost_note(lost)]


def _lenient(data: bytes, encoding: str) -> tuple[str, str, list[Note]]:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    return text, encoding, [_lost_note(lost)] if lost else []


def _lost_note(lost: int) -> Note:
    return {
        "zh": f"有 {lost} 处字符无法解码，显示为“\ufffd”。",
        "en": f"{lost} characters could not be decoded; they show as “\ufffd”.",
    }


def _cut_note(cut: bool) -> list[Note]:
    if not cut:
        return []
    return [{"zh": "文件末尾有半个字符，已略去。", "en": "Half a character at the end of the file was left out."}]
