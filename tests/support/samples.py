"""Small real files of every kind that is taken, and of those that are not; made here, so that nothing binary is committed."""

import io
import struct
import zipfile
import zlib


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def office(main: str) -> bytes:
    """The least that tells an Office document: its content types and its main part."""
    return zipped({"[Content_Types].xml": b"<Types/>", main: b"<x/>"})


def png() -> bytes:
    """A one-pixel picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
GOOD = {
    "report.pdf": (PDF, "application/pdf"),
    "letter.docx": (
        office("word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "table.xlsx": (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "slides.pptx": (
        office("ppt/presentation.xml"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "dot.png": (png(), "image/png"),
    "photo.jpeg": (b"\xff\xd8\xff\xe0" + bytes(60) + b"\xff\xd9", "image/jpeg"),
    "moving.gif": (b"GIF89a" + bytes(20), "image/gif"),
    "small.webp": (b"RIFF\x1a\0\0\0WEBPVP8 " + bytes(20), "image/webp"),
    "plain.txt": ("街镇名单\n柳桥镇\n".encode(), "text/plain"),
    "old.txt": ("街镇名单\n柳桥镇\n".encode("gb18030"), "text/plain"),
    "wide.txt": ("街镇名单".encode("utf-16"), "text/plain"),
    "rows.csv": ("\ufeff代码,名称\n001,柳桥镇\n".encode(), "text/csv"),
    "bundle.zip": (zipped({"a.txt": b"a"}), "application/zip"),
}

BAD = {
    "nothing.pdf": (b"", "empty"),
    "setup.pdf": (b"MZ" + bytes(100), "program"),
    "tool.txt": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "binary.zip": (b"\x7fELF" + bytes(100), "program"),
    "page.txt": (b"\n <!DOCTYPE html><html><script>1</script>", "web"),
    "drawing.png": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "web"),
    "drawing2.txt": (b"<?xml version='1.0'?><svg/>", "web"),
    "noise.txt": (bytes(range(256)) * 4, "unknown"),
    "half.pdf": (PDF[:20], "damaged"),
    "half.docx": (office("word/document.xml")[:60], "damaged"),
    "wrong.docx": (PDF, "mismatch"),
    "report.txt": (PDF, "mismatch"),
    "noending": (PDF, "mismatch"),
    "report.pdf.exe": (PDF, "mismatch"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-office"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "macro.docx": (
        zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x", "word/vbaProject.bin": b"x"}),
        "macro",
    ),
    "bomb.docx": (zipped({"[Content_Types].xml": b"x", "word/document.xml": bytes(120 << 20)}), "bomb"),
}
