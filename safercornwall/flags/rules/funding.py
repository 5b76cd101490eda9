"""Funding: money that ends, is missing or is not decided yet."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.periods import financial_year_label, financial_year_of, written
from priorities.models import Theme
from projects.funding import tender_of, years_without_money
from projects.models import FundingLine, Project
from safercornwall.flags.registry import Flag, FlagGroup, RuleGroup, Severity, TrueOfAll
from safercornwall.flags.snapshot import Snapshot

group = RuleGroup(FlagGroup.FUNDING)


@group.rule(
    title="Funding ends",
    explains="Nothing is secured after funding ends, and the last day to start a tender is at most 90 days away, or past; "
    "from 30 days before it is high.",
    shows_on=(Project, Theme),
    reads=("projects",),
)
def funding_ends(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        tender = tender_of(project.funding_lines.all(), project.procurement_lead_months)
        if tender is None or not tender.ends_soon(snapshot.as_at):
            continue
        verb = "ended" if tender.has_ended(snapshot.as_at) else "ends"
        reason = (
            f"Funding {verb} on {written(tender.ends_on)} and nothing is secured after it. "
            f"A tender takes {tender.lead_months} months: "
            f"the last date to start one, to be in place by {written(tender.ends_on + timedelta(1))}, "
            f"{'was' if tender.is_too_late(snapshot.as_at) else 'is'} {written(tender.start_by)}."
        )
        severity = Severity.HIGH if tender.is_urgent(snapshot.as_at) else Severity.MEDIUM
        yield Flag(project, reason, severity, snapshot.themes_of_project(project))


@group.rule(
    title="A year without money",
    explains="Nothing is secured for a financial year between two for which money is secured.",
    shows_on=(Project, Theme),
    reads=("projects",),
)
def year_without_money(snapshot: Snapshot) -> Iterator[Flag]:
    """A year that is over can no longer be paid for."""
    this_year = financial_year_of(snapshot.as_at)
    for project in snapshot.open_projects:
        years = [
            financial_year_label(year)
            for year in years_without_money(project.funding_lines.all())
            if year >= this_year
        ]
        if years:
            reason = (
                f"Nothing is secured for {' and '.join(years)}, between years that are paid for."
            )
            yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))


@group.rule(
    title="Shortfall",
    explains="Part or all of what the project needs has no source.",
    shows_on=(Project, Theme),
    reads=("projects",),
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
        amount = (
            f"£{sum(amounts):,.0f}"
            if len(amounts) == len(lines)
            else "An amount that is not stated"
        )
        reason = f"{amount} has no source: {'; '.join(line.source for line in lines)}."
        yield Flag(project, reason, Severity.HIGH, snapshot.themes_of_project(project))


@group.rule(
    title="Bid not yet decided",
    explains="Funding has been sought, and the answer is not known.",
    shows_on=(Project, Theme),
    reads=("projects",),
)
def bid_undecided(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        for line in project.funding_lines.all():
            if line.state == FundingLine.State.SOUGHT:
                reason = (
                    f"Funding is sought from {line.source} and not yet decided"
                    f"{bid_days(line, snapshot.as_at)}."
                )
                yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))


def bid_days(line: FundingLine, as_at: date) -> str:
    """When a bid goes in and is decided, where that is known: "; the bid went in on …; a decision was due on …"."""
    words = ""
    if line.bid_on:
        words += (
            f"; the bid {'went' if line.bid_on <= as_at else 'goes'} in on {written(line.bid_on)}"
        )
    if line.decision_due_on:
        verb = "was" if line.decision_due_on < as_at else "is"
        words += f"; a decision {verb} due on {written(line.decision_due_on)}"
    return words


@group.rule(
    title="Never costed",
    explains="No amount of money is recorded for the project, from any source.",
    shows_on=(Project, Theme),
    reads=("projects",),
    true_of_all=TrueOfAll(
        among=lambda snapshot: snapshot.open_projects,
        words="projects were never costed",
        reason="No cost is recorded for any of them, in any year or from any source.",
        listing="projects:list",
    ),
)
def never_costed(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        if all(line.amount is None for line in project.funding_lines.all()):
            reason = "No cost is recorded, in any year or from any source."
            yield Flag(project, reason, Severity.LOW, snapshot.themes_of_project(project))
