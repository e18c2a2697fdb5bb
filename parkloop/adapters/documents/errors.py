"""Why a document could not be read, in both languages, each with the way out."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "empty": ("文件“{name}”是空的。请上传含正文的文件。", "“{name}” is empty. Choose a file that holds the text."),
    "too-large": (
        "文件“{name}”有 {size} MB，超过 {limit} MB 上限。请只上传正文，去掉图片后另存。",
        "“{name}” has {size} MB, more than the limit of {limit} MB. Save the text alone, without pictures.",
    ),
    "bomb": (
        "文件“{name}”解压后异常巨大，已拒绝。请用 Word 重新另存为 docx。",
        "“{name}” unpacks to an abnormal size and was refused. Save it anew as docx in Word.",
    ),
    "encrypted": (
        "文件“{name}”有密码保护。请去掉密码后另存，再上传。",
        "“{name}” is protected by a password. Remove the password, save it and try again.",
    ),
    "legacy-doc": (
        "文件“{name}”是旧版 Word（.doc）。请另存为 docx 或纯文本。",
        "“{name}” is in the old Word format (.doc). Save it as docx or plain text.",
    ),
    "scanned": (
        "PDF“{name}”没有文字层，多半是扫描件，读不出文字。请上传电子版 Word，或先做文字识别。",
        "The PDF “{name}” has no text, most likely it was scanned. Choose the Word file, or have the text recognised first.",
    ),
    "too-long": (
        "PDF“{name}”有 {pages} 页，超过 {limit} 页或字数上限。请只上传方案正文。",
        "The PDF “{name}” has {pages} pages, beyond the limit of {limit} pages or of characters. Choose the plan alone.",
    ),
    "wps": (
        "文件“{name}”是 WPS 或 OFD 格式。请另存为 docx 或 PDF。",
        "“{name}” is a WPS or OFD file. Save it as docx or PDF.",
    ),
    "not-docx": (
        "文件“{name}”是压缩包但不是 Word 文档。请上传 docx 或 txt。",
        "“{name}” is an archive but no Word document. Choose a docx or txt file.",
    ),
    "damaged": (
        "文件“{name}”已损坏：{detail}。请用 Word 打开修复并另存，或上传纯文本。",
        "“{name}” is damaged: {detail}. Repair and save it in Word, or use plain text.",
    ),
    "bad-xml": (
        "文件“{name}”第 {line} 行不是完整的 XML。请从原系统重新导出。",
        "“{name}” is no well-formed XML at line {line}. Export it anew from where it came from.",
    ),
    "no-goal": (
        "文件“{name}”是 StratML，但没有目标（Goal），不能成为方案。请检查导出内容。",
        "“{name}” is StratML without any Goal, so there is no plan in it. Check what was exported.",
    ),
    "binary": (
        "文件“{name}”不是文本。请上传 docx 或 txt。",
        "“{name}” is no text. Choose a docx or txt file.",
    ),
    "encoding": (
        "无法识别文件“{name}”的编码。请另存为 UTF-8 或 GB18030 文本。",
        "The encoding of “{name}” is unknown. Save it as UTF-8 or GB18030 text.",
    ),
}


class UnreadableDocument(Exception):
    """The bytes are no readable document; ``code`` is one of MESSAGES, ``message`` its sentence in zh and en."""

    def __init__(self, code: str, **values: object) -> None:
        chinese, english = MESSAGES[code]
        self.code = code
        self.message = {"zh": chinese.format(**values), "en": english.format(**values)}
        super().__init__(self.message["en"])
