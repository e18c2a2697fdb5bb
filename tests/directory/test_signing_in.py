"""Signing in: closed to strangers, to accounts without an active person, and led to a new password where one is due."""

import pytest
from django.test import Client

from parkloop.foundation.actions.close_account import close_account
from parkloop.foundation.actions.reset_password import reset_password
from parkloop.foundation.models import User
from tests.support.cast import PASSWORD, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def sign_in(username: str, password: str = PASSWORD) -> tuple[Client, str]:
    """A browser after the sign-in form was sent, and where it was led (empty when the form came back)."""
    client = Client()
    answer = client.post("/accounts/login/", {"login": username, "password": password})
    return client, answer.headers.get("Location", "")


def is_signed_in(client: Client) -> bool:
    """Whether the browser may open a page now."""
    return client.get("/directory/organisation/").status_code == 200


def test_people_with_an_account_sign_in(cast: Cast) -> None:
    client, led_to = sign_in("townofficer")
    assert led_to == "/"
    assert is_signed_in(client)


def test_a_wrong_password_opens_nothing(cast: Cast) -> None:
    client, _led_to = sign_in("townofficer", "guess-guess-guess")
    assert not is_signed_in(client)


def test_nobody_signs_up_by_himself(cast: Cast) -> None:
    values = {"username": "intruder", "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post("/accounts/signup/", values)
    assert not User.objects.filter(username="intruder").exists()
    assert answer.status_code == 200


def test_an_account_whose_person_is_barred_is_turned_away_at_the_door(cast: Cast) -> None:
    close_account(cast.security_admin, holder=cast.town_officer, reason="停职")
    client, led_to = sign_in("townofficer")
    assert led_to == "/accounts/inactive/"
    assert not is_signed_in(client)


def test_an_account_without_a_person_is_turned_away(cast: Cast) -> None:
    User.objects.create_user("orphan", password=PASSWORD)
    client, led_to = sign_in("orphan")
    assert led_to == "/accounts/inactive/"
    assert not is_signed_in(client)


def test_a_first_password_is_changed_before_anything_else(cast: Cast) -> None:
    secret = reset_password(cast.security_admin, holder=cast.town_officer).first_password  # type: ignore[attr-defined]
    client, led_to = sign_in("townofficer", secret)
    assert led_to == "/accounts/password/change/"
    assert client.get("/directory/organisation/").headers["Location"] == "/accounts/password/change/"
    chosen = "river-stone-bridge-9"
    client.post("/accounts/password/change/", {"oldpassword": secret, "password1": chosen, "password2": chosen})
    assert not User.objects.get(username="townofficer").must_change_password
    assert is_signed_in(sign_in("townofficer", chosen)[0])


def test_open_sessions_end_when_the_person_is_barred(cast: Cast) -> None:
    client, _led_to = sign_in("townofficer")
    close_account(cast.security_admin, holder=cast.town_officer, reason="停职")
    assert not is_signed_in(client)
