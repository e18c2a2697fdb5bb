"""The door to a park folder on disk: reads it to ``{path: bytes}`` and writes such a mapping out. Checks no content.

Bounded in number and size of files; follows no symbolic links below the folder, reads regular files only.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

MAX_FILES = 2_000
MAX_FILE_BYTES = 8 * 2**20
MAX_TOTAL_BYTES = 64 * 2**20
MAX_DEPTH = 8


class ParkFolderError(Exception):
    """The folder cannot be used; ``message`` is ``{zh, en}`` and names the file and the way out."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = {"zh": zh, "en": en}
        super().__init__(en)


def read_folder(folder: str | os.PathLike[str]) -> dict[str, bytes]:
    """All files of a park, by their path inside it; hidden files and folders are skipped.

    Raises ParkFolderError when it is no folder, or holds links, devices, odd names, too many or too large files.
    """
    root = Path(folder)
    if not root.is_dir():
        raise ParkFolderError(f"没有这个园区文件夹：{root}", f"There is no park folder {root}")
    files: dict[str, bytes] = {}
    total = 0
    for path in _walk(root, "", 0):
        files[path] = _read(root / path, path)
        total += len(files[path])
        if len(files) > MAX_FILES or total > MAX_TOTAL_BYTES:
            limit = f"{MAX_FILES} files / {MAX_TOTAL_BYTES // 2**20} MB"
            raise ParkFolderError(f"园区文件夹超过上限（{limit}）", f"The park folder is over its limit ({limit})")
    return dict(sorted(files.items()))


def write_folder(folder: str | os.PathLike[str], files: Mapping[str, bytes]) -> list[str]:
    """Write files below ``folder`` (made when absent), each by way of a temporary file; returns the paths written.

    Files not in the mapping stay. Raises ParkFolderError for a path that would leave the folder or pass a link.
    """
    root = Path(folder)
    for path in files:
        _check_inside(root, path)
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.part")
        temporary.write_bytes(data)
        temporary.replace(target)
    return sorted(files)


def _walk(root: Path, inside: str, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise ParkFolderError(f"文件夹层数过多：{inside}", f"The folders are nested too deeply: {inside}")
    with os.scandir(root / inside) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        path = _name(f"{inside}/{entry.name}" if inside else entry.name)
        if entry.is_symlink():
            raise ParkFolderError(
                f"不读取符号链接：{path}，请放入文件本身", f"{path} is a link: put the file itself there"
            )
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path, depth + 1)
        else:
            yield path


def _name(path: str) -> str:
    """The path when it is readable text in composed form (the same on every system)."""
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = path.encode(errors="replace").decode()
        raise ParkFolderError(f"文件名不是 UTF-8：{shown}", f"The file name is not UTF-8: {shown}") from None
    if unicodedata.normalize("NFC", path) != path or "\\" in path:
        raise ParkFolderError(f"文件名请用常规字符：{path}", f"Use plain characters in the file name: {path}")
    return path


def _read(place: Path, path: str) -> bytes:
    descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ParkFolderError(f"不是普通文件：{path}", f"{path} is no regular file")
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 2**20
        raise ParkFolderError(f"文件超过 {limit} MB：{path}", f"{path} is larger than {limit} MB")
    return data


def _check_inside(root: Path, path: str) -> None:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path:
        raise ParkFolderError(f"路径不在园区文件夹内：{path}", f"The path leaves the park folder: {path}")
    for depth in range(1, len(parts) + 1):
        if root.joinpath(*parts[:depth]).is_symlink():
            raise ParkFolderError(f"不写入符号链接：{path}", f"Will not write through a link: {path}")
