"""Fills a Word form: a docx whose text holds places (``{{ title }}``, ``{%tr for row in rows %}``). Knows nothing of what is filled in.

The places are read by a sandboxed template engine; values are escaped; nothing of the machine is in reach.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment


class FormError(Exception):
    """The form asks for something that is not there, or cannot be read; ``message`` is ``{zh, en}``."""

    def __init__(self, detail: str) -> None:
        self.message = {"zh": f"文书模板有误：{detail}", "en": f"The form is wrong: {detail}"}
        super().__init__(self.message["en"])


def fill(form: bytes, values: Mapping[str, Any]) -> bytes:
    """The filled document. Raises FormError."""
    template = DocxTemplate(io.BytesIO(form))
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        template.render(dict(values), jinja_env=environment, autoescape=True)
    except TemplateError as error:
        raise FormError(str(error)) from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise FormError("the file is no Word document / 文件不是 Word 文档") from error
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()
