"""Random indicators, judged as rows, against a second reading of the rules that shares no code with them.

SECOND_READING_CASES says how many are judged in memory (each has some twenty periods), and SECOND_READING_SEED with which
beginning. Both readings get the same forecast: how one is made is tested elsewhere.
"""

import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from core.periods import Period
from core.records.fetching import with_children
from performance.models import Comparator, Figure, Indicator, SeriesBreak, Target
from performance.standings.outlook import feared_end
from performance.standings.standing import standings_of, target_for, with_figures
from tests.performance.standings.second_reading import Aim, Fact, Series, Verdict, judge
from tests.world import KNOWN

IN_MEMORY = int(os.environ.get("SECOND_READING_CASES", "250"))
AS_ROWS = int(os.environ.get("SECOND_READING_ROWS", "40"))
SEED = int(os.environ.get("SECOND_READING_SEED", "11"))

FIRST, MONTHS = date(2010, 1, 1), 36
UNITS = {
    "counted": "crimes",
    "share": "%",
    "rate": "per 1,000 population",
    "level": "people",
    "alone": "score",
}
SCALES = {"rate": 1000}
STEPS = {"month": 1, "quarter": 3, "year": 12, "rolling_year": 12}
STATES = (*["reported"] * 9, *["provisional"] * 2, "suppressed", "not_applicable", "absent")


@dataclass
class Drawn:
    """The rows of one indicator, not saved, and the day on which they are judged."""

    indicator: Indicator
    figures: list
    targets: list
    comparators: list
    breaks: list
    as_at: date

    def _repr_pretty_(self, printer, cycle):
        """How Hypothesis shows one: rows that are not saved have no names of their own."""
        printer.text(repr(self))

    def __repr__(self):
        facts = ("number_kind", "frequency", "polarity", "reporting_lag_days", "tolerance_percent", "live_from", "retired_on")  # fmt: skip
        lines = [
            f"as at {self.as_at}",
            str({name: getattr(self.indicator, name) for name in facts}),
        ]
        lines += [f"{f.period}: {f.state} {f.value} ({f.numerator}/{f.denominator})" for f in self.figures]  # fmt: skip
        lines += [str({k: v for k, v in vars(t).items() if v not in (None, "", [])}) for t in self.targets]  # fmt: skip
        lines += [f"break {b.starts_on}" for b in self.breaks]
        lines += [f"{c.label} {c.period} {c.value}" for c in self.comparators]
        return "\n".join(lines)


def months(first, count):
    """So many months from the month numbered `first`, 0 being the first of all."""
    return Period.whole_months(FIRST.year, FIRST.month + first, count)


@st.composite
def periods(draw, frequency):
    """The periods that may have a figure: those of the frequency in a stretch, and a few others."""
    begins = draw(st.sampled_from([3, 3, 3, 3, 0, 6, 12, 15]))
    length = 24
    if frequency == "month":
        usual = [months(n, 1) for n in range(begins, min(begins + length, MONTHS))]
    elif frequency == "quarter":
        usual = [months(n, 3) for n in range(begins, min(begins + length, MONTHS - 2), 3)]
    elif frequency == "year":
        usual = [months(3, 12), months(15, 12), months(0, 12), months(12, 12)][:draw(st.integers(1, 4))]  # fmt: skip
    else:
        usual = [
            months(n, 12) for n in range(begins % 6, MONTHS - 11, draw(st.sampled_from([3, 6])))
        ]
    others = draw(st.lists(OTHER_PERIODS, max_size=4))
    return list(dict.fromkeys([*usual, *others]))


OTHER_PERIODS = st.one_of(
    st.sampled_from([months(3, 12), months(15, 12), months(12, 12)]),  # two financial years, 2011
    st.builds(lambda n: months(15, n), st.sampled_from([3, 6, 9])),  # so far this year
    st.builds(lambda n: months(3, n), st.sampled_from([3, 6, 9])),  # and last year
    st.builds(months, st.integers(0, 23), st.sampled_from([1, 2, 3, 5, 6, 12])),
    st.just(Period(date(2011, 4, 11), date(2011, 9, 20))),
)
TARGET_PERIODS = st.one_of(
    st.sampled_from([months(15, 12), months(15, 12), months(3, 12)]),
    st.just(months(15, 12)),
    st.sampled_from([months(12, 12), months(18, 12), months(15, 6), months(21, 6), months(15, 9)]),
    st.sampled_from([months(3, 24), months(12, 6), months(15, 3), months(18, 3), months(20, 1)]),
    st.just(Period(date(2011, 4, 11), date(2012, 4, 10))),
)


