"""Board packs and marked copies of workbooks are made to be taken away, and go after a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.jobs.models import LeasedJob
from core.retention import add_rule
from performance.models import MarkedCopy
from safercornwall.exports.models import BoardPack


def add_rules() -> None:
    add_rule(
        "board packs, and copies of workbooks with what is wrong marked in them", "packs", _packs
    )


def _packs(before: datetime) -> Iterator[QuerySet[Any]]:
    finished = [LeasedJob.State.DONE, LeasedJob.State.FAILED]
    for kind in (BoardPack, MarkedCopy):
        yield kind._default_manager.filter(state__in=finished, asked_at__lt=before)
