from collections.abc import Iterator

from projects.models import FundingLine
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot
from safercornwall.periods import written


@rule(
    group=Group.FUNDING,
    title="Bid not yet decided",
    explains="Funding has been sought, and the answer is not known.",
    order=3,
)
def bid_undecided(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        for line in project.funding_lines.all():
            if line.state == FundingLine.State.SOUGHT:
                due = (
                    f"; a decision is due on {written(line.decision_due_on)}"
                    if line.decision_due_on
                    else ""
                )
                reason = f"Funding is sought from {line.source} and not yet decided{due}."
                yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))