@st.composite
def drawn_rows(draw):
    kind = draw(st.sampled_from(["counted", "counted", "counted", "share", "share", "rate", "level", "alone"]))  # fmt: skip
    frequency = draw(st.sampled_from(["quarter", "quarter", "quarter", "month", "year", "rolling_year"]))  # fmt: skip
    indicator = Indicator(
        pk=1, slug="i", order=1, name="I", unit=UNITS[kind], area_id=1, number_kind=kind, frequency=frequency,
        polarity=draw(st.sampled_from(["lower", "lower", "higher", "higher", "neither"])),
        reporting_lag_days=draw(st.sampled_from([None, 0, 30, 45, 90])),
        tolerance_percent=draw(st.sampled_from([None, None, Decimal(0), Decimal("2.5"), Decimal(10)])),
        decimal_places=draw(st.sampled_from([None, 0, 1])),
        live_from=draw(st.sampled_from([None] * 6 + [date(2011, 7, 1), date(2011, 4, 15)])),
        retired_on=draw(st.sampled_from([None] * 8 + [date(2011, 9, 30)])),
    )  # fmt: skip
    counts = [byte % 13 for byte in draw(st.binary(min_size=MONTHS, max_size=MONTHS))]
    has_counts = draw(st.sampled_from(["all", "all", "most", "none"]))
    wanted = draw(periods(frequency))
    dice = draw(
        st.one_of(
            st.just(bytes(len(wanted))), st.binary(min_size=len(wanted), max_size=len(wanted))
        )
    )
    figures = [
        _figure(kind, period, STATES[die % len(STATES)], counts, has_counts, die)
        for period, die in zip(wanted, dice, strict=True)
        if STATES[die % len(STATES)] != "absent"
    ]
    spans = dict.fromkeys(draw(st.lists(TARGET_PERIODS, min_size=1, max_size=3)))
    targets = [_target(draw, indicator, period, figures) for period in spans]
    if draw(st.booleans()):
        _put_on_an_edge(
            draw, indicator, draw(st.sampled_from(range(len(targets)))), targets, figures
        )
    days = st.one_of(
        st.sampled_from([date(2011, 4, 1), date(2011, 7, 1), date(2010, 10, 1), date(2011, 4, 2)]),
        st.dates(date(2010, 2, 1), date(2012, 3, 1)),
    )
    cuts = draw(st.one_of(st.just([]), st.lists(days, min_size=1, max_size=2, unique=True)))  # fmt: skip
    comparators = [
        Comparator(
            kind="national", label="England", period_start=period.start, period_end=period.end,
            value=Decimal(draw(st.integers(0, 120))),
        )
        for period in draw(st.lists(st.sampled_from([months(3, 12), months(15, 12)]), max_size=2, unique=True))
    ]  # fmt: skip
    as_at = draw(
        st.one_of(
            st.sampled_from([date(2011, 11, 30), date(2012, 3, 31), date(2012, 4, 1), date(2012, 7, 20)]),
            st.dates(date(2011, 6, 1), date(2012, 12, 31)),
        )
    )  # fmt: skip
    breaks = [SeriesBreak(starts_on=day, what_changed="New rule") for day in cuts]
    return Drawn(indicator, figures, targets, comparators, breaks, as_at)


def _figure(kind, period, state, counts, has_counts, die):
    facts = {"area_id": 1, "state": state, "period_start": period.start, "period_end": period.end}
    if state == "not_applicable":
        return Figure(reason="None was made", **facts)
    if state == "suppressed":
        return Figure(**facts)
    first = (period.start.year - FIRST.year) * 12 + period.start.month - 1
    length = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    number = sum(counts[first : first + length])
    if kind in ("share", "rate"):
        below = number + sum(counts[::-1][first : first + length]) + 1
        value = round(Decimal(number) * SCALES.get(kind, 100) / below, 6)
        if has_counts == "all" or (has_counts == "most" and die % 5):
            facts |= {"numerator": Decimal(number), "denominator": Decimal(below)}
        return Figure(value=value, **facts)
    value = Decimal(number if kind == "counted" else counts[min(first + length, MONTHS) - 1])
    if die % 11 == 10:
        value += Decimal("0.5")
    return Figure(value=-value if die % 29 == 28 else value, **facts)


