"""The review of a draft: source left, elements right, one form at a time. Everything works without script; with it nothing reloads."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from parkloop.apps.plan import review_forms, review_panels, review_text, review_wording
from parkloop.apps.plan.actions import (
    accept_rest,
    add_element,
    decide_element,
    settle_draft_finding,
    undo_decision,
)
from parkloop.apps.plan.actions.add_element import ElementKind
from parkloop.apps.plan.actions.decide_element import ElementDecision
from parkloop.apps.plan.models import DraftDecision, Finding, PlanDraft
from parkloop.apps.plan.resources import DraftResource
from parkloop.apps.plan.reviewing import Item, Problem, Review
from parkloop.desk import registry
from parkloop.desk.pages import page
from parkloop.desk.refusals import wants_json
from parkloop.desk.requests import forget_counts, person_of
from parkloop.desk.screens.detailing import action_link, detail_context
from parkloop.foundation import policy
from parkloop.foundation.acting import ActionError, InvalidInput, NotAllowed
from parkloop.foundation.models.base import in_language

SEVERITY_LIGHTS = {"error": "over", "warning": "lag", "info": "none"}
MAIN_ACTIONS = {"submitted": "plan.confirm_review"}


@page(DraftResource, "review", on="detail", label=gettext_lazy("Review"), icon="file-search")
@require_GET
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/draft/<pk>/review/; `?open=1` shows only what is still to be decided."""
    draft, resource = _draft(request, pk), registry.get("plan.draft")
    assert resource is not None  # registered by the same room
    if not draft.compiled:
        return HttpResponseRedirect(resource.url("detail", pk=pk))
    person, review = person_of(request), Review(draft)
    context = detail_context(request, resource, draft, active="plan-draft-review")
    context["main"] = action_link(resource, person, draft, MAIN_ACTIONS.get(draft.state, "plan.submit_review"))
    if draft.state in (PlanDraft.State.CONFIRMED, PlanDraft.State.DROPPED):
        context["main"] = None
    shown = {
        "draft": draft,
        "is_live": draft.is_open and policy.may(person, "plan.decide_element", draft),
        "groups": groups(review),
        "problems": [shown_problem(problem) for problem in review.problems],
        "progress": review_panels.progress(review),
        "paragraphs": review_text.paragraphs(review),
        "legend": review_text.legend(review),
        "only_open": request.GET.get("open") == "1",
        "element_url": _element_url(draft),
        "notes": draft.notes,
    }
    return render(request, "plan/review.html", context | shown)


