"""What the page of a round can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from performance.rounds.by_group import COUNTED, Group
from safercornwall.lists.filters import Choice, Filters


class RoundFilters(Filters):
    state = Choice("All", [(place.value, place.label) for place in COUNTED], label="State")
    theme = Choice("All themes")
    organisation = Choice("All organisations", label="Provided by")

    def __init__(self, data: Any, *, themes: Iterable[Group], organisations: Iterable[Group]):
        super().__init__(data)
        self.offer("theme", [(group.value, group.name) for group in themes])
        self.offer("organisation", [(group.value, group.name) for group in organisations])
