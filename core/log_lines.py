"""How a line of the log looks: when, in UTC, how grave, which part, for which request, what. No text can be made to look like a line of its own."""

from __future__ import annotations

import logging
import time
from textwrap import indent
from typing import Any

from django.http import HttpRequest
from django_guid import get_guid
from pythonjsonlogger.json import JsonFormatter

from core.request_ids import path_without_secrets

# What ends a line somewhere, or tells a terminal what to do: control characters, and two separators of Unicode.
_UNSEEN = {
    code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    for code in (*range(32), *range(127, 160), 0x2028, 0x2029)
}


class LogLine(logging.Formatter):
    """Where an error left a trace, its lines follow, each set in by four blanks."""

    converter = time.gmtime  # type: ignore[assignment]
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return super().formatMessage(record).translate(_UNSEEN)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return indent(super().formatException(ei), "    ", lambda line: True)


class OfRequest(logging.Filter):
    """Gives each line the number of the request that is being answered, and takes secrets of addresses out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = get_guid() or "-"
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(
                path_without_secrets(request) if one == request.path else one for one in record.args
            )
        return True


class JsonLine(JsonFormatter):
    """One object of JSON in each line, for what collects logs: these facts, and nothing else that a library hangs onto a record."""

    FACTS = {
        "asctime": "at",
        "levelname": "level",
        "name": "logger",
        "request_id": "request_id",
        "message": "message",
    }
    converter = time.gmtime  # type: ignore[assignment]
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__(list(self.FACTS), rename_fields={**self.FACTS, "exc_info": "trace"})

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        kept = (*self.FACTS.values(), "trace")
        return {name: log_data[name] for name in kept if name in log_data}
