"""The organisations that the plan names, with what each does for it."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from core.records.fetching import fetch_with_children
from performance.models import Indicator
from priorities.models import Decision, DeliveryGap
from projects.models import FundingLine, Project


@dataclass(frozen=True)
class Involvement:
    """A way to have a hand in the plan: which `field` of other records names the organisation, and what they are called."""

    name: str
    field: str
    one: str
    many: str


def known_funding():
    """Money for projects that not only a draft has."""
    return FundingLine.objects.filter(project__in=Project.objects.known_under())


def records_of(name: str) -> QuerySet:
    """The records of an involvement that every reader may know of: nothing that only a draft has."""
    match name:
        case "projects_led" | "projects":
            return Project.objects.known_under()
        case "indicators_led" | "indicators_provided":
            return Indicator.objects.known_under()
        case "delivery_gaps":
            return DeliveryGap.objects.filter(plan__stage="current")
        case "decisions":
            return Decision.objects.filter(plan__stage="current")
    return known_funding()


INVOLVEMENTS = (
    Involvement("projects_led", "lead_organisation", "project led", "projects led"),
    Involvement("projects", "organisations", "project taken part in", "projects taken part in"),
    Involvement("indicators_led", "lead_organisation", "indicator led", "indicators led"),
    Involvement("indicators_provided", "provider", "indicator provided", "indicators provided"),
    Involvement("delivery_gaps", "owner", "delivery gap owned", "delivery gaps owned"),
    Involvement("decisions", "owner", "decision owned", "decisions owned"),
    Involvement("funding_lines", "organisation", "funding line", "funding lines"),
)


def with_parts(organisations):
    """Each with its projects and indicators, in one query."""
    relations = ("projects_led", "projects", "indicators_led", "indicators_provided")
    return fetch_with_children(organisations, **{name: records_of(name) for name in relations})


@dataclass(frozen=True)
class OrganisationPart:
    """Records that an organisation has a hand in, under their heading."""

    anchor: str
    heading: str
    records: list


def parts_of(organisation):
    """What it does for the plan, funding apart. Its projects and indicators are already fetched."""
    gaps, decisions = (
        list(records_of(name).filter(owner=organisation).select_related("plan"))
        for name in ("delivery_gaps", "decisions")
    )
    return [
        OrganisationPart("leads", "Projects it leads", list(organisation.projects_led.all())),
        OrganisationPart(
            "takes-part", "Projects it takes part in", list(organisation.projects.all())
        ),
        OrganisationPart(
            "indicators-led", "Indicators it leads", list(organisation.indicators_led.all())
        ),
        OrganisationPart(
            "provides",
            "Indicators whose figures it provides",
            list(organisation.indicators_provided.all()),
        ),
        OrganisationPart("gaps", "Delivery gaps it owns", gaps),
        OrganisationPart("decisions", "Decisions it owns", decisions),
    ]


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
