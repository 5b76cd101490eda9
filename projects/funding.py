"""Rules of money and time, on plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.periods import Period, months_after, written
from projects.models import FundingLine

State = FundingLine.State


def paid_until(line: FundingLine) -> date | None:
    """The last day that a line pays for: as given, else the end of its financial year."""
    if line.ends_on is not None:
        return line.ends_on
    return Period.financial_year(line.financial_year).end if line.financial_year else None


def last_secured_day(lines: Iterable[FundingLine]) -> date | None:
    """The last day that secured money pays for; None where none is secured or a secured line has no end."""
    ends = [paid_until(line) for line in lines if line.state == State.SECURED]
    return max((day for day in ends if day), default=None) if None not in ends else None


def last_tender_start(ends_on: date, lead_months: int) -> date:
    """The last day to start a tender of `lead_months`, so that the new service starts the day after `ends_on`."""
    return months_after(ends_on + timedelta(days=1), -lead_months)


@dataclass(frozen=True)
class Tender:
    """When secured money ends, and the last day on which a tender for what follows can still start."""

    ends_on: date
    start_by: date
    lead_months: int

    def has_ended(self, as_at: date) -> bool:
        return self.ends_on < as_at

    def is_too_late(self, as_at: date) -> bool:
        """On the last day itself there is still time."""
        return self.start_by < as_at

    def ends_soon(self, as_at: date) -> bool:
        """Within the time that a tender takes, or already."""
        return self.ends_on <= months_after(as_at, self.lead_months)

    @property
    def secured_until(self) -> str:
        return f"Secured until {written(self.ends_on)}"


def tender_of(lines: Iterable[FundingLine], lead_months: int) -> Tender | None:
    """None where no money is secured, or where it is not stated when it ends."""
    ends_on = last_secured_day(lines)
    if ends_on is None:
        return None
    return Tender(ends_on, last_tender_start(ends_on, lead_months), lead_months)


@dataclass(frozen=True)
class StateTotal:
    """What a project's lines of one state come to, in pounds; `amount` is None where none is stated."""

    state: State
    amount: Decimal | None
    lines: int
    not_stated: int

    @property
    def words(self) -> str:
        """ "£12,500", with what is left out of it; "not stated" rather than nothing."""
        if self.amount is None:
            return "Amount not stated"
        pounds = f"£{self.amount:,.2f}".removesuffix(".00")
        if not self.not_stated:
            return pounds
        return f"{pounds} and {self.not_stated} amount{'s' * (self.not_stated > 1)} not stated"


def totals_by_state(lines: Iterable[FundingLine]) -> list[StateTotal]:
    """Secured, sought and without a source, in that order; a state that no line has is left out."""
    lines = list(lines)
    totals = []
    for state in State:
        amounts = [line.amount for line in lines if line.state == state]
        stated = [amount for amount in amounts if amount is not None]
        if amounts:
            amount = sum(stated, Decimal(0)) if stated else None
            totals.append(StateTotal(state, amount, len(amounts), len(amounts) - len(stated)))
    return totals


def by_year(lines: Iterable[FundingLine]) -> list[FundingLine]:
    """In order of year, those whose year is not stated last, and of a source within it."""
    return sorted(
        lines,
        key=lambda line: (
            line.financial_year is None,
            line.financial_year or 0,
            line.source.casefold(),
            line.order,
        ),
    )
