"""Reads what people write for a period. The rules:

- All that `Period.from_label` reads, with months cut short, years of two digits, and the year before the quarter:
  "Apr-Jun 2011", "Q1 11/12", "2011/12 Q1", "Year to March 2012", "Quarter to June 2011".
- "2011Q1" and "Q1 2011" are read by the convention that the column is said to follow, and not without one:
  "calendar" (January to March 2011) or "financial" (April to June 2011, of 2011/12).
- "June 2011", "Jun-11", "06/2011", "2011-06", "2011M06" and 201106 are a month; for a figure that is due for rolling
  years, the twelve months that end with it. "2011-12" and 201112 are a financial year only where figures are yearly.
- A date stands for the month, quarter or year that it begins or ends, as the figures are due; for a rolling year,
  that which ends with its month.
- A year alone is never read: it may be one of three.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from core.periods import Period
from performance.cells import messages
from performance.cells.cell import CellProblem, Value, quoted, text_of
from performance.cells.messages import Worded, cell_problem
from performance.cells.values.period_texts import (
    FIRST_YEAR,
    LAST_YEAR,
    PeriodTextReading,
    Quarters,
    WrongError,
)
from performance.choices import Frequency

_LONGEST = 60
_SUITS = {
    Frequency.MONTH: ("month",),
    Frequency.QUARTER: ("quarter",),
    Frequency.YEAR: ("year",),
    Frequency.ROLLING_YEAR: ("rolling_year", "year"),
}


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

    Never raises. Whether the period suits the frequency is for `suits` to say.
    """
    if isinstance(value, CellProblem):
        return _cell_problem(value)
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


def suits(period: Period, frequency: Frequency | str) -> bool:
    """Whether figures that are due with `frequency` are for periods of this kind."""
    return period.kind in _SUITS[Frequency(frequency)]


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


def _cell_problem(problem: CellProblem) -> NotAPeriod:
    found = cell_problem(problem, "the period")
    return NotAPeriod(found.says.under("period_error"), found.facts)


def _not_a_period(text: str, why: str = "") -> NotAPeriod:
    """`why` may say only what is wrong with a part, or all of it already."""
    if why.startswith("“"):
        return NotAPeriod(messages.NOT_A_LABEL, {"reason": why})
    reason = f": {why[0].lower()}{why[1:]}" if why.endswith(".") else "."
    return NotAPeriod(messages.NOT_A_PERIOD, {"text": quoted(text), "reason": reason})
