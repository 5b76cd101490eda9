"""The organisations that the plan names, with what each does for it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from core.records.fetching import fetch_with_children
from performance.models import Indicator
from priorities.models import Decision, DeliveryGap
from projects.models import FundingLine, Project


def in_current_plan(records):
    return records.filter(plan__stage="current")


def known(records):
    """Projects or indicators, without those that only a draft has."""
    return records.known_under()


def of_known_projects(lines):
    return lines.filter(project__in=Project.objects.known_under())


@dataclass(frozen=True)
class Role:
    """One way an organisation takes part: the records it has that way, and what one and many are called."""

    model: type[Model]
    field: str
    one: str
    many: str
    narrow: Callable[[QuerySet], QuerySet]  # A draft is not for every reader.

    @property
    def count_name(self):
        return f"how_many_{self.model._meta.model_name}_{self.field}"


ROLES = (
    Role(Project, "lead_organisation", "project led", "projects led", known),
    Role(Project, "organisations", "project taken part in", "projects taken part in", known),
    Role(Indicator, "lead_organisation", "indicator led", "indicators led", known),
    Role(Indicator, "provider", "indicator provided", "indicators provided", known),
    Role(DeliveryGap, "owner", "delivery gap owned", "delivery gaps owned", in_current_plan),
    Role(Decision, "owner", "decision owned", "decisions owned", in_current_plan),
    Role(FundingLine, "organisation", "funding line", "funding lines", of_known_projects),
)


def with_parts(organisations):
    """Each with its projects and indicators, in one query."""
    return fetch_with_children(
        organisations,
        projects_led=known(Project.objects.all()),
        projects=known(Project.objects.all()),
        indicators_led=known(Indicator.objects.all()),
        indicators_provided=known(Indicator.objects.all()),
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
    """Each with the number of records it has in every role, all in one query."""
    return organisations.annotate(**{role.count_name: count_of(role) for role in ROLES})


def count_of(role):
    """The number of records in one role, as a subquery of its own: joins would multiply."""
    records = role.model._default_manager.filter(**{role.field: OuterRef("pk")})
    counted = (
        role.narrow(records)
        .order_by()
        .values(role.field)
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
    """Its roles in words: "2 projects led", "1 decision owned". A role without records is left out."""
    words = []
    for role in ROLES:
        number = getattr(organisation, role.count_name)
        if number:
            words.append(f"{number} {role.one if number == 1 else role.many}")
    return words
