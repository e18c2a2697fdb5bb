"""Policies of the ground's own happenings: journal, notices, jobs, definitions. Organisations, people and files have theirs in apps.

An administrator sees no business data: the three administrations read only the entries about what they administer.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import definitions, policy, refs, sealing, working
from parkloop.foundation.models import Definition, Job, JournalEntry, Notice, Person, Role
from parkloop.foundation.standing import has_role, reach

__all__ = ["definitions", "sealing", "working"]

BUSINESS = (Role.DISTRICT_LEADER, Role.DISTRICT_OFFICER, Role.TOWN_OFFICER, Role.PARK_OPERATOR, Role.ENTERPRISE_USER)
DISTRICT = (Role.DISTRICT_LEADER, Role.DISTRICT_OFFICER)
ADMINISTERED = {
    Role.SYSTEM_ADMIN: (
        "directory.organisation",
        "directory.calendar",
        "directory.workday",
        "foundation.definition",
        "foundation.park",
    ),
    Role.SECURITY_ADMIN: (
        "directory.person",
        "directory.post",
        "directory.role",
        "directory.deput",
        "directory.hand",
        "directory.token",
    ),
}
"""Kinds of things whose entries an administration reads, as prefixes of their names."""


def journal_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """Auditor and audit administration: all. Others: their own entries, those of organisations they reach, those they administer."""
    if has_role(person, Role.AUDITOR, Role.AUDIT_ADMIN):
        return queryset
    allowed = Q(person=person)
    if has_role(person, *BUSINESS):
        allowed |= Q(organisation__in=reach(person, *BUSINESS))
    if has_role(person, *DISTRICT):
        allowed |= Q(organisation__isnull=True)
    for role, prefixes in ADMINISTERED.items():
        if has_role(person, role):
            for prefix in prefixes:
                allowed |= Q(ref__startswith=prefix)
    return queryset.filter(allowed)


def notice_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """One's own."""
    return queryset.filter(person=person)


def job_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """One's own; the system administration sees all jobs (not what is in their files)."""
    return queryset if has_role(person, Role.SYSTEM_ADMIN) else queryset.filter(person=person)


def job_hidden(person: Person) -> frozenset[str]:
    """An administrator sees that a job ran, not what it was asked or gave."""
    return frozenset({"arguments", "result", "file"}) if has_role(person, Role.SYSTEM_ADMIN) else frozenset()


def definition_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """The rules a park runs by are open to its officers, its auditors and the system administration."""
    readers = (*DISTRICT, Role.TOWN_OFFICER, Role.PARK_OPERATOR, Role.AUDITOR, Role.SYSTEM_ADMIN)
    return queryset if has_role(person, *readers) else queryset.none()


def may_define(person: Person, definition: Definition | None) -> bool:
    """District officers write and publish rules; the system administration may as well (a second person still publishes)."""
    return has_role(person, Role.DISTRICT_OFFICER, Role.SYSTEM_ADMIN)


def may_load_park(person: Person, nothing: None) -> bool:
    """Loading the folder is the system administration's (the command line acts as the system person)."""
    return has_role(person, Role.SYSTEM_ADMIN)


def may_cancel(person: Person, job: Job | None) -> bool:
    """One's own job; the system administration any."""
    return job is not None and (job.person_id == person.pk or has_role(person, Role.SYSTEM_ADMIN))


policy.register(JournalEntry, policy.Rules(rows=journal_rows))
policy.register(Notice, policy.Rules(rows=notice_rows))
policy.register(Job, policy.Rules(rows=job_rows, hidden=job_hidden, actions={"jobs.cancel": may_cancel}))
policy.register(
    Definition,
    policy.Rules(
        rows=definition_rows,
        actions={
            "definitions.write_draft": may_define,
            "definitions.publish": may_define,
            "definitions.retire": may_define,
            "definitions.load_park": may_load_park,
        },
    ),
)

refs.register_kind(refs.Kind("foundation.job", Job, _("Job"), working.title_of, lambda job: "/jobs/"))
