"""The page of a re-issue: every change with both sides and its decision, and the texts beside each other."""

import re
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from parkloop.apps.plan import edition_wording, reissuing
from parkloop.apps.plan.models import EditionChange, Reissue
from parkloop.apps.plan.resources.editions import ReissueResource
from parkloop.desk import registry
from parkloop.desk.pages import page
from parkloop.desk.screens.detailing import detail_context
from parkloop.domain.plan.editions.model import OPTIONS
from parkloop.foundation import policy, refs

GROUPS = (
    (gettext_lazy("Tasks"), ("merged", "split", "regrouped", "moved", "retitled", "renumbered", "dropped", "added")),
    (
        gettext_lazy("Targets"),
        (
            "target_raised", "target_lowered", "target_restated", "target_rescheduled", "target_dropped", "target_added",
            "goal_dropped", "goal_added",
        ),
    ),
    (gettext_lazy("Units"), ("unit_replaced", "duty_removed", "duty_added")),
    (gettext_lazy("Dates"), ("period", "deadline_moved", "deadline_removed", "deadline_added")),
    (gettext_lazy("Corrections by people"), ("edit_lapsed",)),
)  # fmt: skip
SHORTEST = 2
_PIECES = re.compile(r"[0-9A-Za-z.%]+|.", re.DOTALL)


@page(ReissueResource, "changes", on="detail", label=gettext_lazy("Changes and decisions"), icon="git-compare")
def changes_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/reissue/<pk>/changes/: decide here; `?open=1` shows only what waits."""
    resource = registry.get("plan.reissue")
    assert resource is not None  # registered by the same room
    person = request.person  # type: ignore[attr-defined]
    reissue = resource.get(person, pk)
    only_open = request.GET.get("open") == "1"
    changes = list(policy.rows(person, EditionChange).filter(reissue=reissue).select_related("decided_by"))
    may = reissue.state == Reissue.State.OPEN and policy.may(person, "plan.drop_reissue", reissue)
    shown = [c for c in changes if not (only_open and c.option)]
    waiting = sum(not c.option for c in changes)
    context = detail_context(request, resource, reissue, active="plan-reissue-changes")
    return render(
        request,
        "plan/changes.html",
        context
        | {
            "reissue": reissue,
            "change_groups": _groups(shown, may),
            "waiting": waiting,
            "decided": len(changes) - waiting,
            "total": len(changes),
            "only_open": only_open,
            "reworded": _reworded(reissue),
            "result_url": refs.address_of(refs.ref_of(reissue.result), reissue.result) if reissue.result else "",
            "is_open": reissue.state == Reissue.State.OPEN,
        },
    )


def _groups(changes: list[EditionChange], may: bool) -> list[dict[str, Any]]:
    found = []
    for label, kinds in GROUPS:
        rows = [_row(change, may) for change in changes if change.kind in kinds]
        if rows:
            found.append({"label": label, "rows": rows})
    return found


def _row(change: EditionChange, may: bool) -> dict[str, Any]:
    before, after = edition_wording.sides(change)
    options = OPTIONS[change.kind] if may and not change.option else ()  # type: ignore[index]
    return {
        "change": change,
        "sentence": edition_wording.sentence(change),
        "before": before,
        "after": after,
        "decided": edition_wording.decided(change),
        "options": [
            {"label": EditionChange.Option(o).label, "url": f"{_do(change, 'plan.decide_change')}?option={o}"}
            for o in options
        ],
        "undo": _do(change, "plan.take_back_decision") if may and change.option else "",
    }


def _do(change: EditionChange, action: str) -> str:
    return reverse("desk:do", kwargs={"kind": "plan.change", "pk": change.pk, "action": action})


def _reworded(reissue: Reissue) -> list[dict[str, Any]]:
    """Tasks that go on with other words, each with what was struck and what was put in."""
    if not reissue.lineage.get("reworded"):
        return []
    old = {item.path: item for item in reissuing.running_edition(reissue.plan).items}
    new = {item.path: item for item in reissuing.new_edition(reissue).items}
    return [
        {"title": f"{new[after].number} {new[after].title}".strip(), "runs": runs_of(old[before].text, new[after].text)}
        for before, after in reissue.lineage["reworded"]
        if before in old and after in new
    ]


def runs_of(before: str, after: str) -> list[dict[str, str]]:
    """Pieces of text in order: `same`, `gone` or `come`. A number or a Latin word is one piece; what stays between two differences
    and is a single piece counts as changed, so that a replaced name reads whole."""
    one, other = _PIECES.findall(before), _PIECES.findall(after)
    runs: list[dict[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal" and (i2 - i1 >= SHORTEST or not runs):
            runs.append({"kind": "same", "text": "".join(one[i1:i2])})
            continue
        for kind, pieces in (("gone", one[i1:i2]), ("come", other[j1:j2])):
            if pieces:
                runs.append({"kind": kind, "text": "".join(pieces)})
    return _joined(runs)


def _joined(runs: list[dict[str, str]]) -> list[dict[str, str]]:
    """Neighbouring changes as one struck and one inserted piece; long stretches of the same are cut in the middle."""
    found: list[dict[str, str]] = []
    gone = come = ""
    for run in [*runs, {"kind": "same", "text": ""}]:
        if run["kind"] == "same":
            found += [{"kind": k, "text": t} for k, t in (("gone", gone), ("come", come)) if t]
            gone = come = ""
            if run["text"]:
                found.append({"kind": "same", "text": _shortened(run["text"])})
        elif run["kind"] == "gone":
            gone += run["text"]
        else:
            come += run["text"]
    return found


def _shortened(text: str, around: int = 24) -> str:
    return text if len(text) <= 2 * around + 6 else f"{text[:around]} … {text[-around:]}"
