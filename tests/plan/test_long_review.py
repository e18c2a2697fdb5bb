"""A long text is reviewed in parts: each element once, ways to the next open one, decisions that do not look at the whole."""

import json
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parkloop.apps.plan.actions import accept_rest, add_element, decide_element, settle_draft_finding, undo_decision
from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.readings import reading_of
from parkloop.apps.plan.reviewing import Review, review_at
from parkloop.apps.plan.tallies import Tally
from parkloop.foundation.acting import InvalidInput, InvalidState
from tests.plan.reviews import NOTICE, begun, long_text, settle_all

pytestmark = [pytest.mark.django_db, pytest.mark.db]
PAGE_QUERIES = 25
DECISION_QUERIES = 23


@pytest.fixture
def draft(world):
    return begun(world.officer, long_text())


@pytest.fixture
def client(world):
    made = Client()
    made.force_login(world.officer.user)
    return made


def address(draft, more=""):
    return f"/plan/draft/{draft.pk}/review/{more}"


def keys_on(answer):
    context = answer.context
    return [item["key"] for group in context["groups"] for item in group["items"]] + [
        p["key"] for p in context["problems"]
    ]


def test_every_element_and_every_character_is_on_exactly_one_page(client, draft):
    count = len(reading_of(draft).parts)
    assert count > 4
    pages = [client.get(address(draft, f"?part={n}")) for n in range(1, count + 1)]
    met = [key for page in pages for key in keys_on(page)]
    review = Review(draft)
    assert sorted(met) == sorted([i.key for i in review.items] + [p.key for p in review.problems])
    runs = [run for page in pages for line in page.context["paragraphs"] for run in line.runs]
    assert "".join(run.text for run in runs) == draft.source_text.replace("\n", "")
    numbers = [line.number for page in pages for line in page.context["paragraphs"]]
    assert numbers == sorted(set(numbers))
    assert all(len(keys_on(page)) <= 260 for page in pages)


def test_codes_facts_and_states_of_a_part_are_those_of_the_whole(world, draft):
    start = draft.source_text.index("新增企业12家")
    for n in (3, 2):
        where = draft.source_text.index("每年举办活动", start * n)
        values = {
            "indicator": "活动",
            "value": "3",
            "unit": "场",
            "comparator": "ge",
            "kind": "level",
            "year_source": "none",
        }
        add_element(world.officer, draft=draft, kind="target", fields=values, start=where, end=where + 7)
    whole, parts = Review(draft), reading_of(draft).parts
    told = [(i.key, i.code, i.decided, i.state) for part in parts for i in Review(draft, part=part.number).items]
    assert sorted(told, key=lambda row: row[0]) == sorted(
        ((i.key, i.code, i.decided, i.state) for i in whole.items), key=lambda row: row[0]
    )
    found = [(p.key, p.code) for part in parts for p in Review(draft, part=part.number).problems]
    assert found == [(p.key, p.code) for p in whole.problems]


def test_the_tally_counts_what_the_whole_review_counts(world, draft):
    accept_rest(world.officer, draft=draft, kind="duty", part=2)
    item = Review(draft, part=3).items[0]
    decide_element(world.officer, draft=draft, element=item.key, decision="reject", reason="不是")
    review, tally = Review(draft), Tally(draft)
    assert tally.total == len(review.items)
    assert tally.decided == sum(not i.is_open for i in review.items) > 1
    assert tally.left == review.left()
    assert {k: n for k, n in tally.by_kind.items() if n} == {
        k: sum(i.is_open for i in review.items if i.kind == k) for k in {i.kind for i in review.items if i.is_open}
    }
    assert sum(tally.by_part.values()) == sum(i.is_open for i in review.items) + sum(p.is_open for p in review.problems)


