"""Reads what people write for a period. The rules:

- All that `Period.from_label` reads, with months cut short, years of two digits, and the year before the quarter:
  "Apr-Jun 2011", "Q1 11/12", "2011/12 Q1", "Year to March 2012", "Quarter to June 2011".
- "2011Q1" and "Q1 2011" are read by the convention that the column is said to follow, and not without one:
  "calendar" (January to March 2011) or "financial" (April to June 2011, of 2011/12).
- "June 2011", "Jun-11", "06/2011", "2011-06", "2011M06" and 201106 are a month; for a figure that is due for rolling
  years, the twelve months that end with it. "2011-12" and 201112 are a financial year only where figures are yearly.
- A date stands for the month, quarter or year that it begins or ends, as the figures are due; for a rolling year,
  that which ends with its month.
- A year alone is never read: it may be one of three. Nor is "FY12", which some call 2011/12 and others 2012/13.
- "Q2 (Jul-Sep) 2011/12" says a quarter twice, and both have to agree. "Jul-Sep 2011/12" is months of a financial year.
- "2017-11 to 2018-10" is whole months; "2010-11 to 2011-12" could be two financial years, and is not read.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from core.periods import MONTHS, Period, written
from performance.cells import messages
from performance.cells.cell import (
    CellProblem,
    Message,
    Value,
    Worded,
    cell_problem,
    quoted,
    text_of,
)
from performance.cells.values.period_words import in_plain_words, said_twice
from performance.choices import Frequency

Quarters = Literal["calendar", "financial"]

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NotAPeriod(Worded):
    """What is wrong, and what would be right, as a finding for the analyst."""

    @property
    def fault(self) -> str:
        """The code without its subject: "missing", "text", "error", "out_of_range"; "ambiguous" for several periods."""
        return self.code.removeprefix("period_")


def read_period(
    value: Value, frequency: Frequency | str | None, quarters: Quarters | None = None
) -> Period | NotAPeriod:
    """The period in a cell, for a figure that is due with `frequency` (None: not known), by the rules above.

    Never raises. Whether the period suits the frequency is for `Frequency.suits` to say.
    """
    if isinstance(value, CellProblem):
        found = cell_problem(value, "the period")
        return NotAPeriod(found.says.under("period_error"), found.facts)
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return _read(day, frequency, quarters)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else text_of(value).strip()
    if not text:
        return NotAPeriod(messages.NO_PERIOD)
    if len(text) > _LONGEST:
        return _not_a_period(text)
    return _read(text, frequency, quarters)


_MONTH_FIRST = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(?=\D|$)(.*)", re.DOTALL)


def day_first(value: Value) -> Value:
    """ "01/04/2011" of "04/01/2011", as Americans write 1 April."""
    found = _MONTH_FIRST.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    month, mark, day, year, rest = found.groups()
    return f"{day}{mark}{month}{mark}{year}{rest}"


# A file of a hundred thousand rows has a few dozen periods.
@lru_cache(maxsize=4096)
def _read(
    held: date | str, frequency: Frequency | str | None, quarters: Quarters | None
) -> Period | NotAPeriod:
    try:
        reading = PeriodTextReading(str(held), frequency, quarters)
        period = reading.of_day(held) if isinstance(held, date) else reading.period()
    except WrongError as wrong:
        return NotAPeriod(wrong.says, wrong.facts)
    except (ValueError, OverflowError) as why:
        return _not_a_period(str(held), str(why))
    if period.start.year >= FIRST_YEAR and period.end.year <= LAST_YEAR:
        return period
    return NotAPeriod(messages.PERIOD_TOO_FAR, {"text": quoted(held), "period": str(period)})


def _not_a_period(text: str, why: str = "") -> NotAPeriod:
    """`why` may say only what is wrong with a part, or all of it already."""
    if why.startswith("“"):
        return NotAPeriod(messages.NOT_A_LABEL, {"reason": why})
    reason = f": {why[0].lower()}{why[1:]}" if why.endswith(".") else "."
    return NotAPeriod(messages.NOT_A_PERIOD, {"text": quoted(text), "reason": reason})


# The forms in which people write a period, each with what it means. The first that fits is taken: a more particular one
# stands before those that would take its words for months.

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
_END_DATE = rf"(?:end )?(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-]{_Y}"
_WORDED_DATE = rf"(?P<day>\d{{1,2}})[ -](?P<month>[a-z]{{3,9}})\.?[ -]{_Y}"
_OTHER_WORDED_DATE = r"(?P<day2>\d{1,2})[ -](?P<month2>[a-z]{3,9})\.?[ -](?P<year2>\d{4}|\d{2})"
_YEAR_MONTH = r"(?P<first_year>\d{4}) ?[-/m.] ?(?P<month>\d{1,2})"
_OTHER_YEAR_MONTH = r"(?P<year>\d{4}) ?[-/m.] ?(?P<last>\d{1,2})"

FORMS = tuple(
    (re.compile(form, re.ASCII), meaning)
    for form, meaning in (
        (rf"{_Q}{_GAP}(?:of )?(?:fy ?)?{_YEARS}", "quarter"),
        (rf"(?:fy ?)?{_YEARS}{_GAP}{_Q}", "quarter"),
        (rf"{_Q}{_GAP}(?:of )?fy ?{_Y}", "quarter_of_fy"),
        (rf"fy ?{_Y}{_GAP}{_Q}", "quarter_of_fy"),
        (rf"{_Q}{_GAP}(?:of )?{_Y}", "bare_quarter"),
        (rf"{_Y}{_GAP}{_Q}", "bare_quarter"),
        (r"(?P<month>\d{1,2}) ?[/-] ?(?P<year>\d{4})", "month"),
        (rf"{_SAID}{_YEARS}", "financial_year"),
        (r"(?P<year>(?:19|20)\d{2})(?P<ends>\d{2})", "financial_year"),
        (r"(?P<year>\d{4}) ?m ?(?P<month>\d{1,2})", "month"),
        (rf"(?:rolling )?(?P<count>\d{{1,2}}) months? {_ENDING} {_END}", "months_to"),
        (rf"(?P<what>year|rolling year|quarter|qtr) {_ENDING} {_END}", "months_to"),
        (rf"(?P<what>ye|y/e|qe|q/e) {_END}", "months_to"),
        (rf"(?:rolling )?(?P<count>\d{{1,2}}) months? {_ENDING} {_END_DATE}", "months_to"),
        (rf"(?P<what>year|rolling year|quarter|qtr) {_ENDING} {_END_DATE}", "months_to"),
        (rf"(?P<what>ye|y/e|qe|q/e) {_END_DATE}", "months_to"),
        (rf"{_YEAR_MONTH}{_TO}{_OTHER_YEAR_MONTH}", "year_months"),
        (rf"{_MONTH}[ /-]?{_Y}", "month"),
        (rf"(?P<year>\d{{4}})[ /-]?{_MONTH}", "month"),
        (rf"{_MONTH}(?: (?P<first_year>\d{{4}}|\d{{2}}))?{_TO}{_LAST}[ -]?{_Y}", "months"),
        (rf"{_MONTH}(?:{_TO}{_LAST})?[ -](?:of )?(?:fy ?)?{_YEARS}", "months_of_fy"),
        (rf"(?:fy ?)?{_YEARS}[ -]{_MONTH}(?:{_TO}{_LAST})?", "months_of_fy"),
        (rf"h(?:alf ?)?(?P<half>[12])[ -](?:of )?(?:fy ?)?{_YEARS}", "half"),
        (rf"(?:fy ?)?{_YEARS}[ -]h(?:alf ?)?(?P<half>[12])", "half"),
        (_DATE, "day"),
        (r"(?P<year>\d{4})[/.-]?(?P<month>\d{2})[/.-]?(?P<day>\d{2})", "day"),
        (rf"{_DATE}{_TO}{_OTHER_DATE}", "days"),
        (rf"{_WORDED_DATE}{_TO}{_OTHER_WORDED_DATE}", "days"),
        (r"fy ?(?P<year>\d{4}|\d{2})", "fy_alone"),
        (r"(?P<year>(?:19|20)\d{2})", "year_alone"),
    )
)

FIRST_YEAR, LAST_YEAR = 1950, 2100
# "70/71" is of the last century, "69/70" of this one.
_PIVOT = 70
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
        if found := self.by_form(self.plain) or self.in_other_words():
            return found
        period = Period.from_label(self.text)
        return self.of_day(period.start) if period.start == period.end else period

    def by_form(self, plain: str) -> Period | None:
        for form, meaning in FORMS:
            if found := form.fullmatch(plain):
                parts = {name: part for name, part in found.groupdict().items() if part}
                period: Period = getattr(self, meaning)(**parts)
                return period
        return None

    def in_other_words(self) -> Period | None:
        """Of "2nd quarter 2011/12"."""
        if not any(one.isdigit() for one in self.plain):
            return None
        plain = in_plain_words(self.plain)
        return self.by_form(plain) or self.quarter_and_months(plain)

    def quarter_and_months(self, plain: str) -> Period | None:
        """Of "Q2 (Jul-Sep) 2011/12", which says it twice. Raises ValueError where the two differ."""
        twice = said_twice(plain)
        months = self.by_form(twice.months) if twice else None
        if not twice or not months:
            return None
        first = months.start.month
        same = months.kind == "quarter" and twice.number in (_fy_quarter(first), (first + 2) // 3)
        if same and "/" in twice.quarter:
            same = self.by_form(twice.quarter) in (None, months)
        if not same:
            raise ValueError("the quarter and the months differ.")
        return months

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
                length=Frequency(period.kind).length,
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

    def quarter_of_fy(self, q: str, year: str) -> Period:
        first, second = (Period.quarter(_year(year) - n, int(q)) for n in (1, 0))
        raise WrongError(
            messages.FY_OF_EITHER_END, text=quoted(self.text), first=str(first), second=str(second)
        )

    def half(self, half: str, year: str, ends: str) -> Period:
        return Period.whole_months(_financial(year, ends), 4 if half == "1" else 10, 6)

    def months_of_fy(self, month: str, year: str, ends: str, last: str = "") -> Period:
        start = _month_of_fy(month, _financial(year, ends))
        end = _month_of_fy(last or month, _financial(year, ends))
        if end < start:
            raise ValueError("these months are in no order of a financial year.")
        return Period(start.start, end.end) if last else self.month_or_rolling(start)

    def year_months(self, first_year: str, month: str, year: str, last: str) -> Period:
        if _follows(first_year, month) and _follows(year, last):
            raise ValueError("it may be months or financial years.")
        return self.months(month, last, year, first_year)

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
            date(_year(year), _month(month), int(day)),
            date(_year(year2), _month(month2), int(day2)),
        )

    def fy_alone(self, year: str) -> Period:
        start = _year(year)
        first, second = (Period.financial_year(start - n) for n in (1, 0))
        raise WrongError(
            messages.FY_OF_EITHER_END, text=quoted(self.text), first=str(first), second=str(second)
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


def _month_of_fy(name: str, start_year: int) -> Period:
    month = _month(name)
    return Period.month(start_year if month >= 4 else start_year + 1, month)


def _fy_quarter(month: int) -> int:
    """The quarter of the financial year that begins in a month."""
    return (month - 4) % 12 // 3 + 1


def _months(period: Period) -> str:
    return f"{MONTHS[period.start.month - 1]} to {MONTHS[period.end.month - 1]} {period.end.year}"
