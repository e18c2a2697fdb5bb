"""Addresses of the desk: fixed pages, pages added by rooms, then every resource at /<app>/<model>/."""

from django.conf import settings
from django.urls import path, register_converter

from parkloop.desk import pages, registry
from parkloop.desk.api import docs_page as api_docs
from parkloop.desk.entry import doing
from parkloop.desk.finding import search_page
from parkloop.desk.screens import account, detailing, gallery_page, health, inbox, journal_page, workbench
from parkloop.desk.sheets import import_pages
from parkloop.desk.tables import bulk, listing, preferences


class KindConverter:
    """`plan/target` in an address ↔ the registered kind `plan.target`."""

    regex = "[a-z][a-z_]*/[a-z][a-z_]*"

    def to_python(self, value: str) -> str:
        """The kind; ValueError (no match) when nothing is registered under it."""
        kind = value.replace("/", ".")
        if registry.get(kind) is None:
            raise ValueError(kind)
        return kind

    def to_url(self, value: str) -> str:
        """The address part of a kind."""
        return value.replace(".", "/")


register_converter(KindConverter, "kind")
app_name = "desk"

fixed = [
    path("", workbench.page, name="workbench"),
    path("cockpit/", workbench.cockpit, name="cockpit"),
    path("notices/", inbox.notices, name="notices"),
    path("notices/read/", inbox.read_notices, name="read-notices"),
    path("jobs/", inbox.jobs, name="jobs"),
    path("jobs/<int:pk>/", inbox.job, name="job"),
    path("jobs/<int:pk>/cancel/", inbox.cancel_job, name="cancel-job"),
    path("account/", account.page, name="account"),
    path("account/tokens/", account.make_token, name="make-token"),
    path("account/tokens/<int:pk>/revoke/", account.revoke_token, name="revoke-token"),
    path("journal/", journal_page.page, name="journal"),
    path("search/", search_page.page, name="search"),
    path("api/", api_docs.page, name="api-docs"),
    path("language/", preferences.set_language, name="set-language"),
    path("theme/", preferences.set_theme, name="set-theme"),
    path("organisation/", preferences.set_organisation, name="set-organisation"),
    path("year/", preferences.set_year, name="set-year"),
    path("healthz", health.healthz, name="healthz"),
    path("desk/drafts/", doing.save_draft, name="drafts"),
    path("desk/options/<kind:kind>/", listing.options, name="options"),
]

if settings.DEBUG or settings.DEMO:
    fixed.append(path("gallery/", gallery_page.page, name="gallery"))

added = [path(page.route, page.view, name=page.name) for page in pages.pages().values()]

of_resources = [
    path("<kind:kind>/", listing.list_page, name="list"),
    path("<kind:kind>/new/", doing.new_page, name="new"),
    path("<kind:kind>/columns/", listing.save_columns, name="columns"),
    path("<kind:kind>/views/", listing.save_view, name="views"),
    path("<kind:kind>/views/<int:pk>/drop/", listing.drop_view, name="drop-view"),
    path("<kind:kind>/bulk/<str:action>/", bulk.bulk_page, name="bulk"),
    path("<kind:kind>/import/", import_pages.upload, name="import"),
    path("<kind:kind>/import/template/", import_pages.template, name="import_template"),
    path("<kind:kind>/import/<int:batch>/", import_pages.preview, name="import_batch"),
    path("<kind:kind>/import/<int:batch>/apply/", import_pages.apply, name="import_apply"),
    path("<kind:kind>/import/<int:batch>/errors/", import_pages.errors, name="import_errors"),
    path("<kind:kind>/<int:pk>/", detailing.detail_page, name="detail"),
    path("<kind:kind>/<int:pk>/edit/", doing.edit_page, name="edit"),
    path("<kind:kind>/<int:pk>/do/<str:action>/", doing.do_page, name="do"),
]

urlpatterns = [*fixed, *added, *of_resources]
