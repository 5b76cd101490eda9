"""A second reading of the rules of statuses: slow, plain, and written from their description, not from the code.

It stands apart from `performance.rules` on purpose, and uses nothing of it. Days are dates, spans are pairs of a first and a last
day, numbers are fractions; whatever can be tried out one by one is.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

A_DAY = timedelta(days=1)
IN = ("reported", "provisional")
Span = tuple[date, date]


@dataclass(frozen=True)
class Fact:
    """A figure: `state` says whether its `value` may be used; `counts` are its numerator and denominator."""

    span: Span
    state: str
    value: Fraction | None = None
    counts: tuple[Fraction, Fraction] | None = None

    @property
    def known(self) -> Fraction | None:
        return self.value if self.state in IN else None


@dataclass(frozen=True)
class Aim:
    """A target. `baseline` is a value that is stated, or, where it `is_elsewhere`, that of a comparator."""

    span: Span
    form: str
    value: Fraction | None = None
    upper: Fraction | None = None
    percent: Fraction | None = None
    baseline_span: Span | None = None
    baseline: Fraction | None = None
    is_elsewhere: bool = False
    tolerance: Fraction | None = None
    profile: str = "even"
    shares: tuple[Fraction, ...] = ()
    is_confirmed: bool = True


@dataclass(frozen=True)
class Series:
    """An indicator with all that is known of it on the day `as_at`. `scale` is what a share or rate is out of."""

    kind: str
    frequency: str
    polarity: str
    as_at: date
    scale: Fraction = Fraction(100)
    tolerance: Fraction | None = None
    lag: int | None = None
    live_from: date | None = None
    retired_on: date | None = None
    facts: tuple[Fact, ...] = ()
    aims: tuple[Aim, ...] = ()
    breaks: tuple[date, ...] = ()

    @cached_property
    def seen(self) -> tuple[Fact, ...]:
        """What could be known: nothing of a period that had not ended."""
        return tuple(fact for fact in self.facts if fact.span[1] <= self.as_at)


@dataclass(frozen=True)
class Verdict:
    status: str
    just: bool = False
    limit: Fraction | None = None
    amber: Fraction | None = None


NO_TARGET, NO_FIGURES, OVERDUE = Verdict("no_target"), Verdict("no_figures"), Verdict("overdue")


@dataclass(frozen=True)
class Whole:
    """What a target asks for at the end of its span: a floor, a ceiling, or both."""

    floor: Fraction | None = None
    ceiling: Fraction | None = None
    tolerance: Fraction = field(default=Fraction(5))

    def times(self, share: Fraction) -> "Whole":
        floor = None if self.floor is None else self.floor * share
        ceiling = None if self.ceiling is None else self.ceiling * share
        return Whole(floor, ceiling, self.tolerance)

    def sides(self, value: Fraction) -> list[tuple[Fraction, Fraction, Fraction, Fraction]]:
        """Each bound: room left, the limit, the amber, the width of the tolerance."""
        found = []
        if self.floor is not None:
            width = abs(self.floor) * self.tolerance / 100
            found.append((value - self.floor, self.floor, self.floor - width, width))
        if self.ceiling is not None:
            width = abs(self.ceiling) * self.tolerance / 100
            found.append((self.ceiling - value, self.ceiling, self.ceiling + width, width))
        return found

    def met(self, value: Fraction) -> bool:
        return all(room >= 0 for room, *_ in self.sides(value))


def judge(series: Series, span: Span, forecast: Fraction | None = None) -> Verdict:
    """The status of a series for one span of days. `forecast` is what the running target's span is forecast to come to."""
    fact = next((fact for fact in series.seen if fact.span == span), None)
    aim = target_of(series, span)
    if fact is None:
        return OVERDUE if is_late(series, span) else NO_FIGURES
    if fact.known is None:
        return NO_FIGURES
    if aim is None:
        return NO_TARGET
    whole = whole_of(series, aim)
    if whole is None:
        return NO_TARGET
    is_over = series.as_at > aim.span[1]
    value, state, days = fact.known, fact.state, fact.span
    limit = whole
    if series.kind == "counted":
        if not is_as_long(span, aim.span):
            if span[0] < aim.span[0]:
                return NO_TARGET
            days = (aim.span[0], span[1])
            total = add_up(series, days)
            if total == "broken":
                return NO_TARGET
            if total is None:
                return OVERDUE if lacks_a_late_part(series, days, span) else NO_FIGURES
            value, state = total
            if days != aim.span:
                share = share_due(series, aim, days)
                if share is None:
                    return NO_TARGET
                limit = whole.times(share)
    elif series.kind in ("share", "rate") and is_over and span[1] == aim.span[1]:
        total = add_up(series, aim.span) if span[0] > aim.span[0] else None
        if isinstance(total, tuple):
            value, state = total
            days = aim.span
    if aim.form == "change" and breaks_since_baseline(series, aim, days):
        return NO_TARGET
    found = hold(value, whole, limit, is_final(series, aim, days, state), is_over, forecast)
    if state == "provisional" and is_late_final(series, aim, days):
        return Verdict("overdue", False, found.limit, found.amber)
    return found


