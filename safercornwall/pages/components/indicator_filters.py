"""What the list of indicators can be narrowed to and ordered by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from core.lists.filters import Choice, Filters, named
from performance.choices import Frequency, Polarity, Status
from performance.models import Indicator
from priorities.models import Theme

# By theme is the order of a list without one.
ORDERS = {
    "status": "Status, worst first",
    "name": "Name",
    "organisation": "Who provides it",
}
NOT_STATED = "not-stated"


class IndicatorFilters(Filters):
    theme = Choice("All themes")
    status = Choice("All statuses", Status.choices)
    polarity = Choice("All", Polarity.choices, label="Good is")
    frequency = Choice("All", Frequency.choices, label="How often")
    organisation = Choice("All organisations")
    order = Choice("Theme", ORDERS.items(), label="In order of")

    def __init__(
        self, data: Any, *, themes: Iterable[Theme], organisations: Iterable[Organisation]
    ):
        super().__init__(data)
        self.theme_by_slug = {theme.slug: theme for theme in themes}
        self.offer("theme", named(self.theme_by_slug.values()))
        self.offer("organisation", [(NOT_STATED, "Not stated"), *named(organisations)])

    def narrow(self, indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
        """By all but the status, which is worked out and not in the database."""
        chosen = self.chosen
        if "theme" in chosen:
            indicators = indicators.filter(themes=self.theme_by_slug[chosen["theme"]])
        if "polarity" in chosen:
            indicators = indicators.filter(polarity=chosen["polarity"])
        if "frequency" in chosen:
            indicators = indicators.filter(frequency=chosen["frequency"])
        match chosen.get("organisation"):
            case None:
                return indicators
            case "not-stated":
                return indicators.filter(provider=None, lead_organisation=None)
            case slug:
                return indicators.filter(Q(provider__slug=slug) | Q(lead_organisation__slug=slug))
