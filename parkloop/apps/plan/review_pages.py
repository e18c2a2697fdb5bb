"""The review of a draft: source left, elements right, one form at a time. Everything works without script; with it nothing reloads."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from parkloop.apps.plan import review_facts, review_forms, review_panels, review_parts, review_text, review_wording
from parkloop.apps.plan.actions import (
    accept_rest,
    add_element,
    decide_element,
    edit_fact,
    settle_draft_finding,
    undo_decision,
)
from parkloop.apps.plan.actions.add_element import ElementKind
from parkloop.apps.plan.actions.decide_element import ElementDecision
from parkloop.apps.plan.actions.edit_fact import DocumentFact
from parkloop.apps.plan.models import DraftDecision, Finding, PlanDraft
from parkloop.apps.plan.readings import reading_of
from parkloop.apps.plan.resources import DraftResource
from parkloop.apps.plan.review_showing import counts, groups, seen_number, shown, shown_problem
from parkloop.apps.plan.reviewing import DOCUMENT, Review, review_at
from parkloop.apps.plan.tallies import tally_of
from parkloop.desk import registry
from parkloop.desk.pages import page
from parkloop.desk.refusals import wants_json
from parkloop.desk.requests import person_of
from parkloop.desk.screens.detailing import action_link, detail_context
from parkloop.foundation import policy
from parkloop.foundation.acting import ActionError, InvalidInput, NotAllowed

MAIN_ACTIONS = {"submitted": "plan.confirm_review"}


@page(DraftResource, "review", on="detail", label=gettext_lazy("Review"), icon="file-search")
@require_GET
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/draft/<pk>/review/: one part of the text and what stands in it; `?open=1` shows only what is still to be decided.

    `?part=3` is a part, `?at=target@815-837` the part of an element, `?go=open&from=3` that of the next thing to decide behind a
    part (`problem` or a kind of element instead of `open`), `?q=` looks words up in the whole text.
    """
    draft, resource = _draft(request, pk), registry.get("plan.draft")
    assert resource is not None  # registered by the same room
    if not draft.is_read:
        return HttpResponseRedirect(resource.url("detail", pk=pk))
    if elsewhere := _elsewhere(request, draft):
        return HttpResponseRedirect(elsewhere)
    person, context = person_of(request), detail_context(request, resource, draft, active="plan-draft-review")
    context["main"] = action_link(resource, person, draft, MAIN_ACTIONS.get(draft.state, "plan.submit_review"))
    if draft.state in (PlanDraft.State.CONFIRMED, PlanDraft.State.DROPPED):
        context["main"] = None
    is_live = draft.is_open and policy.may(person, "plan.decide_element", draft)
    return render(request, "plan/review.html", context | {"is_live": is_live} | _shown(request, draft))


def _elsewhere(request: HttpRequest, draft: PlanDraft) -> str:
    """Where the address means another part: that of an element, or of the next thing to decide. Empty when it means this one."""
    asked, more = request.GET, {"open": request.GET.get("open", "")}
    if key := asked.get("at", ""):
        return review_parts.address(draft, review_parts.part_of_key(draft, reading_of(draft), key), quote(key), **more)
    if not (wanted := asked.get("go", "")):
        return ""
    number = review_parts.number_from(asked.get("from", ""))
    found = review_parts.next_open(tally_of(draft), wanted, number)
    if found is None:
        messages.info(request, _("Nothing is open any more."))
        return review_parts.address(draft, number, **more)
    return review_parts.address(draft, found.part, found.key, **more)


def _shown(request: HttpRequest, draft: PlanDraft) -> dict[str, Any]:
    """What the template needs of the draft: one part, and the ways to the others."""
    review = Review(draft, part=review_parts.number_from(request.GET.get("part", "")))
    tally, words = tally_of(draft), request.GET.get("q", "").strip()[: review_parts.MOST_WORDS]
    assert review.part is not None  # asked for above
    number, places = review.part.number, review_parts.found_words(draft.source_text, words)
    marks, more = review_text.marks(review), {"open": request.GET.get("open", "")}
    return {
        "draft": draft,
        "part": review.part,
        "previous": review_parts.address(draft, number - 1, **more) if number > 1 else "",
        "following": review_parts.address(draft, number + 1, **more) if number < len(review.reading.parts) else "",
        "parts": review_parts.contents(draft, tally, review.headings, number),
        "words": words,
        "hits": review_parts.hits(draft, tally.reading, places, words) if words else None,
        "facts": review_facts.facts(review),
        "groups": groups(review, tally),
        "problems": [shown_problem(problem) for problem in review.problems],
        "progress": review_panels.progress(tally),
        "paragraphs": review_text.paragraphs(review, marks, places),
        "legend": review_text.legend(marks),
        "only_open": request.GET.get("open") == "1",
        "element_url": _element_url(draft),
        "notes": draft.notes,
    }


