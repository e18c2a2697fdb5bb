"""Which file of a park is which kind of definition. The one table that reading, listing and export share."""

import re
from collections.abc import Mapping

from parkloop.packs import (
    calendar,
    demo,
    manifest,
    numbering,
    organisations,
    pages,
    plans,
    projects,
    synthetic,
    terms,
    tiles,
)
from parkloop.packs.clocks import FILE as CLOCKS_FILE
from parkloop.packs.lights import FILE as LIGHTS_FILE
from parkloop.packs.targets import TARGETS_FILE, TASKS_FILE
from parkloop.packs.workplans import FILE as WORK_PLAN_FILE

SINGLE = {
    "pack": manifest.PATH,
    "organisations": organisations.PATH,
    "collectives": organisations.COLLECTIVES_PATH,
    "tiles": tiles.PATH,
    "workdays": calendar.PATH,
    "terms": terms.TERMS_PATH,
    "gazetteer": terms.GAZETTEER_PATH,
    "slots": pages.PATH,
    "numbering": numbering.PATH,
    "people": demo.PEOPLE_PATH,
    "steps": demo.STEPS_PATH,
    "synthetic": synthetic.PATH,
    "projects": projects.PATH,
}
"""Kind -> path, for kinds of which a park has one file; the definition's id is the kind."""

PER_PLAN = {
    "provenance": plans.PROVENANCE_FILE,
    "decisions": plans.DECISIONS_FILE,
    "targets": TARGETS_FILE,
    "tasks": TASKS_FILE,
    "lights": LIGHTS_FILE,
    "clocks": CLOCKS_FILE,
    "workplan": WORK_PLAN_FILE,
}
"""Kind -> file name, for kinds of which each plan folder has one file; the definition's id is the folder."""

SETS = {"measures": "measures", "ladders": "ladders"}
"""Kind -> folder, for kinds of which a park has any number of files; the definition's id is the file's name without ending."""

FORM_FILE = re.compile(r"forms/([a-z0-9-]+)\.docx")
"""Word forms of the park, kind `form`: each takes the place of the software's form of the same name."""

SET_FILE = re.compile(r"([a-z]+)/([a-z0-9_-]+)\.yaml")
REQUIRED = ("pack", "organisations")
FREE_NAMES = ("README.md", "README.zh.md")
HANDED_IN = re.compile(r"demo/[a-z0-9-]+\.(?:txt|docx|pdf|xlsx|csv)")
"""Files that a step of the demo hands to an action, as a person would upload them; they are no definitions."""


def kind_of(path: str) -> tuple[str, str] | None:
    """(kind, id) of a file, or None when a park has no such file."""
    for kind, single in SINGLE.items():
        if path == single:
            return kind, kind
    form = FORM_FILE.fullmatch(path)
    if form:
        return "form", form[1]
    of_set = SET_FILE.fullmatch(path)
    if of_set and of_set[1] in SETS:
        return of_set[1], of_set[2]
    folder, _, name = path.rpartition("/")
    if not plans.FOLDER.fullmatch(folder):
        return None
    if name in plans.NOTICE_FILES:
        return "notice", folder
    return next(((kind, folder) for kind, file in PER_PLAN.items() if file == name), None)


def path_of(kind: str, ident: str, body: Mapping[str, object]) -> str:
    """The inverse of :func:`kind_of`; KeyError for an unknown kind or an id that is no place of a park."""
    path = f"{SETS[kind]}/{ident}.yaml" if kind in SETS else SINGLE.get(kind) if ident == kind else None
    path = f"forms/{ident}.docx" if kind == "form" else path
    if path is None and kind not in SETS and plans.FOLDER.fullmatch(ident):
        path = f"{ident}/{body['name']}" if kind == "notice" else f"{ident}/{PER_PLAN[kind]}"
    if path is None or kind_of(path) != (kind, ident):
        raise KeyError(f"{kind}/{ident}")
    return path
