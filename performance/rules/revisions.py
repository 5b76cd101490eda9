"""How far first figures are usually revised, so that a provisional one can say what to expect of it.

The measures are the mean revision and the mean absolute revision of official statistics (Jenkinson and Stuttard 2004,
"Revisions information in ONS First Releases", Economic Trends 604).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from performance.rules.direction import SMALLEST_BASE
from performance.rules.wording import rounded, show, show_difference

FEWEST = 4
# So large a share of first figures has to move one way for "usually".
USUALLY = Decimal(2) / 3


@dataclass(frozen=True)
class RevisionRecord:
    """`mean` and `mean_absolute` are revisions from the first figure to the latest: in per cent of the first, or in the
    unit where `is_relative` is false. `rose` and `fell` count the figures.
    """

    number: int
    mean: Decimal
    mean_absolute: Decimal
    rose: int
    fell: int
    is_relative: bool


def read_revisions(
    pairs: Sequence[tuple[Decimal, Decimal]], *, unit: str = ""
) -> RevisionRecord | None:
    """Of each figure the first value and the latest; None for under four. Points of a percentage are never per cent."""
    if len(pairs) < FEWEST:
        return None
    is_relative = not unit.startswith("%") and all(first >= SMALLEST_BASE for first, _ in pairs)
    revisions = [
        (latest - first) * 100 / first if is_relative else latest - first for first, latest in pairs
    ]
    return RevisionRecord(
        number=len(pairs),
        mean=sum(revisions, Decimal(0)) / len(pairs),
        mean_absolute=sum(map(abs, revisions), Decimal(0)) / len(pairs),
        rose=sum(one > 0 for one in revisions),
        fell=sum(one < 0 for one in revisions),
        is_relative=is_relative,
    )


def in_a_sentence(record: RevisionRecord, *, unit: str = "") -> str:
    """ "usually rises by 3%", from so many figures, and by how much either way."""
    of = f"{record.number} earlier figures"
    said = in_few_words(record, unit=unit)
    if not record.rose and not record.fell:
        return f"{said} in {of}"
    size = _size(record.mean_absolute, record, unit)
    is_said = size == _size(abs(record.mean), record, unit) or not _goes_one_way(record)
    either = "" if is_said else f"; {size} either way"
    return f"{said} (the mean of {of}{either})"


def in_few_words(record: RevisionRecord, *, unit: str = "") -> str:
    """ "usually rises by 3%"."""
    if not record.rose and not record.fell:
        return "not revised"
    if _goes_one_way(record):
        way = "rises" if record.mean > 0 else "falls"
        return f"usually {way} by {_size(abs(record.mean), record, unit)}"
    return f"revised by {_size(record.mean_absolute, record, unit)} up or down"


def _goes_one_way(record: RevisionRecord) -> bool:
    most = max(record.rose, record.fell)
    return most >= USUALLY * record.number and bool(rounded(record.mean, 1))


def _size(value: Decimal, record: RevisionRecord, unit: str) -> str:
    short = rounded(value, 1 if value < 10 else 0)
    if record.is_relative:
        return show(short, "%")
    return show_difference(short, unit).lstrip("+")
