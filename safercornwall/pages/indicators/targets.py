"""The targets of an indicator, in words."""

from __future__ import annotations

from dataclasses import dataclass

from core.records.fetching import index_by
from performance.choices import TargetForm
from performance.models import Indicator, Target
from performance.standings.readout import target_sentence, target_words
from places.models import Area


@dataclass(frozen=True)
class TargetRow:
    """A target, and what it asks for. `place` is named where it is not that of the headline figures."""

    target: Target
    words: str
    place: Area | None = None


def target_rows(indicator: Indicator) -> list[TargetRow]:
    """Of the headline place first, then by place, each newest first; one of an archived place stands nowhere.

    One query where there are targets of other places.
    """
    targets = list(indicator.targets.all())
    own = [
        TargetRow(row, target_sentence(indicator, row))
        for row in targets
        if _is_own(indicator, row)
    ]
    others = [row for row in targets if not _is_own(indicator, row)]
    places = index_by(Area.objects.filter(pk__in={row.area_id for row in others})) if others else {}
    elsewhere = [
        TargetRow(row, _words_elsewhere(indicator, row), places[row.area_id])
        for row in others
        if row.area_id in places
    ]
    return own + sorted(elsewhere, key=lambda row: str(row.place))


def _is_own(indicator: Indicator, target: Target) -> bool:
    return bool(target.area_id == indicator.area_id)


def _words_elsewhere(indicator: Indicator, target: Target) -> str:
    """Without what rests on figures: those of other places are not at hand."""
    if not target.is_confirmed or target.form == TargetForm.CHANGE:
        return f"{target}."
    return f"{target_words(indicator, target)} {target.period.when}."
