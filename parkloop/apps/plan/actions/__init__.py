"""The verbs of the plan, one a file."""

from parkloop.apps.plan.actions.accept_rest import accept_rest
from parkloop.apps.plan.actions.add_element import add_element
from parkloop.apps.plan.actions.add_work_item import add_work_item
from parkloop.apps.plan.actions.adopt_plan import adopt_plan
from parkloop.apps.plan.actions.assign_duty import assign_duty
from parkloop.apps.plan.actions.choose_roll_up import choose_roll_up
from parkloop.apps.plan.actions.confirm_reissue import confirm_reissue
from parkloop.apps.plan.actions.confirm_review import confirm_review
from parkloop.apps.plan.actions.decide_change import decide_change
from parkloop.apps.plan.actions.decide_element import decide_element
from parkloop.apps.plan.actions.divide_target import divide_target
from parkloop.apps.plan.actions.drop_reissue import drop_reissue
from parkloop.apps.plan.actions.drop_review import drop_review
from parkloop.apps.plan.actions.edit_fact import edit_fact
from parkloop.apps.plan.actions.edit_target import edit_target
from parkloop.apps.plan.actions.edit_work_item import edit_work_item
from parkloop.apps.plan.actions.end_duty import end_duty
from parkloop.apps.plan.actions.end_override import end_override, expire_override
from parkloop.apps.plan.actions.import_work_items import import_work_items
from parkloop.apps.plan.actions.import_work_links import import_work_links
from parkloop.apps.plan.actions.link_items import link_items
from parkloop.apps.plan.actions.load_work_plan import load_work_plan
from parkloop.apps.plan.actions.move_item import move_item
from parkloop.apps.plan.actions.move_to_task import move_to_task
from parkloop.apps.plan.actions.open_sign_offs import open_sign_offs
from parkloop.apps.plan.actions.override_light import override_light
from parkloop.apps.plan.actions.record_target_value import record_target_value
from parkloop.apps.plan.actions.remind_signing import remind_signing
from parkloop.apps.plan.actions.remove_work_item import remove_work_item
from parkloop.apps.plan.actions.renew_settings import renew_settings
from parkloop.apps.plan.actions.report_milestone import report_milestone
from parkloop.apps.plan.actions.report_progress import report_progress
from parkloop.apps.plan.actions.return_review import return_review
from parkloop.apps.plan.actions.settle_draft_finding import settle_draft_finding
from parkloop.apps.plan.actions.settle_finding import settle_finding
from parkloop.apps.plan.actions.sign_for import sign_for
from parkloop.apps.plan.actions.start_reissue import start_reissue
from parkloop.apps.plan.actions.start_review import start_review
from parkloop.apps.plan.actions.submit_review import submit_review
from parkloop.apps.plan.actions.take_back_decision import take_back_decision
from parkloop.apps.plan.actions.take_back_review import take_back_review
from parkloop.apps.plan.actions.take_baseline import take_baseline
from parkloop.apps.plan.actions.undo_decision import undo_decision
from parkloop.apps.plan.actions.unlink_items import unlink_items
from parkloop.apps.plan.actions.urge import urge

__all__ = [
    "accept_rest",
    "add_element",
    "add_work_item",
    "adopt_plan",
    "assign_duty",
    "choose_roll_up",
    "confirm_reissue",
    "confirm_review",
    "decide_change",
    "decide_element",
    "divide_target",
    "drop_reissue",
    "drop_review",
    "edit_fact",
    "edit_target",
    "edit_work_item",
    "end_duty",
    "end_override",
    "expire_override",
    "import_work_items",
    "import_work_links",
    "link_items",
    "load_work_plan",
    "move_item",
    "move_to_task",
    "open_sign_offs",
    "override_light",
    "record_target_value",
    "remind_signing",
    "remove_work_item",
    "renew_settings",
    "report_milestone",
    "report_progress",
    "return_review",
    "settle_draft_finding",
    "settle_finding",
    "sign_for",
    "start_reissue",
    "start_review",
    "submit_review",
    "take_back_decision",
    "take_back_review",
    "take_baseline",
    "undo_decision",
    "unlink_items",
    "urge",
]
