"""The forms in which people write a period, each with what it means. The rules are in `period_words`.

The first form that fits is taken: a more particular one stands before those that would take its words for months.
"""

import re
from datetime import date
from typing import Literal

from core.periods import MONTHS, Period, written
from performance.cells import messages
from performance.cells.cell import quoted
from performance.cells.messages import Message
from performance.choices import Frequency

_Y = r"(?P<year>\d{4}|\d{2})"
_YEARS = rf"{_Y} ?[/-] ?(?P<ends>\d{{4}}|\d{{2}})"
_SAID = r"(?:(?P<said>fy|f/y|financial year|year) ?)?"
_Q = r"(?:q|qtr|quarter)[ .]?(?P<q>[1-4])"
_GAP = r"[ /-]{0,3}"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_LAST = r"(?P<last>[a-z]{3,9})\.?"
_TO = r"(?: ?- ?| to )"
_ENDING = r"(?:to|ending|ended)(?: end)?(?: of)?"
_END = rf"(?:(?P<day>\d{{1,2}}) )?{_MONTH}[ -]?{_Y}"
_DATE = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_OTHER_DATE = r"(?P<day2>\d{1,2})[/.-](?P<month2>\d{1,2})[/.-](?P<year2>\d{4})"


FORMS = tuple(
    (re.compile(form, re.ASCII), meaning)
    for form, meaning in (
        (rf"{_Q}{_GAP}(?:of )?(?:fy ?)?{_YEARS}", "quarter"),
        (rf"(?:fy ?)?{_YEARS}{_GAP}{_Q}", "quarter"),
        (rf"{_Q}{_GAP}(?:of )?{_Y}", "bare_quarter"),
        (rf"{_Y}{_GAP}{_Q}", "bare_quarter"),
        (r"(?P<month>\d{1,2}) ?[/-] ?(?P<year>\d{4})", "month"),
        (rf"{_SAID}{_YEARS}", "financial_year"),
        (r"(?P<year>(?:19|20)\d{2})(?P<ends>\d{2})", "financial_year"),
        (r"(?P<year>\d{4}) ?m ?(?P<month>\d{1,2})", "month"),
        (rf"(?:rolling )?(?P<count>\d{{1,2}}) months? {_ENDING} {_END}", "months_to"),
        (rf"(?P<what>year|rolling year|quarter|qtr) {_ENDING} {_END}", "months_to"),
        (rf"(?P<what>ye|y/e|qe|q/e) {_END}", "months_to"),
        (rf"{_MONTH}[ /-]?{_Y}", "month"),
        (rf"(?P<year>\d{{4}})[ /-]?{_MONTH}", "month"),
        (rf"{_MONTH}(?: (?P<first_year>\d{{4}}|\d{{2}}))?{_TO}{_LAST}[ -]?{_Y}", "months"),
        (_DATE, "day"),
        (r"(?P<year>\d{4})[/.-]?(?P<month>\d{2})[/.-]?(?P<day>\d{2})", "day"),
        (rf"{_DATE}{_TO}{_OTHER_DATE}", "days"),
        (r"(?:fy ?)?(?P<year>(?:19|20)\d{2})", "year_alone"),
    )
)


Quarters = Literal["calendar", "financial"]


FIRST_YEAR, LAST_YEAR = 1950, 2100
# "70/71" is of the last century, "69/70" of this one.
_PIVOT = 70
_CALLED: dict[str, str] = {
    Frequency.MONTH: "a month",
    Frequency.QUARTER: "a quarter",
    Frequency.YEAR: "a financial year",
    Frequency.ROLLING_YEAR: "a month",
}
_DASHES = str.maketrans("–—−‒", "----")
_NOISE = re.compile(r"[\s,:;()_'’]+|(?<=\d)t00:00(:00)?")


class WrongError(Exception):
    """What is wrong with a period, and what would be right."""

    def __init__(self, says: Message, **facts: str) -> None:
        super().__init__(says.code)
        self.says, self.facts = says, facts


