"""The list of organisations, with the number of records that each leads, provides, owns or funds."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from accounts.models import Organisation
from core.lists.columns import ListColumn, exported
from core.lists.filters import Choice, Filters, Words, contains_all
from safercornwall.lists.involvement import INVOLVEMENTS, Involvement, records_of
from safercornwall.lists.noun_list import NounList


class OrganisationFilters(Filters):
    q = Words("Name or description")
    kind = Choice("All kinds", Organisation.Kind.choices, label="Kind of organisation")
    involvement = Choice(
        "With a part in the plan or without",
        [(one.name, capfirst(one.many)) for one in INVOLVEMENTS],
        label="What it does",
        says="with {choice}",
    )

    def matches(self, organisation: Organisation) -> bool:
        """Whether the organisation is of the chosen kind, does what is asked, and has the words in its name or description."""
        texts = (organisation.name, organisation.description)
        involvement = self.chosen.get("involvement")
        return (
            self.chosen.get("kind") in (None, organisation.kind)
            and (involvement is None or getattr(organisation, f"number_of_{involvement}") > 0)
            and contains_all(self.chosen.get("q", ""), *texts)
        )


def number_of(involvement: Involvement) -> Coalesce:
    """The number of records as a subquery, because joins would multiply the counts."""
    field = involvement.field
    counted = (
        records_of(involvement.name)
        .filter(**{field: OuterRef("pk")})
        .order_by()
        .values(field)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def counts_of(organisation: Any) -> list[str]:
    """The counts that are not zero, in words: "2 projects led", "1 decision owned"."""
    words = []
    for involvement in INVOLVEMENTS:
        number = getattr(organisation, f"number_of_{involvement.name}")
        if number:
            words.append(f"{number} {involvement.one if number == 1 else involvement.many}")
    return words


def _count(involvement: Involvement) -> ListColumn:
    name = f"number_of_{involvement.name}"
    return exported(name, capfirst(involvement.many), lambda row: getattr(row, name))


class OrganisationList(NounList):
    key = "organisations"
    title = "Organisations"
    noun, nouns = "organisation", "organisations"
    permission = "accounts.view_organisation"
    first_order = "Name"
    own_look = "By kind"
    is_whole = True
    columns = (
        ListColumn(
            *("name", "Organisation", lambda row: row),
            sort_key=lambda row: row.name,
        ),
        ListColumn(
            *("kind", "Kind", lambda row: Organisation.Kind(row.kind)),
            sort_key=lambda row: list(Organisation.Kind).index(Organisation.Kind(row.kind)),
            orders=("Kind", "Kind, the last first"),
        ),
        ListColumn("description", "Description", lambda row: row.description),
        ListColumn(
            *("part", "Part in the plan", lambda row: ", ".join(counts_of(row))),
            sort_key=lambda row: (
                -sum(getattr(row, f"number_of_{one.name}") for one in INVOLVEMENTS)
            ),
            orders=("Part in the plan, largest first", "Part in the plan, smallest first"),
            none="Named only",
        ),
        *(_count(one) for one in INVOLVEMENTS),
        exported("note", "Note", lambda row: row.note),
    )

    def filters(self, query: Any) -> OrganisationFilters:
        return OrganisationFilters(query)

    def found(self) -> list[Organisation]:
        numbers = {f"number_of_{one.name}": number_of(one) for one in INVOLVEMENTS}
        found = Organisation.objects.annotate(**numbers)
        matching = [row for row in found if self.form.matches(row)]
        return sorted(matching, key=lambda row: row.name.casefold())
