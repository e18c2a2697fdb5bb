"""A backup as one file: a gzipped tar that is written and read as a stream. Knows nothing of databases or of what the parts mean.

Order: `head.json` (format, what made it), parts (`tables/<name>/<number>.jsonl`, `files/<sha256>`), `manifest.json` (SHA-256 and size of
every part). The manifest comes last, so a file that was cut has none and is refused. Reading verifies everything before anything is used.
"""

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = 1
HEAD, MANIFEST = "head.json", "manifest.json"
PART_BYTES = 4 * 2**20
CHUNK_BYTES = 2**20
MAX_PARTS = 1_000_000
_TABLE = re.compile(r"tables/[a-z0-9_]{1,63}/[0-9]{5}\.jsonl")
_FILE = re.compile(r"files/[0-9a-f]{64}")
Fault = tuple[str, str]


class SnapshotError(Exception):
    """The file is no whole, unchanged backup; `message` is `{zh, en}`."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = {"zh": zh, "en": en}
        super().__init__(en)


@dataclass(frozen=True)
class Part:
    """One part: its name in the archive, SHA-256 in hex, size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Verified:
    """What a whole read found: the head as it was written, and the parts in order."""

    head: dict[str, Any]
    parts: tuple[Part, ...]


class SnapshotWriter:
    """Writes a backup to a stream: `add_rows`, `add_file`, then `close`. A backup that is not closed is no backup."""

    def __init__(self, stream: BinaryIO, head: dict[str, Any]) -> None:
        self.packed = gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=3, mtime=0)
        self.archive = tarfile.open(fileobj=self.packed, mode="w|")  # noqa: SIM115
        self.parts: list[Part] = []
        self._add(HEAD, json.dumps({"format": FORMAT, **head}, ensure_ascii=False, sort_keys=True).encode())

    def add_rows(self, table: str, rows: Iterable[Any]) -> int:
        """Rows as JSON lines, in parts of some megabytes; the number of rows."""
        count, number, buffer = 0, 0, io.BytesIO()
        for row in rows:
            buffer.write(json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n")
            count += 1
            if buffer.tell() >= PART_BYTES:
                self._add(f"tables/{table}/{number:05}.jsonl", buffer.getvalue())
                number, buffer = number + 1, io.BytesIO()
        if buffer.tell() or number == 0:
            self._add(f"tables/{table}/{number:05}.jsonl", buffer.getvalue())
        return count

    def add_file(self, sha256: str, path: Path) -> bool:
        """The bytes of a stored file; False when they are not there or not those of the checksum (the backup goes on without)."""
        try:
            data = path.read_bytes()
        except OSError:
            return False
        if hashlib.sha256(data).hexdigest() != sha256:
            return False
        self._add(f"files/{sha256}", data)
        return True

    def close(self, **facts: Any) -> None:
        """Write the manifest, with further facts (chain head, counts), and end the archive."""
        listed = [{"name": p.name, "sha256": p.sha256, "size": p.size} for p in self.parts]
        self._add(MANIFEST, json.dumps({**facts, "parts": listed}, ensure_ascii=False).encode())
        self.archive.close()
        self.packed.close()

    def abandon(self) -> None:
        """Stop without an end: what was written so far is no backup. Keeps the archive from being ended when it is thrown away."""
        self.archive.fileobj.closed = True  # type: ignore[attr-defined]

    def _add(self, name: str, data: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        self.archive.addfile(entry, io.BytesIO(data))
        self.parts.append(Part(name, hashlib.sha256(data).hexdigest(), len(data)))


def verify(path: Path, on_bytes: Callable[[int], None] | None = None) -> Verified:
    """Read the whole file and compare every part with the manifest. Errors: SnapshotError saying which part does not hold."""
    found: dict[str, Part] = {}
    head: dict[str, Any] = {}
    manifest: dict[str, Any] | None = None
    for name, stream in _entries(path):
        if manifest is not None:
            raise _damaged(name)
        digest, size, kept = _read(stream, keep=name in (HEAD, MANIFEST), on_bytes=on_bytes)
        if name == HEAD:
            head = _checked_head(_json(name, kept))
        if name == MANIFEST:
            manifest = _json(name, kept)
            continue
        found[name] = Part(name, digest, size)
    if manifest is None or not head:
        raise SnapshotError(
            "备份文件不完整（没有清单），可能没有写完。",
            "The backup has no manifest: it was not written to its end.",
        )
    _compare(manifest, found)
    facts = {k: v for k, v in manifest.items() if k != "parts"}
    return Verified({**head, **facts}, tuple(found.values()))


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every table part and file, in order; call `verify` before."""
    for name, stream in _entries(path):
        if name not in (HEAD, MANIFEST):
            yield name, stream.read()


def rows_of(data: bytes) -> Iterator[Any]:
    """The rows of a table part."""
    return (json.loads(line) for line in data.splitlines() if line)


def _entries(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        with (
            path.open("rb") as raw,
            gzip.GzipFile(fileobj=raw) as packed,
            tarfile.open(fileobj=packed, mode="r|") as archive,
        ):
            for count, entry in enumerate(archive):
                stream = archive.extractfile(entry) if entry.isreg() else None
                if stream is None or count > MAX_PARTS or not _is_known(entry.name):
                    raise _damaged(entry.name[:80])
                yield entry.name, stream
            _drain(packed)
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SnapshotError(
            f"这不是完整的 Parkloop 备份文件：{path.name}",
            f"{path.name} is no whole backup: it is damaged, cut, or something else.",
        ) from error


def _drain(packed: gzip.GzipFile) -> None:
    """Read to the end, where the checksum of the whole stream stands and is compared."""
    while packed.read(CHUNK_BYTES):
        pass


def _is_known(name: str) -> bool:
    return name in (HEAD, MANIFEST) or bool(_TABLE.fullmatch(name) or _FILE.fullmatch(name))


def _read(stream: BinaryIO, *, keep: bool, on_bytes: Callable[[int], None] | None) -> tuple[str, int, bytes]:
    digest, size, kept = hashlib.sha256(), 0, bytearray()
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        if keep:
            kept += chunk
        if on_bytes:
            on_bytes(len(chunk))
    return digest.hexdigest(), size, bytes(kept)


def _json(name: str, data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise _damaged(name) from error
    if not isinstance(value, dict):
        raise _damaged(name)
    return value


def _checked_head(head: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(head.get("format"), int) or head["format"] > FORMAT:
        raise SnapshotError(
            "备份来自更新的版本，请先升级程序。",
            "The backup was made by a newer version: upgrade the program, then restore.",
        )
    return head


def _compare(manifest: dict[str, Any], found: dict[str, Part]) -> None:
    listed = {str(p.get("name")): p for p in manifest.get("parts", []) if isinstance(p, dict)}
    for name in listed.keys() | found.keys():
        part, said = found.get(name), listed.get(name)
        if part is None or said is None or part.sha256 != said.get("sha256") or part.size != said.get("size"):
            raise _damaged(name)


def _damaged(name: str) -> SnapshotError:
    return SnapshotError(
        f"备份文件损坏：“{name}”与清单不符。", f"The backup is damaged: {name} does not match its manifest."
    )
