"""How a line of the log looks: when, in UTC, how grave, which part, what. No text can be made to look like a line of its own."""

from __future__ import annotations

import logging
import time
from textwrap import indent
from typing import Any

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
