"""What the list of places can be narrowed by."""

from __future__ import annotations

from core.lists.filters import Choice, Filters, Words, contains_all
from places.models import Area


class PlaceFilters(Filters):
    q = Words("Name or code")
    kind = Choice("All kinds", Area.Kind.choices, label="Kind of place")

    def matches(self, area: Area) -> bool:
        """Whether an area, its codes at hand, has the words in its name or codes and is of the kind."""
        codes = (row.code for row in area.codes.all())
        return self.chosen.get("kind") in (None, area.kind) and contains_all(
            self.chosen.get("q", ""), area.name, *codes
        )
