"""Access tokens and accounts: shown once, stored as a digest, dead when expired, revoked or their person is barred."""

import datetime as dt
import json

import pytest

from parkloop.foundation import clock
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed
from parkloop.foundation.actions.add_person import add_person
from parkloop.foundation.actions.close_account import close_account, reopen_account
from parkloop.foundation.actions.make_token import make_token
from parkloop.foundation.actions.open_account import open_account
from parkloop.foundation.actions.reset_password import reset_password
from parkloop.foundation.actions.revoke_token import revoke_token
from parkloop.foundation.models import ApiToken, JournalEntry
from parkloop.foundation.tokens import digest_of, person_of_token
from tests.support.cast import PASSWORD, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = dt.date(2026, 10, 12)
NEXT_YEAR = dt.date(2027, 10, 12)


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.fixed(TODAY):
        yield


def test_a_token_opens_for_its_person_and_its_clear_text_is_nowhere(cast: Cast) -> None:
    token = make_token(cast.town_officer, name="报表", expires_on=NEXT_YEAR)
    assert person_of_token(token.clear_text) == (cast.town_officer, False)
    stored = json.dumps([*ApiToken.objects.values_list("digest", "prefix"), *JournalEntry.objects.values_list("after")])
    assert token.clear_text not in stored
    assert token.clear_text.split("_", 2)[2] not in stored


def test_the_digest_is_sm3() -> None:
    assert digest_of("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "", lambda t: t.upper(), lambda t: "plt_x"]
)
def test_anything_else_opens_nothing(cast: Cast, spoil: object) -> None:
    token = make_token(cast.town_officer, name="报表", expires_on=NEXT_YEAR)
    assert person_of_token(spoil(token.clear_text)) is None  # type: ignore[operator]


def test_an_expired_or_revoked_token_opens_nothing(cast: Cast) -> None:
    token = make_token(cast.town_officer, name="报表", expires_on=dt.date(2026, 10, 13), can_write=True)
    assert person_of_token(token.clear_text) == (cast.town_officer, True)
    with clock.fixed(dt.date(2026, 10, 13)):
        assert person_of_token(token.clear_text) is None
    revoke_token(cast.town_officer, token=token)
    assert person_of_token(token.clear_text) is None
    with pytest.raises(InvalidState):
        revoke_token(cast.town_officer, token=token)


@pytest.mark.parametrize("day", [TODAY, dt.date(2028, 1, 1)])
def test_a_token_lives_at_most_a_year(cast: Cast, day: dt.date) -> None:
    with pytest.raises(InvalidInput):
        make_token(cast.town_officer, name="报表", expires_on=day)


def test_people_revoke_their_own_tokens_and_the_security_administration_any(cast: Cast) -> None:
    token = make_token(cast.town_officer, name="报表", expires_on=NEXT_YEAR)
    with pytest.raises(NotAllowed):
        revoke_token(cast.other_town_officer, token=token)
    revoke_token(cast.security_admin, token=token, reason="泄露")


def test_a_barred_person_has_no_tokens_and_can_be_let_in_again(cast: Cast) -> None:
    token = make_token(cast.town_officer, name="报表", expires_on=NEXT_YEAR)
    close_account(cast.security_admin, holder=cast.town_officer, reason="停职")
    assert person_of_token(token.clear_text) is None
    reopen_account(cast.security_admin, holder=cast.town_officer, reason="复职")
    assert person_of_token(token.clear_text) is None


def test_using_a_token_notes_it_at_most_once_an_hour(cast: Cast, django_assert_num_queries: object) -> None:
    token = make_token(cast.town_officer, name="报表", expires_on=NEXT_YEAR)
    person_of_token(token.clear_text)
    with django_assert_num_queries(1):  # type: ignore[operator]
        person_of_token(token.clear_text)


def test_an_account_is_opened_with_a_first_password_to_be_changed(cast: Cast) -> None:
    new = add_person(cast.security_admin, name_zh="丁一")
    opened = open_account(cast.security_admin, holder=new, username="DingYi")
    user = opened.user
    assert user is not None
    assert (user.username, user.must_change_password) == ("dingyi", True)
    assert user.check_password(opened.first_password)
    assert opened.first_password not in json.dumps(list(JournalEntry.objects.values_list("after")), ensure_ascii=False)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("username", {"username": "townofficer"}),
        ("username", {"username": "ding yi"}),
        ("password", {"username": "dingyi", "password": "1234"}),
        ("password", {"username": "dingyi", "password": "dingyi1234"}),
    ],
)
def test_a_bad_account_is_refused_naming_the_field(cast: Cast, field: str, values: dict[str, str]) -> None:
    new = add_person(cast.security_admin, name_zh="丁一")
    with pytest.raises(InvalidInput) as refused:
        open_account(cast.security_admin, holder=new, **values)
    assert refused.value.field == field


def test_a_reset_password_replaces_the_old_one(cast: Cast) -> None:
    reset_password(cast.security_admin, holder=cast.town_officer)
    user = cast.town_officer.user
    assert user is not None
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)
    assert user.must_change_password


def test_nobody_closes_his_own_account(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        close_account(cast.security_admin, holder=cast.security_admin, reason="x")
