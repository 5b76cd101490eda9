"""Coverage: the gaps that nobody typed in, and what is stated and not yet taken in hand."""

from collections.abc import Iterator
from datetime import timedelta

from core.periods import written
from performance.choices import Status
from performance.models import Indicator
from places.models import Area
from priorities.models import Decision, DeliveryGap, PriorityArea, ScopeItem, Theme, Threat
from safercornwall.flags.registry import Flag, FlagGroup, Severity, rule
from safercornwall.flags.snapshot import Snapshot, covers, is_county_wide, places_of


@rule(
    group=FlagGroup.COVERAGE,
    title="Nothing measures it",
    explains="A theme has no indicator, so nobody can tell whether it gets better.",
    order=1,
    shows_on=(Theme,),
)
def unmeasured_theme(snapshot: Snapshot) -> Iterator[Flag]:
    for theme in snapshot.themes:
        if not snapshot.standings_by_theme.get(theme.pk):
            yield Flag(theme, f"Nothing measures {theme.name}: it has no indicator.", Severity.HIGH)


@rule(
    group=FlagGroup.COVERAGE,
    title="Failing, and no active project",
    explains="A theme has a missed or off-track indicator, and no project is being delivered under it.",
    order=2,
    shows_on=(Theme, Indicator),
)
def failing_without_project(snapshot: Snapshot) -> Iterator[Flag]:
    for theme in snapshot.themes:
        failing = [
            standing.indicator
            for standing in snapshot.standings_by_theme.get(theme.pk, [])
            if standing.status in {Status.MISSED, Status.OFF_TRACK}
        ]
        if failing and not snapshot.active_projects(theme):
            names = "; ".join(str(indicator) for indicator in failing)
            reason = f"No project is being delivered under {theme.name}, which fails on: {names}."
            yield Flag(theme, reason, Severity.HIGH, tuple(failing))


@rule(
    group=FlagGroup.COVERAGE,
    title="Scope item not addressed",
    explains="The plan says that it must specifically address something, and no active project does.",
    order=3,
    shows_on=(ScopeItem, Theme),
)
def scope_not_addressed(snapshot: Snapshot) -> Iterator[Flag]:
    addressed = {
        link.scope_item_id
        for project in snapshot.active_projects_anywhere
        for link in project.scope_links.all()
    }
    for theme in snapshot.themes:
        for item in theme.scope_items.all():
            if item.pk not in addressed:
                reason = f"No active project is linked to this scope item of {theme.name}."
                yield Flag(item, reason, Severity.MEDIUM, (theme,))


RATED = (PriorityArea.Rating.HIGH, PriorityArea.Rating.VERY_HIGH)


@rule(
    group=FlagGroup.COVERAGE,
    title="Priority area not covered",
    explains="An area rated high or very high has no active project of its theme, or only county-wide ones.",
    order=4,
    shows_on=(PriorityArea, Theme, Area),
)
def priority_area_not_covered(snapshot: Snapshot) -> Iterator[Flag]:
    for row in snapshot.priority_areas:
        if row.rating not in RATED:
            continue
        active = snapshot.active_projects(row.theme)
        places = places_of(row)
        if any(covers(project, places) for project in active):
            continue
        county_wide = [project for project in active if is_county_wide(project)]
        rated = f"Rated {row.get_rating_display().lower()} for {row.theme.name}"
        if county_wide:
            names = "; ".join(str(project) for project in county_wide)
            reason = f"{rated}, and covered only by county-wide projects: {names}."
        else:
            reason = f"{rated}, and no active project of that theme covers it."
        severity = Severity.MEDIUM if county_wide else Severity.HIGH
        yield Flag(row, reason, severity, (row.theme, row.area, *row.parts.all()))


@rule(
    group=FlagGroup.COVERAGE,
    title="Delivery gap adrift",
    explains="An open delivery gap has no owner or no due date, or is past it.",
    order=5,
    shows_on=(DeliveryGap, Theme, Area),
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


@rule(
    group=FlagGroup.COVERAGE,
    title="Threat with no mitigation",
    explains="Nothing is recorded as being done about an open threat.",
    order=6,
    shows_on=(Threat, Theme),
)
def threat_not_mitigated(snapshot: Snapshot) -> Iterator[Flag]:
    for threat in snapshot.threats:
        if threat.status == "open" and not threat.mitigation:
            reason = "Nothing is recorded as being done about this threat."
            yield Flag(threat, reason, Severity.MEDIUM, snapshot.themes_worded(threat))


SOON = timedelta(days=30)


@rule(
    group=FlagGroup.COVERAGE,
    title="Decision due",
    explains="An outstanding decision is overdue, or due within 30 days.",
    order=7,
    shows_on=(Decision, Theme),
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
