"""Periods that figures and targets describe. Financial years run from April to March."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

Kind = Literal["month", "quarter", "year", "rolling_year", "part"]


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
EXAMPLES = "2011/12, Q1 2011/12, April 2011, 12 months to August 2011 or April to December 2010"


_YEAR = r"(\d{4})/(\d{4}|\d{2})"
_FINANCIAL_YEAR = re.compile(_YEAR)
_QUARTER = re.compile(rf"(?:q(?:uarter )?([1-4]) {_YEAR}|{_YEAR} q([1-4]))")
_ROLLING_YEAR = re.compile(r"(?:rolling )?12 months (?:to|ending) ([a-z]+) (\d{4})")
_MOMENT = re.compile(r"(?:(\d{1,2}) )?([a-z]+)(?: (\d{4}))?")


def financial_year_label(start_year: int) -> str:
    """The financial year that starts in April of `start_year`: 2011 gives "2011/12", 1999 gives "1999/00"."""
    return f"{start_year}/{(start_year + 1) % 100:02d}"


def financial_year_of(day: date) -> int:
    """The calendar year in which the financial year that holds `day` starts."""
    return day.year if day.month >= 4 else day.year - 1


def months_after(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = _last_of_month(year, month + 1)
    return last.replace(day=min(day.day, last.day))


def written(day: date) -> str:
    """A date as it is written in a sentence: "30 November 2011"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year_before(day: date) -> date:
    return min(
        date(day.year - 1, day.month, 1) + timedelta(day.day - 1),
        _last_of_month(day.year - 1, day.month),
    )


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` to `end`, both included. Raises ValueError when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("A period ends on or after the day it starts.")

    @classmethod
    def whole_months(cls, year: int, month: int, count: int) -> Self:
        """`count` calendar months, the first being `month` (1 to 12, or beyond to reach other years)."""
        first, last = year * 12 + month - 1, year * 12 + month - 2 + count
        return cls(date(first // 12, first % 12 + 1, 1), _last_of_month(last // 12, last % 12 + 1))

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls.whole_months(year, month, 1)

    @classmethod
    def quarter(cls, fy_start_year: int, quarter: int) -> Self:
        """Quarter 1 to 4 of the financial year that starts in `fy_start_year`; Q1 is April to June."""
        if quarter not in (1, 2, 3, 4):
            raise ValueError("A quarter is 1, 2, 3 or 4.")
        return cls.whole_months(fy_start_year, 1 + 3 * quarter, 3)

    @classmethod
    def financial_year(cls, fy_start_year: int) -> Self:
        return cls.whole_months(fy_start_year, 4, 12)

    @classmethod
    def rolling_year(cls, end_year: int, end_month: int) -> Self:
        """The twelve months that end with a month; those to March are a financial year."""
        return cls.whole_months(end_year, end_month - 11, 12)

    @classmethod
    def from_label(cls, text: str) -> Self:
        """Read a period as people write it, in the forms of `label`. Raises ValueError in plain English."""
        plain = " ".join(text.lower().replace("\u2013", " to ").replace(" - ", " to ").split())
        try:
            period = cls._read(plain)
        except (ValueError, OverflowError) as why:
            raise ValueError(
                f"\u201c{text}\u201d is not a period: {why} Write it as {EXAMPLES}."
            ) from None
        if period is None:
            raise ValueError(f"\u201c{text}\u201d is not a period. Write it as {EXAMPLES}.")
        return period

    parse = from_label

    @classmethod
    def _read(cls, plain: str) -> Self | None:
        if found := _FINANCIAL_YEAR.fullmatch(plain):
            return cls.financial_year(_start_year(*found.groups()))
        if found := _QUARTER.fullmatch(plain):
            quarter, year, ends, other_year, other_ends, other_quarter = found.groups()
            start_year = _start_year(year or other_year, ends or other_ends)
            return cls.quarter(start_year, int(quarter or other_quarter))
        if found := _ROLLING_YEAR.fullmatch(plain):
            return cls.rolling_year(int(found[2]), _month_number(found[1]))
        first, _, last = plain.partition(" to ")
        left, right = _MOMENT.fullmatch(first), _MOMENT.fullmatch(last or first)
        if not (left and right and right[3]):
            return None
        if bool(left[1]) != bool(right[1]):
            raise ValueError("give the day at both ends, or at neither.")
        start_month, end_month = _month_number(left[2]), _month_number(right[2])
        start_year, end_year = int(left[3] or right[3]), int(right[3])
        start = date(start_year, start_month, int(left[1] or 1))
        end = (
            date(end_year, end_month, int(right[1]))
            if right[1]
            else _last_of_month(end_year, end_month)
        )
        if end < start:
            raise ValueError("it ends before it starts; give the year at both ends.")
        return cls(start, end)

    def __str__(self) -> str:
        return self.label

    @property
    def month_count(self) -> int | None:
        """Whole calendar months covered; None when it starts or ends inside a month."""
        if self.start.day != 1 or self.end != _last_of_month(self.end.year, self.end.month):
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def kind(self) -> Kind:
        match self.month_count:
            case 1:
                return "month"
            case 3 if self.start.month in (1, 4, 7, 10):
                return "quarter"
            case 12:
                return "year" if self.start.month == 4 else "rolling_year"
        return "part"

    @property
    def label(self) -> str:
        """The period in words, in a form that `from_label` reads back."""
        ends = f"{MONTHS[self.end.month - 1]} {self.end.year}"
        match self.kind:
            case "month":
                return ends
            case "quarter":
                return f"Q{(self.start.month - 4) % 12 // 3 + 1} {financial_year_label(self.fy_start_year)}"
            case "year":
                return financial_year_label(self.fy_start_year)
            case "rolling_year":
                return f"12 months to {ends}"
        if self.month_count is None:
            days = f"{written(self.start)} to {written(self.end)}"
            return days if self.start != self.end else written(self.end)
        year = f" {self.start.year}" if self.start.year != self.end.year else ""
        return f"{MONTHS[self.start.month - 1]}{year} to {ends}"

    @property
    def when(self) -> str:
        """The label with the words that lead to it: "in Q1 2011/12", "from April to December 2010"."""
        if self.kind == "rolling_year":
            return f"in the {self.label}"
        if self.kind == "part":
            return f"on {self.label}" if self.start == self.end else f"from {self.label}"
        return f"in {self.label}"

    @property
    def fy_start_year(self) -> int:
        """The calendar year in which the financial year that holds its last day starts."""
        return financial_year_of(self.end)

    @property
    def fy_period(self) -> "Period":
        """The financial year that holds its last day."""
        return Period.financial_year(self.fy_start_year)

    @property
    def year_to_date(self) -> "Period":
        """From the start of the financial year that holds its last day to that day."""
        return Period(self.fy_period.start, self.end)

    def same_last_year(self) -> "Period":
        """The same months, or days, a year earlier; 29 February becomes 28 February."""
        if self.month_count:
            return Period.whole_months(self.start.year - 1, self.start.month, self.month_count)
        return Period(_year_before(self.start), _year_before(self.end))

    def previous(self) -> "Period":
        """The period of the same length that ends the day before this one starts, so the two never overlap."""
        if self.month_count:
            return Period.whole_months(
                self.start.year, self.start.month - self.month_count, self.month_count
            )
        return Period(
            self.start - (self.end - self.start) - timedelta(1), self.start - timedelta(1)
        )

    def contains(self, other: "Period") -> bool:
        return self.start <= other.start and other.end <= self.end

    def is_over(self, as_at: date) -> bool:
        """Over once `as_at` is after its last day; on the last day itself it still runs."""
        return as_at > self.end

    def due_on(self, lag_days: int) -> date:
        """The last day on which its figure is in time: its end and `lag_days` more."""
        return self.end + timedelta(days=lag_days)

    def months(self) -> tuple["Period", ...]:
        """The calendar months that lie wholly inside, in order."""
        span = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        months = (Period.month(self.start.year, self.start.month + i) for i in range(span))
        return tuple(month for month in months if self.contains(month))

    def quarters(self) -> tuple["Period", ...]:
        """The quarters that lie wholly inside, in order: four of a financial year, none of a month."""
        starts = (month.start for month in self.months() if month.start.month in (1, 4, 7, 10))
        quarters = (Period.whole_months(start.year, start.month, 3) for start in starts)
        return tuple(quarter for quarter in quarters if self.contains(quarter))


def in_order(periods: Iterable[Period]) -> list[Period]:
    """Oldest first; of those that end on one day the shorter first."""
    return sorted(periods, key=lambda period: (period.end, -period.start.toordinal()))


def _start_year(start: str, end: str) -> int:
    year = int(start)
    if end not in (str(year + 1), f"{(year + 1) % 100:02d}"):
        raise ValueError(f"the year after {year} is {year + 1}.")
    return year


def _month_number(name: str) -> int:
    for number, month in enumerate(MONTHS, start=1):
        if len(name) >= 3 and month.lower().startswith(name):
            return number
    raise ValueError(f"there is no month called {name}.")