def test_next_leads_to_the_next_part_with_something_open_and_around(world, client, draft):
    settle_all(world.officer, draft)
    keys = [i.key for i in Review(draft, part=3).items if i.kind == "target"]
    undo_decision(world.officer, draft=draft, subject=keys[1])
    for start in (1, 3, 5):
        answer = client.get(address(draft, f"?go=open&from={start}"))
        assert unquote(answer.url) == address(draft, f"?part=3#{keys[1]}")
    assert client.get(address(draft, "?go=duty&from=2")).url == address(draft, "?part=2")
    problem = next(p for p in Review(draft).problems if p.is_open)
    answer = client.get(address(draft, "?go=problem&from=1"))
    assert answer.status_code == 302
    assert problem.found.finding.severity != "error"


def test_an_address_of_an_element_opens_its_part(client, draft):
    last = reading_of(draft).elements[-1]
    answer = client.get(address(draft, f"?at={last.key}"))
    assert unquote(answer.url) == address(draft, f"?part={last.part}#{last.key}")
    assert client.get(address(draft, f"?at=s{last.start}")).url == address(draft, f"?part={last.part}#s{last.start}")
    assert client.get(address(draft, "?at=nothing@1-2")).status_code == 302
    assert f'id="{last.key}"' in client.get(address(draft, f"?part={last.part}")).content.decode()


@pytest.mark.parametrize(
    "asked", ["?part=0", "?part=99999", "?part=x", "?part=-3", "?go=nonsense&from=y", "?q=" + "字" * 500]
)
def test_an_address_that_means_nothing_is_no_fault(client, draft, asked):
    assert client.get(address(draft, asked), follow=True).status_code == 200


def test_words_are_found_in_the_whole_text_and_marked_where_they_stand(client, draft):
    words = "办好第9章第八件事"
    rows = client.get(address(draft, f"?q={words}")).context["hits"]["rows"]
    assert len(rows) == draft.source_text.count(words) == 4
    answer = client.get(rows[-1]["url"])
    place = draft.source_text.rindex(words)
    assert f'id="s{place}"' in answer.content.decode()
    assert "span-hit" in answer.content.decode()
    assert client.get(address(draft, "?q=没有这样的话")).context["hits"]["rows"] == []


def test_the_rest_of_a_part_is_accepted_alone(client, draft):
    part = 2
    open_before = Tally(draft).by_kind["duty"]
    here = sum(i.kind == "duty" for i in Review(draft, part=part).items)
    answer = client.post(f"/plan/draft/{draft.pk}/element/", {"do": "rest|duty", "part": part})
    assert unquote(answer.url) == address(draft, f"?part={part}#group-duty")
    assert Tally(draft).by_kind["duty"] == open_before - here


def test_a_script_is_told_the_counts_of_the_whole_and_of_the_part(client, draft):
    key = next(i.key for i in Review(draft, part=4).items if i.kind == "target")
    before = Tally(draft)
    answer = client.post(
        f"/plan/draft/{draft.pk}/element/", {"do": f"accept|{key}|0", "part": 4}, headers={"accept": "application/json"}
    )
    told = json.loads(answer.content)
    assert told["part"] == 4
    assert told["counts"]["target"] == before.by_kind["target"] - 1
    assert told["counts"]["part"] == before.by_part[4] - 1
    assert told["counts"]["ready"]["target"] == sum(
        i.kind == "target" and i.is_open for i in Review(draft, part=4).items
    )


