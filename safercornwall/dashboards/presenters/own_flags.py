"""The flags of one record on its own page, where a link to the record would lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from safercornwall.dashboards.flags.registry import Flag
from safercornwall.dashboards.presenters.flag_lines import Line


def flags_on(record: Model, flags: Iterable[Flag]) -> list[Line]:
    """Those about `record` or that touch it, in their own order; only the others name what they are about."""
    return [_line(flag, is_own=flag.record == record) for flag in flags if flag.is_about(record)]


def _line(flag: Flag, *, is_own: bool) -> Line:
    subject, url = ("", "") if is_own else (flag.subject, flag.url)
    return Line(flag.severity.value, subject, url, flag.reason, flag.title)
