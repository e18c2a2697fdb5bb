"""The search index: one entry per thing a person can find, kept in the transaction that changes the thing.

The engine's own full text stands behind it (SQLite FTS5, PostgreSQL GIN over a tsvector of our tokens), installed after `migrate`
like the triggers. An entry stores the scope terms under which its thing may be found; asking filters by them inside the query.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import translation

from parkloop.desk import registry
from parkloop.desk.models import SearchEntry
from parkloop.domain.grams import tokens_of
from parkloop.foundation import clock, policy, refs, scopes, watching
from parkloop.foundation.models import Organisation, Role

CHUNK = 2000
AT_ONCE = 2000
ORGANISATIONS_AT_ONCE = 20
SCOPE_MARK = "ω"
"""Scope tokens begin with a letter that no asked token can contain, so nobody can type his way into another scope."""

KIND_MARK = "κ"

SQLITE_INDEX = """
CREATE VIRTUAL TABLE IF NOT EXISTS desk_searchindex USING fts5(
  terms, scopes, content='desk_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0', detail='column')
"""
SQLITE_TRIGGERS = {
    "searchentry_after_insert": "AFTER INSERT ON desk_searchentry BEGIN {insert} END",
    "searchentry_after_delete": "AFTER DELETE ON desk_searchentry BEGIN {delete} END",
    "searchentry_after_update": "AFTER UPDATE OF terms, scopes ON desk_searchentry BEGIN {delete} {insert} END",
}
SQLITE_INSERT = "INSERT INTO desk_searchindex(rowid, terms, scopes) VALUES (new.id, new.terms, new.scopes);"
SQLITE_DELETE = "INSERT INTO desk_searchindex(desk_searchindex, rowid, terms, scopes) VALUES ('delete', old.id, old.terms, old.scopes);"
POSTGRESQL_VECTOR = "array_to_tsvector(string_to_array(terms || ' ' || scopes, ' '))"


def install(using: str = "default", **_: Any) -> None:
    """Make the engine's index over the entries, if the table exists."""
    database = connections[using]
    if "desk_searchentry" not in database.introspection.table_names():
        return
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute(SQLITE_INDEX)
            for name, body in SQLITE_TRIGGERS.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {body.format(insert=SQLITE_INSERT, delete=SQLITE_DELETE)}")
        else:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS desk_searchentry_tokens ON desk_searchentry USING gin ({POSTGRESQL_VECTOR})"
            )


def scope_token(term: str) -> str:
    """A scope term as one token of the index."""
    return SCOPE_MARK + "".join(c if c.isalnum() else "x" for c in term.lower())


def kind_token(kind: str) -> str:
    """A kind as one token of the index."""
    return KIND_MARK + "".join(c if c.isalnum() else "x" for c in kind)


@watching.watch
def refresh(model: type[Model], keys: list[Any]) -> None:
    """Write the entries of these rows anew; rows that are gone, or of kinds without search, lose theirs.

    Very many rows lose their entries at once and get them back after the commit, in short transactions: nothing stale is ever found.
    """
    resource = registry.for_model(model)
    if _is_searchable(resource, model):
        if len(keys) <= AT_ONCE:
            _write(resource, keys)
        else:
            _forget(resource, keys)
            transaction.on_commit(lambda: _write(resource, keys))
    if model is Organisation:
        _follow(keys)


def _is_searchable(resource: Any, model: type[Model]) -> bool:
    rules = policy.rules_of(model)
    return bool(resource is not None and resource.search_fields and rules is not None and rules.scopes is not None)


def _write(resource: Any, keys: list[Any]) -> None:
    rules = policy.rules_of(resource.model)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        rows = resource.model._default_manager.filter(pk__in=part).select_related(*resource.related)
        found = list(rows.defer(*resource.heavy))
        entries = _entries(resource, found, rules.scopes)
        with transaction.atomic():
            _store(entries)
            _forget(resource, {*part} - {obj.pk for obj in found})