def test_a_heading_of_one_part_cannot_go_while_elements_of_another_stand_at_it(world, draft):
    moved = next(i for i in Review(draft, part=2).items if i.kind == "deadline")
    headings = [i for i in Review(draft, part=5).items if i.kind == "heading" and i.element.level > 0]
    at = {d.element.path for d in Review(draft, part=5).items if d.kind != "heading"}
    free = next((h for h in headings if h.element.path not in at), None) or headings[0]
    for item in [i for i in Review(draft, part=5).items if i.kind != "heading" and i.element.path == free.element.path]:
        decide_element(world.officer, draft=draft, element=item.key, decision="reject", reason="不是")
    fields = {"path": free.element.path}
    decide_element(world.officer, draft=draft, element=moved.key, decision="edit", fields=fields, reason="归入该项")
    with pytest.raises(InvalidState, match="1"):
        decide_element(world.officer, draft=draft, element=free.key, decision="reject", reason="不是标题")
    undo_decision(world.officer, draft=draft, subject=moved.key)
    decide_element(world.officer, draft=draft, element=free.key, decision="reject", reason="不是标题")
    with pytest.raises(InvalidInput):
        decide_element(world.officer, draft=draft, element=moved.key, decision="edit", fields=fields, reason="归入该项")


def test_undoing_what_stood_at_a_heading_that_is_gone_is_refused(world, draft):
    review = Review(draft, part=5)
    at = [i for i in review.items if i.kind != "heading"]
    path = next(
        h.element.path for h in review.items if h.kind == "heading" and h.element.path in {i.element.path for i in at}
    )
    here = [i for i in Review(draft).items if i.kind != "heading" and i.element.path == path]
    for item in here:
        decide_element(world.officer, draft=draft, element=item.key, decision="reject", reason="不是")
    heading = next(i for i in review.items if i.kind == "heading" and i.element.path == path)
    decide_element(world.officer, draft=draft, element=heading.key, decision="reject", reason="不是标题")
    with pytest.raises(InvalidInput):
        undo_decision(world.officer, draft=draft, subject=here[0].key)
    assert review_at(draft, here[0].key).item(here[0].key).is_rejected


def test_a_finding_of_a_late_part_is_settled_by_its_key(world, draft):
    problem = Review(draft).problems[-1]
    settle_draft_finding(world.officer, draft=draft, finding=problem.key, state="waived", reason="无碍")
    assert not review_at(draft, problem.key).problem(problem.key).is_open


def test_queries_of_page_and_decision_do_not_grow_with_the_text(world, client, draft):
    short = begun(world.officer, NOTICE.replace("8号", "18号"))

    def page(one, part):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(one, f"?part={part}")).status_code == 200
        return len(queries)

    def decision(one, key):
        with CaptureQueriesContext(connection) as queries:
            data = {"do": f"accept|{key}|0"}
            answer = client.post(f"/plan/draft/{one.pk}/element/", data, headers={"accept": "application/json"})
            assert answer.status_code == 200
        return len(queries)

    pages = [min(page(one, part) for _ in range(3)) for one, part in ((short, 1), (draft, 1), (draft, 5))]
    assert pages == [PAGE_QUERIES] * 3
    for one, part in ((short, 1), (draft, 5)):
        keys = [i.key for i in Review(one, part=part).items if i.kind == "duty"]
        counted = [decision(one, key) for key in keys[:2]]
        assert counted[1] == DECISION_QUERIES


def test_nothing_that_was_compiled_is_read_again_for_a_decision(client, draft):
    key = Review(draft, part=3).items[0].key
    with CaptureQueriesContext(connection) as queries:
        client.post(
            f"/plan/draft/{draft.pk}/element/", {"do": f"accept|{key}|0"}, headers={"accept": "application/json"}
        )
    heavy = [
        q["sql"]
        for q in queries
        if '"plan_plandraft"."compiled",' in q["sql"] or '"plan_plandraft"."compiled" ' in q["sql"]
    ]
    assert heavy == []


def test_a_text_of_the_greatest_length_opens(world, client):
    from bench.compile import invented_plan
    from parkloop.foundation import working

    draft = begun(world.officer, invented_plan(399_000))
    working.work_off("test")
    draft = PlanDraft.objects.get(pk=draft.pk)
    last = len(reading_of(draft).parts)
    answer = client.get(address(draft, f"?part={last}"))
    assert answer.status_code == 200
    assert len(answer.content) < 600_000
