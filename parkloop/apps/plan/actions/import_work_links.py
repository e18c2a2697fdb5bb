"""Links of the work plan come from a sheet: checked row by row, scheduled once, written in one transaction."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.plan.actions.link_items import check_pair
from parkloop.apps.plan.itemchecks import check_leaf, check_living, check_open
from parkloop.apps.plan.models import Plan, WorkLink
from parkloop.apps.plan.rescheduling import changing
from parkloop.domain.refs import Ref
from parkloop.foundation import journal, policy, watching
from parkloop.foundation.acting import ActionError, ImportResult, InvalidState, RowErrors, action, require
from parkloop.foundation.models import Person

NAME = "plan.import_work_links"


@action(NAME, label=gettext_lazy("Import links"), on=WorkLink, creates=True, icon="upload", by_hand=False)
def import_work_links(person: Person, *, rows: list[dict[str, Any]], digest: str = "") -> ImportResult:
    """Make or change links, recognised by both ends.

    Errors: NotAllowed; RowErrors naming the rows; InvalidInput for a circle or a date that cannot be kept. Nothing is changed then.
    """
    require(person, NAME)
    links, errors, known = [], {}, 0
    for place, row in enumerate(rows):
        try:
            links.append(_as_it_will_be(person, row))
            known += links[-1].pk is not None
        except ActionError as error:
            errors[place] = str(error)
    if errors:
        raise RowErrors(errors)
    by_plan: dict[Plan, list[WorkLink]] = defaultdict(list)
    for link in links:
        by_plan[link.plan].append(link)
    for plan, listed in by_plan.items():
        with changing(plan):
            for link in listed:
                link.save()
            after = {"links": [str(link) for link in listed][:1000]}
            journal.write(
                person, NAME, Ref("plan.worklink", "bulk"), after=after, digest=digest, organisation=plan.organisation
            )
            watching.changed_many(WorkLink, [link.pk for link in listed])
    return ImportResult(made=len(links) - known, changed=known)


def _as_it_will_be(person: Person, row: dict[str, Any]) -> WorkLink:
    """The link of a row, checked, not saved. Errors: InvalidInput, InvalidState."""
    before, after = row["before"], row["after"]
    link = WorkLink.objects.filter(before=before, after=after).first() or WorkLink(before=before, after=after)
    for name in ("kind", "lag"):
        setattr(link, name, row.get(name, getattr(link, name)))
    decide = policy.rules_of(WorkLink).actions[NAME]  # type: ignore[union-attr]
    if not person.is_system and not decide(person, link):
        raise InvalidState(_("you have no right to change this row"))
    check_living(before)
    check_open(after)
    check_leaf(before)
    check_leaf(after)
    check_pair(before, after, link.lag)
    return link