@page(DraftResource, "element", on="detail")
@require_http_methods(["GET", "POST"])
def element_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /plan/draft/<pk>/element/: the form for one element, and every decision of the review.

    `do` is accept, edit, reject, undo, resolve, waive, add or rest; the buttons of the list send `do|key|seen` in one value.
    """
    draft = _draft(request, pk)
    asked = Asked(request)
    if request.method == "GET":
        return _form(request, Review(draft), asked, 200)
    try:
        focus, said = _perform(request, draft, asked)
    except NotAllowed:
        raise
    except ActionError as error:
        return _refused(request, draft, asked, error)
    forget_counts(person_of(request))
    return _answer(request, draft, asked, focus, said)


class Asked:
    """What a request asks for: verb, key, the decision that was seen, kind and place of what is added."""

    def __init__(self, request: HttpRequest) -> None:
        given = request.POST if request.method == "POST" else request.GET
        parts = [*given.get("do", "").split("|"), "", ""][:3]
        self.given = given
        self.do = parts[0]
        self.key = parts[1] or given.get("key", "")
        seen = parts[2] or given.get("seen", "")
        self.seen = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None
        self.kind = given.get("add_kind", "") or "target"
        self.quote = given.get("quote", "")

    def seen_or(self, decision: DraftDecision | None) -> int:
        """What the person saw standing when the form was asked for; the newest when it was not said."""
        return _seen(decision) if self.seen is None else self.seen

    def span(self, draft: PlanDraft) -> tuple[int, int] | None:
        """The selection, if it is a place of the text."""
        return review_forms.selected(draft.source_text, self.given.get("start", ""), self.given.get("end", ""))


def _draft(request: HttpRequest, pk: int) -> PlanDraft:
    resource = registry.get("plan.draft")
    assert resource is not None  # registered by the same room
    found: PlanDraft = resource.get(person_of(request), pk)
    return found


def _element_url(draft: PlanDraft) -> str:
    return reverse("desk:plan-draft-element", kwargs={"pk": draft.pk})


# -- doing


def _perform(request: HttpRequest, draft: PlanDraft, asked: Asked) -> tuple[str, str]:
    """Call the action; (key to go to, sentence to say)."""
    person, given = person_of(request), asked.given
    if asked.do in ElementDecision.values:
        decide_element(
            person, draft=draft, element=asked.key, decision=ElementDecision(asked.do), fields=given.dict(),
            reason=given.get("reason", ""), seen=asked.seen,
        )  # fmt: skip
        return asked.key, str(review_wording.STATES[asked.do][0])
    if asked.do == "undo":
        undo_decision(person, draft=draft, subject=asked.key, seen=asked.seen)
        return asked.key, _("Undone")
    if asked.do in ("resolve", "waive"):
        return asked.key, _settle(person, draft, asked)
    if asked.do == "rest":
        count = accept_rest(person, draft=draft, kind=_kind(asked.key))
        return f"group-{asked.key}", _("%(count)s accepted") % {"count": count}
    if asked.do == "add":
        start, end = asked.span(draft) or (None, None)
        made = add_element(
            person, draft=draft, kind=_kind(asked.kind), fields=given.dict(), quote=asked.quote, start=start, end=end,
            reason=given.get("reason", ""),
        )  # fmt: skip
        return made.subject, str(review_wording.STATES[made.section][0])
    raise InvalidInput(_("There is no such decision."))


def _settle(person: Any, draft: PlanDraft, asked: Asked) -> str:
    state = Finding.State.ACCEPTED if asked.do == "resolve" else Finding.State.WAIVED
    made = settle_draft_finding(
        person, draft=draft, finding=asked.key, state=state, reason=asked.given.get("reason", ""),
        every=bool(asked.given.get("every")), seen=asked.seen,
    )  # fmt: skip
    return str(made[0].get_section_display())


def _kind(text: str) -> ElementKind:
    if text not in ElementKind.values:
        raise InvalidInput(_("There is no such kind of element."))
    return ElementKind(text)


def _answer(request: HttpRequest, draft: PlanDraft, asked: Asked, focus: str, said: str) -> HttpResponse:
    """Where to go on; for a script what changed on the page."""
    if not wants_json(request):
        back = reverse("desk:plan-draft-review", kwargs={"pk": draft.pk})
        return HttpResponseRedirect(f"{back}{'?open=1' if asked.given.get('open') else ''}#{focus}")
    review = Review(draft)
    html = _html_of(request, review, asked.key)
    reload = not html or asked.do in ("rest", "add") or bool(asked.given.get("every")) or _changes_text(review, asked)
    return JsonResponse({"focus": focus, "said": said, "html": html, "reload": reload, "counts": counts(review)})


def _changes_text(review: Review, asked: Asked) -> bool:
    """Whether the marks in the source or the headings to choose from are others now."""
    item = review.item(asked.key)
    return item is not None and (item.kind == "heading" and asked.do != "accept")


def _html_of(request: HttpRequest, review: Review, key: str) -> str:
    item, problem = review.item(key), review.problem(key)
    context = {"is_live": True, "element_url": _element_url(review.draft)}
    if item is not None:
        return render_to_string("plan/parts/review_item.html", context | {"item": shown(review, item)}, request)
    if problem is not None:
        return render_to_string("plan/parts/review_problem.html", context | {"item": shown_problem(problem)}, request)
    return ""


def counts(review: Review) -> dict[str, Any]:
    """Open things by kind, and how far the review is: what a script writes into the page."""
    progress = review_panels.progress(review)
    by_kind = {kind: sum(i.kind == kind and i.is_open for i in review.items) for kind in review_wording.GROUPS}
    return {
        **by_kind,
        "problem": progress["findings_open"],
        **{n: progress[n] for n in ("left", "decided", "total", "percent")},
    }


# -- forms


def _form(
    request: HttpRequest, review: Review, asked: Asked, status: int, error: ActionError | None = None
) -> HttpResponse:
    """The form of a verb, alone for a script, inside a page for everybody else."""
    if error is not None:
        asked.seen = None  # the newest state stands beside the form now
    draft, context = review.draft, _form_context(review, asked)
    form = context["form"]
    if error is not None:
        form.full_clean()
        form._errors.clear()  # the action has the word, not the form
        form.add_error(error.field if error.field in form.fields else None, str(error))
    context |= {
        "draft": draft,
        "do": asked.do,
        "key": asked.key,
        "element_url": _element_url(draft),
        "back_url": reverse("desk:plan-draft-review", kwargs={"pk": draft.pk}),
        "page_title": context["title"],
        "start": asked.given.get("start", ""),
        "end": asked.given.get("end", ""),
    }
    alone = request.headers.get("X-Part") == "form"
    return render(
        request, "plan/parts/review_form.html" if alone else "plan/review_element.html", context, status=status
    )


def _form_context(review: Review, asked: Asked) -> dict[str, Any]:
    """{title, form, seen, item?}. Http404 for what is not there."""
    data = asked.given if asked.given.get("sent") else None
    if asked.do == "add":
        kind = asked.kind if asked.kind in ElementKind.values else "target"
        form = review_forms.add_form(review, kind, asked.span(review.draft), asked.quote, data)
        kinds = [{"kind": k, "label": label, "active": k == kind} for k, label in ElementKind.choices]
        return {"title": _("Add an element"), "form": form, "kinds": kinds, "add_kind": kind, "seen": ""}
    item, problem = review.item(asked.key), review.problem(asked.key)
    if item is not None and asked.do in ("accept", "edit", "reject", "undo"):
        made = (
            review_forms.edit_form(review, item, data) if asked.do == "edit" else review_forms.reject_form(item, data)
        )
        what = {"edit": _("Edit"), "reject": review_wording.NOT_ONE[item.kind]}.get(asked.do, _("Decide"))
        return {"title": what, "form": made, "item": shown(review, item), "seen": asked.seen_or(item.decision)}
    if problem is not None and asked.do in ("resolve", "waive", "undo"):
        form = review_forms.waive_form(data)
        return {
            "title": _("Settle the finding"),
            "form": form,
            "item": shown_problem(problem),
            "seen": asked.seen_or(problem.decision),
        }
    raise Http404(_("There is no such element in this draft."))


def _refused(request: HttpRequest, draft: PlanDraft, asked: Asked, error: ActionError) -> HttpResponse:
    """The form with what was typed and why it was refused; the newest state stands beside it."""
    review = Review(draft)
    if wants_json(request):
        item = review.item(asked.key) or review.problem(asked.key)
        told = {"message": str(error), "code": error.code, "field": error.field}
        now = {"html": _html_of(request, review, asked.key), "seen": _seen(item.decision if item else None)}
        return JsonResponse({"error": told, **now}, status=error.status)
    if asked.do in ("edit", "reject", "waive", "add"):
        return _form(request, review, asked, error.status, error)
    raise error


# -- what the page shows


def groups(review: Review) -> list[dict[str, Any]]:
    """Kinds with their elements and how many are open."""
    made = []
    for kind, label in review_wording.GROUPS.items():
        items = [item for item in review.items if item.kind == kind]
        still = sum(item.is_open for item in items)
        ready = sum(item.is_open and not item.lacks_number for item in items)
        made.append(
            {"kind": kind, "label": label, "items": [shown(review, i) for i in items], "open": still, "ready": ready,
             "colour": review_wording.COLOURS[kind]}
        )  # fmt: skip
    return made


def shown(review: Review, item: Item) -> dict[str, Any]:
    """One element for the list."""
    word, icon = review_wording.STATES[item.state]
    start, end = item.element.span if item.decided.is_quoted else ("", "")
    return {
        "key": item.key,
        "code": item.code,
        "kind": item.kind,
        "title": review_wording.title(item),
        "facts": review_wording.facts(item),
        "path": item.element.path,
        "start": start,
        "end": end,
        "state": item.state,
        "word": word,
        "icon": icon,
        "is_open": item.is_open,
        "is_added": item.state in ("add", "assign"),
        "is_rejected": item.is_rejected,
        "warning": _("This target says no number. Edit it or reject it.") if item.lacks_number else "",
        **_signature(item.decision),
    }


def shown_problem(problem: Problem) -> dict[str, Any]:
    """One finding for the list."""
    finding, decision = problem.found.finding, problem.decision
    zh_or_en = in_language(finding.message["zh"], finding.message["en"])
    severities = {"error": _("Must be settled"), "warning": _("Please check"), "info": _("Note")}
    placed = finding.span[1] > finding.span[0]
    return {
        "key": problem.key,
        "code": problem.code,
        "name": finding.code,
        "kind": "problem",
        "title": zh_or_en,
        "light": "done" if decision else SEVERITY_LIGHTS[finding.severity],
        "word": decision.get_section_display() if decision else severities[finding.severity],
        "start": finding.span[0] if placed else "",
        "end": finding.span[1] if placed else "",
        "is_open": problem.is_open,
        "blocks": problem.blocks,
        **_signature(decision),
    }


def _signature(decision: DraftDecision | None) -> dict[str, Any]:
    if decision is None:
        return {"seen": 0, "by": "", "at": None, "reason": ""}
    return {"seen": decision.number, "by": decision.by.name, "at": decision.at, "reason": decision.reason}


def _seen(decision: DraftDecision | None) -> int:
    return decision.number if decision else 0