@page(DraftResource, "element", on="detail")
@require_http_methods(["GET", "POST"])
def element_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /plan/draft/<pk>/element/: the form for one element, and every decision of the review.

    `do` is accept, edit, reject, undo, resolve, waive, add or rest; the buttons of the list send `do|key|seen` in one value.
    """
    draft = _draft(request, pk)
    asked = Asked(request)
    if request.method == "GET":
        return _form(request, _review_for(draft, asked), asked, 200)
    try:
        focus, said = _perform(request, draft, asked)
    except NotAllowed:
        raise
    except ActionError as error:
        return _refused(request, draft, asked, error)
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
        self.part = review_parts.number_from(given.get("part", "") or (seen if self.do == "rest" else ""))
        self.kind = given.get("add_kind", "") or "target"
        self.quote = given.get("quote", "")

    def seen_or(self, decision: DraftDecision | None) -> int:
        """What the person saw standing when the form was asked for; the newest when it was not said."""
        return seen_number(decision) if self.seen is None else self.seen

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


def _review_for(draft: PlanDraft, asked: Asked) -> Review:
    """The part that a form is about."""
    if asked.do == "add":
        span = asked.span(draft)
        return Review(draft, part=reading_of(draft).part_of(span[0]) if span else asked.part)
    return review_at(draft, asked.key)


# -- doing


def _perform(request: HttpRequest, draft: PlanDraft, asked: Asked) -> tuple[str, str]:
    """Call the action; (key to go to, sentence to say)."""
    person, given = person_of(request), asked.given
    if asked.do == "edit" and (fact := review_facts.name_of(asked.key)):
        edit_fact(
            person, draft=draft, fact=DocumentFact(fact), value=given.get("value", ""), reason=given.get("reason", ""),
            seen=asked.seen,
        )  # fmt: skip
        return asked.key, str(review_wording.STATES["edit"][0])
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
        count = accept_rest(person, draft=draft, kind=_kind(asked.key), part=asked.part)
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
    reading = reading_of(draft)
    number = review_parts.part_of_key(draft, reading, focus, asked.part)
    if not wants_json(request):
        shown_open = {"open": asked.given.get("open", "")}
        return HttpResponseRedirect(review_parts.address(draft, number, focus, **shown_open))
    review = Review(draft, part=number)
    html = _html_of(review, asked.key)
    reload = not html or asked.do in ("rest", "add") or bool(asked.given.get("every")) or _changes_text(review, asked)
    told = {"focus": focus, "part": number, "said": said, "html": html, "reload": reload}
    return JsonResponse(told | {"counts": counts(review, tally_of(draft))})


def _changes_text(review: Review, asked: Asked) -> bool:
    """Whether the marks in the source or the headings to choose from are others now."""
    item = review.item(asked.key)
    years_move = asked.key == f"{DOCUMENT}period"
    return years_move or (item is not None and item.kind == "heading" and asked.do != "accept")


def _html_of(review: Review, key: str) -> str:
    """The element or finding as the list shows it; without the frame of a page, whose menu would cost more than the decision."""
    item, problem = review.item(key), review.problem(key)
    context = {"is_live": True, "element_url": _element_url(review.draft)}
    if fact := review_facts.name_of(key):
        shown_fact = review_facts.shown(review, fact)
        return render_to_string("plan/parts/review_fact.html", context | {"item": shown_fact})
    if item is not None:
        return render_to_string("plan/parts/review_item.html", context | {"item": shown(review, item)})
    if problem is not None:
        return render_to_string("plan/parts/review_problem.html", context | {"item": shown_problem(problem)})
    return ""


# -- forms


def _form(
    request: HttpRequest, review: Review, asked: Asked, status: int, error: ActionError | None = None
) -> HttpResponse:
    """The form of a verb, alone for a script, inside a page for everybody else."""
    if error is not None:
        asked.seen = None  # the newest state stands beside the form now
    draft, context = review.draft, _form_context(review, asked)
    number = review.part.number if review.part else asked.part
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
        "back_url": review_parts.address(draft, number),
        "part": number,
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
    if (fact := review_facts.name_of(asked.key)) and asked.do in ("edit", "undo"):
        made = review_facts.edit_form(review, fact, data)
        seen = asked.seen_or(review.by_subject.get(asked.key))
        return {"title": _("Correct"), "form": made, "item": review_facts.shown(review, fact), "seen": seen}
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
    review = _review_for(draft, asked)
    if wants_json(request):
        told = {"message": str(error), "code": error.code, "field": error.field}
        now = {"html": _html_of(review, asked.key), "seen": seen_number(review.by_subject.get(asked.key))}
        return JsonResponse({"error": told, **now}, status=error.status)
    if asked.do in ("edit", "reject", "waive", "add"):
        return _form(request, review, asked, error.status, error)
    raise error
