"""Loading a park: its folder becomes published definitions, then each room's loader builds its rows by calling actions.

Three sides are compared per definition: folder, published, and what the desk changed. A file that changed is published; a desk change
is never overwritten; where both changed there is a conflict, shown with both sides until a person decides (`take`).
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction

from parkloop.adapters.park_folder import read_folder, write_folder
from parkloop.domain.refs import Ref
from parkloop.foundation import definitions, journal
from parkloop.foundation.acting import require
from parkloop.foundation.models import Definition, Person
from parkloop.packs import DefinitionFile, FieldChange, Pack, dump_definition, read_pack
from parkloop.packs.diff import diff_bodies

Loader = Callable[[Person, Pack], Iterable[str]]
Folder = str | os.PathLike[str]
_loaders: list[tuple[int, str, Loader]] = []


class Standing(StrEnum):
    """How one definition stands between folder, published and desk."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    LOCAL = "local"
    CONFLICT = "conflict"
    GONE = "gone"
    LOCAL_ONLY = "local-only"


@dataclass(frozen=True)
class Compared:
    """One definition: its standing, the file (None when the folder has none), the published version (None when there is none).

    `fields` are the changes from published to folder.
    """

    kind: str
    ident: str
    path: str
    standing: Standing
    file: DefinitionFile | None
    published: Definition | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def key(self) -> str:
        """`kind/ident`, as the command line takes it."""
        return f"{self.kind}/{self.ident}"


@dataclass
class Loaded:
    """What a load did: definitions by standing, and one line per loader's work."""

    compared: list[Compared] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    kept_local: list[str] = field(default_factory=list)
    conflicts: list[Compared] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def loader(order: int) -> Callable[[Loader], Loader]:
    """Register `function(person, pack) → lines of what it did`, run after definitions are published, by order. It must be repeatable."""

    def register(function: Loader) -> Loader:
        name = f"{function.__module__}.{function.__qualname__}"
        if name not in {known for _, known, _ in _loaders}:
            _loaders.append((order, name, function))
        return function

    return register


def loaders() -> list[Loader]:
    """Registered loaders in their order."""
    return [function for _, _, function in sorted(_loaders, key=lambda entry: entry[:2])]


def read(folder: Folder) -> Pack:
    """Read and check a park folder. Errors: ParkFolderError, BadPack."""
    return read_pack(read_folder(folder))


def diff(folder: Folder) -> list[Compared]:
    """Folder against published and desk, ordered by path; nothing is changed."""
    return compare(read(folder))


def compare(pack: Pack) -> list[Compared]:
    """Every definition of the pack or the database with its standing."""
    files = {(f.kind, f.id): f for f in pack.definitions()}
    rows, retired = _newest_published(), _retired_at_desk()
    found = (_compared(files.get(key), rows.get(key), retired.get(key)) for key in files.keys() | rows.keys())
    return sorted(found, key=lambda item: (item.path, item.key))


def load_park(person: Person, folder: Folder, *, take: frozenset[str] = frozenset()) -> Loaded:
    """Load a park folder; see `load`. Errors: ParkFolderError, BadPack, NotAllowed."""
    return load(person, read(folder), take=take)


def load(person: Person, pack: Pack, *, take: frozenset[str] = frozenset()) -> Loaded:
    """Publish what is new or changed in the folder, retire what is gone, keep what the desk changed, then run the loaders.

    `take` names conflicts (`kind/ident`) in which the folder wins. The definitions are one transaction; loading twice does nothing more.
    """
    require(person, "definitions.load_park")
    done = Loaded()
    with transaction.atomic():
        done.compared = compare(pack)
        for item in done.compared:
            _apply(person, item, take, done)
        if done.published or done.retired:
            _write_journal(person, pack, done)
    for function in loaders():
        done.lines += list(function(person, pack))
    return done


def export(folder: Folder, *, everything: bool = False) -> list[str]:
    """Write what the desk changed (or everything published) into a folder as park files; the paths written."""
    rows = _newest_published().values()
    chosen = [row for row in rows if everything or _is_local(row)]
    return write_folder(folder, dict(dump_definition(row.kind, row.ident, row.body) for row in chosen))


