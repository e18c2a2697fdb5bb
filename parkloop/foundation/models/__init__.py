"""Models of the ground: data, constraints and derived properties; they import no actions."""

from parkloop.foundation.models.accounts import ApiToken, Submission, User
from parkloop.foundation.models.base import Versioned
from parkloop.foundation.models.calendar import Workday, WorkdayYear
from parkloop.foundation.models.definitions import Definition
from parkloop.foundation.models.files import StoredFile
from parkloop.foundation.models.happenings import ClockworkRun, Delivery, Job, Notice, StoredEvent
from parkloop.foundation.models.journal import JournalEntry, JournalSeal, SubjectKey
from parkloop.foundation.models.money import FenField
from parkloop.foundation.models.numbering import IssuedNumber, NumberSeries
from parkloop.foundation.models.organisations import (
    Organisation,
    OrganisationKind,
    OrganisationName,
    OrganisationParent,
    OrganisationPath,
    OrganisationTrace,
)
from parkloop.foundation.models.people import Deputy, Handover, Person, Post, Role, RoleGrant

__all__ = [
    "ApiToken",
    "ClockworkRun",
    "Definition",
    "Delivery",
    "Deputy",
    "FenField",
    "Handover",
    "IssuedNumber",
    "Job",
    "JournalEntry",
    "JournalSeal",
    "Notice",
    "NumberSeries",
    "Organisation",
    "OrganisationKind",
    "OrganisationName",
    "OrganisationParent",
    "OrganisationPath",
    "OrganisationTrace",
    "Person",
    "Post",
    "Role",
    "RoleGrant",
    "StoredEvent",
    "StoredFile",
    "SubjectKey",
    "Submission",
    "User",
    "Versioned",
    "Workday",
    "WorkdayYear",
]
