"""From a published notice to a confirmed plan: compile with the park's gazetteer, apply the recorded decisions. Writes nothing."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.adapters.plans import UnreadableDocument, read_plan
from parkloop.apps.plan import parkdata
from parkloop.domain.plan import CompiledPlan, Gazetteer, as_dict
from parkloop.domain.plan.decisions import ConfirmedPlan, Decided, DecisionError, apply_decisions, stats
from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models import Organisation, StoredFile
from parkloop.foundation.models.base import in_language
from parkloop.packs import BadPack, Pack
from parkloop.packs.plans import Plan as PlanFolder


@dataclass(frozen=True)
class Compilation:
    """One plan of the park, compiled and decided. `text` is what all spans refer to.

    `organisation` and `file` are known of a reviewed upload; a plan of the park's folder is for the park of the manifest.
    """

    pack: Pack
    folder: PlanFolder
    name: str
    text: str
    confirmed: ConfirmedPlan
    organisation: Organisation | None = None
    file: StoredFile | None = None

    def decided(self, kind: str) -> tuple[Decided, ...]:
        """Elements of one kind with who they came from, in the order of the text."""
        return tuple(sorted(self.confirmed.of(kind), key=lambda d: d.element.span[0]))

    def elements(self, kind: str) -> list[Any]:
        """The bare elements of one kind, in the order of the text."""
        return [decided.element for decided in self.decided(kind)]

    @property
    def stats(self) -> dict[str, Any]:
        """How many elements came from the compiler and how many from a person."""
        return stats(self.confirmed)

    @property
    def sha256(self) -> str:
        """Digest of text and confirmed plan: the same digest is the same edition."""
        confirmed = {name: part for name, part in as_dict(self.confirmed).items() if part or name != "facts"}
        text = json.dumps([self.text, confirmed], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def compile_folder(folder: str) -> Compilation:
    """Compile what the park has published for the folder.

    Errors: InvalidInput when there is no readable notice, the park's data do not fit together, or a decision meets nothing.
    """
    found = parkdata.notice_bytes(folder)
    if found is None:
        raise InvalidInput(_("The park has published no notice in “%(folder)s”."), field="folder", folder=folder)
    try:
        pack = parkdata.published_pack(folder)
        source, compiled = read_plan(found[1], found[0], gazetteer=gazetteer_of(pack))
    except BadPack as error:
        raise InvalidInput(
            _("The park's data do not fit together: %(error)s"), field="folder", error=str(error)
        ) from error
    except UnreadableDocument as error:
        raise InvalidInput(in_language(error.message["zh"], error.message["en"]), field="folder") from error
    park_plan = next(plan for plan in pack.plans if plan.folder == folder)
    return Compilation(pack, park_plan, found[0], source.text, _confirmed(compiled, park_plan))


def gazetteer_of(pack: Pack) -> Gazetteer:
    """The park's named things, as the compiler takes them."""
    return Gazetteer.from_entries([thing.as_entry() for thing in pack.gazetteer])


def _confirmed(compiled: CompiledPlan, folder: PlanFolder) -> ConfirmedPlan:
    try:
        return apply_decisions(compiled, folder.decisions)
    except DecisionError as error:
        raise InvalidInput(
            _("A recorded decision does not fit the notice: %(error)s"), field="folder", error=str(error)
        ) from error
