"""Which period the next figure of an indicator is for."""

from performance.choices import Frequency
from safercornwall.periods import Period

STEPS = {Frequency.MONTH: 1, Frequency.QUARTER: 3}


def next_period(frequency: Frequency, last: Period) -> Period:
    """The period after `last`; a year after a part year is its financial year."""
    if frequency == Frequency.YEAR:
        whole = last.fy_period
        return whole if last.end < whole.end else Period.financial_year(last.fy_start_year + 1)
    if frequency == Frequency.ROLLING_YEAR:
        return Period.rolling_year(last.end.year, last.end.month + 1)
    return Period.whole_months(last.end.year, last.end.month + 1, STEPS[frequency])
