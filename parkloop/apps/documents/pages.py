"""Downloading a file: always as an attachment, never guessed at by the browser."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from parkloop.apps.documents.resources import FileResource
from parkloop.desk.pages import page
from parkloop.foundation import files, policy
from parkloop.foundation.models import StoredFile


@page(FileResource, "download", on="detail", label=_("Download"), icon="download")
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes of a file the person may see; 404 for others, 409 with a sentence when it was withdrawn."""
    person = request.person  # type: ignore[attr-defined]
    stored = policy.rows(person, StoredFile).filter(pk=pk).first()
    if stored is None:
        raise Http404
    response = FileResponse(files.open_for(person, stored), as_attachment=True, filename=stored.name)
    response["Content-Type"] = stored.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{stored.sha256}"'
    return response