def hold(value, whole, limit, final, is_over, forecast) -> Verdict:
    sides = limit.sides(value)
    room, bound, amber, width = min(sides, key=lambda side: side[0])
    if final:
        return Verdict("achieved" if room >= 0 else "missed", False, bound, amber)
    if room < 0:
        return Verdict("at_risk" if -room <= width else "off_track", False, bound, amber)
    if forecast is not None and not is_over and not whole.met(forecast):
        return Verdict("at_risk", False, bound, amber)
    just = any(room < width for room, _, _, width in sides)
    return Verdict("on_track", just, bound, amber)


def is_final(series: Series, aim: Aim, days: Span, state: str) -> bool:
    """The target's span is over, and this is the confirmed figure of all its days, or the level at its end."""
    return series.as_at > aim.span[1] and state == "reported" and is_whole(series, aim, days)


def is_whole(series: Series, aim: Aim, days: Span) -> bool:
    if days[1] != aim.span[1]:
        return False
    return days == aim.span if series.kind == "counted" else series.kind == "level" or days[0] <= aim.span[0]  # fmt: skip


def is_late_final(series: Series, aim: Aim, days: Span) -> bool:
    """Whether a provisional figure of all the target's days should be final by now, and no other figure is."""
    if not is_whole(series, aim, days) or not is_late(series, aim.span):
        return False
    others = [fact for fact in series.seen if is_whole(series, aim, fact.span)]
    is_settled = any(fact.state == "reported" for fact in others)
    return not is_settled and is_awaited(series, aim.span)


# Which target.


def target_of(series: Series, span: Span) -> Aim | None:
    """Of those that hold on the last day: that of the very days, else the shortest around, else the most nearly as long."""
    holding = [aim for aim in series.aims if aim.span[0] <= span[1] <= aim.span[1]]
    for aim in holding:
        if aim.span == span:
            return aim
    around = [aim for aim in holding if aim.span[0] <= span[0]]
    if around:
        return min(around, key=lambda aim: (days_in(aim.span), aim.span))
    return min(
        holding, key=lambda aim: (abs(days_in(aim.span) - days_in(span)), aim.span), default=None
    )


def whole_of(series: Series, aim: Aim) -> Whole | None:
    tolerance = next(
        (given for given in (aim.tolerance, series.tolerance) if given is not None), Fraction(5)
    )
    if not aim.is_confirmed:
        return None
    if aim.form == "at_most":
        return Whole(ceiling=aim.value, tolerance=tolerance)
    if aim.form == "at_least":
        return Whole(floor=aim.value, tolerance=tolerance)
    if aim.form == "range":
        return Whole(aim.value, aim.upper, tolerance)
    baseline = baseline_of(series, aim)
    if baseline is None or breaks_since_baseline(series, aim, (aim.span[0], aim.span[0])):
        return None
    reached = baseline + abs(baseline) * aim.percent / 100
    if series.polarity == "lower" or (series.polarity == "neither" and aim.percent < 0):
        return Whole(ceiling=reached, tolerance=tolerance)
    if series.polarity == "higher" or aim.percent > 0:
        return Whole(floor=reached, tolerance=tolerance)
    return None


