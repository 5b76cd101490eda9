"""The fixed words of performance: what a figure, a target and a status may be."""

from django.db.models import TextChoices

from core.periods import Period


class Polarity(TextChoices):
    """Which way is good."""

    LOWER = "lower", "Lower is better"
    HIGHER = "higher", "Higher is better"
    NEITHER = "neither", "Neither is better"


class Frequency(TextChoices):
    """How often a figure is due."""

    MONTH = "month", "Monthly"
    QUARTER = "quarter", "Quarterly"
    YEAR = "year", "Yearly"
    ROLLING_YEAR = "rolling_year", "Rolling 12 months"

    def suits(self, period: Period) -> bool:
        """Whether figures that are due so often are for periods of this kind."""
        return period.kind == self or (self == self.ROLLING_YEAR and period.kind == "year")

    @property
    def length(self) -> str:
        """The length of such a period, in words."""
        lengths = ("a month", "a quarter", "a financial year", "twelve months")
        return dict(zip(Frequency, lengths, strict=True))[self]


class Aggregation(TextChoices):
    """How figures of shorter periods, or of smaller areas, make one of a longer or larger."""

    SUM = "sum", "Added up (a count)"
    RATIO = "ratio", "Numerators over denominators (a percentage or rate)"
    LATEST = "latest", "The latest stands (a level)"
    NONE = "none", "Never rolled up"


class NumberKind(TextChoices):
    """What kind of number an indicator is, which decides how its figures are summed.

    A figure that is already the year to date is a count too: it is of the period that it covers, such as April to
    December.
    """

    COUNTED = "counted", "A count: added up over the year and over places"
    SHARE = "share", "A share, such as a percentage: worked out from a part and a whole"
    RATE = "rate", "A rate, such as crimes per 1,000 people: worked out from a count and a base"
    LEVEL = "level", "A level, such as people on a waiting list: the newest figure stands"
    ALONE = "alone", "A change or a score, such as % on last year: each figure stands for itself"

    @property
    def word(self) -> str:
        """ "A count"."""
        return str(self.label).split(":")[0].split(",")[0]

    @property
    def aggregation(self) -> Aggregation:
        return {
            NumberKind.COUNTED: Aggregation.SUM,
            NumberKind.SHARE: Aggregation.RATIO,
            NumberKind.RATE: Aggregation.RATIO,
            NumberKind.LEVEL: Aggregation.LATEST,
            NumberKind.ALONE: Aggregation.NONE,
        }[self]


class FigureState(TextChoices):
    """What is known of a figure that is in. The two absent states, not yet due and late, are worked out."""

    REPORTED = "reported", "Reported"
    PROVISIONAL = "provisional", "Provisional"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    SUPPRESSED = "suppressed", "Suppressed (small number)"


# Fewer people than this are not told of, unless an administrator sets another number.
DEFAULT_THRESHOLD = 5
# Below 3 only 1 would be hidden, and so told.
LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 3, 100


class WhyWithheld(TextChoices):
    """Why a figure is withheld from readers. Only those who see it are told which."""

    SMALL = "small", "Fewer than the threshold"
    SECONDARY = "secondary", "Withheld so that another cannot be worked out"


class TargetForm(TextChoices):
    AT_MOST = "at_most", "At most"
    AT_LEAST = "at_least", "At least"
    CHANGE = "change", "Change against a baseline"
    RANGE = "range", "Within a range"


class Profile(TextChoices):
    """How a year's target for a count is spread over the year."""

    EVEN = "even", "Even quarters"
    LAST_YEAR = "last_year", "The shape of last year"
    GIVEN = "given", "Given per quarter"


class Status(TextChoices):
    """Worked out, never typed in."""

    ACHIEVED = "achieved", "Achieved"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    MISSED = "missed", "Missed"
    NO_TARGET = "no_target", "No target"
    OVERDUE = "overdue", "Overdue"
    NO_FIGURES = "no_figures", "No figures yet"


# As a board reads them: what can still be mended before what is over.
WORST_FIRST = (
    *(Status.OFF_TRACK, Status.MISSED, Status.AT_RISK, Status.OVERDUE),
    *(Status.NO_TARGET, Status.NO_FIGURES, Status.ON_TRACK, Status.ACHIEVED),
)


class Direction(TextChoices):
    """Direction of travel, read by polarity; with no polarity only up, down or steady is said."""

    IMPROVING = "improving", "Improving"
    STEADY = "steady", "Steady"
    WORSENING = "worsening", "Worsening"
    UP = "up", "Up"
    DOWN = "down", "Down"
    UNKNOWN = "unknown", "Nothing to compare with"


class AbsentState(TextChoices):
    """What is said of a figure that is not in. Worked out from the day it is due, never stored."""

    NOT_YET_DUE = "not_yet_due", "Not yet due"
    LATE = "late", "Late"


STEPS = {Frequency.MONTH: 1, Frequency.QUARTER: 3}


def next_period(frequency: Frequency, last: Period) -> Period:
    """The period after `last`; a year after a part year is its financial year."""
    if frequency == Frequency.YEAR:
        whole = last.fy_period
        return whole if last.end < whole.end else Period.financial_year(last.fy_start_year + 1)
    if frequency == Frequency.ROLLING_YEAR:
        return Period.rolling_year(last.end.year, last.end.month + 1)
    return Period.whole_months(last.end.year, last.end.month + 1, STEPS[frequency])
