"""Board packs are made for one person to take away, and go after a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.retention import add_rule
from safercornwall.exports.models import BoardPack


def add_rules() -> None:
    add_rule("board packs", "packs", _packs)


def _packs(before: datetime) -> Iterator[QuerySet[Any]]:
    finished = [BoardPack.State.DONE, BoardPack.State.FAILED]
    yield BoardPack.objects.filter(state__in=finished, asked_at__lt=before)
