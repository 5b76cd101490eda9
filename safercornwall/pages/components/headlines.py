"""An indicator at a glance: its figure, target and comparators in large type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from core.periods import Period
from performance.models import Figure
from performance.rules.targets import NoLimit
from performance.standings.readout import beside_comparator, held_to, limit_of, number_and_unit
from performance.standings.standing import Standing


@dataclass(frozen=True)
class Headline:
    """As the count_tiles component takes it: `count` in large type; unit and period in the note."""

    label: str
    count: str
    note: str


def headlines_of(standing: Standing) -> list[Headline]:
    return [*_figure(standing), *_target(standing), *_comparators(standing)]


def _figure(standing: Standing) -> Iterator[Headline]:
    earlier = (row for row in standing.earlier if row.value is not None)
    figure: Figure | None = standing.figure or next(earlier, None)
    if figure is not None and figure.value is not None:
        doubts = ["provisional"] * (figure.state == "provisional")
        doubts += ["an estimate"] * figure.is_estimate
        doubts += [figure.added_up_words] if figure.added_up_from else []
        beside = held_to(standing) if figure is standing.figure else []
        number, rest = number_and_unit(standing.indicator, figure.value, *beside)
        yield Headline("Latest figure", number, _note(rest, figure.period, *doubts))


def _target(standing: Standing) -> Iterator[Headline]:
    if standing.target is None:
        return
    indicator = standing.indicator
    limit = limit_of(indicator, standing.target)
    if isinstance(limit, NoLimit):
        yield Headline("Target", "Not set", capfirst(limit.reason))
        return
    words = limit.words(lambda value: number_and_unit(indicator, value)[0])
    rest = number_and_unit(indicator, Decimal(0))[1]
    note = _note(rest, standing.target.period)
    yield Headline("Target", capfirst(words), note)


def _comparators(standing: Standing) -> Iterator[Headline]:
    for row in standing.comparators:
        if row.value is not None:
            number, rest = number_and_unit(standing.indicator, row.value)
            found = beside_comparator(standing.indicator, row, standing.figure)
            beside = [f"the figure is {found}"] if found else []
            yield Headline(capfirst(row.label), number, _note(rest, row.period, *beside))


def _note(rest: str, period: Period, *doubts: str) -> str:
    return ", ".join(filter(None, [rest, period.label, *doubts]))
