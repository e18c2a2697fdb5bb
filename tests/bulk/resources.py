"""The screen of consignments: the desk's proof on a hundred thousand rows."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Menu, Panel, Resource, Section
from tests.bulk.models import Parcel


class ParcelResource(Resource):
    model = Parcel
    kind = "bulk.parcel"
    menu = Menu("system", 900)
    columns = (
        Column("code"),
        Column("name_zh", strong=True),
        Column("state"),
        Column("organisation__short", label=_("organisation"), sort="organisation__code"),
        Column("amount", kind="money", total="sum", places=2),
        Column("share", kind="percent", total="avg", places=1),
        Column("opened_on"),
        Column("is_urgent"),
        Column("doubled", label=_("doubled"), kind="number", annotate=lambda person: F("amount") * 2, shown=False),
        Column("light", label=_("light"), kind="lamp", sort=False, value=lambda p: "over" if p.is_urgent else "ok"),
        Column("secret", shown=False),
    )
    filters = (
        Filter("state"),
        Filter("organisation"),
        Filter("opened_on"),
        Filter("amount", shown=False),
        Filter("is_urgent", shown=False),
        Filter("name_zh", shown=False),
        Filter("secret", shown=False),
        Filter("year", label=_("year"), kind="year", field="opened_on", shown=False),
    )
    search_fields = ("code", "name_zh", "name_en")
    order_by = ("code",)
    related = ("organisation",)
    panels = (
        Panel(_("Identity"), ("code", "name_zh", "name_en", "state", "organisation")),
        Panel(_("Values"), ("amount", "share", "opened_on", "is_urgent", "secret", "note")),
    )
    sections = (
        Section(_("Identity"), ("code", "name_zh", "name_en", "organisation")),
        Section(_("Values"), ("amount", "share", "opened_on", "is_urgent", "secret", "note")),
    )
    help = {"share": _("In percent, 0 to 100.")}
    basis = {"share": "2 (1)"}
    create = "bulk.add_parcel"
    edit = "bulk.edit_parcel"
    row_actions = ("bulk.send_parcel",)
    main_action = "bulk.send_parcel"
    bulk_actions = ("bulk.send_parcel",)
    import_action = "bulk.import_parcels"
    import_keys = ("code",)
    large = True


registry.register(ParcelResource)
