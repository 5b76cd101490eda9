"""Coverage: parts of the plan that no indicator, project, owner, mitigation or decision covers yet."""

from collections.abc import Iterator
from datetime import timedelta

from core.periods import written
from performance.choices import Status
from performance.models import Indicator
from places.models import Area
from priorities.models import Decision, DeliveryGap, PriorityArea, ScopeItem, Theme, Threat
from safercornwall.flags.registry import Flag, FlagGroup, RuleGroup, Severity, TrueOfAll
from safercornwall.flags.snapshot import Snapshot

group = RuleGroup(FlagGroup.COVERAGE)
RATED = (PriorityArea.Rating.HIGH, PriorityArea.Rating.VERY_HIGH)
SOON = timedelta(days=30)


@group.rule(
    title="Nothing measures it",
    explains="A theme has no indicator, so nobody can tell whether it gets better.",
    shows_on=(Theme,),
    reads=("standings",),
    of_each=Theme,
    true_of_all=TrueOfAll(
        among=lambda snapshot: snapshot.themes,
        words="themes have nothing that measures them",
        reason="None of them has an indicator, so nobody can tell whether it gets better.",
        listing="themes:list",
        is_of_plan=True,
    ),
)
def unmeasured_theme(snapshot: Snapshot) -> Iterator[Flag]:
    for theme in snapshot.themes:
        if not snapshot.standings_by_theme.get(theme.pk):
            yield Flag(theme, f"Nothing measures {theme.name}: it has no indicator.", Severity.HIGH)


@group.rule(
    title="Failing, and no active project",
    explains="A theme has a missed or off-track indicator, and no project is being delivered under it.",
    shows_on=(Theme, Indicator),
    reads=("standings", "projects"),
    of_each=Theme,
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


@group.rule(
    title="Scope item not addressed",
    explains="The plan says that it must specifically address something, and no active project does.",
    shows_on=(ScopeItem, Theme),
    reads=("projects",),
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


@group.rule(
    title="Priority area not covered",
    explains="An area rated high or very high has no active project of its theme, or only county-wide ones.",
    shows_on=(PriorityArea, Theme, Area),
    reads=("priority_areas", "projects"),
)
def priority_area_not_covered(snapshot: Snapshot) -> Iterator[Flag]:
    for row in snapshot.priority_areas:
        if row.rating not in RATED:
            continue
        active = snapshot.active_projects(row.theme)
        places = row.places
        if any(project.covers(places) for project in active):
            continue
        county_wide = [project for project in active if project.is_county_wide]
        rated = f"Rated {row.get_rating_display().lower()} for {row.theme.name}"
        if county_wide:
            names = "; ".join(str(project) for project in county_wide)
            reason = f"{rated}, and covered only by county-wide projects: {names}."
        else:
            reason = f"{rated}, and no active project of that theme covers it."
        severity = Severity.MEDIUM if county_wide else Severity.HIGH
        yield Flag(row, reason, severity, (row.theme, row.area, *row.parts.all()))


@group.rule(
    title="Delivery gap adrift",
    explains="An open delivery gap has no owner or no due date, or is past it.",
    shows_on=(DeliveryGap, Theme, Area),
    reads=("gaps",),
    true_of_all=TrueOfAll(
        among=lambda snapshot: snapshot.open_gaps,
        words="open delivery gaps are adrift",
        reason="Each of them has no owner or no due date, or is past it.",
        listing="gaps:list",
        is_of_plan=True,
    ),
)
def gap_not_owned(snapshot: Snapshot) -> Iterator[Flag]:
    for gap in snapshot.gaps:
        if not gap.is_open_on(snapshot.as_at):
            continue
        missing = ["no owner"] * (gap.owner_id is None) + ["no due date"] * (gap.due_on is None)
        clauses = [f"has {' and '.join(missing)}"] if missing else []
        past = gap.is_past_due(snapshot.as_at)
        if gap.due_on is not None and past:
            clauses.append(f"was due on {written(gap.due_on)}")
        if not clauses:
            continue
        severity = (
            Severity.HIGH if past else Severity.MEDIUM if gap.owner_id is None else Severity.LOW
        )
        touches = (*snapshot.themes_of_statement(gap), *gap.areas.all())
        yield Flag(gap, f"This open delivery gap {' and '.join(clauses)}.", severity, touches)


@group.rule(
    title="Threat with no mitigation",
    explains="Nothing is recorded as being done about an open threat.",
    shows_on=(Threat, Theme),
    reads=("threats",),
    true_of_all=TrueOfAll(
        among=lambda snapshot: snapshot.open_threats,
        words="open threats have no mitigation",
        reason="Nothing is recorded as being done about any of them.",
        listing="threats:list",
        is_of_plan=True,
    ),
)
def threat_not_mitigated(snapshot: Snapshot) -> Iterator[Flag]:
    for threat in snapshot.threats:
        if threat.is_open_on(snapshot.as_at) and not threat.mitigation:
            reason = "Nothing is recorded as being done about this threat."
            yield Flag(threat, reason, Severity.MEDIUM, snapshot.themes_of_statement(threat))


@group.rule(
    title="Threat past its review date",
    explains="The day to look at an open threat again is past.",
    shows_on=(Threat, Theme),
    reads=("threats",),
)
def threat_review_past(snapshot: Snapshot) -> Iterator[Flag]:
    for threat in snapshot.threats:
        if threat.review_on and threat.is_past_review(snapshot.as_at):
            reason = f"This threat was to be looked at again on {written(threat.review_on)}."
            yield Flag(threat, reason, Severity.MEDIUM, snapshot.themes_of_statement(threat))


@group.rule(
    title="Decision due",
    explains="An outstanding decision is overdue, or due within 30 days: on its stated day, or on one worked out.",
    shows_on=(Decision, Theme),
    reads=("decisions", "projects"),
)
def decision_due(snapshot: Snapshot) -> Iterator[Flag]:
    days = snapshot.days_to_decide
    for decision in snapshot.decisions:
        decide_by = days[decision.pk]
        if decide_by is None or not decision.is_outstanding_on(snapshot.as_at):
            continue
        if decide_by.day > snapshot.as_at + SOON:
            continue
        verb = "was" if decide_by.is_past else "is"
        reason = f"This decision {verb} due on {decide_by.within_a_sentence}."
        severity = Severity.HIGH if decide_by.is_past else Severity.MEDIUM
        yield Flag(decision, reason, severity, tuple(decision.themes.all()))
