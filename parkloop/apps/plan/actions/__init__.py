"""The verbs of the plan, one a file."""

from parkloop.apps.plan.actions.adopt_plan import adopt_plan
from parkloop.apps.plan.actions.assign_duty import assign_duty
from parkloop.apps.plan.actions.confirm_reissue import confirm_reissue
from parkloop.apps.plan.actions.decide_change import decide_change
from parkloop.apps.plan.actions.drop_reissue import drop_reissue
from parkloop.apps.plan.actions.edit_target import edit_target
from parkloop.apps.plan.actions.end_duty import end_duty
from parkloop.apps.plan.actions.open_sign_offs import open_sign_offs
from parkloop.apps.plan.actions.record_target_value import record_target_value
from parkloop.apps.plan.actions.remind_signing import remind_signing
from parkloop.apps.plan.actions.renew_settings import renew_settings
from parkloop.apps.plan.actions.report_progress import report_progress
from parkloop.apps.plan.actions.settle_finding import settle_finding
from parkloop.apps.plan.actions.sign_for import sign_for
from parkloop.apps.plan.actions.start_reissue import start_reissue
from parkloop.apps.plan.actions.take_back_decision import take_back_decision
from parkloop.apps.plan.actions.urge import urge

__all__ = [
    "adopt_plan",
    "assign_duty",
    "confirm_reissue",
    "decide_change",
    "drop_reissue",
    "edit_target",
    "end_duty",
    "open_sign_offs",
    "record_target_value",
    "remind_signing",
    "renew_settings",
    "report_progress",
    "settle_finding",
    "sign_for",
    "start_reissue",
    "take_back_decision",
    "urge",
]
