"""Reads all files of a park into one ``Pack``, or raises with everything that is wrong with them.

Pure: the caller (``adapters.park_folder``) brings the bytes. Old formats are migrated first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from parkloop.domain.measure.errors import MeasureError
from parkloop.packs import manifest
from parkloop.packs.calendar import WorkdayYear, read_calendar
from parkloop.packs.cursor import Cursor
from parkloop.packs.definitions import DefinitionFile, definitions_of
from parkloop.packs.demo import CastMember, Step, read_people, read_steps
from parkloop.packs.documents import read_toml, read_yaml
from parkloop.packs.errors import ErrorList
from parkloop.packs.layout import FREE_NAMES, HANDED_IN, REQUIRED, SETS, SINGLE, kind_of
from parkloop.packs.manifest import Manifest
from parkloop.packs.measures import Library, read_library
from parkloop.packs.migrations import migrate
from parkloop.packs.numbering import Series, read_numbering
from parkloop.packs.organisations import Collective, Organisation, read_collectives, read_organisations
from parkloop.packs.pages import read_slots
from parkloop.packs.plans import FOLDER, PROVENANCE_FILE, Plan, plan_folders, read_plan
from parkloop.packs.projects import ProjectRules, read_projects
from parkloop.packs.synthetic import Spread, read_spread
from parkloop.packs.terms import NamedThing, Term, read_gazetteer, read_terms
from parkloop.packs.tiles import TileMap, read_tiles

T = TypeVar("T")


@dataclass(frozen=True)
class Pack:
    """A park's data, checked.

    ``slots`` maps a slot's name to contributions in order; ``files`` are the bytes in today's format and ``values`` what
    was parsed from them, by path.
    """

    manifest: Manifest
    organisations: tuple[Organisation, ...]
    collectives: tuple[Collective, ...]
    tiles: TileMap | None
    calendar: tuple[WorkdayYear, ...]
    plans: tuple[Plan, ...]
    terms: tuple[Term, ...]
    gazetteer: tuple[NamedThing, ...]
    slots: dict[str, tuple[str, ...]]
    numbering: tuple[Series, ...]
    people: tuple[CastMember, ...]
    steps: tuple[Step, ...]
    measures: Library
    spread: Spread | None
    projects: ProjectRules | None
    files: dict[str, bytes]
    values: dict[str, Any]

    def definitions(self) -> tuple[DefinitionFile, ...]:
        """One definition per file, in order of their paths."""
        return definitions_of(self.files, self.values, self.manifest.valid_from)

    def organisation(self, code: str) -> Organisation:
        """The organisation of a code; KeyError when there is none."""
        for found in self.organisations:
            if found.code == code:
                return found
        raise KeyError(code)

    def codes_of(self, words: str) -> tuple[str, ...]:
        """Codes of what a document calls ``words``: a full, short or other name, or a collective; empty when unknown."""
        for collective in self.collectives:
            if collective.phrase == words:
                return collective.codes(self.organisations)
        return tuple(o.code for o in self.organisations if words in (o.name.zh, o.short.zh, *o.aliases))[:1]


class _Shelf:
    """Opens the files of a park one by one, noting faults and keeping what was parsed."""

    def __init__(self, files: Mapping[str, bytes], errors: ErrorList) -> None:
        self.files, self.errors = files, errors
        self.values: dict[str, Any] = {}

    def read(self, kind: str, reader: Callable[[Cursor], T]) -> T | None:
        """What ``reader`` makes of the file of this kind; None when the park has none."""
        path = SINGLE[kind]
        if path not in self.files and kind in REQUIRED:
            self.errors.add(path, None, "缺少这个文件", "This file is missing")
        cursor = self.open(path)
        return reader(cursor) if cursor else None

    def open(self, path: str) -> Cursor | None:
        """A cursor at the top of a file; None when there is none or it cannot be parsed."""
        if path not in self.files:
            return None
        parse = read_toml if path.endswith(".toml") else read_yaml
        document = parse(path, self.files[path], self.errors)
        if document is None:
            return None
        self.values[path] = document.value
        return Cursor(document, self.errors)


def read_pack(files: Mapping[str, bytes]) -> Pack:
    """Check and read a park.

    ``files`` maps paths inside the park folder (with ``/``) to their bytes. Raises :class:`BadPack` with all errors.
    """
    errors = ErrorList()
    current = migrate(files)
    _check_names(current, errors)
    pack = _read(_Shelf(current, errors))
    errors.raise_if_any()
    return pack


def _read(shelf: _Shelf) -> Pack:
    head = shelf.read("pack", manifest.read_manifest)
    bodies = shelf.read("organisations", read_organisations) or ()
    people = shelf.read("people", lambda c: read_people(c, bodies)) or ()
    found = [read_plan(folder, shelf.files, bodies, shelf.open) for folder in plan_folders(shelf.files)]
    plans = tuple(plan for plan in found if plan)
    known = _known(bodies, plans)
    pack = Pack(
        manifest=head or manifest.UNREAD,
        organisations=bodies,
        collectives=shelf.read("collectives", lambda c: read_collectives(c, bodies)) or (),
        tiles=shelf.read("tiles", lambda c: read_tiles(c, bodies)),
        calendar=shelf.read("workdays", read_calendar) or (),
        plans=plans,
        terms=shelf.read("terms", read_terms) or (),
        gazetteer=shelf.read("gazetteer", read_gazetteer) or (),
        slots=shelf.read("slots", read_slots) or {},
        numbering=shelf.read("numbering", read_numbering) or (),
        people=people,
        steps=shelf.read("steps", lambda c: read_steps(c, people, head, known)) or (),
        measures=_measures(shelf),
        spread=shelf.read("synthetic", lambda c: read_spread(c, bodies)),
        projects=shelf.read("projects", read_projects),
        files=dict(shelf.files),
        values=shelf.values,
    )
    _check_park(head, pack, shelf.errors)
    return pack


def _measures(shelf: _Shelf) -> Library:
    """Indicators, rules and scores; their faults become faults of the park."""
    files = {path: data for path, data in shelf.files.items() if (found := kind_of(path)) and found[0] in SETS}
    for path in sorted(files):
        shelf.open(path)
    try:
        return read_library(files)
    except MeasureError as error:
        for fault in error.faults:
            hint = (f"（{fault.hint_zh}）", f" ({fault.hint_en})") if fault.hint_zh else ("", "")
            place = (fault.line, fault.column)
            shelf.errors.add(
                fault.source.path, place, f"{fault.code} {fault.zh}{hint[0]}", f"{fault.code} {fault.en}{hint[1]}"
            )
        return Library({})


def _known(bodies: tuple[Organisation, ...], plans: tuple[Plan, ...]) -> dict[str, set[str]]:
    """What the arguments of demo steps may name."""
    return {
        "organisation": {o.code for o in bodies},
        "plan": {plan.provenance.id for plan in plans},
        "target": {target.code for plan in plans for target in plan.targets},
        "task": {task.path for plan in plans if plan.tasks for task in plan.tasks.tasks},
    }


def _check_names(files: Mapping[str, bytes], errors: ErrorList) -> None:
    for path in files:
        is_known = path.rpartition("/")[2] in FREE_NAMES or HANDED_IN.fullmatch(path) or kind_of(path)
        if not is_known:
            errors.add(path, None, "园区数据里没有这种文件，请核对文件名", "A park has no such file: check its name")
        if path.endswith(".docx") and not files[path].startswith(b"PK"):
            errors.add(
                path,
                None,
                "不是 Word 文档（docx），请用 Word 另存",
                "This is no Word document (docx): save it with Word",
            )
    for folder in sorted({path.rpartition("/")[0] for path in files if path.startswith("plan/")}):
        if FOLDER.fullmatch(folder) and f"{folder}/{PROVENANCE_FILE}" not in files:
            errors.add(f"{folder}/{PROVENANCE_FILE}", None, "缺少这个文件", "This file is missing")


def _check_park(head: Manifest | None, pack: Pack, errors: ErrorList) -> None:
    kinds = {o.code: o.kind for o in pack.organisations}
    if head and kinds and kinds.get(head.organisation) != "park":
        zh, en = f"“{head.organisation}”不是园区类单位", f"'{head.organisation}' is no organisation of kind park"
        errors.add(manifest.PATH, None, zh, en)
    ids = [plan.provenance.id for plan in pack.plans]
    for ident in sorted({i for i in ids if ids.count(i) > 1}):
        errors.add("plan", None, f"方案代码“{ident}”重复", f"The plan id '{ident}' is given twice")
