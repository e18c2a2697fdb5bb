"""The verbs of projects, one a file."""

from parkloop.apps.projects.actions.add_indicator import add_indicator, edit_indicator
from parkloop.apps.projects.actions.add_partner import add_partner, remove_partner
from parkloop.apps.projects.actions.add_project import add_project
from parkloop.apps.projects.actions.add_technology import add_technology, edit_technology
from parkloop.apps.projects.actions.edit_project import edit_project
from parkloop.apps.projects.actions.follow_edition import follow_edition
from parkloop.apps.projects.actions.import_indicators import import_indicators
from parkloop.apps.projects.actions.import_months import import_months
from parkloop.apps.projects.actions.import_projects import import_projects
from parkloop.apps.projects.actions.import_recognitions import import_recognitions
from parkloop.apps.projects.actions.import_technologies import import_technologies
from parkloop.apps.projects.actions.link_task import link_task, link_technology, unlink_task, unlink_technology
from parkloop.apps.projects.actions.move_stage import move_stage
from parkloop.apps.projects.actions.move_technology import move_technology
from parkloop.apps.projects.actions.plan_month import plan_month
from parkloop.apps.projects.actions.plan_year import plan_year
from parkloop.apps.projects.actions.raise_blocker import raise_blocker
from parkloop.apps.projects.actions.recognise import recognise
from parkloop.apps.projects.actions.record_reading import record_reading
from parkloop.apps.projects.actions.remind_blocker import remind_blocker
from parkloop.apps.projects.actions.report_month import report_month
from parkloop.apps.projects.actions.solve_blocker import postpone_blocker, solve_blocker

__all__ = [
    "add_indicator",
    "add_partner",
    "add_project",
    "add_technology",
    "edit_indicator",
    "edit_project",
    "edit_technology",
    "follow_edition",
    "import_indicators",
    "import_months",
    "import_projects",
    "import_recognitions",
    "import_technologies",
    "link_task",
    "link_technology",
    "move_stage",
    "move_technology",
    "plan_month",
    "plan_year",
    "postpone_blocker",
    "raise_blocker",
    "recognise",
    "record_reading",
    "remind_blocker",
    "remove_partner",
    "report_month",
    "solve_blocker",
    "unlink_task",
    "unlink_technology",
]
