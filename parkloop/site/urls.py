"""Addresses: accounts, the HTTP API, the desk (which knows every registered resource and page), nothing else."""

from django.urls import include, path

from parkloop.desk.api import endpoints as api

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", api.build().urls),
    path("", include("parkloop.desk.urls")),
]
handler400 = "parkloop.desk.refusals.bad_request"
handler404 = "parkloop.desk.refusals.not_found"
