"""The biggest delivery gaps, by whom and what they affect."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from django.template.defaultfilters import pluralize

from priorities.models import DeliveryGap
from projects.funding import in_pounds
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.open_records import open_gaps

# So many fit the first screen.
MOST_GAPS = 3


@dataclass(frozen=True)
class BigGap:
    """An open gap with its size: people, pounds, places and themes, the first that are known. No `places`: all of them."""

    gap: DeliveryGap
    places: int | None
    themes: int

    @property
    def size(self) -> tuple[float, float, float, int]:
        gap = self.gap
        places = inf if self.places is None else self.places
        return (gap.people_affected or 0, float(gap.money_affected or 0), places, self.themes)

    @property
    def words(self) -> str:
        people, money = self.gap.people_affected, self.gap.money_affected
        said = [
            f"{people:,} {pluralize(people, 'person,people')}" if people else "",
            in_pounds(money) if money else "",
            f"{self.places} place{pluralize(self.places)}" if self.places else "county-wide",
            f"{self.themes} theme{pluralize(self.themes)}",
        ]
        return ", ".join([words for words in said if words][:2])

    @property
    def owner(self) -> str:
        return str(self.gap.owner) if self.gap.owner else "Nobody owns it"


def biggest_gaps(snapshot: Snapshot) -> list[BigGap]:
    """By people affected, then money, then places (county-wide is all of them), then the themes that state it."""
    found = [
        BigGap(row, len(row.local_areas) or None, len(snapshot.themes_of_statement(row)))
        for row in open_gaps(snapshot)
    ]
    return sorted(found, key=lambda one: one.size, reverse=True)[:MOST_GAPS]
