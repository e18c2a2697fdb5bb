"""Who sees and changes the directory: organisations, people, posts, roles, deputies, calendar years, access tokens.

Public bodies are open to everybody signed in; enterprises to those who reach them, belong to them or work for district or park.
Organisations and calendar are the system administration's to change, people and rights the security administration's.
"""

from typing import Any

from django.db.models import Q, QuerySet

from parkloop.foundation import clock, scopes, standing
from parkloop.foundation.models import (
    ApiToken,
    Deputy,
    Handover,
    Organisation,
    OrganisationKind,
    Person,
    Post,
    Role,
    RoleGrant,
    WorkdayYear,
)
from parkloop.foundation.models.base import on_day
from parkloop.foundation.people_checks import administered, administers
from parkloop.foundation.policy import Rules, register
from parkloop.foundation.standing import has_role, reach

DISTRICT_OR_PARK = (Role.DISTRICT_LEADER, Role.DISTRICT_OFFICER, Role.PARK_OPERATOR, Role.AUDITOR)
READERS_OF_RIGHTS = (Role.AUDITOR, Role.AUDIT_ADMIN)
PRIVATE = frozenset({"phone", "email"})


def own_organisations(person: Person) -> "QuerySet[Any, Any]":
    """Primary keys of the organisations where the person holds a post today."""
    return Post.objects.filter(on_day(clock.today()), person=person).values("organisation")


def organisation_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """Public bodies; enterprises as far as the person reaches, belongs to or works for all of them."""
    if has_role(person, *DISTRICT_OR_PARK):
        return queryset
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        if has_role(person, role):
            return queryset.filter(~Q(kind=OrganisationKind.ENTERPRISE) | Q(pk__in=administered(person, role)))
    public = ~Q(kind=OrganisationKind.ENTERPRISE)
    return queryset.filter(public | Q(pk__in=reach(person)) | Q(pk__in=own_organisations(person)))


def person_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """Oneself, and people with a post where the person may look; the security administration also those without any post."""
    queryset = queryset.filter(is_system=False)
    seen = Post.objects.filter(organisation__in=organisation_rows(person, Organisation.objects.all()).values("pk"))
    allowed = Q(pk=person.pk) | Q(pk__in=seen.values("person"))
    if has_role(person, Role.SECURITY_ADMIN):
        allowed |= ~Q(pk__in=Post.objects.values("person")) & ~Q(pk__in=RoleGrant.objects.values("person"))
        allowed |= Q(
            pk__in=RoleGrant.objects.filter(organisation__in=administered(person, Role.SECURITY_ADMIN)).values("person")
        )
    return queryset.filter(allowed)


def hidden_of_people(person: Person) -> frozenset[str] | None:
    """Telephone and e-mail are withheld; the security administration keeps them. See `sees_contact` for single people."""
    return None if has_role(person, Role.SECURITY_ADMIN) else PRIVATE


def sees_contact(person: Person, other: Person) -> bool:
    """Whether the person may see how to reach somebody: himself, colleagues of his own organisations, the administration of people."""
    if person.is_system or person.pk == other.pk or has_role(person, Role.SECURITY_ADMIN):
        return True
    today = on_day(clock.today())
    return Post.objects.filter(today, person=other, organisation__in=own_organisations(person)).exists()


def post_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """Posts of the people one may see, at organisations one may see; one's own."""
    organisations = organisation_rows(person, Organisation.objects.all()).values("pk")
    return queryset.filter(Q(organisation__in=organisations) | Q(person=person))


def grant_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """One's own; all for those who audit; those within reach for who gives them."""
    if has_role(person, *READERS_OF_RIGHTS):
        return queryset
    if not has_role(person, Role.SECURITY_ADMIN):
        return queryset.filter(person=person)
    return queryset.filter(Q(person=person) | Q(organisation__in=administered(person, Role.SECURITY_ADMIN)))


def deputy_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """One's own, on either side; all for the security administration and those who audit."""
    if has_role(person, Role.SECURITY_ADMIN, *READERS_OF_RIGHTS):
        return queryset
    return queryset.filter(Q(person=person) | Q(deputy=person))


def handover_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """Leaver, successor, the security administration, those who audit."""
    if has_role(person, Role.SECURITY_ADMIN, *READERS_OF_RIGHTS):
        return queryset
    return queryset.filter(Q(leaver=person) | Q(successor=person))


def token_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """One's own; the security administration sees (and may revoke) all."""
    return queryset if has_role(person, Role.SECURITY_ADMIN) else queryset.filter(person=person)