def _target(draw, indicator, period, figures):
    form = draw(
        st.sampled_from(["at_most", "at_most", "at_least", "at_least", "range", "change", "change"])
    )
    facts = {"area_id": 1, "form": form, "period_start": period.start, "period_end": period.end}
    facts["tolerance_percent"] = draw(st.sampled_from([None, None, None, Decimal(0), Decimal(5), Decimal("33.33")]))  # fmt: skip
    facts["is_confirmed"] = draw(st.sampled_from([True] * 12 + [False]))
    facts["profile"] = profile = draw(st.sampled_from(["even", "even", "last_year", "given"]))
    count = period.month_count
    if profile == "given":
        if count not in (3, 6, 9, 12):
            facts["profile"] = "even"
        else:
            places = draw(st.sampled_from([count // 3, count // 3, count]))
            shares = draw(st.lists(st.integers(0, 12), min_size=places, max_size=places))
            facts["profile_values"] = [str(share) for share in shares]
    if form == "change":
        facts["change_percent"] = draw(st.sampled_from([Decimal(-6), Decimal(0), Decimal(5), Decimal("-33.333")]))  # fmt: skip
        before = period.same_last_year()
        against = draw(st.sampled_from(["before", "before", "before", "value", "dated", "label", "other"]))  # fmt: skip
        if against in ("before", "dated"):
            facts |= {"baseline_start": before.start, "baseline_end": before.end}
        if against in ("value", "dated"):
            facts["baseline_value"] = Decimal(draw(st.integers(-5, 150)))
        if against == "label":
            facts["baseline_label"] = "England"
            if draw(st.booleans()):
                facts |= {"baseline_start": before.start, "baseline_end": before.end}
        if against == "other":
            facts |= {"baseline_start": date(2010, 4, 1), "baseline_end": date(2010, 6, 30)}
        return Target(**facts)
    facts["value"] = _aim_near(draw, indicator, figures)
    if form == "range":
        tolerance = _tolerance(indicator, facts["tolerance_percent"])
        edge = (abs(facts["value"]) * 2 * tolerance).quantize(Decimal("0.000001"))
        widths = [Decimal(0), Decimal("0.5"), Decimal(9), edge, edge]
        facts["upper_value"] = facts["value"] + draw(st.sampled_from(widths))
    return Target(**facts)


def _aim_near(draw, indicator, figures):
    """A value that figures are likely to lie on, or on the edge of its tolerance, as well as any other."""
    known = [one.value for one in figures if one.value is not None]
    near = known[draw(st.integers(0, len(known) - 1))] if known else Decimal(10)
    if indicator.number_kind == "counted" and draw(st.booleans()):
        near *= draw(st.sampled_from([2, 3, 4]))
    edge = draw(st.sampled_from([Decimal(1), Decimal(1), Decimal("0.95"), Decimal("1.05")]))
    near = (near / edge).quantize(Decimal("0.000001"))
    return draw(st.sampled_from([near, near, near + 1, Decimal(draw(st.integers(-3, 150)))]))


def _tolerance(indicator, own):
    given = indicator.tolerance_percent if own is None else own
    return (Decimal(5) if given is None else given) / 100


def _put_on_an_edge(draw, indicator, number, targets, figures):
    """Give one figure the value that lies on a limit of the target, or on the last value of its tolerance or of "just"."""
    target = targets[number]
    held = [
        one for one in figures
        if one.value is not None and target.period_start <= one.period_end <= target.period_end
    ]  # fmt: skip
    ends = [value for value in (target.value, target.upper_value) if value is not None]
    if not held or not ends:
        return
    figure, end = held[draw(st.integers(0, len(held) - 1))], draw(st.sampled_from(ends))
    tolerance = _tolerance(indicator, target.tolerance_percent)
    goal = end * (1 + draw(st.sampled_from([0, 1, -1])) * tolerance)
    goal += draw(st.sampled_from([Decimal(0)] * 4 + [Decimal("0.000001"), Decimal("-0.000001")]))
    if indicator.number_kind == "counted" and not _is_as_long(figure, target):
        months = figure.period_end.year * 12 + figure.period_end.month
        months -= target.period_start.year * 12 + target.period_start.month - 1
        goal = goal * months / (target.period.month_count or 12)
        goal -= sum(
            one.value for one in held
            if one.period_start >= target.period_start and one.period_end < figure.period_start
            and one.period.month_count == figure.period.month_count
        )  # fmt: skip
    figure.value = goal.quantize(Decimal("0.000001"))
    figure.numerator = figure.denominator = None


def _is_as_long(figure, target):
    return figure.period.month_count == target.period.month_count


# The rows as plain facts.


def series_of(drawn):
    one = drawn.indicator
    return Series(
        kind=one.number_kind, frequency=one.frequency, polarity=one.polarity, as_at=drawn.as_at,
        scale=Fraction(SCALES.get(one.number_kind, 100)),
        tolerance=_fraction(one.tolerance_percent), lag=one.reporting_lag_days,
        live_from=one.live_from, retired_on=one.retired_on,
        facts=tuple(_fact(figure) for figure in drawn.figures),
        aims=tuple(_aim(target, drawn.comparators) for target in drawn.targets),
        breaks=tuple(row.starts_on for row in drawn.breaks),
    )  # fmt: skip


def _fact(figure):
    counts = (_fraction(figure.numerator), _fraction(figure.denominator))
    return Fact(
        (figure.period_start, figure.period_end),
        figure.state,
        _fraction(figure.value),
        None if None in counts else counts,
    )


def _aim(target, comparators):
    span = (target.period_start, target.period_end)
    before = (target.baseline_start, target.baseline_end) if target.baseline_start else None
    baseline = _fraction(target.baseline_value)
    if target.baseline_label:
        wanted = before or span
        found = [c.value for c in comparators if (c.period_start, c.period_end) == wanted]
        baseline = _fraction(found[0]) if found else None
    return Aim(
        span, target.form, _fraction(target.value), _fraction(target.upper_value),
        _fraction(target.change_percent), before, baseline, bool(target.baseline_label),
        _fraction(target.tolerance_percent), target.profile,
        tuple(Fraction(share) for share in target.profile_values), target.is_confirmed,
    )  # fmt: skip


def _fraction(number):
    return None if number is None else Fraction(number)


def verdicts(indicator, as_at):
    """Each period's verdict by the code, and the forecast that it was told."""
    figures = [row for row in indicator.figures.all() if row.period_end <= as_at]
    targets = list(indicator.targets.all())
    for row in standings_of(indicator, as_at):
        held = target_for(row.period, targets)
        feared = feared_end(indicator, figures, held, row.period)
        found = row.judgement
        yield (
            row.period,
            feared,
            Verdict(found.status.value, found.just, found.limit, found.amber),
            found.sentence,
        )


def agree(indicator, drawn):
    series = series_of(drawn)
    seen = set()
    for period, feared, found, sentence in verdicts(indicator, drawn.as_at):
        span = (period.start, period.end)
        expected = judge(series, span, _fraction(feared and feared.value))
        assert found == expected, f"{period}: {sentence}\n{drawn!r}"
        seen.add(span)
    missed = {fact.span for fact in series.seen} - seen
    assert not missed, f"not judged: {missed}\n{drawn!r}"
    return len(seen)


def in_memory(drawn):
    held = drawn.indicator
    newest_first = sorted(drawn.figures, key=lambda row: row.period_end, reverse=True)
    for name, rows in (
        ("figures", newest_first), ("targets", drawn.targets), ("comparators", drawn.comparators),
        ("breaks", drawn.breaks), ("commentaries", []), ("measurements", []),
    ):  # fmt: skip
        held = with_children(held, name, rows)
    return held


UNHURRIED = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate, Phase.shrink],
}


@seed(SEED)
@settings(max_examples=IN_MEMORY, **UNHURRIED)
@given(drawn_rows())
def test_every_period_is_judged_as_the_second_reading_says(drawn):
    agree(in_memory(drawn), drawn)


@pytest.mark.django_db
@seed(SEED)
@settings(max_examples=AS_ROWS, **UNHURRIED)
@given(drawn=drawn_rows())
def test_rows_of_the_database_are_judged_so_too(world, drawn):
    one = drawn.indicator
    one.pk, one.area_id = None, world.county.pk
    Indicator.objects.all().delete()
    one.save()
    for row in (*drawn.figures, *drawn.targets, *drawn.comparators, *drawn.breaks):
        row.indicator = one
        if hasattr(row, "area_id"):
            row.area_id = world.county.pk
        if hasattr(row, "known_from_id") or hasattr(row, "known_from"):
            row.known_from = KNOWN
    Figure.objects.bulk_create(drawn.figures)
    Target.objects.bulk_create(drawn.targets)
    Comparator.objects.bulk_create(drawn.comparators)
    SeriesBreak.objects.bulk_create(drawn.breaks)
    (fetched,) = with_figures(Indicator.objects.filter(pk=one.pk), drawn.as_at)
    agree(fetched, drawn)
    Figure.objects.filter(indicator=one).delete()
