"""The smallest park that reads without a fault, and a way to change one of its files."""

import hashlib
from pathlib import Path

from parkloop.packs import BadPack, PackError, read_pack

ROOT = Path(__file__).parents[2]
HEAD = "source: 虚构\nvalid_from: 2026-01-01\nstatus: unverified\nsynthetic: true\n"
NOTICE = "小园行动方案（2026—2027年）\n\n一、主要目标\n\n到2027年，企业达到30家。\n"
PACK = """format = 1
id = "small"
language = "en"
synthetic = true
organisation = "park"
valid_from = 2026-01-01

[name]
zh = "小园"
en = "Small Park"

[short]
zh = "小园"
en = "Small"

[period]
first = 2026
last = 2027

[demo]
today = 2026-10-12
data_date = 2026-09-30
"""
ORGANISATIONS = (
    HEAD
    + """organisations:
  - {code: county, kind: district-government, name: {zh: 小县人民政府, en: County}, short: {zh: 县政府, en: County}}
  - {code: town, kind: town, name: {zh: 小镇, en: Town}, parent: county}
  - {code: park, kind: park, name: {zh: 小园, en: Small Park}, parent: county}
"""
)
ROWS = """
  - {id: late, light: over, label: {zh: 晚, en: Late}, all: [{quantity: gap_pp, op: lt, value: -5}]}
  - {id: fine, light: ok, label: {zh: 好, en: Fine}}
"""
PROVENANCE = (
    HEAD
    + f"""id: small-plan
name: {{zh: 小园行动方案, en: Plan of the small park}}
short: {{zh: 小方案, en: Small plan}}
file: notice.txt
sha256: {hashlib.sha256(NOTICE.encode()).hexdigest()}
issuer: {{zh: 小县人民政府, en: County}}
number: 小府〔2026〕1号
obtained_on: 2026-01-02
licence: {{zh: 虚构, en: Invented}}
"""
)
PEOPLE = (
    HEAD
    + """people:
  - username: anna
    name: {zh: 安娜, en: Anna}
    posts: [{organisation: town, title: {zh: 主任, en: Head}, from: 2026-01-01}]
    roles: [{role: town_officer, organisation: town, from: 2026-01-01}]
"""
)


def small_park(**changes: str | None) -> dict[str, bytes]:
    """Files of the small park; a change names a path with ``__`` for ``/`` and without suffix, None drops the file."""
    texts: dict[str, str | None] = {
        "pack.toml": PACK,
        "places/organisations.yaml": ORGANISATIONS,
        "plan/notice.txt": NOTICE,
        "plan/provenance.yaml": PROVENANCE,
        "plan/lights.yaml": HEAD + "targets:" + ROWS + "tasks:" + ROWS,
        "demo/people.yaml": PEOPLE,
    }
    for key, text in changes.items():
        path = key.replace("__", "/")
        suffix = next((s for s in (".yaml", ".toml", ".txt") if path + s in texts), ".yaml")
        texts[path + suffix] = text
    return {path: text.encode() for path, text in texts.items() if text is not None}


def faults(files: dict[str, bytes]) -> tuple[PackError, ...]:
    """Everything wrong with a park; empty when it reads."""
    try:
        read_pack(files)
    except BadPack as bad:
        return bad.errors
    return ()


def one_fault(files: dict[str, bytes]) -> PackError:
    """The only fault of a park."""
    found = faults(files)
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0]


def folder_files(folder: Path) -> dict[str, bytes]:
    """Files below a folder by their path inside it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
