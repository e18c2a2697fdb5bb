"""A reader's own account: language, theme, password, and personal tokens for the API, whose text is shown once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parkloop.desk import registry, switching
from parkloop.desk.entry import forms
from parkloop.desk.requests import person_of
from parkloop.desk.resource import Resource
from parkloop.desk.signing import signed_in
from parkloop.foundation import acting, clock, policy
from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models import ApiToken, RoleGrant
from parkloop.foundation.models.base import on_day

MAKE, REVOKE = "directory.make_token", "directory.revoke_token"


class TokenResource(Resource):
    """Words for the token form; tokens have no list of their own and are not registered."""

    model = ApiToken
    kind = "directory.token"


TOKENS = TokenResource()


@signed_in
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """GET /account/."""
    return _show(request)


def _show(request: HttpRequest, form: Any = None, status: int = 200, fresh: str = "") -> HttpResponse:
    person = person_of(request)
    make = acting.actions().get(MAKE)
    if form is None and make is not None and policy.may(person, MAKE):
        form = forms.form_for(make, TOKENS, person)
    context = {
        "page_title": _("My account"),
        "posts": switching.posts_of(request),
        "grants": RoleGrant.objects.filter(on_day(clock.today()), person=person).select_related("organisation"),
        "tokens": ApiToken.objects.filter(person=person),
        "form": form,
        "fresh": fresh,
        "today": clock.today(),
        "password_url": reverse("account_change_password"),
        "person_url": _own_page(person),
    }
    return render(request, "desk/account.html", context, status=status)


def _own_page(person: Any) -> str:
    listed = registry.for_model(type(person))
    return listed.url("detail", pk=person.pk) if listed and listed.rows(person).filter(pk=person.pk).exists() else ""


@signed_in
@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """POST /account/tokens/: make a token; the answer is the only place where its text is ever shown."""
    person = person_of(request)
    action = acting.actions()[MAKE]
    form = forms.form_for(action, TOKENS, person, None, request.POST)
    if not form.is_valid():
        return _show(request, form, 422)
    try:
        token = action.function(person, **form.values())
    except InvalidInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _show(request, form, error.status)
    answer = _show(request, fresh=token.clear_text)
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /account/tokens/<pk>/revoke/."""
    person = person_of(request)
    token = ApiToken.objects.filter(pk=pk, person=person).first()
    if token is None:
        raise acting.InvalidState(_("This token is not there. It may be revoked already."))
    acting.actions()[REVOKE].function(person, token=token)
    return redirect("desk:account")
