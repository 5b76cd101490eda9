"""Which round somebody uploads a file for: said in the address of the form, and kept with their session after that."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest

from core.periods import Period
from performance.models import Upload
from performance.rounds.quarters import quarter_from
from safercornwall.pages.addresses import round_url

_SESSION_KEY = "uploads_for_rounds"
_MOST = 20


class ForRound(NamedTuple):
    period: Period
    url: str


def round_asked(request: HttpRequest) -> ForRound | None:
    return _round(request.GET.get("round", ""))


def round_of(request: HttpRequest, upload: Upload) -> ForRound | None:
    """The one that led this person to upload it."""
    return _round(request.session.get(_SESSION_KEY, {}).get(str(upload.pk), ""))


def keep_round(request: HttpRequest, upload: Upload) -> None:
    if round_asked(request):
        kept: dict[str, Any] = request.session.get(_SESSION_KEY, {})
        newest = dict(list(kept.items())[-(_MOST - 1) :])
        request.session[_SESSION_KEY] = newest | {str(upload.pk): request.GET["round"]}


def _round(key: str) -> ForRound | None:
    quarter = quarter_from(key)
    return ForRound(quarter, round_url(quarter)) if quarter else None