class PeriodTextReading:
    """One text, with what its column is known to hold."""

    def __init__(self, text: str, frequency: str | None, quarters: Quarters | None) -> None:
        self.text, self.frequency, self.quarters = text, frequency, quarters
        plain = text.casefold().translate(_DASHES)
        plain = _NOISE.sub(" ", plain).strip(" .-/")
        self.plain = " ".join(plain.split())

    def period(self) -> Period:
        """Raises WrongError, and ValueError where the parts of a form make no period."""
        for form, meaning in FORMS:
            if found := form.fullmatch(self.plain):
                parts = {name: part for name, part in found.groupdict().items() if part}
                period: Period = getattr(self, meaning)(**parts)
                return period
        period = Period.from_label(self.text)
        return self.of_day(period.start) if period.start == period.end else period

    def of_day(self, day: date) -> Period:
        """The period that a day begins or ends, as the figures are due."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise WrongError(messages.DAY_TOO_FAR, day=written(day))
        match self.frequency:
            case Frequency.QUARTER:
                period = Period.whole_months(day.year, day.month - (day.month - 1) % 3, 3)
            case Frequency.YEAR:
                period = Period(day, day).fy_period
            case Frequency.MONTH | Frequency.ROLLING_YEAR:
                period = Period.month(day.year, day.month)
            case _:
                raise WrongError(messages.DAY_OF_NO_FREQUENCY, day=written(day))
        if day not in (period.start, period.end):
            raise WrongError(
                messages.DAY_INSIDE_A_PERIOD,
                day=written(day),
                length=_CALLED[self.frequency],
                meant=str(self.month_or_rolling(period)),
            )
        return self.month_or_rolling(period)

    def month_or_rolling(self, period: Period) -> Period:
        if self.frequency == Frequency.ROLLING_YEAR and period.kind == "month":
            return Period.rolling_year(period.end.year, period.end.month)
        return period

    # What each form means. Years come as written, in two digits or four.

    def quarter(self, q: str, year: str, ends: str) -> Period:
        return Period.quarter(_financial(year, ends), int(q))

    def bare_quarter(self, q: str, year: str) -> Period:
        calendar = Period.whole_months(_year(year), 3 * int(q) - 2, 3)
        financial = Period.quarter(_year(year), int(q))
        if self.quarters is None:
            raise WrongError(
                messages.QUARTER_OF_EITHER_YEAR,
                text=quoted(self.text),
                calendar_months=_months(calendar),
                financial_months=_months(financial),
                calendar=str(calendar),
                financial=str(financial),
            )
        return calendar if self.quarters == "calendar" else financial

    def financial_year(self, year: str, ends: str, said: str = "") -> Period:
        follows = _follows(year, ends)
        if len(year) == 2 and not said:
            raise ValueError("write the year in four digits.")
        is_month = len(year) == 4 and len(ends) == 2 and 1 <= int(ends) <= 12 and not said
        if is_month and not follows:
            return self.month(year, ends)
        if is_month and "/" not in self.text and self.frequency != Frequency.YEAR:
            if self.frequency in (Frequency.MONTH, Frequency.ROLLING_YEAR):
                return self.month(year, ends)
            month = Period.month(_year(year), int(ends))
            either = f"{month} or the financial year {Period.financial_year(_year(year))}"
            raise WrongError(messages.MONTH_OR_YEAR, text=quoted(self.text), either=either)
        return Period.financial_year(_financial(year, ends))

    def month(self, year: str, month: str) -> Period:
        return self.month_or_rolling(Period.month(_year(year), _month(month)))

    def months(self, month: str, last: str, year: str, first_year: str = "") -> Period:
        start = Period.month(_year(first_year or year), _month(month))
        end = Period.month(_year(year), _month(last))
        if end < start:
            raise ValueError("it ends before it starts; write the year at both ends.")
        return Period(start.start, end.end)

    def months_to(
        self, month: str, year: str, count: str = "", what: str = "", day: str = ""
    ) -> Period:
        length = int(count) if count else 3 if what.startswith("q") else 12
        if length == 0:
            raise ValueError("it has no months.")
        period = Period.whole_months(_year(year), _month(month) - length + 1, length)
        if day and int(day) != period.end.day:
            raise ValueError("it ends inside a month.")
        return period

    def day(self, year: str, month: str, day: str) -> Period:
        return self.of_day(date(int(year), int(month), int(day)))

    def days(self, day: str, month: str, year: str, day2: str, month2: str, year2: str) -> Period:
        return Period(
            date(int(year), int(month), int(day)), date(int(year2), int(month2), int(day2))
        )

    def year_alone(self, year: str) -> Period:
        start = _year(year)
        raise WrongError(
            messages.YEAR_OF_EITHER_KIND,
            text=quoted(self.text),
            first=str(Period.financial_year(start - 1)),
            second=str(Period.financial_year(start)),
        )


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= _PIVOT else 2000)


def _follows(year: str, ends: str) -> bool:
    return ends in (str(_year(year) + 1), f"{(_year(year) + 1) % 100:02d}")


def _financial(year: str, ends: str) -> int:
    if not _follows(year, ends):
        raise ValueError(f"the year after {_year(year)} is {_year(year) + 1}.")
    return _year(year)


def _month(text: str) -> int:
    if text.isdecimal():
        if not 1 <= int(text) <= 12:
            raise ValueError(f"there is no month {int(text)}.")
        return int(text)
    for number, name in enumerate(MONTHS, start=1):
        if len(text) >= 3 and name.lower().startswith(text):
            return number
    raise ValueError(f"there is no month called {text}.")


def _months(period: Period) -> str:
    return f"{MONTHS[period.start.month - 1]} to {MONTHS[period.end.month - 1]} {period.end.year}"
