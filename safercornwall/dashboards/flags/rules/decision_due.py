from collections.abc import Iterator
from datetime import timedelta

from priorities.models import Decision
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot
from safercornwall.periods import written

SOON = timedelta(days=30)


@rule(
    group=Group.COVERAGE,
    title="Decision due",
    explains="An outstanding decision is overdue, or due within 30 days.",
    order=7,
)
def decision_due(snapshot: Snapshot) -> Iterator[Flag]:
    for decision in snapshot.decisions:
        if decision.status != Decision.Status.OUTSTANDING or decision.due_on is None:
            continue
        if decision.due_on > snapshot.as_at + SOON:
            continue
        overdue = decision.due_on < snapshot.as_at
        reason = f"This decision {'was' if overdue else 'is'} due on {written(decision.due_on)}."
        severity = Severity.HIGH if overdue else Severity.MEDIUM
        yield Flag(decision, reason, severity, tuple(decision.themes.all()))
