"""Asking the search index: hits, their number and the counts per kind, all within the person's scopes and in the query itself."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from parkloop.desk import registry
from parkloop.desk.finding.search_index import POSTGRESQL_VECTOR, kind_token, scope_token
from parkloop.desk.models import SearchEntry
from parkloop.domain.grams import asked
from parkloop.foundation import policy, refs, scopes
from parkloop.foundation.models.base import in_language

MOST_COUNTED = 1000
"""Beyond this many hits a person narrows the words; counting stops there and says so."""
MOST_OF_A_KIND = 200
"""Of very common words so many hits of each kind are looked at, so that no kind crowds out the others."""


@dataclass(frozen=True)
class Hit:
    """One found thing, with its page."""

    kind: str
    key: str
    title: str
    kind_label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Found:
    """`total` counts to MOST_COUNTED (`is_more` beyond); `facets` are (kind, label, count) of the counted hits."""

    hits: list[Hit]
    total: int
    is_more: bool
    facets: list[tuple[str, str, int]]


def find(person: Any, text: str, *, kind: str = "", offset: int = 0, limit: int = 20) -> Found:
    """What the person may find under the words; nothing for an empty question or nobody."""
    tokens = asked(text)
    if person is None or not person.is_active or not tokens:
        return Found([], 0, False, [])
    reachable = frozenset(scope_token(term) for term in scopes.terms_of_person(person))
    counted = _counted(reachable, tokens, MOST_COUNTED + 1)
    is_more = len(counted) > MOST_COUNTED
    if is_more:
        counted = [
            found
            for resource in registry.resources()
            for found in _counted(reachable, tokens, MOST_OF_A_KIND, resource.kind)
        ]
    chosen = [pk for pk, its_kind in counted if not kind or its_kind == kind]
    named = _named(reachable, text, kind) if is_more else []
    best = _ranked(SearchEntry.objects.filter(pk__in={*named, *chosen}), text)
    hits = _hits(person, list(best[offset : offset + limit]))
    return Found(hits, len(chosen), is_more, _facets(counted))


def _counted(reachable: frozenset[str], tokens: list[str], most: int, kind: str = "") -> list[tuple[int, str]]:
    """(pk, kind) of at most so many entries that match within the scopes."""
    words = [f'"{token}"*' if token.isascii() else f'"{token}"' for token in tokens]
    if kind:
        words.append(f'"{kind_token(kind)}"')
    if connection.vendor == "sqlite":
        question = f"(terms : ({' AND '.join(words)})) AND (scopes : ({' OR '.join(_quoted(reachable))}))"
        sql = "SELECT rowid FROM desk_searchindex WHERE desk_searchindex MATCH %s LIMIT %s"
        matching: QuerySet[SearchEntry] = SearchEntry.objects.filter(pk__in=RawSQL(sql, [question, most]))
    else:
        asked_for = " & ".join(
            f"'{word.strip('*').strip(chr(34))}'{':*' if word.endswith('*') else ''}" for word in words
        )
        allowed = " | ".join(f"'{token}'" for token in sorted(reachable))
        sql = f"{POSTGRESQL_VECTOR} @@ %s::tsquery"  # nosec: tokens hold letters and digits only
        matching = SearchEntry.objects.extra(where=[sql], params=[f"({asked_for}) & ({allowed})"])
    return list(matching.values_list("pk", "kind")[:most])


def _quoted(tokens: frozenset[str]) -> list[str]:
    return [f'"{token}"' for token in sorted(tokens)]


def _named(reachable: frozenset[str], text: str, kind: str) -> list[int]:
    """Entries called exactly so, within the scopes: they come first even where the words are common."""
    plain = text.strip()
    found = SearchEntry.objects.filter(Q(title_zh=plain) | Q(title_en=plain), **({"kind": kind} if kind else {}))
    return [
        pk
        for pk, its_scopes in found.values_list("pk", "scopes")[:MOST_OF_A_KIND]
        if reachable & set(its_scopes.split())
    ]


def _ranked(entries: QuerySet[SearchEntry], text: str) -> QuerySet[SearchEntry]:
    plain = text.strip()
    rank = Case(
        When(Q(title_zh=plain) | Q(title_en__iexact=plain), then=Value(0)),
        When(Q(title_zh__startswith=plain) | Q(title_en__istartswith=plain), then=Value(1)),
        When(Q(title_zh__contains=plain) | Q(title_en__icontains=plain), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return entries.annotate(rank=rank, length=Length("title_zh")).order_by("rank", "length", "kind", "pk")


def _facets(counted: list[tuple[int, str]]) -> list[tuple[str, str, int]]:
    counts: dict[str, int] = {}
    for _pk, kind in counted:
        counts[kind] = counts.get(kind, 0) + 1
    known = {resource.kind: resource for resource in registry.resources()}
    return [(kind, str(known[kind].label_plural), number) for kind, number in sorted(counts.items()) if kind in known]


def _hits(person: Any, entries: list[SearchEntry]) -> list[Hit]:
    """The entries as hits; each is asked of the policy once more, so that a stale entry shows nothing."""
    allowed = _still_visible(person, entries)
    hits = []
    for entry in entries:
        resource = registry.get(entry.kind)
        if resource is not None and (entry.kind, entry.key) in allowed:
            label, url = str(resource.label), resource.url("detail", entry.key)
            title = in_language(entry.title_zh, entry.title_en)
            hits.append(Hit(entry.kind, entry.key, title, label, url, resource.icon))
    return hits


def _still_visible(person: Any, entries: list[SearchEntry]) -> set[tuple[str, str]]:
    keys: dict[str, list[str]] = {}
    for entry in entries:
        keys.setdefault(entry.kind, []).append(entry.key)
    seen = set()
    for kind, wanted in keys.items():
        model = refs.kinds()[kind].model if kind in refs.kinds() else None
        if model is not None:
            seen |= {
                (kind, str(pk)) for pk in policy.rows(person, model).filter(pk__in=wanted).values_list("pk", flat=True)
            }
    return seen
