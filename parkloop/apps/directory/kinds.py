"""Kinds of things that have no list of their own: tokens are shown on the account page, handovers on the leaver's."""

from django.utils.translation import gettext_lazy as _

from parkloop.foundation.models import ApiToken, Handover
from parkloop.foundation.refs import Kind, register_kind

register_kind(Kind("directory.token", ApiToken, _("Access token"), str, lambda token: "/account/"))
register_kind(
    Kind(
        "directory.handover",
        Handover,
        _("Handover"),
        lambda handover: f"{handover.leaver} → {handover.successor}",
        lambda handover: f"/directory/person/{handover.leaver_id}/",
    )
)