def _newest_published() -> dict[tuple[str, str], Definition]:
    rows = Definition.objects.filter(state=Definition.State.PUBLISHED).order_by("valid_from", "number")
    return {(row.kind, row.ident): row for row in rows}


def _retired_at_desk() -> dict[tuple[str, str], Definition]:
    """The newest version of definitions that a person took out of use (what a load retires loses its base)."""
    rows = Definition.objects.exclude(state=Definition.State.DRAFT).order_by("number")
    newest = {(row.kind, row.ident): row for row in rows.defer("body")}
    return {key: row for key, row in newest.items() if row.state == Definition.State.RETIRED and row.base_sha256}


def _compared(file: DefinitionFile | None, row: Definition | None, retired: Definition | None) -> Compared:
    known = file or row
    if known is None:
        raise ValueError("nothing to compare")
    ident = file.id if file else row.ident if row else ""
    changes = diff_bodies(row.body, file.body) if file and row and row.sha256 != file.sha256 else ()
    standing = _standing(file, row) if row or not retired else _standing_of_retired(file, retired)
    return Compared(known.kind, ident, known.path, standing, file, row, changes)


def _is_local(row: Definition) -> bool:
    """Whether the desk wrote it and the folder has not taken it over since."""
    return row.origin == Definition.Origin.DESK and row.base_sha256 != row.sha256


def _standing(file: DefinitionFile | None, row: Definition | None) -> Standing:
    if row is None:
        return Standing.NEW
    if file is None:
        return Standing.LOCAL_ONLY if _is_local(row) else Standing.GONE
    if file.sha256 == row.sha256:
        return Standing.SAME
    if not _is_local(row):
        return Standing.CHANGED
    return Standing.LOCAL if file.sha256 == row.base_sha256 else Standing.CONFLICT


def _standing_of_retired(file: DefinitionFile | None, retired: Definition) -> Standing:
    """Taken out of use at the desk: kept so while the file is the one that was known then."""
    is_known = file is None or file.sha256 in (retired.sha256, retired.base_sha256)
    return Standing.LOCAL if is_known else Standing.CONFLICT


def _apply(person: Person, item: Compared, take: frozenset[str], done: Loaded) -> None:
    wins = item.standing is Standing.CONFLICT and item.key in take
    if item.file and (wins or item.standing in (Standing.NEW, Standing.CHANGED)):
        _publish_file(person, item.file, item.published)
        done.published.append(item.key)
    elif item.standing is Standing.CONFLICT:
        done.conflicts.append(item)
    elif item.standing in (Standing.LOCAL, Standing.LOCAL_ONLY):
        done.kept_local.append(item.key)
    elif item.standing is Standing.SAME and item.published and _is_local(item.published):
        Definition.objects.filter(pk=item.published.pk).update(base_sha256=item.published.sha256)
    elif item.standing is Standing.GONE and item.published:
        _retire_all(item.kind, item.ident)
        done.retired.append(item.key)


def _publish_file(person: Person, file: DefinitionFile, known: Definition | None) -> None:
    """The folder's version; when its start is not later than the published one's, it replaces that one from the same day."""
    start: dt.date = max(file.valid_from, known.valid_from) if known else file.valid_from
    row = definitions.add_version(
        person,
        file.kind,
        file.id,
        file.body,
        start,
        origin=Definition.Origin.FILE,
        base_sha256=file.sha256,
        path=file.path,
    )
    definitions.put_in_force(person, row)


def _retire_all(kind: str, ident: str) -> None:
    rows = Definition.objects.filter(kind=kind, ident=ident, state=Definition.State.PUBLISHED)
    rows.update(state=Definition.State.RETIRED, base_sha256="")


def _write_journal(person: Person, pack: Pack, done: Loaded) -> None:
    digests = {item.key: item.file.sha256 for item in done.compared if item.file}
    journal.write(
        person,
        "definitions.load_park",
        Ref("foundation.park", pack.manifest.id),
        after={"published": done.published, "retired": done.retired, "kept_local": done.kept_local},
        digest=hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest(),
    )


def lines_of(compared: Iterable[Compared]) -> Iterator[dict[str, Any]]:
    """Plain values of a comparison for printing: key, path, standing, number of changed fields."""
    for item in compared:
        yield {"key": item.key, "path": item.path, "standing": item.standing.value, "fields": len(item.fields)}
