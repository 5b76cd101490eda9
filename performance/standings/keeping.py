"""Standings are worked out once and kept, until something of their indicator changes.

The database counts each write to an indicator, its targets, breaks, comparators, commentaries and the figures of its own area.
What was kept at another count is never shown: it is worked out again, for that indicator alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from core.changes.counting import changes_of
from core.changes.watching import watch, watch_for
from core.digests import digest_of_code
from core.periods import Period
from core.records.fetching import (
    fetch_with_children,
    fields_of,
    index_by,
    revive,
    with_children_later,
)
from core.replicas.reading import ask_the_primary
from performance.choices import Direction, FigureState, Status
from performance.models import (
    Commentary,
    Comparator,
    Figure,
    Indicator,
    KeptStanding,
    Measurement,
    SeriesBreak,
    Target,
)
from performance.rules.direction import Travel
from performance.rules.intervals import Interval
from performance.rules.status import Judgement
from performance.standings.beside import besides_of
from performance.standings.standing import Beside, Standing, current_standing, with_figures

# The code whose change makes every standing be worked out again.
RULES = ("core/periods.py", "performance/choices.py", "performance/rules", "performance/standings")
# A line in small needs no more of what went before.
MOST_EARLIER = 12
# What an erased file leaves of a figure must not stand here.
NOT_KEPT = ("comment", "cell", "source")
CHILDREN = ("targets", "breaks", "commentaries", "figures", "comparators")


def watch_indicators() -> None:
    """Count what changes an indicator's standing."""
    of_own_area = (
        "EXISTS (SELECT 1 FROM performance_indicator own "
        "WHERE own.id = {row}.indicator_id AND own.area_id = {row}.area_id)"
    )
    watch_for(Indicator, Indicator, "id")
    watch_for(Indicator, Figure, "indicator", only=of_own_area)
    # No standing depends on the themes; flags do.
    watch(Indicator.themes.through)
    for model in (Target, SeriesBreak, Comparator, Commentary, Measurement):
        watch_for(Indicator, model, "indicator")


class RecalledStanding(Standing):
    """A kept standing. Its status and sentence are at hand; figures and targets are made when they are looked at."""

    _facts: dict[str, Any]
    _kept_status: str

    def __init__(self, indicator: Indicator, kept: KeptStanding) -> None:
        facts = kept.facts
        vars(self).update(
            indicator=indicator,
            period=_period(facts["period"]),
            judgement=_judgement(facts["judgement"]),
            overdue=tuple(Period(*map(date.fromisoformat, ends)) for ends in facts["overdue"]),
            travel=_travel(kept.direction, facts["travel"]),
            beside=Beside(**facts["beside"]),
            _facts=facts,
            _kept_status=kept.status,
        )

    @cached_property
    def status(self) -> Status:
        return Status(self._kept_status)

    @cached_property
    def figure(self) -> Figure | None:
        return self._one("figure", Figure)

    @cached_property
    def target(self) -> Target | None:
        return self._one("target", Target)

    @cached_property
    def last_year(self) -> Figure | None:
        return self._one("last_year", Figure)

    @cached_property
    def comparators(self) -> tuple[Comparator, ...]:
        return tuple(self._all("comparators", Comparator))

    @cached_property
    def commentary(self) -> Commentary | None:
        return self._one("commentary", Commentary)

    @cached_property
    def printed(self) -> Measurement | None:
        return self._one("printed", Measurement)

    @cached_property
    def earlier(self) -> tuple[Figure, ...]:
        return tuple(self._all("earlier", Figure))

    def _one(self, name: str, model: Any) -> Any:
        row = self._facts[name]
        return None if row is None else self._made(model, row)

    def _all(self, name: str, model: Any) -> list[Any]:
        return [self._made(model, row) for row in self._facts[name]]

    def _made(self, model: Any, row: dict[str, Any]) -> Any:
        made: Any = revive(model, row)
        made.indicator = self.indicator
        return made


def standings_now(
    indicators: QuerySet[Indicator], as_at: date, *, with_children: bool = False
) -> list[Standing]:
    """How `indicators` stand, by the latest figures: those kept, and the others worked out and kept from now on.

    Their figures and targets come along, or by another query once somebody looks at one.
    """
    counted = indicators.annotate(changes=changes_of(Indicator))
    kept_rows = _of_these_rules(as_at)
    if with_children:
        found = with_figures(counted, as_at, kept_standings=kept_rows)
    else:
        found = fetch_with_children(counted, "themes", "measurements", kept_standings=kept_rows)
        same = Indicator.objects.filter(pk__in=index_by(found))
        with_children_later(found, CHILDREN, lambda: with_figures(same, as_at))
    kept = {
        one.pk: row
        for one in found
        for row in one.kept_standings.all()
        if row.changes == one.changes  # type: ignore[attr-defined]
    }
    recalled = {pk: RecalledStanding(row.indicator, row) for pk, row in kept.items()}
    again = {row.indicator.pk: row for row in _work_out(found, kept, as_at)}
    # One that was deleted since the first query is in neither.
    known = recalled | {
        one.pk: replace(again[one.pk], indicator=one) for one in found if one.pk in again
    }
    return [known[one.pk] for one in found if one.pk in known]


