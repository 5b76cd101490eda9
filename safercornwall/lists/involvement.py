"""The roles of an organisation in the plan (leading, owning, funding), and the records of each role."""

from dataclasses import dataclass

from django.db.models import QuerySet

from performance.models import Indicator
from priorities.models import Decision, DeliveryGap
from projects.models import FundingLine, Project


@dataclass(frozen=True)
class Involvement:
    """One role of an organisation. `field` of the records names the organisation; `one` and `many` name the records."""

    name: str
    field: str
    one: str
    many: str


def known_funding():
    """The funding lines of all projects but those that only drafts list."""
    return FundingLine.objects.filter(project__in=Project.objects.known_under())


def records_of(name: str) -> QuerySet:
    """The records of an involvement that every reader may see. Records that only drafts have are left out."""
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
