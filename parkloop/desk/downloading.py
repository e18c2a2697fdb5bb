"""Files as answers: always an attachment under a name in the reader's language, never guessed at by the browser."""

from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xml": "application/xml; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}


def attachment(data: bytes, name: str) -> HttpResponse:
    """The bytes as a download; the ending of `name` (docx, xml, yaml) decides the media type."""
    response = HttpResponse(data, content_type=MEDIA[name.rsplit(".", 1)[-1]])
    named(response, name)
    return response


def named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """The response as an attachment of that name; old clients see an ASCII name of the same ending."""
    ending = name.rsplit(".", 1)[-1]
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"export.{ending}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
