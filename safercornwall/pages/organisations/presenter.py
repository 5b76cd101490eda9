"""The organisations that the plan names, with what each does for it.

What they do lies above this app, so it is reached through the organisations' own relations.
"""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from core.records.fetching import fetch_with_children


def in_current_plan(records):
    return records.filter(plan__stage="current")


def known(records):
    """Projects and indicators that not only a draft has."""
    return records.known_under()


def of_known_projects(lines):
    projects = lines.model._meta.get_field("project").related_model.objects
    return lines.filter(project__in=projects.known_under())


# A relation, what one and many of it are called, and what narrows it: a draft is not for every reader.
ROLES = (
    ("projects_led", "project led", "projects led", known),
    ("projects", "project taken part in", "projects taken part in", known),
    ("indicators_led", "indicator led", "indicators led", known),
    ("indicators_provided", "indicator provided", "indicators provided", known),
    ("delivery_gaps", "delivery gap owned", "delivery gaps owned", in_current_plan),
    ("decisions", "decision owned", "decisions owned", in_current_plan),
    ("funding_lines", "funding line", "funding lines", of_known_projects),
)


def with_parts(organisations):
    """Each with its projects and indicators, in one query."""
    relations = ("projects_led", "projects", "indicators_led", "indicators_provided")
    return fetch_with_children(organisations, **{name: known(at(name).all()) for name in relations})


def at(relation):
    """All records of the kind that is at the other end of a relation."""
    return Organisation._meta.get_field(relation).related_model._default_manager


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
        name: list(in_current_plan(records).select_related("plan"))
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
        **{f"how_many_{relation}": how_many(relation, kept) for relation, *_, kept in ROLES}
    )


def how_many(relation, kept):
    """The number of records at the other end of a relation, counted by themselves: joins would multiply."""
    own = Organisation._meta.get_field(relation).remote_field.name
    counted = (
        kept(at(relation).filter(**{own: OuterRef("pk")}))
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
