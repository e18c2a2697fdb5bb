"""A re-issue begins: its row and one row per change, from a notice handed in directly or from a reviewed draft.

Called by actions, which ask the policy and write the journal.
"""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import reissuing
from parkloop.apps.plan.carrying import target_rows
from parkloop.apps.plan.models import EditionChange, Plan, Reissue
from parkloop.domain.plan import as_dict
from parkloop.foundation import clock
from parkloop.foundation.acting import InvalidState
from parkloop.foundation.models import Person

ALREADY = _("A re-issue of this plan is under decision already. Confirm it or give it up first.")


def check_running(plan: Plan) -> None:
    """InvalidState when another edition follows this one."""
    if hasattr(plan, "followed_by"):
        raise InvalidState(
            _("Edition %(n)s follows this one. Compare with the newest edition."), n=plan.followed_by.edition
        )


def begin(person: Person, plan: Plan, edition: reissuing.NewEdition, name: str, sha256: str) -> Reissue:
    """The rows, inside the action's transaction. IntegrityError when a re-issue of the plan is open already."""
    document = edition.confirmed.document
    reissue = Reissue.objects.create(
        plan=plan,
        title=(document.title or plan.title)[:300],
        doc_no=(document.doc_no or "")[:100],
        issued_on=dt.date.fromisoformat(document.issued_on) if document.issued_on else None,
        source_name=name[-255:],
        source_sha256=sha256,
        source_text=edition.text,
        compiled=as_dict(edition.confirmed),
        lineage=reissuing.lineage_of(edition.comparison),
        started_by=person,
        started_at=clock.now(),
    )
    shares = _shares(plan)
    EditionChange.objects.bulk_create(
        EditionChange(
            reissue=reissue,
            position=position,
            key=change.key,
            kind=change.kind,
            old=list(change.old),
            new=list(change.new),
            facts={**change.facts, **_share_facts(change, shares)},
        )
        for position, change in enumerate(edition.comparison.changes)
    )
    return reissue


def _shares(plan: Plan) -> list[int]:
    """How many towns have a share, by the target's place in the running edition."""
    return [len(target.shares) for target in target_rows(plan)]


def _share_facts(change: Any, shares: list[int]) -> dict[str, int]:
    """Of a target that goes on with another number: how many shares end."""
    index = change.facts.get("old_index") if change.kind in SHARES_END else None
    return {"shares": shares[index]} if index is not None and shares[index] else {}


SHARES_END = ("target_raised", "target_lowered", "target_restated", "target_rescheduled")
"""Changes after which the shares of towns mean something else."""
