"""The directory on the desk: organisations, people, posts, roles, deputies, calendar years."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkloop.apps.directory import definition_resource, showing
from parkloop.apps.directory.policy import keeps_people
from parkloop.desk import contributed
from parkloop.desk.registry import register
from parkloop.desk.resource import Column, Filter, Menu, Panel, RelatedTab, Resource, Section, Tab
from parkloop.foundation import clock
from parkloop.foundation.models import Deputy, Organisation, Person, Post, RoleGrant, WorkdayYear

__all__ = ["definition_resource"]

PERSON_NAMES = (Column("name_zh", label=_("Name in Chinese")), Column("name_en", label=_("Name in English")))


def in_force(row: Any) -> str:
    """Whether a dated row holds today, in words."""
    today = clock.today()
    if row.holds_on(today):
        return gettext("In force")
    return gettext("To come") if row.valid_from > today else gettext("Ended")


def days_off(person: Any) -> Count:
    """Annotation: how many named days off a year has."""
    return Count("days", filter=Q(days__is_workday=False))


def days_worked(person: Any) -> Count:
    """Annotation: how many weekend days are worked in a year."""
    return Count("days", filter=Q(days__is_workday=True))


SPAN = (
    Column("valid_from"),
    Column("valid_to"),
    Column("in_force", label=_("State"), kind="state", sort=False, value=in_force),
)


@register
class OrganisationResource(Resource):
    """The tree of bodies, as a list; its tree page shows it as of a day."""

    model = Organisation
    kind = "directory.organisation"
    icon = "building-community"
    menu = Menu(group="system", order=10, label=_("Organisations"))
    columns = (
        Column("code"),
        Column("name", kind="text", sort="name_zh", strong=True),
        Column("kind"),
        Column(
            "parent", label=_("Belongs to"), sort="parent__code", value=lambda o: o.parent.short if o.parent else None
        ),
        Column("credit_code", shown=False),
        Column("seat", shown=False),
        Column("founded_on", shown=False),
        Column("dissolved_on", label=_("Ends on")),
        Column("merged_into", shown=False, value=lambda o: o.merged_into.short if o.merged_into else None, sort=False),
        Column("source", shown=False),
        Column("is_verified", shown=False),
        Column("is_synthetic", shown=False),
    )
    filters = (
        Filter("kind"),
        Filter("parent"),
        Filter("founded_on", shown=False),
        Filter("dissolved_on", shown=False),
        Filter("is_verified", shown=False),
    )
    search_fields = ("name_zh", "name_en", "short_zh", "short_en", "code", "credit_code", "pinyin")
    order_by = ("code",)
    related = ("parent", "merged_into")
    panels = (
        Panel(
            _("Identity"),
            ("code", "kind", "name_zh", "name_en", "short_zh", "short_en", "credit_code", "seat"),
            icon="id-badge-2",
        ),
        Panel(_("In time"), ("parent", "founded_on", "dissolved_on", "merged_into"), icon="history"),
        Panel(_("Provenance"), ("source", "is_verified", "is_synthetic"), icon="database"),
        Panel(
            _("In other areas"),
            template="desk/parts/contributed.html",
            build=contributed.panel("directory.organisation", "organisation"),
        ),
        Panel(_("Children"), template="directory/children.html", build=showing.children, icon="sitemap", side=True),
        Panel(
            _("People there"),
            template="directory/people_there.html",
            build=showing.people_there,
            icon="users",
            side=True,
        ),
    )
    tabs = (
        Tab("trace", _("Names and moves"), "directory/trace.html", showing.trace, showing.trace_count),
        RelatedTab("directory.post", "organisation", _("Posts")),
    )
    sections = (
        Section(_("Identity"), ("code", "kind", "credit_code", "seat")),
        Section(_("Names"), ("name_zh", "name_en", "short_zh", "short_en")),
        Section(_("Place in the tree"), ("parent", "founded_on")),
        Section(_("Provenance"), ("source", "is_verified", "is_synthetic")),
    )
    help = {
        "credit_code": _(
            "18 characters; the last one is checked against the others. Blanks and small letters do not matter."
        ),
        "founded_on": _("From this day on it exists and belongs where you put it."),
        "code": _("Small letters, digits and hyphens; it never changes."),
        "is_synthetic": _("Invented for a demonstration."),
    }
    create = "directory.found_organisation"
    edit = "directory.edit_organisation"
    row_actions = (
        "directory.rename_organisation",
        "directory.move_organisation",
        "directory.merge_organisations",
        "directory.dissolve_organisation",
    )
    import_action = "directory.import_organisations"
    import_keys = ("code",)

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """A new one exists, and a change holds, from today on."""
        return {"founded_on": clock.today(), "on": clock.today()}

    def header(self, person: Any, obj: Organisation) -> dict[str, Any]:
        """Kind, and whether it has ended."""
        tags = [(obj.get_kind_display(), "tint")]
        if obj.is_synthetic:
            tags.append((gettext("Synthetic"), "demo"))
        note = ""
        if obj.merged_into:
            note = gettext("Merged into %(name)s on %(day)s") % {"name": obj.merged_into.name, "day": obj.dissolved_on}
        elif obj.dissolved_on:
            note = gettext("Ends on %(day)s") % {"day": obj.dissolved_on}
        return {"tags": tags, "note": note}


@register
class PersonResource(Resource):
    """People; telephone and e-mail stand on a panel of their own, for colleagues only."""

    model = Person
    kind = "directory.person"
    icon = "users"
    menu = Menu(group="system", order=20, label=_("People"))
    columns = (
        Column("code"),
        Column("name", sort="name_zh", strong=True),
        Column("post", label=_("Posts today"), sort=False, value=showing.posts_of),
        Column("phone", personal=True, shown=False),
        Column("email", personal=True, shown=False),
        Column("is_active"),
        Column("is_synthetic", shown=False),
    )
    filters = (
        Filter("is_active"),
        Filter("organisation", label=_("organisation"), kind="fk", field="posts__organisation"),
    )
    search_fields = ("name_zh", "name_en", "pinyin", "code")
    order_by = ("code",)
    panels = (
        Panel(_("Person"), ("code", *PERSON_NAMES, "is_active", "is_synthetic"), icon="user"),
        Panel(_("How to reach"), template="directory/contact.html", build=showing.contact, icon="message"),
        Panel(_("Account"), template="directory/account.html", build=showing.account, icon="key"),
    )
    tabs = (
        RelatedTab("directory.post", "person", _("Posts")),
        RelatedTab("directory.role", "person", _("Roles")),
        RelatedTab("directory.deputy", "person", _("Deputies")),
    )
    sections = (
        Section(_("Person"), ("name_zh", "name_en", "code", "is_synthetic")),
        Section(
            _("How to reach"), ("phone", "email"), help=_("Kept encrypted in the journal; shown to colleagues only.")
        ),
    )
    help = {"code": _("Left empty, the next number is given. It should not tell the name.")}
    create = "directory.add_person"
    edit = "directory.edit_person"
    row_actions = (
        "directory.hand_over_duties",
        "directory.close_account",
        "directory.reopen_account",
        "directory.erase_person",
    )
    export = True
    files = False

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """A handover takes effect today, unless another day is chosen."""
        return {"on": clock.today()}

    def rows(self, person: Any) -> Any:
        """With the posts of today, in one further query."""
        return super().rows(person).prefetch_related(showing.posts_today())

    def header(self, person: Any, obj: Person) -> dict[str, Any]:
        """Whether the person may use the site."""
        tags = [] if obj.is_active else [(gettext("Not active"), "grey")]
        return {"tags": [*tags, *([(gettext("Synthetic"), "demo")] if obj.is_synthetic else [])]}


class OfPerson(Resource):
    """What the dated rows of a person share: a new one opens for the person of the page, from today on."""

    files = False

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """The page's person (`?person=`), today."""
        given = request.GET.get("person", "")
        holder = {"holder": given} if given.isascii() and given.isdigit() else {}
        return {**holder, "valid_from": clock.today(), "on": clock.today()}