def kept_that_hold(indicators: QuerySet[Indicator], as_at: date) -> dict[int, KeptStanding]:
    """The kept standings of `indicators` of which nothing changed since, by the indicator's id."""
    rows = _of_these_rules(as_at).filter(
        indicator__in=indicators.order_by().values("pk"),
        changes=changes_of(Indicator, "indicator"),
    )
    return {row.indicator_id: row for row in rows}


def _of_these_rules(as_at: date) -> QuerySet[KeptStanding]:
    return KeptStanding.objects.filter(as_at=as_at, rules=digest_of_code(RULES))


def _work_out(indicators: Iterable[Any], kept: Container[int], as_at: date) -> list[Standing]:
    """Judge those of `indicators` that are not kept, and keep how they stand. Their `changes` were counted before."""
    counted = {one.pk: one.changes for one in indicators if one.pk not in kept}
    if not counted:
        return []
    ask_the_primary()
    rows = with_figures(Indicator.objects.filter(pk__in=counted).order_by("order"), as_at)
    found = [current_standing(one, as_at) for one in rows]
    besides = besides_of(found, as_at)
    standings = [replace(one, beside=besides[one.indicator.pk]) for one in found]
    try:
        with transaction.atomic():
            _keep(standings, counted, as_at)
    except DatabaseError:
        # Somebody else is writing. What was worked out is shown, and kept another time.
        pass
    return standings


def _keep(standings: Iterable[Standing], counted: dict[int, int], as_at: date) -> None:
    rules = digest_of_code(RULES)
    KeptStanding.objects.bulk_create(
        [_kept(one, counted[one.indicator.pk], as_at, rules) for one in standings],
        update_conflicts=True,
        unique_fields=["indicator", "as_at"],
        update_fields=["changes", "rules", "status", "direction", "facts"],
    )


def _kept(standing: Standing, changes: int, as_at: date, rules: str) -> KeptStanding:
    judgement, travel = standing.judgement, standing.travel
    return KeptStanding(
        indicator=standing.indicator,
        as_at=as_at,
        changes=changes,
        rules=rules,
        status=standing.status,
        direction=travel.direction,
        facts={
            "period": _ends(standing.period),
            "overdue": [_ends(period) for period in standing.overdue],
            "judgement": {
                "status": judgement.status,
                "sentence": judgement.sentence,
                "just": judgement.just,
                "limit": _written(judgement.limit),
                "amber": _written(judgement.amber),
                "shortfall": _written(judgement.shortfall),
                "set_aside": judgement.set_aside,
                "missing": judgement.missing,
                "withheld": judgement.withheld,
                "value": _written(judgement.value),
                "interval": judgement.interval,
                "could_be_chance": judgement.could_be_chance,
            },
            "travel": {
                "sentence": travel.sentence,
                "against": _ends(travel.against),
                "change": travel.change,
                "change_percent": travel.change_percent,
            },
            "beside": asdict(standing.beside or Beside()),
            "figure": _row(standing.figure),
            "target": _row(standing.target),
            "last_year": _row(standing.last_year),
            "comparators": [_row(row) for row in standing.comparators],
            "commentary": _row(standing.commentary),
            "printed": _row(standing.printed),
            "earlier": [_row(row) for row in standing.earlier[:MOST_EARLIER]],
        },
    )


def _row(record: Any) -> dict[str, Any] | None:
    return (
        None
        if record is None
        else fields_of(record, but=NOT_KEPT if isinstance(record, Figure) else ())
    )


def _ends(period: Period | None) -> list[date] | None:
    return None if period is None else [period.start, period.end]


def _period(ends: list[str] | None) -> Period | None:
    return None if ends is None else Period(*(date.fromisoformat(day) for day in ends))


def _judgement(facts: dict[str, Any]) -> Judgement:
    return Judgement(
        Status(facts["status"]),
        facts["sentence"],
        just=facts["just"],
        limit=_fraction(facts["limit"]),
        amber=_fraction(facts["amber"]),
        shortfall=_fraction(facts["shortfall"]),
        set_aside=facts["set_aside"] and FigureState(facts["set_aside"]),
        missing=tuple(facts["missing"]),
        withheld=tuple(facts["withheld"]),
        value=_fraction(facts["value"]),
        # PostgreSQL gives the numbers of a row within a row as decimals.
        interval=Interval(*map(float, facts["interval"])) if facts["interval"] else None,
        could_be_chance=facts["could_be_chance"],
    )


def _travel(direction: str, facts: dict[str, Any]) -> Travel:
    return Travel(
        Direction(direction),
        facts["sentence"],
        against=_period(facts["against"]),
        change=_number(facts["change"]),
        change_percent=_number(facts["change_percent"]),
    )


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _written(number: Fraction | None) -> str | None:
    """Exact, "8/3": a decimal would lose what decides a status at its boundary."""
    return None if number is None else str(number)


def _fraction(written: str | None) -> Fraction | None:
    return None if written is None else Fraction(written)
