"""``plan/``: the notice as obtained, its provenance, what people decided, and the park's settings for it.

``plan/`` holds the park's main plan; each ``plan/<name>/`` with a ``provenance.yaml`` holds one more of the same shape.
The content of ``decisions.yaml`` is checked by ``domain.plan.decisions`` against the compiled notice, not here.
"""

import datetime
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parkloop.packs.clocks import FILE as CLOCKS_FILE
from parkloop.packs.clocks import Clocks, read_clocks
from parkloop.packs.cursor import Cursor
from parkloop.packs.documents import decode
from parkloop.packs.errors import ErrorList
from parkloop.packs.header import Header, read_header
from parkloop.packs.labels import Label
from parkloop.packs.lights import FILE as LIGHTS_FILE
from parkloop.packs.lights import Lights, read_lights
from parkloop.packs.manifest import slug
from parkloop.packs.organisations import Organisation
from parkloop.packs.targets import (
    TARGETS_FILE,
    TASKS_FILE,
    TargetSetting,
    Tasks,
    read_targets,
    read_tasks,
)
from parkloop.packs.workplans import FILE as WORK_PLAN_FILE
from parkloop.packs.workplans import WorkPlan, read_work_plan

PROVENANCE_FILE = "provenance.yaml"
DECISIONS_FILE = "decisions.yaml"
NOTICE_FILES = ("notice.txt", "notice.docx")
FOLDER = re.compile(r"plan(/[a-z0-9-]+)?")
Opener = Callable[[str], Cursor | None]


@dataclass(frozen=True)
class Provenance:
    """Where the notice came from: issuer, number, address or way, day, digest and licence note."""

    id: str
    name: Label
    short: Label
    file: str
    sha256: str
    issuer: Label
    number: str
    obtained_on: datetime.date
    licence: Label
    header: Header


@dataclass(frozen=True)
class Plan:
    """One plan of the park. ``text`` is None when the notice is no UTF-8 text (docx); ``decisions`` is the mapping."""

    folder: str
    provenance: Provenance
    notice: bytes
    text: str | None
    decisions: dict[str, Any]
    targets: tuple[TargetSetting, ...]
    tasks: Tasks | None
    lights: Lights | None
    clocks: Clocks | None = None
    work: WorkPlan | None = None


def plan_folders(files: Mapping[str, bytes]) -> list[str]:
    """Folders that hold a plan, the main one first."""
    found = {path.rpartition("/")[0] for path in files if path.startswith("plan/")}
    return sorted(folder for folder in found if FOLDER.fullmatch(folder) and f"{folder}/{PROVENANCE_FILE}" in files)


def read_plan(
    folder: str, files: Mapping[str, bytes], organisations: tuple[Organisation, ...], opened: Opener
) -> Plan | None:
    """Read one plan folder; ``opened`` gives a cursor for a path, None when there is no such readable file.

    None when the plan's provenance cannot be read.
    """
    head = opened(f"{folder}/{PROVENANCE_FILE}")
    if head is None:
        return None
    provenance = _provenance(head, files, folder)
    notice = files.get(f"{folder}/{provenance.file}", b"")
    decisions = opened(f"{folder}/{DECISIONS_FILE}")
    targets, tasks = opened(f"{folder}/{TARGETS_FILE}"), opened(f"{folder}/{TASKS_FILE}")
    lights, clocks = opened(f"{folder}/{LIGHTS_FILE}"), opened(f"{folder}/{CLOCKS_FILE}")
    work = opened(f"{folder}/{WORK_PLAN_FILE}")
    return Plan(
        folder=folder,
        provenance=provenance,
        notice=notice,
        text=_text(folder, provenance, notice),
        decisions=decisions.value if decisions else {},
        targets=read_targets(targets, organisations) if targets else (),
        tasks=read_tasks(tasks) if tasks else None,
        lights=read_lights(lights) if lights else None,
        clocks=read_clocks(clocks) if clocks else None,
        work=read_work_plan(work, organisations) if work else None,
    )


def _provenance(cursor: Cursor, files: Mapping[str, bytes], folder: str) -> Provenance:
    found = Provenance(
        id=slug(cursor, "id"),
        name=cursor.label("name"),
        short=cursor.label("short"),
        file=cursor.choice("file", NOTICE_FILES),
        sha256=cursor.text("sha256"),
        issuer=cursor.label("issuer"),
        number=cursor.text("number"),
        obtained_on=cursor.date("obtained_on"),
        licence=cursor.label("licence"),
        header=read_header(cursor),
    )
    cursor.finish()
    _check_digest(cursor, found, files.get(f"{folder}/{found.file}"))
    return found


def _check_digest(cursor: Cursor, found: Provenance, notice: bytes | None) -> None:
    if notice is None:
        cursor.fail(f"缺少通知原文 {found.file}", f"The notice {found.file} is missing", "file")
        return
    digest = hashlib.sha256(notice).hexdigest()
    if digest != found.sha256:
        zh = f"通知原文与登记的校验值不符，应为 {digest}；原文若确已更换，请更新 sha256"
        en = f"The notice does not match its checksum; it is {digest}. If the notice was replaced on purpose, update sha256"
        cursor.fail(zh, en, "sha256")


def _text(folder: str, provenance: Provenance, notice: bytes) -> str | None:
    if not provenance.file.endswith(".txt"):
        return None
    return decode(f"{folder}/{provenance.file}", notice, ErrorList())