def baseline_of(series: Series, aim: Aim) -> Fraction | None:
    if aim.baseline is not None or aim.is_elsewhere:
        return aim.baseline
    if aim.baseline_span is None:
        return None
    if series.kind == "level":
        ending = [
            fact for fact in series.seen
            if fact.known is not None and fact.span[1] == aim.baseline_span[1]
            and fact.span[0] >= aim.baseline_span[0]
        ]  # fmt: skip
        return min(ending, key=lambda fact: fact.span[0]).known if ending else None
    total = add_up(series, aim.baseline_span)
    return total[0] if isinstance(total, tuple) else None


def breaks_since_baseline(series: Series, aim: Aim, days: Span) -> bool:
    """Whether figures of `days` and the baseline lie on both sides of a break."""
    if aim.form != "change" or aim.baseline_span is None or aim.is_elsewhere:
        return False
    return is_broken(series, aim.baseline_span, days)


def is_broken(series: Series, one: Span, other: Span) -> bool:
    """Whether a break lies after the first day of the two spans and by the last: day by day."""
    first, last = min(one[0], other[0]), max(one[1], other[1])
    return any(first < day <= last for day in series.breaks)


# Adding up.


def add_up(series: Series, days: Span):
    """The value and state for `days`: their own figure, or what parts come to. "broken" across a break; None where a part lacks."""
    own = [fact for fact in series.seen if fact.span == days and fact.known is not None]
    if own:
        return own[0].known, own[0].state
    if series.kind in ("level", "alone"):
        return None
    usable = [fact for fact in series.seen if fact.known is not None or fact.state == "not_applicable"]  # fmt: skip
    usable = [fact for fact in usable if fact.span != days]
    ways = tilings(usable, days)
    if series.kind in ("share", "rate"):
        with_counts = [way for way in ways if all(f.known is None or f.counts for f in way)]
        ways = with_counts or ways
    # The longest parts first; those with a value before those that are not applicable.
    way = max(ways, key=lambda way: [(f.known is not None, f.span[1]) for f in way], default=None)
    if is_broken(series, days, days) and (way is None or len(way) > 1):
        return "broken"
    if way is None:
        return None
    known = [fact for fact in way if fact.known is not None]
    if not known:
        return None
    state = "provisional" if any(fact.state == "provisional" for fact in known) else "reported"
    if series.kind == "counted":
        return sum((fact.known for fact in known), Fraction(0)), state
    if any(fact.counts is None for fact in known):
        return None
    below = sum(fact.counts[1] for fact in known)
    return sum(fact.counts[0] for fact in known) * series.scale / below, state


def tilings(facts: list[Fact], days: Span) -> list[list[Fact]]:
    """Every way to lay figures end to end over `days`."""
    if days[0] > days[1]:
        return [[]]
    return [
        [fact, *rest]
        for fact in facts
        if fact.span[0] == days[0] and fact.span[1] <= days[1]
        for rest in tilings(facts, (fact.span[1] + A_DAY, days[1]))
    ]


def lacks_a_late_part(series: Series, days: Span, newest: Span) -> bool:
    """Whether a part that is looked for is late. Of parts as long as the newest figure, quarters and months those that lack
    fewest; of these the smallest.
    """
    known = {fact.span: fact for fact in series.seen}
    best = None
    for length in (months_in(newest), 3, 1):
        parts = split(days, length)
        if parts is None or (length == 3 and days[0].month not in (1, 4, 7, 10)):
            continue
        gaps = [part for part in parts if is_gap(known.get(part))]
        order = (len(gaps), len(gaps) - len(parts))
        if best is None or order < best[0]:
            absent = [part for part in gaps if getattr(known.get(part), "state", "") != "suppressed"]  # fmt: skip
            best = (order, absent)
    absent = [days] if best is None else best[1]
    return any(is_late(series, part) and is_awaited(series, part) for part in absent)


