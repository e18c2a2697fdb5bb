"""A park as data: checks, diffs and migrates the files of a park folder.

Takes ``{path: bytes}`` and gives typed records; touches neither disk, network, clock nor database.
The layout of a park is described in ``docs/concepts/park-data.md``.
"""

from parkloop.packs.definitions import DefinitionFile, dump_definition
from parkloop.packs.diff import DefinitionChange, FieldChange, diff_packs
from parkloop.packs.errors import BadPack, PackError
from parkloop.packs.labels import Label
from parkloop.packs.reading import Pack, read_pack

__all__ = [
    "BadPack",
    "DefinitionChange",
    "DefinitionFile",
    "FieldChange",
    "Label",
    "Pack",
    "PackError",
    "diff_packs",
    "dump_definition",
    "read_pack",
]
