"""The organisations that the plan names, with what each does for it.

What they do lies above this app, so it is reached through the organisations' own relations.
"""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from safercornwall.accounts.models import Organisation

# A relation, what one and many of it are called, and what narrows it: a draft is not for every reader.
IN_CURRENT_PLAN = {"plan__stage": "current"}
ROLES = (
    ("projects_led", "project led", "projects led", {}),
    ("projects", "project taken part in", "projects taken part in", {}),
    ("indicators_led", "indicator led", "indicators led", {}),
    ("indicators_provided", "indicator provided", "indicators provided", {}),
    ("delivery_gaps", "delivery gap owned", "delivery gaps owned", IN_CURRENT_PLAN),
    ("decisions", "decision owned", "decisions owned", IN_CURRENT_PLAN),
    ("funding_lines", "funding line", "funding lines", {}),
)


@dataclass(frozen=True)
class Part:
    """Records that an organisation has a hand in, under their heading."""

    anchor: str
    heading: str
    records: list


def parts_of(organisation):
    """What it does for the plan, funding apart. Its projects and indicators are already fetched."""
    plan = {"gaps": organisation.delivery_gaps, "decisions": organisation.decisions}
    current = {
        name: list(records.filter(**IN_CURRENT_PLAN).select_related("plan"))
        for name, records in plan.items()
    }
    return [
        Part("leads", "Projects it leads", list(organisation.projects_led.all())),
        Part("takes-part", "Projects it takes part in", list(organisation.projects.all())),
        Part("indicators-led", "Indicators it leads", list(organisation.indicators_led.all())),
        Part(
            "provides",
            "Indicators whose figures it provides",
            list(organisation.indicators_provided.all()),
        ),
        Part("gaps", "Delivery gaps it owns", current["gaps"]),
        Part("decisions", "Decisions it owns", current["decisions"]),
    ]


def with_counts(organisations):
    """Each with how much of everything it has a hand in, all in one query."""
    return organisations.annotate(
        **{f"how_many_{relation}": how_many(relation, only) for relation, *_, only in ROLES}
    )


def how_many(relation, only):
    """The number of records at the other end of a relation, counted by themselves: joins would multiply."""
    field = Organisation._meta.get_field(relation)
    own = field.remote_field.name
    counted = (
        field.related_model._default_manager.filter(**{own: OuterRef("pk")}, **only)
        .order_by()
        .values(own)
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
    for relation, one, many, _ in ROLES:
        number = getattr(organisation, f"how_many_{relation}")
        if number:
            words.append(f"{number} {one if number == 1 else many}")
    return words
