"""Keep true what was added up from a complete set of areas, when a figure of one of them changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import F

from accounts.models import User
from performance.figures.complete_sets import (
    CompleteSet,
    SetKey,
    SetTally,
    Total,
    complete_set,
    figures_of_set,
    tallies,
    total_of,
)
from performance.figures.destinations import DESTINATIONS
from performance.figures.ledger import Ledger, as_stored, moment_after, rows_of
from performance.models import Figure, UploadKind

ADDED_UP_AGAIN = "Added up again, as a figure of one of its areas changed."
NOT_WHOLE = "It was added up from its areas, and not all of them have a figure any more."
_FIGURES = DESTINATIONS[UploadKind.FIGURES]
# SQLite takes so many rows in one statement.
_BATCH = 200
_COLUMNS = [
    ("comment", "''"),
    ("is_estimate", "FALSE"),
    ("source", "''"),
    ("reason", "''"),
    ("cell", "s.cell"),
    ("reason_for_change", "%(reason)s"),
    ("recorded_by_id", "%(by)s"),
]


def keep_totals(keys: Collection[SetKey], *, by: User) -> None:
    """Add up again, or take out, the figures of these that were added up. Call it in the transaction of the change.

    Nothing is added up that was not before: a file shows that in its preview first.
    """
    standing = _standing(keys)
    if not standing:
        return
    found = complete_set()
    parts = tallies(figures_of_set(found, standing), "indicator") if found else {}
    gone, changed = [], []
    for key, figure in standing.items():
        total = _total(found, figure, parts.get(key, SetTally()))
        if found is None or total is None:
            gone.append(figure)
        elif total.says != (figure.state, figure.value, figure.numerator, figure.denominator):
            changed.append((figure, _row(found, key, total)))
    _take_out(gone, by=by)
    for start in range(0, len(changed), _BATCH):
        _write(changed[start : start + _BATCH], by=by)


def _standing(keys: Collection[SetKey]) -> dict[SetKey, Figure]:
    wanted = set(keys)
    rows = Figure.objects.latest_revisions().filter(
        indicator__in={subject for subject, _, _ in wanted},
        area=F("indicator__area"),
        added_up_from__isnull=False,
    )
    by_key = {
        (row.indicator_id, row.period_start, row.period_end): row.in_full()
        for row in rows.select_related("indicator")
    }
    return {key: row for key, row in by_key.items() if key in wanted}


def _total(found: CompleteSet | None, figure: Figure, parts: SetTally) -> Total | None:
    if found is None or figure.area_id != found.whole.pk:
        return None
    return total_of(parts, found.size, figure.indicator)


def _row(found: CompleteSet, key: SetKey, total: Total) -> dict[str, Any]:
    subject, start, end = key
    numbers = (None if one is None else f"{one:f}" for one in total.says[1:])
    return {
        "subject": subject,
        "area": found.whole.pk,
        "period_start": start,
        "period_end": end,
        "state": str(total.state),
        **dict(zip(("value", "numerator", "denominator"), numbers, strict=True)),
        "added_up_from": found.size,
        "cell": found.cell,
    }


def _take_out(figures: Sequence[Figure], *, by: User) -> None:
    if figures:
        _ledger(figures, NOT_WHOLE, by=by).remove(_ids(figures))


def _write(changed: Sequence[tuple[Figure, Mapping[str, Any]]], *, by: User) -> None:
    source, facts = rows_of([row for _, row in changed])
    figures = [figure for figure, _ in changed]
    ledger = _ledger(figures, ADDED_UP_AGAIN, by=by, **facts)
    ledger.close(_ids(figures))
    ledger.add(source, _COLUMNS)


def _ledger(figures: Sequence[Figure], reason: str, *, by: User, **facts: Any) -> Ledger:
    moment = as_stored(moment_after(_FIGURES, _ids(figures), {}))
    own = {"moment": moment, "by": by.pk, "upload": None, "reason": reason}
    return Ledger(_FIGURES, own | facts)


def _ids(figures: Sequence[Figure]) -> str:
    return ", ".join(str(int(row.pk)) for row in figures)