def everything(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """The calendar is open to everybody signed in."""
    return queryset


def keeps_organisations(person: Person, organisation: Organisation | None) -> bool:
    """The system administration, within what it administers; a new one at the top when it holds the role at all."""
    if organisation is None:
        return has_role(person, Role.SYSTEM_ADMIN)
    return administers(person, organisation.pk, Role.SYSTEM_ADMIN)


def keeps_calendar(person: Person, year: WorkdayYear | None) -> bool:
    """The system administration."""
    return has_role(person, Role.SYSTEM_ADMIN)


def keeps_people(person: Person, thing: Any) -> bool:
    """The security administration; the actions check the organisation as well."""
    return has_role(person, Role.SECURITY_ADMIN)


def keeps_rights(person: Person, grant: RoleGrant | None) -> bool:
    """The security administration within its reach."""
    return has_role(person, Role.SECURITY_ADMIN) and (
        grant is None or administers(person, grant.organisation_id, Role.SECURITY_ADMIN)
    )


def edits_person(person: Person, holder: Person | None) -> bool:
    """The security administration; everybody himself."""
    return has_role(person, Role.SECURITY_ADMIN) or (holder is not None and holder.pk == person.pk)


def appoints(person: Person, thing: Any) -> bool:
    """Everybody who holds a role, for himself; the security administration for anybody. `thing` is the person or the deputyship."""
    if has_role(person, Role.SECURITY_ADMIN):
        return True
    holder = thing.person_id if isinstance(thing, Deputy) else thing.pk if isinstance(thing, Person) else person.pk
    return holder == person.pk and bool(standing.standing_of(person).grants)


def is_signed_in(person: Person, nothing: Any) -> bool:
    """Everybody, for himself."""
    return True


def revokes(person: Person, token: ApiToken | None) -> bool:
    """One's own token; the security administration any."""
    return token is not None and (token.person_id == person.pk or has_role(person, Role.SECURITY_ADMIN))


def nobody(person: Person, thing: Any) -> bool:
    """Only the system person, by clockwork."""
    return False


def organisation_scopes(organisation: Organisation) -> frozenset[str]:
    """Search terms: everybody for public bodies, else who reaches it, who has a post there, who works for all of them."""
    if organisation.kind != OrganisationKind.ENTERPRISE:
        return frozenset({"all"})
    posts = Post.objects.filter(on_day(clock.today()), organisation=organisation)
    here = {f"person:{pk}" for pk in posts.values_list("person", flat=True)}
    administration = scopes.held_for(organisation.pk, *scopes.ADMINISTRATION)
    return frozenset({f"org:{organisation.pk}", *(f"role:{role}" for role in DISTRICT_OR_PARK), *here}) | administration


def person_scopes(person: Person) -> frozenset[str]:
    """Search terms: the person, all that may see one of the organisations of the posts, the administration of people."""
    if person.is_system:
        return frozenset()
    terms = {f"person:{person.pk}"}
    for post in person.posts.select_related("organisation"):
        terms |= organisation_scopes(post.organisation)
    granted = set(person.grants.values_list("organisation", flat=True))
    for organisation in granted:
        terms |= scopes.held_for(organisation, Role.SECURITY_ADMIN)
    if not granted and not person.posts.exists():
        terms.add(f"role:{Role.SECURITY_ADMIN}")
    return frozenset(terms)


register(
    Organisation,
    Rules(
        rows=organisation_rows,
        scopes=organisation_scopes,
        actions={
            "directory.found_organisation": keeps_organisations,
            "directory.edit_organisation": keeps_organisations,
            "directory.rename_organisation": keeps_organisations,
            "directory.move_organisation": keeps_organisations,
            "directory.merge_organisations": keeps_organisations,
            "directory.dissolve_organisation": keeps_organisations,
            "directory.import_organisations": keeps_organisations,
            "directory.refresh_organisations": nobody,
        },
    ),
)
register(
    Person,
    Rules(
        rows=person_rows,
        hidden=hidden_of_people,
        scopes=person_scopes,
        actions={
            "directory.add_person": keeps_people,
            "directory.edit_person": edits_person,
            "directory.erase_person": keeps_people,
            "directory.open_account": keeps_people,
            "directory.reset_password": keeps_people,
            "directory.close_account": keeps_people,
            "directory.reopen_account": keeps_people,
            "directory.hand_over_duties": keeps_people,
        },
    ),
)
register(
    Post,
    Rules(rows=post_rows, actions={"directory.add_post": keeps_people, "directory.end_post": keeps_people}),
)
register(
    RoleGrant,
    Rules(rows=grant_rows, actions={"directory.grant_role": keeps_rights, "directory.revoke_role": keeps_rights}),
)
register(
    Deputy,
    Rules(rows=deputy_rows, actions={"directory.appoint_deputy": appoints, "directory.end_deputy": appoints}),
)
register(Handover, Rules(rows=handover_rows, actions={"directory.complete_handover": nobody}))
register(
    WorkdayYear,
    Rules(
        rows=everything,
        actions={
            "directory.add_calendar_year": keeps_calendar,
            "directory.record_calendar_year": keeps_calendar,
            "directory.seed_calendar": keeps_calendar,
        },
    ),
)
register(
    ApiToken,
    Rules(rows=token_rows, actions={"directory.make_token": is_signed_in, "directory.revoke_token": revokes}),
)
