"""Every row of the table of statuses, the assessment's own examples, and sentences that never contradict."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.periods import Period
from performance.choices import (
    AbsentState,
    Aggregation,
    FigureState,
    Polarity,
    Profile,
    Status,
    TargetForm,
)
from performance.rules.estimates import Estimate
from performance.rules.readings import Reading, Yardstick
from performance.rules.sentences import compare
from performance.rules.status import absent_state, judge
from performance.rules.targets import TargetValue

AS_AT = date(2011, 11, 30)
PER_HEAD = "per 100,000 population"
LOWER, HIGHER, NEITHER = Polarity.LOWER, Polarity.HIGHER, Polarity.NEITHER
MOST, LEAST = TargetForm.AT_MOST, TargetForm.AT_LEAST
PROVISIONAL = FigureState.PROVISIONAL
NUMBERS = st.decimals(0, 200, places=4)


def reading(period, value, state=FigureState.REPORTED, **more):
    return Reading(Period.parse(period), None if value is None else Decimal(value), state, **more)


def target(form, value, period="2011/12", tolerance=None, **more):
    return TargetValue(
        form,
        Period.parse(period),
        None if value is None else Decimal(value),
        tolerance_percent=None if tolerance is None else Decimal(tolerance),
        **more,
    )


def judged(value, aim, polarity=HIGHER, *, period="Q1 2011/12", unit="%", as_at=AS_AT, **more):
    return judge(reading(period, value), aim, polarity=polarity, as_at=as_at, unit=unit, **more)


SEED = [
    # name, value, period, unit, target, aggregation, polarity, label, sentence
    (
        "adults not coming to attention again for ASB",
        ("77", "Q1 2011/12", "%", target(LEAST, "80", tolerance="3"), Aggregation.RATIO, HIGHER),
        "Off track",
        (
            "Off track: 77% in Q1 2011/12 against a target of at least 80% for 2011/12 (amber down to 77.6%);"
            " higher is better."
        ),
    ),
    (
        "young people not coming to attention again for ASB",
        ("85", "Q1 2011/12", "%", target(LEAST, "80", tolerance="3"), Aggregation.RATIO, HIGHER),
        "On track",
        (
            "On track: 85% in Q1 2011/12 against a target of at least 80% for 2011/12 (amber down to 77.6%);"
            " higher is better."
        ),
    ),
    (
        "premises closures",
        ("4", "Q1 2011/12", "closures", target(LEAST, "8"), Aggregation.SUM, HIGHER),
        "On track",
        (
            "On track: 4 closures in Q1 2011/12 against a target of at least 8 for 2011/12,"
            " at least 2 by 30 June 2011 (amber down to 1.9); higher is better."
        ),
    ),
    (
        "deliberate secondary fires",
        ("2.8", "Q1 2011/12", PER_HEAD, target(MOST, "1.9"), Aggregation.RATIO, LOWER),
        "Off track",
        (
            "Off track: 2.8 per 100,000 population in Q1 2011/12 against a target of at most 1.9 for 2011/12"
            " (amber up to 2.0); lower is better."
        ),
    ),
    (
        "deliberate primary fires",
        ("0.9", "Q1 2011/12", PER_HEAD, target(MOST, "1.1"), Aggregation.RATIO, LOWER),
        "On track",
        (
            "On track: 0.9 per 100,000 population in Q1 2011/12 against a target of at most 1.1 for 2011/12"
            " (amber up to 1.2); lower is better."
        ),
    ),
    (
        "SARC follow-up",
        ("100", "Q1 2011/12", "%", target(LEAST, "80"), Aggregation.RATIO, HIGHER),
        "On track",
        (
            "On track: 100% in Q1 2011/12 against a target of at least 80% for 2011/12 (amber down to 76%);"
            " higher is better."
        ),
    ),
    (
        "forensic examinations",
        ("25", "Q1 2011/12", "%", target(LEAST, "100"), Aggregation.RATIO, HIGHER),
        "Off track",
        (
            "Off track: 25% in Q1 2011/12 against a target of at least 100% for 2011/12 (amber down to 95%);"
            " higher is better."
        ),
    ),
    (
        "serious and sexual violence",
        ("4.8", "2010/11", "%", target(MOST, "3.8", "2010/11"), Aggregation.RATIO, LOWER),
        "Missed",
        "Missed: 4.8% in 2010/11 against a target of at most 3.8%; lower is better.",
    ),
    (
        "hospital admissions",
        (
            "1294",
            "April to December 2010",
            "admissions",
            target(MOST, "1213", "April to December 2010"),
            Aggregation.SUM,
            LOWER,
        ),
        "Missed",
        "Missed: 1,294 admissions from April to December 2010 against a target of at most 1,213; lower is better.",
    ),
    (
        "first-time entrants",
        (
            "900",
            "2010/11",
            "per 100,000 aged 10 to 17",
            target(MOST, "697", "2010/11"),
            Aggregation.RATIO,
            LOWER,
        ),
        "Missed",
        "Missed: 900 per 100,000 aged 10 to 17 in 2010/11 against a target of at most 697; lower is better.",
    ),
    (
        "custody",
        ("3.5", "2010/11", "%", target(MOST, "5", "2010/11"), Aggregation.RATIO, LOWER),
        "Achieved",
        "Achieved: 3.5% in 2010/11 against a target of at most 5%; lower is better.",
    ),
    (
        "MARAC repeats",
        ("17", "2010/11", "%", None, Aggregation.RATIO, LOWER),
        "No target",
        "No target: 17% in 2010/11; better than the national benchmark of 28%; lower is better.",
    ),
]


@pytest.mark.parametrize(
    ("figures", "label", "sentence"), [row[1:] for row in SEED], ids=[row[0] for row in SEED]
)
def test_the_examples_of_the_assessment_as_at_30_november_2011(figures, label, sentence):
    value, period, unit, aim, aggregation, polarity = figures
    judgement = judged(
        value,
        aim,
        polarity,
        period=period,
        unit=unit,
        aggregation=aggregation,
        yardstick=Yardstick("national benchmark", Decimal(28)),
    )
    assert judgement.label == label
    assert judgement.sentence == sentence


RUNNING, OVER = "2011/12", "2010/11"


@pytest.mark.parametrize(
    ("value", "form", "aim", "polarity", "year", "label", "shortfall"),
    [
        # lower is better: at most 100, amber to 105
        ("90", MOST, "100", LOWER, RUNNING, "On track", "0"),
        ("95", MOST, "100", LOWER, RUNNING, "On track", "0"),
        ("95.01", MOST, "100", LOWER, RUNNING, "Just on track", "0"),
        ("100", MOST, "100", LOWER, RUNNING, "Just on track", "0"),
        ("100.01", MOST, "100", LOWER, RUNNING, "At risk", "0.01"),
        ("105", MOST, "100", LOWER, RUNNING, "At risk", "5"),
        ("105.01", MOST, "100", LOWER, RUNNING, "Off track", "5.01"),
        ("100", MOST, "100", LOWER, OVER, "Achieved", "0"),
        ("100.01", MOST, "100", LOWER, OVER, "Missed", "0.01"),
        ("105", MOST, "100", LOWER, OVER, "Missed", "5"),
        # higher is better: at least 100, amber to 95
        ("105", LEAST, "100", HIGHER, RUNNING, "On track", "0"),
        ("104.99", LEAST, "100", HIGHER, RUNNING, "Just on track", "0"),
        ("100", LEAST, "100", HIGHER, RUNNING, "Just on track", "0"),
        ("95", LEAST, "100", HIGHER, RUNNING, "At risk", "5"),
        ("94.99", LEAST, "100", HIGHER, RUNNING, "Off track", "5.01"),
        ("100", LEAST, "100", HIGHER, OVER, "Achieved", "0"),
        ("99.99", LEAST, "100", HIGHER, OVER, "Missed", "0.01"),
        # a target of zero has a tolerance of zero
        ("0", MOST, "0", LOWER, RUNNING, "On track", "0"),
        ("1", MOST, "0", LOWER, RUNNING, "Off track", "1"),
        ("0", MOST, "0", LOWER, OVER, "Achieved", "0"),
        # a target below zero, of a figure that is itself a change
        ("-5.8", MOST, "-6", LOWER, RUNNING, "At risk", "0.2"),
        ("-5.6", MOST, "-6", LOWER, RUNNING, "Off track", "0.4"),
        ("-7", MOST, "-6", LOWER, RUNNING, "On track", "0"),
        # neither is better: the target's own form decides
        ("90", MOST, "100", NEITHER, RUNNING, "On track", "0"),
        ("120", MOST, "100", NEITHER, OVER, "Missed", "20"),
    ],
)
def test_a_figure_held_to_a_limit(value, form, aim, polarity, year, label, shortfall):
    judgement = judged(value, target(form, aim, year), polarity, period=year, unit="")
    assert (judgement.label, judgement.shortfall) == (label, Decimal(shortfall))
    assert judgement.just is (label == "Just on track")
    assert judgement.limit == Decimal(aim)


@pytest.mark.parametrize(
    ("value", "label", "limit", "amber"),
    [
        ("9.4", "Off track", 10, "9.5"),
        ("9.5", "At risk", 10, "9.5"),
        ("10", "Just on track", 10, "9.5"),
        ("15", "On track", 10, "9.5"),
        ("20", "Just on track", 20, "21"),
        ("21", "At risk", 20, "21"),
        ("21.1", "Off track", 20, "21"),
    ],
)
def test_a_range_is_held_at_both_ends(value, label, limit, amber):
    aim = target(TargetForm.RANGE, "10", upper=Decimal(20))
    judgement = judged(value, aim, NEITHER)
    assert (judgement.label, judgement.limit, judgement.amber) == (label, limit, Decimal(amber))
    assert (
        "a target of between 10% and 20% for 2011/12 (amber down to 9.5% and up to 21%)"
        in judgement.sentence
    )
    assert "neither higher nor lower is better" in judgement.sentence


@pytest.mark.parametrize(
    ("period", "state", "aggregation", "as_at", "status"),
    [
        ("2010/11", FigureState.REPORTED, Aggregation.RATIO, date(2011, 3, 31), Status.ON_TRACK),
        ("2010/11", FigureState.REPORTED, Aggregation.RATIO, date(2011, 4, 1), Status.ACHIEVED),
        ("2010/11", FigureState.PROVISIONAL, Aggregation.RATIO, AS_AT, Status.ON_TRACK),
        ("Q3 2010/11", FigureState.REPORTED, Aggregation.RATIO, AS_AT, Status.ON_TRACK),
        ("Q4 2010/11", FigureState.REPORTED, Aggregation.RATIO, AS_AT, Status.ON_TRACK),
        ("Q4 2010/11", FigureState.REPORTED, Aggregation.LATEST, AS_AT, Status.ACHIEVED),
        ("Q3 2010/11", FigureState.REPORTED, Aggregation.LATEST, AS_AT, Status.ON_TRACK),
    ],
)
def test_only_a_final_figure_of_a_period_that_is_over_is_achieved(
    period, state, aggregation, as_at, status
):
    aim = target(LEAST, "80", "2010/11")
    judgement = judge(
        reading(period, "90", state),
        aim,
        polarity=HIGHER,
        aggregation=aggregation,
        as_at=as_at,
        unit="%",
    )
    assert judgement.status == status
    waiting = status == Status.ON_TRACK and as_at == AS_AT
    assert ("2010/11 is over but its final figure is not in" in judgement.sentence) is waiting


def test_a_provisional_figure_and_an_estimate_say_so():
    aim = target(LEAST, "100", "2010/11")
    figure = reading("2010/11", "25", PROVISIONAL, is_estimate=True)
    assert judge(figure, aim, polarity=HIGHER, as_at=AS_AT, unit="%").sentence == (
        "Off track: 25% in 2010/11 (provisional, an estimate) against a target of at least 100%"
        " (amber down to 95%); higher is better; 2010/11 is over but its final figure is not in."
    )


@pytest.mark.parametrize(
    ("value", "forecast", "status"),
    [
        ("85", "79", Status.AT_RISK),
        ("85", "80", Status.ON_TRACK),
        ("79", "90", Status.AT_RISK),
        ("70", "90", Status.OFF_TRACK),
        ("70", "60", Status.OFF_TRACK),
    ],
)
def test_a_target_met_now_and_forecast_to_be_missed_is_at_risk(value, forecast, status):
    assert judged(value, target(LEAST, "80"), forecast=Estimate(Decimal(forecast))).status == status


def test_a_forecast_is_held_to_the_whole_target_and_named():
    aim = target(LEAST, "8")
    more = {"unit": "closures", "aggregation": Aggregation.SUM}
    judgement = judged("4", aim, forecast=Estimate(Decimal(7)), **more)
    assert judgement.sentence == (
        "At risk: 4 closures in Q1 2011/12 against a target of at least 8 for 2011/12, at least 2 by 30 June 2011"
        " (amber down to 1.9); met so far, but 7 is forecast; higher is better."
    )
    assert judged("4", aim, forecast=Estimate(Decimal(8)), **more).status == Status.ON_TRACK


def test_once_the_period_is_over_a_forecast_counts_for_nothing():
    aim = target(LEAST, "80", "2010/11")
    assert (
        judged("85", aim, period="2010/11", forecast=Estimate(Decimal(1))).status == Status.ACHIEVED
    )
    provisional = reading("2010/11", "85", PROVISIONAL)
    judgement = judge(provisional, aim, polarity=HIGHER, as_at=AS_AT, forecast=Estimate(Decimal(1)))
    assert judgement.status == Status.ON_TRACK


@pytest.mark.parametrize(
    ("period", "value", "status"),
    [
        ("Q1 2011/12", "2", Status.ON_TRACK),
        ("Q1 2011/12", "1", Status.OFF_TRACK),
        ("April to September 2011", "4", Status.ON_TRACK),
        ("April to September 2011", "3.9", Status.AT_RISK),
        ("April to December 2011", "5", Status.OFF_TRACK),
    ],
)
def test_a_count_is_judged_year_to_date(period, value, status):
    aim = target(LEAST, "8")
    assert judged(value, aim, period=period, aggregation=Aggregation.SUM).status == status


def test_whether_a_figure_is_year_to_date_can_be_said_outright():
    aim = target(LEAST, "8")
    as_is = judged("4", aim, aggregation=Aggregation.SUM, year_to_date=False)
    assert (as_is.status, as_is.limit) == (Status.OFF_TRACK, 8)


def test_a_count_follows_the_shape_of_last_year():
    quarters = tuple(map(Decimal, (40, 20, 20, 20)))
    aim = target(MOST, "50", profile=Profile.LAST_YEAR, profile_values=quarters)
    judgement = judged("20", aim, LOWER, aggregation=Aggregation.SUM)
    assert (judgement.label, judgement.limit) == ("Just on track", 20)


@pytest.mark.parametrize(
    ("change", "value", "polarity", "label", "words"),
    [
        (
            "-6",
            "930",
            LOWER,
            "Just on track",
            "at most 940 for 2011/12 (\u22126% on 1,000 in 2010/11)",
        ),
        ("-6", "941", LOWER, "At risk", "at most 940"),
        ("-6", "990", LOWER, "Off track", "at most 940"),
        (
            "0",
            "1000",
            LOWER,
            "Just on track",
            "at most 1,000 for 2011/12 (no change on 1,000 in 2010/11)",
        ),
        ("0", "1001", LOWER, "At risk", "at most 1,000"),
        (
            "11",
            "1110",
            HIGHER,
            "Just on track",
            "at least 1,110 for 2011/12 (+11% on 1,000 in 2010/11)",
        ),
    ],
)
def test_a_change_is_held_to_its_baseline(change, value, polarity, label, words):
    aim = target(
        TargetForm.CHANGE,
        None,
        change_percent=Decimal(change),
        baseline=Decimal(1000),
        baseline_period=Period.parse("2010/11"),
    )
    judgement = judged(value, aim, polarity, period="12 months to August 2011", unit="crimes")
    assert judgement.label == label
    assert words in judgement.sentence


@pytest.mark.parametrize(
    ("aim", "polarity", "reason"),
    [
        (target(LEAST, None), HIGHER, "the target for 2011/12 is not yet confirmed"),
        (
            target(TargetForm.CHANGE, None, change_percent=Decimal(-6)),
            LOWER,
            "the target for 2011/12 is a change on a baseline that is not known",
        ),
        (
            target(LEAST, "80", "2010/11"),
            HIGHER,
            "the target for 2010/11 does not hold for Q1 2011/12",
        ),
    ],
)
def test_a_target_that_cannot_be_held_to_is_no_target_and_says_why(aim, polarity, reason):
    judgement = judged("77", aim, polarity)
    assert judgement.status == Status.NO_TARGET
    assert reason in judgement.sentence
    assert (judgement.limit, judgement.amber, judgement.shortfall) == (None, None, None)


@pytest.mark.parametrize(
    ("as_at", "status", "sentence"),
    [
        (
            date(2011, 10, 30),
            Status.NO_FIGURES,
            "No figures yet: the figure for Q2 2011/12 is due on 30 October 2011.",
        ),
        (
            date(2011, 10, 31),
            Status.OVERDUE,
            "Overdue: the figure for Q2 2011/12 was due on 30 October 2011 and is not in.",
        ),
    ],
)
def test_a_figure_is_overdue_the_day_after_it_is_due(as_at, status, sentence):
    awaited = Period.quarter(2011, 2)
    aim = target(LEAST, "80")
    judgement = judge(None, aim, polarity=HIGHER, as_at=as_at, awaited=awaited, lag_days=30)
    assert (judgement.status, judgement.sentence) == (status, sentence)


def test_a_figure_that_is_in_is_never_overdue():
    late = judged("85", target(LEAST, "80"), awaited=Period.quarter(2011, 2), lag_days=0)
    assert late.status == Status.ON_TRACK


@pytest.mark.parametrize(
    ("awaited", "lag", "sentence"),
    [
        (None, 0, "No figures yet: nothing is due and nothing is in."),
        (
            "Q2 2011/12",
            None,
            "No figures yet: no day is set on which the figure for Q2 2011/12 is due.",
        ),
    ],
)
def test_nothing_due_and_nothing_in(awaited, lag, sentence):
    period = Period.parse(awaited) if awaited else None
    judgement = judge(None, None, polarity=HIGHER, as_at=AS_AT, awaited=period, lag_days=lag)
    assert (judgement.status, judgement.sentence) == (Status.NO_FIGURES, sentence)


@pytest.mark.parametrize(
    ("state", "reason", "sentence"),
    [
        (
            FigureState.NOT_APPLICABLE,
            "the scheme began in July",
            "Not applicable: the scheme began in July. There is no figure for Q1 2011/12 to judge.",
        ),
        (
            FigureState.NOT_APPLICABLE,
            "",
            "Not applicable. There is no figure for Q1 2011/12 to judge.",
        ),
        (
            FigureState.SUPPRESSED,
            "",
            "Suppressed: small number. The figure for Q1 2011/12 is in, and is not judged.",
        ),
    ],
)
def test_a_figure_set_aside_is_neither_judged_nor_overdue(state, reason, sentence):
    figure = reading("Q1 2011/12", None, state, reason=reason)
    judgement = judge(figure, target(LEAST, "80"), polarity=HIGHER, as_at=AS_AT)
    assert (judgement.status, judgement.sentence) == (Status.NO_FIGURES, sentence)
    assert judgement.label == state.label, "not that there is no figure yet"


def test_a_suppressed_value_is_never_shown_even_where_it_is_known():
    figure = reading("Q1 2011/12", "3", FigureState.SUPPRESSED)
    judgement = judge(figure, target(MOST, "8"), polarity=LOWER, as_at=AS_AT)
    assert judgement.status == Status.NO_FIGURES
    assert " 3" not in judgement.sentence


@pytest.mark.parametrize(
    ("as_at", "lag", "state"),
    [
        (date(2011, 6, 30), 0, AbsentState.NOT_YET_DUE),
        (date(2011, 7, 1), 0, AbsentState.LATE),
        (date(2011, 7, 30), 30, AbsentState.NOT_YET_DUE),
        (date(2011, 7, 31), 30, AbsentState.LATE),
        (date(2031, 7, 31), None, AbsentState.NOT_YET_DUE),
    ],
)
def test_an_absent_figure_is_not_yet_due_or_late(as_at, lag, state):
    assert absent_state(Period.quarter(2011, 1), as_at, lag) == state


@pytest.mark.parametrize(
    ("value", "polarity", "words"),
    [
        ("17", LOWER, "better than the national benchmark of 28%"),
        ("29", LOWER, "worse than the national benchmark of 28%"),
        ("29", HIGHER, "better than the national benchmark of 28%"),
        ("28", HIGHER, "the same as the national benchmark of 28%"),
        ("29", NEITHER, "above the national benchmark of 28%"),
        ("27.999", LOWER, "better than the national benchmark of 28%"),
    ],
)
def test_compares_with_the_same_measure_elsewhere(value, polarity, words):
    assert (
        compare(
            Decimal(value),
            Yardstick("national benchmark", Decimal(28)),
            polarity=polarity,
            unit="%",
        )
        == words
    )


def test_a_comparator_of_another_time_says_when():
    yardstick = Yardstick("national benchmark", Decimal(28), Period.parse("2009/10"))
    assert compare(Decimal(17), yardstick, polarity=LOWER, unit="%").endswith("of 28% in 2009/10")


@pytest.mark.parametrize(
    ("value", "form", "aim", "decimals", "start"),
    [
        ("1.94", MOST, "1.9", 1, "At risk: 1.94 in Q1 2011/12 against a target of at most 1.9"),
        ("79.96", LEAST, "80", 0, "At risk: 79.96 in Q1 2011/12 against a target of at least 80"),
        ("79.9999", LEAST, "80", None, "At risk: 79.9999 in Q1 2011/12"),
        ("80", LEAST, "80", 0, "Just on track: 80 in Q1 2011/12 against a target of at least 80"),
        ("1.996", MOST, "1.9", 1, "Off track: 1.996 in Q1 2011/12"),
    ],
)
def test_shows_more_decimals_rather_than_contradict_the_status(value, form, aim, decimals, start):
    assert judged(value, target(form, aim), LOWER, unit="", decimals=decimals).sentence.startswith(
        start
    )


SHOWN = re.compile(
    r"^(.+?): ([\d.,]+) in .* (at most|at least) ([\d.,]+) for .* \((?:amber (?:up|down) to ([\d.,]+)|no)"
)


@given(
    NUMBERS,
    NUMBERS,
    st.sampled_from([MOST, LEAST]),
    st.none() | st.integers(0, 2),
    st.integers(0, 20),
)
def test_rounding_never_contradicts_the_status(value, aim, form, decimals, tolerance):
    judgement = judged(
        value, target(form, aim, tolerance=tolerance), LOWER, unit="", decimals=decimals
    )
    label, shown, _, limit, amber = SHOWN.match(judgement.sentence).groups()
    shown, limit = Decimal(shown.replace(",", "")), Decimal(limit.replace(",", ""))
    amber = limit if amber is None else Decimal(amber.replace(",", ""))
    sign = 1 if form == MOST else -1
    assert label == judgement.label
    if judgement.status == Status.ON_TRACK:
        assert sign * (shown - limit) <= 0
    elif judgement.status == Status.AT_RISK:
        assert sign * (shown - limit) > 0
        assert sign * (shown - amber) <= 0
    else:
        assert judgement.status == Status.OFF_TRACK
        assert sign * (shown - limit) > 0
        assert sign * (shown - amber) > 0


BEST_FIRST = ["On track", "Just on track", "At risk", "Off track"]


@given(NUMBERS, NUMBERS, NUMBERS, st.integers(0, 20))
def test_a_better_value_never_has_a_worse_status(one, other, aim, tolerance):
    assume(one != other)
    for form, polarity in ((MOST, LOWER), (LEAST, HIGHER)):
        better, worse = sorted((one, other), reverse=polarity == HIGHER)
        found = [
            judged(v, target(form, aim, tolerance=tolerance), polarity, unit="")
            for v in (better, worse)
        ]
        assert BEST_FIRST.index(found[0].label) <= BEST_FIRST.index(found[1].label)
        assert found[0].shortfall <= found[1].shortfall


@given(NUMBERS, NUMBERS, st.integers(0, 20))
def test_a_wider_tolerance_never_takes_a_figure_off_track(value, aim, tolerance):
    narrow, wide = (
        judged(value, target(LEAST, aim, tolerance=t), unit="") for t in (tolerance, tolerance + 5)
    )
    if narrow.status != Status.OFF_TRACK:
        assert wide.status == narrow.status


# Beside the status: could it be chance?


@pytest.mark.parametrize(
    ("value", "of", "is_chance"),
    # Wilson's interval of 77% is 70.7% to 82.3% of 200 people, and 74.3% to 79.5% of 1,000.
    [(77, 200, True), (77, 1000, False), (77, None, False)],
)
def test_a_status_whose_interval_straddles_the_target_could_be_chance(value, of, is_chance):
    reading = Reading(
        Period.quarter(2011, 1),
        Decimal(value),
        numerator=of and Decimal(value) * of / 100,
        denominator=of and Decimal(of),
    )
    target = TargetValue(TargetForm.AT_LEAST, Period.financial_year(2011), Decimal(80))
    judged = judge(
        reading,
        target,
        polarity=Polarity.HIGHER,
        as_at=AS_AT,
        aggregation=Aggregation.RATIO,
        unit="%",
    )
    assert judged.status == Status.AT_RISK
    assert judged.could_be_chance is is_chance
    assert (judged.interval is None) is (of is None)
