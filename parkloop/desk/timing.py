"""How long the server worked on an answer, told in the `Server-Timing` header; benchmarks and operators read it."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class ServerTiming:
    """Outermost middleware: milliseconds from the first to the last line of Python for this request, and of processor time in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the header."""
        started, worked = time.perf_counter(), time.thread_time()
        response = self.get_response(request)
        took, busy = time.perf_counter() - started, time.thread_time() - worked
        response.headers["Server-Timing"] = f"app;dur={took * 1000:.1f}, cpu;dur={busy * 1000:.1f}"
        return response
