"""The list of organisations, with how much each does for the plan."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from core.lists.filters import Choice, Filters, Words, contains_all
from safercornwall.pages.organisations.involvement import (
    INVOLVEMENTS,
    Involvement,
    records_of,
)


class OrganisationFilters(Filters):
    q = Words("Name or description")
    kind = Choice("All kinds", Organisation.Kind.choices, label="Kind of organisation")

    def matches(self, organisation: Organisation) -> bool:
        """Whether it is of the kind, with the words in its name or description."""
        texts = (organisation.name, organisation.description)
        return self.chosen.get("kind") in (None, organisation.kind) and contains_all(
            self.chosen.get("q", ""), *texts
        )


def with_counts(organisations):
    """Each with how much of everything it has a hand in, all in one query."""
    return organisations.annotate(**{f"how_many_{one.name}": how_many(one) for one in INVOLVEMENTS})


def how_many(involvement: Involvement) -> Coalesce:
    """The number of records, counted by themselves: joins would multiply."""
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


def by_kind(organisations):
    """The kinds that any is of, in their own order, each organisation with its counts in words."""
    kinds = []
    for kind in Organisation.Kind:
        of_kind = [row for row in organisations if row.kind == kind]
        rows = [
            (row, counts_of(row)) for row in sorted(of_kind, key=lambda row: row.name.casefold())
        ]
        if rows:
            kinds.append({"label": kind.label, "slug": kind.value, "rows": rows})
    return kinds


def counts_of(organisation):
    """What it has a hand in: "2 projects led", "1 decision owned". Nothing is said of what it has none of."""
    words = []
    for way in INVOLVEMENTS:
        number = getattr(organisation, f"how_many_{way.name}")
        if number:
            words.append(f"{number} {way.one if number == 1 else way.many}")
    return words


@permission_required("accounts.view_organisation", raise_exception=True)
@require_safe
def organisation_list(request):
    form = OrganisationFilters(request.GET)
    found = [row for row in with_counts(Organisation.objects.all()) if form.matches(row)]
    context = {"form": form, "count": len(found), "kinds": by_kind(found)}
    return render(request, "organisations/list.html", context)
