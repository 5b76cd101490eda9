"""The list of indicators as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from core.lists.columns import ListColumn, exported
from core.lists.filters import Choice, Filters, Words, named
from performance.choices import WORST_FIRST, Direction, Frequency, Polarity, Status
from performance.models import Figure, Indicator
from performance.rules.targets import Limit
from performance.rules.wording import GOOD_IS
from performance.standings.keeping import standings_now
from performance.standings.readout import (
    PrintedReadout,
    figure_words,
    in_words,
    limit_of,
    printed_of,
    target_words,
)
from performance.standings.standing import Standing
from priorities.models import Theme
from safercornwall.lists.flagged import flag_choice, flagged
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.plan_filters import containing

# Beside the slugs of organisations. No slug has a colon.
NOT_STATED = "not:stated"


class IndicatorFilters(Filters):
    theme = Choice("All themes", proper=True)
    status = Choice("All statuses", Status.choices)
    polarity = Choice("All", Polarity.choices, label="Good is")
    frequency = Choice("All", Frequency.choices, label="How often")
    organisation = Choice("All organisations", proper=True)
    direction = Choice("All directions", Direction.choices, label="Direction of travel")
    flag = flag_choice(Indicator)
    q = Words()

    def __init__(
        self, data: Any, *, themes: Iterable[Theme], organisations: Iterable[Organisation]
    ):
        super().__init__(data)
        self.theme_by_slug = {theme.slug: theme for theme in themes}
        self.offer("theme", named(self.theme_by_slug.values()))
        self.offer("organisation", [(NOT_STATED, "Not stated"), *named(organisations)])

    def narrow(self, indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
        """Narrow by every filter but status and direction, which are worked out and not in the database."""
        chosen = self.chosen
        indicators = containing(indicators, chosen, ["name", "short_name", "definition"])
        if "theme" in chosen:
            indicators = indicators.filter(themes=self.theme_by_slug[chosen["theme"]])
        if "polarity" in chosen:
            indicators = indicators.filter(polarity=chosen["polarity"])
        if "frequency" in chosen:
            indicators = indicators.filter(frequency=chosen["frequency"])
        slug = chosen.get("organisation")
        if slug is None:
            return indicators
        if slug == NOT_STATED:
            return indicators.filter(provider=None, lead_organisation=None)
        return indicators.filter(Q(provider__slug=slug) | Q(lead_organisation__slug=slug))


@dataclass(frozen=True)
class IndicatorRow:
    """One line of the list."""

    standing: Standing
    themes: tuple[Theme, ...]

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @cached_property
    def latest(self) -> Figure | None:
        """The last figure that is in; the status may be of a later period, whose figure is looked for."""
        earlier = (row for row in self.standing.earlier if row.value is not None)
        return self.standing.figure or next(earlier, None)

    @cached_property
    def latest_words(self) -> str:
        if self.latest is None or self.latest.value is None:
            return ""
        if self.standing.figure is None:
            return in_words(self.indicator, self.latest.value)
        return figure_words(self.standing)

    @cached_property
    def target(self) -> str:
        target = self.standing.target
        return target_words(self.indicator, target) if target else ""

    @property
    def target_printed(self) -> str:
        """The printed words of a target that gives no number to reach."""
        target = self.standing.target
        if target is None or isinstance(limit_of(self.indicator, target), Limit):
            return ""
        return target.printed

    @cached_property
    def printed(self) -> PrintedReadout | None:
        return printed_of(self.standing)

    @property
    def value(self) -> Decimal | None:
        """The number of the latest figure; None where it is withheld or there is none."""
        return self.latest.value if self.latest else None

    @property
    def provider(self) -> Organisation | None:
        return self.indicator.provider or self.indicator.lead_organisation

    @property
    def figure_state(self) -> str:
        return self.latest.get_state_display() if self.latest else ""

    @property
    def period(self) -> str:
        return str(self.latest.period) if self.latest else ""

    @property
    def target_period(self) -> str:
        return str(self.standing.target.period) if self.standing.target else ""

    @property
    def good_is(self) -> str:
        return GOOD_IS[Polarity(self.indicator.polarity)]


def rows_of(standings: Iterable[Standing], themes: Sequence[Theme]) -> list[IndicatorRow]:
    """A row for each standing, with those of `themes` (a plan's) that it measures."""
    return [
        IndicatorRow(
            standing,
            tuple(theme for theme in themes if theme in standing.indicator.themes.all()),
        )
        for standing in standings
    ]


class IndicatorList(NounList):
    key = "indicators"
    title = "Indicators"
    noun, nouns = "indicator", "indicators"
    permission = "performance.view_indicator"
    first_order = "Theme"
    size = 100
    columns = (
        ListColumn(
            *("name", "Indicator", lambda row: row.indicator),
            sort_key=lambda row: row.indicator.name,
            orders=("Name", "Name, Z to A"),
        ),
        exported("themes", "Themes", lambda row: row.themes),
        ListColumn(
            *("status", "Status", lambda row: row.standing.label),
            sort_key=lambda row: WORST_FIRST.index(row.standing.status),
            orders=("Status, worst first", "Status, best first"),
        ),
        exported("sentence", "Why", lambda row: row.standing.sentence),
        ListColumn("latest", "Latest figure", lambda row: row.latest_words, none="None yet"),
        exported("value", "Value", lambda row: row.value),
        exported("unit", "Unit", lambda row: row.indicator.unit),
        exported("period", "Period", lambda row: row.period),
        exported("state", "State of the figure", lambda row: row.figure_state),
        ListColumn("target", "Target", lambda row: row.target, none="None"),
        exported("target_period", "Period of the target", lambda row: row.target_period),
        ListColumn(
            *("travel", "Direction of travel", lambda row: row.standing.travel.direction),
            sort_key=lambda row: list(Direction).index(row.standing.travel.direction),
            orders=("Direction, improving first", "Direction, worsening first"),
        ),
        ListColumn("good_is", "Good is", lambda row: row.good_is),
        ListColumn(
            *("frequency", "How often", lambda row: Frequency(row.indicator.frequency)),
            sort_key=lambda row: list(Frequency).index(Frequency(row.indicator.frequency)),
            orders=("How often, most often first", "How often, least often first"),
        ),
        ListColumn(
            *("organisation", "Provided by", lambda row: row.indicator.provider),
            sort_key=lambda row: row.provider and row.provider.name,
            orders=("Who provides it", "Who provides it, Z to A"),
            none="Not stated",
        ),
        exported("lead", "Led by", lambda row: row.indicator.lead_organisation),
    )

    def filters(self, query: Any) -> IndicatorFilters:
        themes = self.reader.themes
        return IndicatorFilters(query, themes=themes, organisations=_organisations())

    @cached_property
    def of_any_status(self) -> list[IndicatorRow]:
        """The rows that all other filters leave, by theme and the indicator's own place."""
        indicators = self.form.narrow(_indicators(self.reader.plan))
        if flag := self.form.chosen.get("flag"):
            indicators = indicators.filter(pk__in=flagged(self.reader, Indicator, flag))
        standings = standings_now(indicators, self.reader.as_at)
        asked = self.form.chosen.get("direction")
        found = [row for row in standings if asked in (None, row.travel.direction)]
        return sorted(rows_of(found, self.reader.themes), key=_by_theme)

    @property
    def counts_by_status(self) -> list[tuple[Status, int]]:
        """Each status that some row has, worst first, and how many have it."""
        counted = Counter(row.standing.status for row in self.of_any_status)
        return [(status, counted[status]) for status in WORST_FIRST if counted[status]]

    def found(self) -> list[IndicatorRow]:
        asked = self.form.chosen.get("status")
        return [row for row in self.of_any_status if asked in (None, row.standing.status)]


def _by_theme(row: IndicatorRow) -> tuple[float, int]:
    first = min((theme.order for theme in row.themes), default=float("inf"))
    return first, row.indicator.order


def _indicators(plan):
    """Those that measure a theme of the plan, and those that measure none yet."""
    links = Indicator.themes.through.objects.filter(theme__archived_at=None)
    measuring = Q(pk__in=links.filter(theme__plan=plan).values("indicator"))
    unplaced = ~Q(pk__in=links.values("indicator"))
    found = Indicator.objects.counting().filter(measuring | unplaced)
    return found.select_related("provider", "lead_organisation").order_by("order")


def _organisations():
    counting = Indicator.objects.counting().order_by()
    return Organisation.objects.filter(
        Q(pk__in=counting.values("provider")) | Q(pk__in=counting.values("lead_organisation"))
    )
