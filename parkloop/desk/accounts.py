"""Signing in by allauth: accounts are made by the administration, and open the site only for an active person."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from parkloop.foundation.models import Person, User


class ClosedSignup(DefaultAccountAdapter):
    """Nobody signs up by himself; an account without an active person is turned away at the door."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Let in who has an active person; everybody else sees the page for inactive accounts."""
        if not Person.objects.filter(user_id=user.pk, is_active=True, is_system=False).exists():
            raise ImmediateHttpResponse(redirect("account_inactive"))
        return super().pre_login(request, user, **options)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A first password is changed before anything else."""
        if request.user.must_change_password:  # type: ignore[union-attr]
            return reverse("account_change_password")
        return super().get_login_redirect_url(request)

    def set_password(self, user: User, password: str) -> None:
        """A password that people chose themselves need not be changed again."""
        super().set_password(user, password)
        User.objects.filter(pk=user.pk, must_change_password=True).update(must_change_password=False)
        user.must_change_password = False
