"""What the page of a round can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.lists.filters import Choice, Filters
from performance.rounds.by_group import COUNTED, RoundGroup


class RoundFilters(Filters):
    state = Choice("All", [(place.value, place.label) for place in COUNTED], label="State")
    theme = Choice("All themes")
    organisation = Choice("All organisations", label="Provided by")

    def __init__(
        self, data: Any, *, themes: Iterable[RoundGroup], organisations: Iterable[RoundGroup]
    ):
        super().__init__(data)
        self.offer("theme", [(group.value, group.name) for group in themes])
        self.offer("organisation", [(group.value, group.name) for group in organisations])
