"""A new edition's text held against the running edition: compiled, compared, and later made into a compilation. Writes nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.adapters.plans import UnreadableDocument, read_plan
from parkloop.apps.plan import parkdata
from parkloop.apps.plan.compiling import Compilation, gazetteer_of
from parkloop.apps.plan.drafting import uploaded_folder
from parkloop.apps.plan.models import EditionChange, Plan, Reissue
from parkloop.domain.plan import CompiledPlan, as_dict, compile_plan
from parkloop.domain.plan.decisions import ConfirmedPlan, apply_decisions
from parkloop.domain.plan.editions import (
    Carried,
    Change,
    Comparison,
    Edition,
    EditionError,
    ItemLink,
    Lapsed,
    Settlement,
    TargetLink,
    carry_decisions,
    compare_editions,
    faults_of,
    lapsed_changes,
    settled,
)
from parkloop.domain.plan.stored import confirmed_from, stated_in
from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models import StoredFile
from parkloop.foundation.models.base import in_language
from parkloop.packs import BadPack, Pack
from parkloop.packs.labels import Label
from parkloop.packs.plans import Plan as PlanFolder

REFUSALS = {
    "older": _(
        "This edition was issued on %(offered)s, before the running one (%(running)s). Upload the newer notice, or correct its date."
    ),
    "same": _("This notice says the same as the running edition, word for word. There is nothing to decide."),
    "stranger": _(
        "Only %(found)s of %(of)s running tasks are found again in this notice: it is another plan. Adopt it as a plan of its own."
    ),
    "empty": _("There is no plan in this notice: it has no numbered heading."),
}


@dataclass(frozen=True)
class NewEdition:
    """A notice, compiled and decided, compared with the running edition of a plan."""

    text: str
    confirmed: ConfirmedPlan
    comparison: Comparison


def read_edition(plan: Plan, data: bytes, name: str) -> NewEdition:
    """Compile the bytes of a notice with the plan's own names and compare it with the running edition.

    What people had corrected in the running edition goes over where its sentence stands unchanged.
    Errors: InvalidInput naming `file`: unreadable, no plan, older than the running edition, the same, or another plan.
    """
    try:
        source, compiled = read_plan(data, name, gazetteer=gazetteer_of(pack_of(plan)))
    except UnreadableDocument as error:
        raise InvalidInput(in_language(error.message["zh"], error.message["en"]), field="file") from error
    carried = carried_into(plan, compiled, source.text)
    return edition_of(plan, source.text, apply_decisions(compiled, carried.decisions), carried.lapsed)


def edition_of(plan: Plan, text: str, confirmed: ConfirmedPlan, lapsed: tuple[Lapsed, ...]) -> NewEdition:
    """A decided text compared with the running edition. InvalidInput naming `file` when it cannot follow it."""
    new = Edition(stated_in(as_dict(confirmed)), text)
    try:
        comparison = compare_editions(running_edition(plan), new, lapsed_changes(lapsed))
    except EditionError as error:
        raise InvalidInput(REFUSALS[error.code], field="file", **error.values) from error
    return NewEdition(text, confirmed, comparison)


def carried_into(plan: Plan, compiled: CompiledPlan, text: str) -> Carried:
    """What people had decided about the running edition, as decisions about a new text, and what lapses."""
    old = confirmed_from(plan.compiled)
    is_touched = any(decided.change == "edited" for decided in old.elements)
    read = (
        compile_plan(plan.source_text, gazetteer=gazetteer_of(pack_of(plan)))
        if is_touched
        else CompiledPlan(old.document)
    )
    return carry_decisions(old, read, plan.source_text, compiled, text)


def running_edition(plan: Plan) -> Edition:
    """The running edition as its paper states it."""
    return Edition(stated_in(plan.compiled), plan.source_text)


def new_edition(reissue: Reissue) -> Edition:
    """The new edition as its paper states it."""
    return Edition(stated_in(as_dict(confirmed_from(reissue.compiled))), reissue.source_text)


def pack_of(plan: Plan) -> Pack:
    """The park's data of the plan. Errors: InvalidInput when they do not fit together."""
    try:
        return parkdata.published_pack(plan.folder) if plan.folder else parkdata.park_itself()
    except BadPack as error:
        raise InvalidInput(
            _("The park's data do not fit together: %(error)s"), field="plan", error=str(error)
        ) from error


def lineage_of(comparison: Comparison) -> dict[str, Any]:
    """The lineage as it is stored."""
    return {
        "items": [[list(link.old), list(link.new)] for link in comparison.items],
        "targets": [[link.old, link.new] for link in comparison.targets],
        "reworded": [[link.old[0], link.new[0]] for link in comparison.reworded],
    }


def comparison_of(reissue: Reissue) -> Comparison:
    """The comparison as it was stored when the re-issue began."""
    changes = tuple(
        Change(c.key, c.kind, tuple(c.old), tuple(c.new), c.facts) for c in reissue.changes.order_by("position")
    )
    lineage = reissue.lineage
    return Comparison(
        changes,
        tuple(ItemLink(tuple(old), tuple(new)) for old, new in lineage["items"]),
        tuple(TargetLink(old, new) for old, new in lineage["targets"]),
        tuple(ItemLink((old,), (new,)) for old, new in lineage["reworded"]),
    )


def settlement_of(reissue: Reissue) -> Settlement | None:
    """What the decisions mean for running work; None while one is missing."""
    comparison, decisions = comparison_of(reissue), decisions_of(reissue)
    return None if faults_of(comparison, decisions) else settled(comparison, decisions)


def decisions_of(reissue: Reissue) -> Mapping[str, str]:
    """Key of a change → decision, as far as taken."""
    return dict(EditionChange.objects.filter(reissue=reissue).exclude(option="").values_list("key", "option"))


def compilation_of(reissue: Reissue) -> Compilation:
    """The new edition as adoption takes it."""
    confirmed, plan = confirmed_from(reissue.compiled), reissue.plan
    return Compilation(
        pack_of(plan), _folder_of(reissue, confirmed), reissue.source_name, reissue.source_text, confirmed, plan.organisation,
        _file_of(reissue),
    )  # fmt: skip


def _file_of(reissue: Reissue) -> StoredFile | None:
    """The file of a new edition that was reviewed as a draft."""
    draft = getattr(reissue, "draft", None)
    return draft.source_file if draft is not None else None


def _folder_of(reissue: Reissue, confirmed: ConfirmedPlan) -> PlanFolder:
    """The plan's folder with the new paper in it; of a plan that was uploaded, the same without settings."""
    plan = reissue.plan
    if not plan.folder:
        name = Label(plan.label_zh, plan.label_en)
        return uploaded_folder(
            plan.code, name, confirmed.document, reissue.source_name, reissue.source_sha256, reissue.source_text, {}
        )
    found = next(known for known in pack_of(plan).plans if known.folder == plan.folder)
    provenance = replace(found.provenance, sha256=reissue.source_sha256, number=reissue.doc_no)
    return replace(found, provenance=provenance)


def digest_of(data: bytes) -> str:
    """SHA-256 of the notice's bytes."""
    return hashlib.sha256(data).hexdigest()
