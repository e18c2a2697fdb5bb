"""What the directory's detail pages show beyond plain attributes; each function asks the policy for what it lists."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from parkloop.apps.directory.policy import sees_contact
from parkloop.foundation import clock, policy
from parkloop.foundation.models import Organisation, OrganisationTrace, Person, Post, WorkdayYear
from parkloop.foundation.models.base import in_language, on_day

SHOWN = 20
NAMES = (("name_zh", "name_en"), ("short_zh", "short_en"))


def posts_today() -> Prefetch:
    """Prefetch of the posts in force today, into `posts_now`."""
    rows = Post.objects.filter(on_day(clock.today())).select_related("organisation").order_by("-is_main", "valid_from")
    return Prefetch("posts", queryset=rows, to_attr="posts_now")


def posts_of(person: Person) -> str | None:
    """The posts in force today, main one first."""
    return "；".join(f"{p.organisation.short} {p.title}" for p in person.posts_now) or None  # type: ignore[attr-defined]


def children(person: Any, organisation: Organisation) -> dict[str, Any] | None:
    """The organisations directly below it today that the person may see."""
    rows = policy.rows(person, Organisation).filter(parent=organisation).exclude(dissolved_on__lte=clock.today())
    found = list(rows.order_by("code")[: SHOWN + 1])
    return {"rows": found[:SHOWN], "has_more": len(found) > SHOWN} if found else None


def people_there(person: Any, organisation: Organisation) -> dict[str, Any] | None:
    """Who holds a post there today, as far as the person may see."""
    rows = policy.rows(person, Post).filter(on_day(clock.today()), organisation=organisation)
    found = list(rows.select_related("person").order_by("-is_main", "person__code")[:SHOWN])
    return {"rows": found} if found else None


def trace(person: Any, organisation: Organisation) -> dict[str, Any]:
    """Its names, places and what happened to it, newest first."""
    traces = organisation.traces.select_related("other").order_by("-on", "-pk")
    return {
        "names": list(organisation.names.order_by("-valid_from")),
        "parents": list(organisation.parents.select_related("parent").order_by("-valid_from")),
        "traces": [_entry(t) for t in traces],
        "today": clock.today(),
    }


def trace_count(person: Any, organisation: Organisation) -> int:
    """How often something happened to it."""
    return organisation.traces.count()


def _entry(happened: OrganisationTrace) -> dict[str, Any]:
    return {
        "day": happened.on,
        "what": happened.get_happened_display(),
        "other": happened.other,
        "before": _named(happened.before),
        "after": _named(happened.after),
        "basis": happened.basis,
    }


def _named(facts: dict[str, Any]) -> str:
    """The name or the parent that a trace keeps, in the active language; the credit code behind it."""
    name = in_language(facts.get("name_zh") or "", facts.get("name_en") or "") or facts.get("parent") or ""
    code = facts.get("credit_code")
    return f"{name} ({code})" if name and code else name


def contact(person: Any, other: Person) -> dict[str, Any] | None:
    """Telephone and e-mail, for whom they are meant; nothing for others."""
    return {"person": other} if sees_contact(person, other) else None


def account(person: Any, other: Person) -> dict[str, Any] | None:
    """The account, for the person and the administration of people; the latter may open it or reset its password."""
    keeps = policy.may(person, "directory.open_account", other)
    if person.pk != other.pk and not keeps:
        return None
    url = reverse("desk:directory-person-password", kwargs={"pk": other.pk}) if keeps and other.is_active else ""
    return {"account": other.user, "password_url": url}


def special_days(person: Any, year: WorkdayYear) -> dict[str, Any]:
    """The year's named days."""
    return {"days": list(year.days.order_by("day"))}
