"""Actions on files, one verb a file."""

from parkloop.apps.documents.actions.rename import rename
from parkloop.apps.documents.actions.replace import replace
from parkloop.apps.documents.actions.upload import upload
from parkloop.apps.documents.actions.withdraw import withdraw

__all__ = ["rename", "replace", "upload", "withdraw"]
