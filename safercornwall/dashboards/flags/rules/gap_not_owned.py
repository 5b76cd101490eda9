from priorities.models import DeliveryGap
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.periods import written


@rule(
    group=Group.COVERAGE,
    title="Delivery gap adrift",
    explains="An open delivery gap has no owner or no due date, or is past it.",
    order=5,
)
def gap_not_owned(snapshot):
    for gap in snapshot.gaps:
        if gap.status != DeliveryGap.Status.OPEN:
            continue
        past = gap.due_on is not None and gap.due_on < snapshot.as_at
        wants = [
            *(["no owner"] if gap.owner_id is None else []),
            *(["no due date"] if gap.due_on is None else []),
        ]
        if not wants and not past:
            continue
        clauses = [f"has {' and '.join(wants)}"] if wants else []
        clauses += [f"was due on {written(gap.due_on)}"] if past else []
        severity = (
            Severity.HIGH if past else Severity.MEDIUM if gap.owner_id is None else Severity.LOW
        )
        touches = (*snapshot.themes_worded(gap), *gap.areas.all())
        yield Flag(gap, f"This open delivery gap {' and '.join(clauses)}.", severity, touches)