def is_gap(fact: Fact | None) -> bool:
    return fact is None or (fact.known is None and fact.state != "not_applicable")


def share_due(series: Series, aim: Aim, days: Span) -> Fraction | None:
    """The part of a target that is due by the last of `days`, which start with it."""
    passed = elapsed(days, aim.span)
    if aim.profile == "even":
        return passed
    if aim.profile == "given":
        return so_far(list(aim.shares), passed)
    before = year_before(aim.span)
    if is_broken(series, before, days):
        return None
    for length in (1, 3):
        parts = split(before, length)
        if parts is None or (length == 3 and before[0].month not in (1, 4, 7, 10)):
            continue
        totals = [add_up_past_breaks(series, (before[0], part[1])) for part in parts]
        if None not in totals:
            steps = [now - last for now, last in zip(totals, [Fraction(0), *totals], strict=False)]
            return so_far(steps, passed)
    return None


def add_up_past_breaks(series: Series, days: Span) -> Fraction | None:
    """No break lies between last year and now here; one that is later does not matter."""
    total = add_up(series, days)
    return total[0] if isinstance(total, tuple) else None


def so_far(steps: list[Fraction], passed: Fraction) -> Fraction | None:
    """`steps` are equal parts of the time; inside one of them what is due grows evenly."""
    if sum(steps) <= 0:
        return None
    due = Fraction(0)
    for number, step in enumerate(steps):
        begins, ends = Fraction(number, len(steps)), Fraction(number + 1, len(steps))
        covered = min(max(passed, begins), ends) - begins
        due += step * covered / (ends - begins)
    return due / sum(steps)


# What is awaited.


def is_late(series: Series, span: Span) -> bool:
    return series.lag is not None and series.as_at > span[1] + timedelta(days=series.lag)


def is_awaited(series: Series, span: Span) -> bool:
    """Only while the indicator is live."""
    if series.retired_on is not None and (
        series.retired_on <= series.as_at or span[1] > series.retired_on
    ):
        return False
    return series.live_from is None or series.live_from <= span[1]


# Days.


def days_in(span: Span) -> int:
    return (span[1] - span[0]).days


def months_in(span: Span) -> int | None:
    """Whole calendar months, or None."""
    if span[0].day != 1 or (span[1] + A_DAY).day != 1:
        return None
    after = span[1] + A_DAY
    return (after.year - span[0].year) * 12 + after.month - span[0].month


def is_as_long(one: Span, other: Span) -> bool:
    return one == other or (months_in(one) is not None and months_in(one) == months_in(other))


def elapsed(days: Span, whole: Span) -> Fraction:
    if months_in(days) is not None and months_in(whole) is not None:
        return Fraction(months_in(days), months_in(whole))
    return Fraction(days_in(days) + 1, days_in(whole) + 1)


def split(span: Span, length: int | None) -> list[Span] | None:
    """The span cut into parts of so many months, or None where they do not fit."""
    months = months_in(span)
    if not months or not length or months % length:
        return None
    parts, first = [], span[0]
    while first <= span[1]:
        year, month = divmod(first.year * 12 + first.month - 1 + length, 12)
        after = date(year, month + 1, 1)
        parts.append((first, after - A_DAY))
        first = after
    return parts


def year_before(span: Span) -> Span:
    """The same days a year earlier; of whole months the same months."""
    if months_in(span):
        after = span[1] + A_DAY
        return span[0].replace(year=span[0].year - 1), after.replace(year=after.year - 1) - A_DAY
    return tuple(_year_earlier(day) for day in span)


def _year_earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)