def _forget(resource: Any, keys: Iterable[Any]) -> None:
    gone = [str(key) for key in keys]
    for start in range(0, len(gone), CHUNK):
        SearchEntry.objects.filter(kind=resource.kind, key__in=gone[start : start + CHUNK]).delete()


def _follow(organisations: list[Any]) -> None:
    """Things of these organisations are found under the bodies above them and under their names: write those entries anew."""
    touched: dict[str, set[str]] = {}
    for start in range(0, len(organisations), ORGANISATIONS_AT_ONCE):
        tokens = _tokens_of(organisations[start : start + ORGANISATIONS_AT_ONCE])
        for kind, key in entries_under(tokens).values_list("kind", "key"):
            touched.setdefault(kind, set()).add(key)
    for kind, keys in touched.items():
        resource = registry.get(kind)
        if resource is not None and resource.model is not Organisation:
            refresh(resource.model, [resource.model._meta.pk.to_python(key) for key in sorted(keys)])


def _tokens_of(organisations: list[Any]) -> list[str]:
    return [
        scope_token(f"{stem}{pk}")
        for pk in organisations
        for stem in ("org:", *(f"role:{role}@" for role in Role.values))
    ]


def entries_under(tokens: list[str]) -> QuerySet[SearchEntry]:
    """Entries with one of these scope tokens."""
    if connection.vendor == "sqlite":
        question = " OR ".join(f'"{token}"' for token in tokens)
        sql = "SELECT rowid FROM desk_searchindex WHERE desk_searchindex MATCH %s"
        return SearchEntry.objects.filter(pk__in=RawSQL(sql, [f"scopes : ({question})"]))
    question = " | ".join(f"'{token}'" for token in tokens)
    return SearchEntry.objects.extra(where=[f"{POSTGRESQL_VECTOR} @@ %s::tsquery"], params=[question])


def rebuild(kinds: Iterable[str] | None = None) -> dict[str, int]:
    """Write the index of all (or the named) kinds anew: kind → number of entries."""
    written = {}
    for resource in registry.resources():
        if kinds is not None and resource.kind not in kinds:
            continue
        SearchEntry.objects.filter(kind=resource.kind).delete()
        if _is_searchable(resource, resource.model):
            _write(resource, list(resource.model._default_manager.values_list("pk", flat=True)))
        written[resource.kind] = SearchEntry.objects.filter(kind=resource.kind).count()
    return written


def gaps() -> dict[str, int]:
    """Kinds whose number of entries is not that of their rows: kind → entries too many (or, below zero, too few)."""
    counted = {
        r: SearchEntry.objects.filter(kind=r.kind).count() for r in registry.resources() if _is_searchable(r, r.model)
    }
    differences = {r.kind: count - r.model._default_manager.count() for r, count in counted.items()}
    return {kind: difference for kind, difference in differences.items() if difference}


def _entries(resource: Any, objects: list[Any], scopes_of: policy.ScopeTerms) -> list[SearchEntry]:
    widened = scopes.widened([scopes_of(obj) for obj in objects])
    return [_entry(resource, obj, terms) for obj, terms in zip(objects, widened, strict=True)]


def _store(entries: list[SearchEntry]) -> None:
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["title_zh", "title_en", "terms", "scopes", "updated_at"],
    )


def _entry(resource: Any, obj: Any, scope_terms: frozenset[str]) -> SearchEntry:
    titles = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            titles[language] = str(refs.label_of(refs.ref_of(obj), obj))[:300]
    text = " ".join(str(value) for name in resource.search_fields if (value := _reach(obj, name)))
    tokens = tokens_of(f"{titles['zh-hans']} {titles['en']} {text}")
    return SearchEntry(
        kind=resource.kind,
        key=str(obj.pk),
        title_zh=titles["zh-hans"],
        title_en=titles["en"],
        terms=" ".join([kind_token(resource.kind), *tokens]),
        scopes=" ".join(sorted(scope_token(term) for term in scope_terms)) or scope_token("nobody"),
        updated_at=clock.now(),
    )


def _reach(obj: Any, path: str) -> Any:
    for name in path.split("__"):
        obj = getattr(obj, name, None)
    return obj
