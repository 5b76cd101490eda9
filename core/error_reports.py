"""Errors of ours, told to those who look after the planner: by e-mail, and to a service that speaks Sentry's protocol.

A report says what failed, where in the code, in which view and under which number of the log. What people typed, who they are,
addresses, bodies, cookies and the words of an exception, which may quote any of these, never leave the machine.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import sentry_sdk
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.log import AdminEmailHandler
from django_guid import get_guid
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.utils import BadDsn

# Requests that are not to be believed: what somebody tried is no error of ours.
TRIES = "django.security"
# Of an error at the same place, another e-mail is sent after so many seconds, by each process.
SAME_PLACE_AFTER = 600.0

OF_AN_EVENT = (*("event_id", "timestamp", "level", "platform", "logger", "environment", "sdk"),)
OF_A_FRAME = ("filename", "function", "module", "lineno", "context_line", "in_app")


def report_to(dsn: str) -> None:
    """Report each line of the log that is an error to this address. Raises ImproperlyConfigured where it is none."""
    try:
        sentry_sdk.init(
            dsn=dsn,
            before_send=scrubbed,
            # Else it asks git.
            release="",
            max_breadcrumbs=0,
            max_request_body_size="never",
            include_local_variables=False,
            # Its integration of Django would look into requests, templates and statements.
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[
                LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None),
                ExcepthookIntegration(),
                DedupeIntegration(),
                AtexitIntegration(callback=lambda pending, timeout: None),
            ],
            auto_session_tracking=False,
            send_client_reports=False,
        )
    except BadDsn as why:
        raise ImproperlyConfigured(
            "SENTRY_DSN is no address for reports. It looks like https://key@errors.example/1"
        ) from why


def scrubbed(event: Any, hint: dict[str, Any]) -> Any:
    """The event with these facts and no others; None where it is no error of ours."""
    record = hint.get("log_record")
    if record is not None and record.name.startswith(TRIES):
        return None
    kept = {name: event[name] for name in OF_AN_EVENT if name in event}
    if "logentry" in event:
        kept["logentry"] = {"message": event["logentry"]["message"]}
    if "exception" in event:
        kept["exception"] = {"values": [_exception(one) for one in event["exception"]["values"]]}
    return {**kept, "tags": facts_of(record)}


def _exception(told: dict[str, Any]) -> dict[str, Any]:
    frames = (told.get("stacktrace") or {}).get("frames", [])
    return {
        "type": told.get("type"),
        "module": told.get("module"),
        "stacktrace": {
            "frames": [
                {name: frame[name] for name in OF_A_FRAME if name in frame} for frame in frames
            ]
        },
    }


def facts_of(record: logging.LogRecord | None) -> dict[str, str]:
    """The number of the request, its method and its view."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    return {
        "request_id": get_guid() or "-",
        "method": getattr(request, "method", None) or "-",
        "view": (match.view_name if match else None) or "-",
    }


class ErrorMail(AdminEmailHandler):
    """Writes to the addresses in ERROR_EMAILS, once in a while for each place in the code."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[tuple[str, int], float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if settings.ADMINS and not record.name.startswith(TRIES) and self._is_news(record):
            subject, body = letter_about(record)
            self.send_mail(subject, body, fail_silently=True)

    def _is_news(self, record: logging.LogRecord) -> bool:
        place, now = _place(record), time.monotonic()
        is_news = now - self._told.get(place, -SAME_PLACE_AFTER) >= SAME_PLACE_AFTER
        if is_news:
            self._told[place] = now
        return is_news


def letter_about(record: logging.LogRecord) -> tuple[str, str]:
    """Subject and body."""
    facts = facts_of(record)
    error = record.exc_info[1] if record.exc_info else None
    what = type(error).__name__ if error else "An error"
    lines = [
        f"{what} was logged by {record.name} at {_place_in_words(record)}.",
        "",
        f"Number of the request: {facts['request_id']}",
        f"Method and view: {facts['method']} {facts['view']}",
        "",
        *(_trace(error) if error else ()),
        "The log of the server says more under this number. Of the same place nothing more is sent for ten minutes.",
    ]
    return f"{what} in {facts['view']}", "\n".join(lines)


def _trace(error: BaseException) -> Iterator[str]:
    """Of an exception and of what it came from: types and lines of code, without its words."""
    if before := error.__cause__ or error.__context__:
        yield from _trace(before)
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    yield "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))


def _place(record: logging.LogRecord) -> tuple[str, int]:
    """Where the error was raised, else where it was logged."""
    trace: TracebackType | None = record.exc_info[2] if record.exc_info else None
    if trace is None:
        return record.pathname, record.lineno
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename, trace.tb_lineno


def _place_in_words(record: logging.LogRecord) -> str:
    file, line = _place(record)
    return f"{file}:{line}"
