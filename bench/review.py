"""Page and decision of a plan's review at 10k, 100k and 400k characters, beside hand-written lower limits in the same run.

Run: ``python -m bench.review``. Processor milliseconds, the best of several runs, without a browser: from the request to the last byte
of the answer. The page's lower limit writes the same words of the same lines and elements from ready values by a bare template;
the decision's lower limit writes its one row. A database of its own is filled in a folder that goes afterwards.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

SIZES = (10_000, 100_000, 399_000)
ROUNDS = 5
BARE = """{% for p in lines %}<p>{% for r in p.runs %}<span id="s{{ r.start }}" class="{{ r.css }}">{{ r.text }}</span>{% endfor %}</p>{% endfor %}
{% for g in groups %}<h3>{{ g.label }}</h3>{% for i in g.items %}<li id="{{ i.key }}"><a href="#s{{ i.start }}">{{ i.code }} {{ i.title }}</a>
{{ i.facts }} {{ i.path }} {{ i.word }}</li>{% endfor %}{% endfor %}{% for i in problems %}<li id="{{ i.key }}">{{ i.title }}</li>{% endfor %}"""


def best_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Processor milliseconds of one run, the best of several."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def measure(officer: Any, size: int) -> tuple[int, int, float, float, float, float]:
    """(elements, bytes of the page, page ms, bare template ms, decision ms, bare row ms) of an invented text of that many characters."""
    from django.test import Client
    from django.test.utils import setup_test_environment, teardown_test_environment

    from bench.compile import invented_plan
    from parkloop.apps.plan.actions import start_review
    from parkloop.apps.plan.models import DraftDecision, PlanDraft
    from parkloop.foundation import working

    draft = start_review(officer, source_text=invented_plan(size))
    working.work_off("bench")
    draft = PlanDraft.objects.get(pk=draft.pk)
    elements = sum(len(found) for name, found in draft.compiled.items() if name not in ("document", "findings"))
    client = Client()
    client.force_login(officer.user)
    address = f"/plan/draft/{draft.pk}/"
    setup_test_environment(debug=False)  # only here: it keeps the values of the page, which costs time
    answer = client.get(f"{address}review/")
    teardown_test_environment()
    page = best_ms(lambda: client.get(f"{address}review/"))
    bare = best_ms(lambda: _bare(answer.context))
    keys = iter([item["key"] for group in answer.context["groups"] for item in group["items"] if item["is_open"]])
    decision = best_ms(lambda: _accept(client, address, next(keys)))
    row = DraftDecision.objects.filter(draft=draft).order_by("-number").first()
    assert row is not None  # just decided
    write = best_ms(lambda: _write(row))
    return elements, len(answer.content), page, bare, decision, write


def _bare(context: Any) -> str:
    from django.template import Context, engines

    template = engines["django"].engine.from_string(BARE)
    shown = {"lines": context["paragraphs"], "groups": context["groups"], "problems": context["problems"]}
    return str(template.render(Context(shown)))


def _accept(client: Any, address: str, key: str) -> None:
    answer = client.post(f"{address}element/", {"do": f"accept|{key}|0"}, headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.content[:300]


def _write(row: Any) -> None:
    """One row like the last one, about a subject of its own."""
    row.pk, row.number, row.is_standing = None, row.number + 1, False
    row._state.adding = True
    row.save()


def _prepare() -> Any:
    """Migrate and load the invented park; its officer."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.plan.conftest import load_world

    return load_world("example").people["officer"]


def main() -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(PARKLOOP_VAR=folder, DJANGO_SETTINGS_MODULE="bench.settings", DJANGO_DEBUG="0")
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        officer = _prepare()
        print(
            f"{'characters':>10}{'elements':>9}{'page kB':>9}{'page ms':>9}{'bare ms':>9}{'ratio':>7}{'decision ms':>13}{'row ms':>8}{'ratio':>7}"
        )
        for size in SIZES:
            elements, length, page, bare, decision, row = measure(officer, size)
            told = f"{size:>10,}{elements:>9,}{length / 1000:>9,.0f}{page:>9.0f}{bare:>9.1f}{page / bare:>7.1f}"
            print(f"{told}{decision:>13.1f}{row:>8.2f}{decision / row:>7.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
