"""Fetch, add and check the vendored front-end libraries that `web/vendor.lock` pins.

The lock names each package, its version, the sha512 of its tarball, the files we ship and the sha256 of each.
Files live in `web/vendor/<name>-<version>/` and are committed, so neither set-up nor run time needs a network.

    python -m tools.vendor check                      re-hash what is committed (no network)
    python -m tools.vendor fetch [NAME]               download, verify and unpack what the lock lists
    python -m tools.vendor add NAME VERSION FILE...   pin a package (or more of its files), then unpack them
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "web" / "vendor.lock"
VENDOR = ROOT / "web" / "vendor"


class VendorError(Exception):
    """A pinned file is missing, changed or unknown; the text says which."""


def read_lock() -> dict[str, Any]:
    """Return the lock: `{"packages": {name: {version, licence, integrity, files: {path: sha256}}}}`."""
    if not LOCK.exists():
        return {"packages": {}}
    lock: dict[str, Any] = json.loads(LOCK.read_text(encoding="utf-8"))
    return lock


def write_lock(lock: dict[str, Any]) -> None:
    """Write the lock with sorted keys, so that two people who add a file get a small merge."""
    LOCK.write_text(json.dumps(lock, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def folder(name: str, version: str) -> Path:
    """`@tabler/core` 1.6.1 lives in `web/vendor/tabler-core-1.6.1`."""
    return VENDOR / f"{name.lstrip('@').replace('/', '-')}-{version}"


def shipped_name(path: str) -> str:
    """Where a file of the tarball lands in our folder: without its `dist/` or `icons/`."""
    for prefix in ("dist/", "icons/"):
        path = path.removeprefix(prefix)
    return path


def sha256(data: bytes) -> str:
    """Hex digest of a shipped file."""
    return hashlib.sha256(data).hexdigest()


def integrity(data: bytes) -> str:
    """Subresource-integrity text (`sha512-…`) of a tarball."""
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def download(name: str, version: str, into: Path) -> Path:
    """Run `npm pack` and return the tarball; VendorError carries what npm said."""
    done = subprocess.run(
        ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(into)],
        capture_output=True,
        text=True,
        check=False,
    )
    tarballs = list(into.glob("*.tgz"))
    if done.returncode or len(tarballs) != 1:
        raise VendorError(f"npm pack {name}@{version} failed: {done.stderr.strip()}")
    return tarballs[0]


def read_files(tarball: Path, paths: list[str]) -> dict[str, bytes]:
    """Read the listed files (paths inside `package/`) out of a tarball."""
    found: dict[str, bytes] = {}
    with tarfile.open(tarball) as archive:
        for path in paths:
            try:
                member = archive.extractfile(f"package/{path}")
            except KeyError:
                member = None
            if member is None:
                raise VendorError(f"{tarball.name} has no file {path}")
            found[path] = member.read()
    return found


def unpack(name: str, version: str, files: dict[str, bytes]) -> None:
    """Write the files into the package's folder."""
    for path, data in files.items():
        target = folder(name, version) / shipped_name(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def fetch(name: str) -> None:
    """Download one pinned package, verify the tarball and every file, then write the files."""
    pin = read_lock()["packages"][name]
    with tempfile.TemporaryDirectory() as into:
        tarball = download(name, pin["version"], Path(into))
        if integrity(tarball.read_bytes()) != pin["integrity"]:
            raise VendorError(f"{name} {pin['version']}: the tarball is not the one that the lock pins")
        files = read_files(tarball, list(pin["files"]))
    changed = [path for path, data in files.items() if sha256(data) != pin["files"][path]]
    if changed:
        raise VendorError(f"{name}: changed in the tarball: {', '.join(changed)}")
    unpack(name, pin["version"], files)
    print(f"{name} {pin['version']}: {len(files)} files written")


def add(name: str, version: str, paths: list[str]) -> None:
    """Pin a package, or more files of it; files pinned before for this version stay."""
    lock = read_lock()
    pin = lock["packages"].get(name, {})
    if pin.get("version") == version:
        paths = sorted({*paths, *pin["files"]})
    with tempfile.TemporaryDirectory() as into:
        tarball = download(name, version, Path(into))
        files = read_files(tarball, paths)
        about = json.loads(read_files(tarball, ["package.json"])["package.json"])
        digest = integrity(tarball.read_bytes())
    lock["packages"][name] = {
        "version": version,
        "licence": about["license"],
        "integrity": digest,
        "files": {path: sha256(data) for path, data in files.items()},
    }
    unpack(name, version, files)
    write_lock(lock)
    print(f"{name} {version}: {len(files)} files pinned")


def problems() -> list[str]:
    """Sentences about every committed file that is missing, changed or not in the lock."""
    found: list[str] = []
    expected: set[Path] = set()
    for name, pin in read_lock()["packages"].items():
        for path, digest in pin["files"].items():
            file = folder(name, pin["version"]) / shipped_name(path)
            expected.add(file)
            if not file.is_file():
                found.append(f"{file.relative_to(ROOT)} is missing: run python -m tools.vendor fetch {name}")
            elif sha256(file.read_bytes()) != digest:
                found.append(f"{file.relative_to(ROOT)} differs from the lock")
    strangers = {file for file in VENDOR.rglob("*") if file.is_file()} - expected
    return found + [f"{file.relative_to(ROOT)} is not in the lock" for file in sorted(strangers)]


def check() -> None:
    """Raise VendorError when the committed files are not those of the lock."""
    found = problems()
    if found:
        raise VendorError("\n".join(found))
    print("web/vendor agrees with web/vendor.lock")


def main(arguments: list[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("check", help="re-hash what is committed")
    fetching = verbs.add_parser("fetch", help="download and verify what the lock lists")
    fetching.add_argument("name", nargs="?")
    adding = verbs.add_parser("add", help="pin a package or more of its files")
    adding.add_argument("name")
    adding.add_argument("version")
    adding.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)
    try:
        if options.verb == "check":
            check()
        elif options.verb == "add":
            add(options.name, options.version, options.files)
        else:
            for name in [options.name] if options.name else list(read_lock()["packages"]):
                fetch(name)
    except VendorError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
