from collections.abc import Iterator

from priorities.models import DeliveryGap
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot
from safercornwall.periods import written


@rule(
    group=Group.COVERAGE,
    title="Delivery gap adrift",
    explains="An open delivery gap has no owner or no due date, or is past it.",
    order=5,
)
def gap_not_owned(snapshot: Snapshot) -> Iterator[Flag]:
    for gap in snapshot.gaps:
        if gap.status != DeliveryGap.Status.OPEN:
            continue
        wants = ["no owner"] * (gap.owner_id is None) + ["no due date"] * (gap.due_on is None)
        clauses = [f"has {' and '.join(wants)}"] if wants else []
        past = gap.due_on is not None and gap.due_on < snapshot.as_at
        if gap.due_on is not None and past:
            clauses.append(f"was due on {written(gap.due_on)}")
        if not clauses:
            continue
        severity = (
            Severity.HIGH if past else Severity.MEDIUM if gap.owner_id is None else Severity.LOW
        )
        touches = (*snapshot.themes_worded(gap), *gap.areas.all())
        yield Flag(gap, f"This open delivery gap {' and '.join(clauses)}.", severity, touches)
