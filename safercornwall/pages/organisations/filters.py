"""What the list of organisations can be narrowed by."""

from __future__ import annotations

from accounts.models import Organisation
from core.lists.filters import Choice, Filters, Words, contains_all


class OrganisationFilters(Filters):
    q = Words("Name or description")
    kind = Choice("All kinds", Organisation.Kind.choices, label="Kind of organisation")

    def matches(self, organisation: Organisation) -> bool:
        """Whether it is of the kind, with the words in its name or description."""
        texts = (organisation.name, organisation.description)
        return self.chosen.get("kind") in (None, organisation.kind) and contains_all(
            self.chosen.get("q", ""), *texts
        )