@register
class PostResource(OfPerson):
    """Who holds which post where, from when to when."""

    model = Post
    kind = "directory.post"
    icon = "briefcase"
    menu = Menu(group="system", order=30, label=_("Posts"))
    columns = (
        Column("person", sort="person__name_zh", strong=True),
        Column("organisation", sort="organisation__code", value=lambda p: p.organisation.short),
        Column("title", label=_("Post"), sort="title_zh"),
        Column("is_main"),
        *SPAN,
    )
    filters = (
        Filter("organisation"),
        Filter("person"),
        Filter("is_main"),
        Filter("valid_from"),
        Filter("valid_to", shown=False),
    )
    search_fields = (
        "person__name_zh",
        "person__name_en",
        "person__pinyin",
        "title_zh",
        "title_en",
        "organisation__name_zh",
    )
    order_by = ("organisation__code", "-is_main", "person__code")
    related = ("person", "organisation")
    panels = (
        Panel(_("Post"), ("person", "organisation", "title_zh", "title_en", "is_main", "valid_from", "valid_to")),
    )
    sections = (
        Section(_("Post"), ("holder", "organisation", "title_zh", "title_en", "is_main", "valid_from", "valid_to")),
    )
    help = {
        "is_main": _("Everybody has at most one main post at a time."),
        "valid_to": _("The first day on which it is not held any more."),
    }
    create = "directory.add_post"
    row_actions = ("directory.end_post",)
    main_action = "directory.end_post"


