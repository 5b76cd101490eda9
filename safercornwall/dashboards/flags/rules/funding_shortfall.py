from collections.abc import Iterator

from projects.models import FundingLine
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.FUNDING,
    title="Shortfall",
    explains="Part or all of what the project needs has no source.",
    order=2,
)
def funding_shortfall(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        lines = [
            line
            for line in project.funding_lines.all()
            if line.state == FundingLine.State.NO_SOURCE
        ]
        if not lines:
            continue
        amounts = [line.amount for line in lines if line.amount is not None]
        how_much = (
            f"£{sum(amounts):,.0f}"
            if len(amounts) == len(lines)
            else "An amount that is not stated"
        )
        reason = f"{how_much} has no source: {'; '.join(line.source for line in lines)}."
        yield Flag(project, reason, Severity.HIGH, snapshot.themes_of_project(project))
