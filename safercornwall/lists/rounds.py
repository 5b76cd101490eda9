"""The list of rounds: every quarter, with how many of its figures are in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.lists.columns import Link, ListColumn, exported
from core.lists.filters import Choice, Filters
from core.periods import Period, financial_year_label
from performance.rounds.by_group import COUNTED
from performance.rounds.expected import ReturnStatus
from performance.rounds.history import PastRound, RoundHistory
from safercornwall.lists.noun_list import NounList


class RoundListFilters(Filters):
    year = Choice("All years", label="Financial year")
    state = Choice("Open or closed", [("open", "Open"), ("closed", "Closed")])


def _counted(place: ReturnStatus) -> ListColumn:
    return ListColumn(place.value, str(place.label), lambda row: row.tally.shown(place))


class RoundList(NounList):
    key = "rounds"
    title = "Rounds"
    noun, nouns = "round", "rounds"
    permission = "performance.view_figure"
    first_order = "The latest first"
    size = 25
    columns = (
        ListColumn(
            *("quarter", "Quarter"),
            lambda row: Link(str(row.period), reverse("rounds:page", args=[row.key])),
            # Sorted before the figures of a quarter are counted.
            sort_key=lambda quarter: quarter.start,
            orders=("Quarter, earliest first", "Quarter, latest first"),
        ),
        exported("from", "From", lambda row: row.period.start),
        exported("to", "To", lambda row: row.period.end),
        ListColumn("expected", "Expected", lambda row: row.tally.expected),
        *(_counted(place) for place in COUNTED),
        ListColumn(
            *("closed", "Closed"),
            lambda row: row.closing and timezone.localdate(row.closing.closed_at),
            none="Open",
        ),
    )

    @cached_property
    def history(self) -> RoundHistory:
        return RoundHistory(self.reader.plan, self.reader.clocks)

    def filters(self, query: Any) -> RoundListFilters:
        form = RoundListFilters(query)
        years = dict.fromkeys(quarter.fy_start_year for quarter in self.history.quarters)
        form.offer("year", [(str(year), financial_year_label(year)) for year in years])
        return form

    def found(self) -> list[Period]:
        """The quarters that the filters leave, the newest first. Their figures are counted page by page."""
        year, state = (self.form.chosen.get(name) for name in ("year", "state"))
        return [
            quarter
            for quarter in self.history.quarters
            if year in (None, str(quarter.fy_start_year))
            and (state is None or (quarter in self.history.closed) == (state == "closed"))
        ]

    def rows_of(self, records: Any) -> list[PastRound]:
        quarters = list(records)
        newest_first = sorted(quarters, key=lambda quarter: quarter.start, reverse=True)
        rounds = {row.period: row for row in self.history.rounds(newest_first)}
        return [rounds[quarter] for quarter in quarters]
