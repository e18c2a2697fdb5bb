"""Notices: stored as message and values, told once per key, read in the reader's language, naming only what he may see."""

import datetime as dt

import pytest
from django.utils import translation

from parkloop.domain.refs import Ref
from parkloop.foundation import notices, policy, refs
from parkloop.foundation.models import Job, Notice
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def test_the_text_is_made_in_the_readers_language(cast: Cast) -> None:
    told = notices.tell(
        [cast.town_officer], message="Your job is done: %(kind)s", values={"kind": {"zh": "导出", "en": "Export"}}
    )
    assert told == 1
    rows = list(Notice.objects.all())
    with translation.override("en"):
        assert notices.render(cast.town_officer, rows)[0].text == "Your job is done: Export"
    with translation.override("zh-hans"):
        assert notices.render(cast.town_officer, rows)[0].text == "您的任务已完成：导出"


def test_the_same_key_tells_a_person_once(cast: Cast) -> None:
    people = [cast.town_officer, cast.park_operator]
    assert notices.tell(people[:1], message="x", key="k") == 1
    assert notices.tell(people, message="x", key="k") == 1
    assert Notice.objects.count() == 2


def test_a_thing_that_the_reader_may_not_see_is_not_named(cast: Cast) -> None:
    job = Job.objects.create(
        kind="tests.secret", person=cast.other_town_officer, created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    ref = Ref("foundation.job", str(job.pk))
    for person in (cast.town_officer, cast.other_town_officer):
        notices.tell([person], message="Look at %(thing)s", values={"thing": ref}, ref=ref)
    with translation.override("en"):
        foreign = notices.render(cast.town_officer, Notice.objects.filter(person=cast.town_officer))[0]
        own = notices.render(cast.other_town_officer, Notice.objects.filter(person=cast.other_town_officer))[0]
    assert (foreign.text, foreign.address) == ("Look at (no longer visible to you)", "")
    assert (own.text, own.address) == ("Look at tests.secret", refs.address_of(ref))


def test_notices_are_ones_own_and_are_marked_read(cast: Cast) -> None:
    notices.tell([cast.town_officer, cast.other_town_officer], message="x")
    assert policy.rows(cast.town_officer, Notice).count() == 1
    assert notices.mark_read(cast.town_officer) == 1
    assert (notices.unread_count(cast.town_officer), notices.unread_count(cast.other_town_officer)) == (0, 1)


def test_rendering_many_notices_costs_one_query_per_kind(cast: Cast, django_assert_max_num_queries: object) -> None:
    ref = Ref("foundation.job", "1")
    for _ in range(20):
        notices.tell([cast.town_officer], message="Look at %(thing)s", values={"thing": ref}, ref=ref)
    rows = list(Notice.objects.all())
    with django_assert_max_num_queries(3):
        notices.render(cast.town_officer, rows)