@register
class RoleResource(OfPerson):
    """Who holds which role for which organisation, from when to when."""

    model = RoleGrant
    kind = "directory.role"
    icon = "shield-lock"
    menu = Menu(group="system", order=40, label=_("Roles"))
    columns = (
        Column("person", sort="person__name_zh", strong=True),
        Column("role"),
        Column("organisation", label=_("For"), sort="organisation__code", value=lambda g: g.organisation.short),
        *SPAN,
        Column(
            "granted_by",
            label=_("Granted by"),
            shown=False,
            sort=False,
            value=lambda g: str(g.granted_by) if g.granted_by else None,
        ),
        Column("reason", shown=False),
    )
    filters = (
        Filter("role"),
        Filter("organisation"),
        Filter("person"),
        Filter("valid_from", shown=False),
        Filter("valid_to", shown=False),
    )
    search_fields = (
        "person__name_zh",
        "person__name_en",
        "person__pinyin",
        "organisation__name_zh",
        "organisation__name_en",
    )
    order_by = ("role", "organisation__code", "person__code")
    related = ("person", "organisation", "granted_by")
    panels = (Panel(_("Role"), ("person", "role", "organisation", "valid_from", "valid_to", "granted_by", "reason")),)
    sections = (Section(_("Role"), ("holder", "role", "organisation", "valid_from", "valid_to")),)
    help = {
        "organisation": _("The role reaches this organisation and all below it."),
        "role": _("Each administration is held alone, beside no other role."),
        "valid_to": _("The first day on which it is not held any more."),
    }
    create = "directory.grant_role"
    row_actions = ("directory.revoke_role",)
    main_action = "directory.revoke_role"


@register
class DeputyResource(OfPerson):
    """Who deputises for whom, from when to when."""

    model = Deputy
    kind = "directory.deputy"
    icon = "user-check"
    menu = Menu(group="system", order=50, label=_("Deputies"))
    columns = (
        Column("person", label=_("For"), sort="person__name_zh"),
        Column("deputy", sort="deputy__name_zh", strong=True),
        *SPAN,
        Column("reason", shown=False),
    )
    filters = (Filter("person"), Filter("deputy"), Filter("valid_from", shown=False))
    search_fields = ("person__name_zh", "person__name_en", "deputy__name_zh", "deputy__name_en")
    order_by = ("-valid_from",)
    related = ("person", "deputy")
    panels = (Panel(_("Deputy"), ("person", "deputy", "valid_from", "valid_to", "reason")),)
    sections = (Section(_("Deputy"), ("holder", "deputy", "valid_from", "valid_to")),)
    help = {"deputy": _("Holds the same roles meanwhile and acts under the own name.")}
    create = "directory.appoint_deputy"
    row_actions = ("directory.end_deputy",)
    main_action = "directory.end_deputy"

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """People appoint their own deputy, unless they keep the rights of others."""
        own = {} if keeps_people(person, None) else {"holder": person.pk}
        return {**own, **super().initial(person, request)}


@register
class CalendarResource(Resource):
    """The years of the workday table; a year's page shows its months."""

    model = WorkdayYear
    kind = "directory.calendar"
    icon = "calendar-event"
    menu = Menu(group="system", order=60, label=_("Working days"))
    columns = (
        Column("year", kind="text", strong=True),
        Column("notice"),
        Column("origin"),
        Column("is_provisional"),
        Column("off", label=_("Named days off"), kind="number", sort=False, annotate=days_off),
        Column("worked", label=_("Weekend days worked"), kind="number", sort=False, annotate=days_worked),
    )
    filters = (Filter("is_provisional"), Filter("year", kind="number"))
    search_fields = ("notice", "origin")
    order_by = ("-year",)
    panels = (
        Panel(_("Year"), ("year", "notice", "origin", "is_provisional")),
        Panel(
            _("Special days"), template="directory/special_days.html", build=showing.special_days, icon="calendar-event"
        ),
    )
    sections = (Section(_("Year"), ("year", "notice", "holidays", "make_up_days")),)
    create = "directory.add_calendar_year"
    files = False

    def header(self, person: Any, obj: WorkdayYear) -> dict[str, Any]:
        """Provisional years say so."""
        note = (
            gettext("No notice yet: the week's rule holds, computed days may move")
            if obj.is_provisional
            else obj.notice
        )
        return {"tags": [(gettext("Provisional"), "grey")] if obj.is_provisional else [], "note": note}
