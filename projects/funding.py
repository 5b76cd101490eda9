"""Rules of money and time, on plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.periods import Period, financial_year_label, financial_year_of, months_after, written
from projects.models import FundingLine, ProjectSpend

State = FundingLine.State
# How long before the last day to start a tender it is warned of, and is urgent.
WARNED_DAYS, URGENT_DAYS = 90, 30


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

    def days_left(self, as_at: date) -> int:
        """Until the last day to start it; below 0 where that is past."""
        return (self.start_by - as_at).days

    def ends_soon(self, as_at: date) -> bool:
        """Whether it is time to prepare the tender, or past it."""
        return self.days_left(as_at) <= WARNED_DAYS

    def is_urgent(self, as_at: date) -> bool:
        return self.days_left(as_at) <= URGENT_DAYS

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
class AddedUp:
    """Amounts added up, in pounds. `amount` is None where none of them is stated; `count` may be none at all."""

    amount: Decimal | None
    count: int
    not_stated: int

    @classmethod
    def of(cls, amounts: Iterable[Decimal | None]) -> AddedUp:
        found = list(amounts)
        stated = [amount for amount in found if amount is not None]
        amount = sum(stated, Decimal(0)) if stated else None
        return cls(amount, len(found), len(found) - len(stated))

    @property
    def words(self) -> str:
        """ "£12,500", with what is left out of it; "not stated" rather than nothing."""
        if not self.count:
            return "None recorded"
        if self.amount is None:
            return "Amount not stated"
        pounds = in_pounds(self.amount)
        if not self.not_stated:
            return pounds
        return f"{pounds} and {self.not_stated} amount{'s' * (self.not_stated > 1)} not stated"


def in_pounds(amount: Decimal) -> str:
    return f"£{amount:,.2f}".removesuffix(".00")


@dataclass(frozen=True)
class StateTotal:
    """What a project's lines of one state come to."""

    state: State
    added: AddedUp

    @property
    def amount(self) -> Decimal | None:
        return self.added.amount

    @property
    def words(self) -> str:
        return self.added.words


def totals_by_state(lines: Iterable[FundingLine]) -> list[StateTotal]:
    """Secured, sought and without a source, in that order; a state that no line has is left out."""
    lines = list(lines)
    totals = [StateTotal(state, _added(lines, state)) for state in State]
    return [total for total in totals if total.added.count]


@dataclass(frozen=True)
class MoneyInYears:
    """What a project's lines and its spending come to, in a financial year or in all. `match` is part of the other sums.

    `year` is the one that it starts in, None where the lines state none; `spent_up_to` the last day that `spent` counts.
    """

    year: int | None
    secured: AddedUp
    sought: AddedUp
    no_source: AddedUp
    match: AddedUp
    spent: AddedUp
    spent_up_to: date | None

    @property
    def label(self) -> str:
        return financial_year_label(self.year) if self.year is not None else "Year not stated"

    @property
    def spent_words(self) -> str:
        up_to = f" up to {written(self.spent_up_to)}" if self.spent_up_to else ""
        return f"{self.spent.words}{up_to}"


def money_by_year(
    lines: Iterable[FundingLine], spending: Iterable[ProjectSpend]
) -> list[MoneyInYears]:
    """Each year from the first to the last, also one in between without money; lines without a year come last."""
    lines, spending = list(lines), list(spending)
    stated = {line.financial_year for line in lines if line.financial_year is not None}
    stated |= {spend.financial_year for spend in spending}
    years: list[int | None] = []
    if stated:
        years = [*range(min(stated), max(stated) + 1)]
    if any(line.financial_year is None for line in lines):
        years.append(None)
    return [
        _money(
            year,
            [line for line in lines if line.financial_year == year],
            [spend for spend in spending if spend.financial_year == year],
        )
        for year in years
    ]


def money_in_all(lines: Iterable[FundingLine], spending: Iterable[ProjectSpend]) -> MoneyInYears:
    return _money(None, list(lines), list(spending))


def _money(
    year: int | None, lines: list[FundingLine], spending: list[ProjectSpend]
) -> MoneyInYears:
    return MoneyInYears(
        year,
        secured=_added(lines, State.SECURED),
        sought=_added(lines, State.SOUGHT),
        no_source=_added(lines, State.NO_SOURCE),
        match=AddedUp.of(line.amount for line in lines if line.is_match),
        spent=AddedUp.of(spend.amount for spend in spending),
        spent_up_to=max((spend.up_to for spend in spending), default=None),
    )


def _added(lines: Iterable[FundingLine], state: State) -> AddedUp:
    return AddedUp.of(line.amount for line in lines if line.state == state)


def years_without_money(lines: Iterable[FundingLine]) -> list[int]:
    """The financial years between two secured ones in which nothing is secured.

    None where a secured line does not state its year: it may pay for any.
    """
    secured = [line for line in lines if line.state == State.SECURED]
    paid: set[int] = set()
    for line in secured:
        if line.financial_year is None:
            return []
        until = financial_year_of(line.ends_on) if line.ends_on else line.financial_year
        paid.update(range(line.financial_year, max(until, line.financial_year) + 1))
    return [year for year in range(min(paid), max(paid)) if year not in paid] if paid else []


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
