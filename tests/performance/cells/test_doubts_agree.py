"""One rule table serves hand entry and uploads: a figure is doubted alike when it is typed and when a file brings it.

Each rule of the table has a statement that finds the rows of an upload that the rule may doubt. Both are held together
here at the boundaries of each rule, and on figures drawn at random.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.documents.actions import archive
from core.periods import Period
from performance.cells.doubts.cases import Case, earlier_values, rows_of, summed_up
from performance.cells.doubts.earlier_figures import doubts_of_suppressed, note_unsuppressed
from performance.cells.doubts.impossible import whole_target_at, whole_targets_of
from performance.cells.doubts.table import RULES, doubts_of, note_doubts
from performance.cells.findings import FindingList
from performance.cells.form_input import Typed, read_typed
from performance.cells.lookups import Lookups
from performance.figures.keys import FigureKey
from performance.models import Figure, Indicator, StagedRow, Target, Upload
from performance.uploads.judging import Judge
from performance.uploads.layout.layouts import Layout
from performance.uploads.ledger.staging import compare, stage
from places.models import Area

TODAY = date(2011, 12, 15)
Q2 = Period.quarter(2011, 2)
SHARES, RATES, COUNTS, CHANGES = ("%", "share"), ("per 1,000 people", "rate"), ("offences", "counted"), ("% change", "alone")  # fmt: skip
EIGHT = {"form": "at_least", "value": 8}

BOUNDARIES = {
    "just below zero": (COUNTS, ["-0.000001"], [], None, ["below_zero"]),
    "zero": (COUNTS, ["0"], [], None, []),
    "below zero as before": (COUNTS, ["-3"], [-1], None, []),
    "a change below zero": (CHANGES, ["-3"], [], None, []),
    "all of them": (SHARES, ["100"], [], None, []),
    "just more than all": (SHARES, ["100.000001"], [], None, ["over_the_whole"]),
    "more than all as before": (SHARES, ["101"], ["100.5"], None, []),
    "one counted more than all": (SHARES, ["100", "2001", "2000"], [], None, ["over_the_whole"]),
    "as many counted as there are": (SHARES, ["100", "2000", "2000"], [], None, []),
    "a rate above a hundred": (RATES, ["101"], [], None, []),
    "one per cent": (SHARES, ["1"], [], None, []),
    "just below one": (SHARES, ["0.999999"], [], None, ["wrong_unit"]),
    "just above zero": (SHARES, ["0.000001"], [], None, ["wrong_unit"]),
    "none at all": (SHARES, ["0"], [], None, []),
    "half of the lowest": (SHARES, ["0.4"], [80], None, ["wrong_unit"]),
    "less than half of the lowest": (SHARES, ["0.39"], [80], None, ["jump"]),
    "half as much again": (SHARES, ["0.3"], [20], None, ["wrong_unit"]),
    "more than half as much again": (SHARES, ["0.31"], [19], None, []),
    "a share with its counts": (SHARES, ["0.5", "1", "200"], [], None, []),
    "a percent sign like the others": (SHARES, ["0.79%"], [79], None, ["below_one_percent"]),
    "a percent sign alone": (SHARES, ["0.79%"], [], None, []),
    "just no whole number": (COUNTS, ["2.000001"], [], None, ["not_whole"]),
    "a whole number": (COUNTS, ["2"], [], None, []),
    "a fraction as before": (COUNTS, ["2.5"], ["2.5"], None, []),
    "a fraction of a rate": (RATES, ["2.5"], [], None, []),
    "ten times": (COUNTS, ["120"], [12], None, ["jump"]),
    "just under ten times": (COUNTS, ["119"], [12], None, []),
    "a tenth": (COUNTS, ["12"], [120], None, ["jump"]),
    "just over a tenth": (COUNTS, ["13"], [120], None, []),
    "ten times, of small numbers": (COUNTS, ["19"], [1], None, []),
    "ten times, and twenty": (COUNTS, ["20"], [2], None, ["jump"]),
    "ten times a rate of few": (RATES, ["9", "4.5", "500"], ["0.9"], None, []),
    "ten times a rate of many": (RATES, ["9", "45", "5000"], ["0.9"], None, ["jump"]),
    "four earlier figures": (COUNTS, ["31"], [10, 20, 10, 20], None, []),
    "as far as the whole range": (COUNTS, ["30"], [10, 20, 10, 20, 10], None, []),
    "farther than the whole range": (COUNTS, ["31"], [10, 20, 10, 20, 10], None, ["outlier"]),
    "as far below": (COUNTS, ["0"], [10, 20, 10, 20, 10], None, []),
    "a tenth more of a level series": (COUNTS, ["110"], [100] * 5, None, []),
    "over a tenth more of it": (COUNTS, ["111"], [100] * 5, None, ["outlier"]),
    "over a tenth less of it": (COUNTS, ["89"], [100] * 5, None, ["outlier"]),
    "ten times the target": (COUNTS, ["80"], [], EIGHT, ["beyond_target"]),
    "just under ten times the target": (COUNTS, ["79"], [], EIGHT, []),
    "beyond the target as before": (COUNTS, ["80"], [40], EIGHT, []),
    "worked out": (SHARES, ["", "154", "200"], [], None, ["worked_out"]),
    "given, with its parts": (SHARES, ["77", "154", "200"], [], None, []),
    "worked out, and more than all": (
        SHARES, ["", "200", "154"], [], None, ["over_the_whole", "worked_out"],
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("of", "cells", "earlier", "target", "codes"), BOUNDARIES.values(), ids=BOUNDARIES
)
def test_at_its_boundary_each_rule_doubts_alike_by_hand_and_in_an_upload(
    of, cells, earlier, target, codes, analyst
):
    indicator = _indicator(*of)
    _earlier_quarters(indicator, earlier)
    if target:
        _target(indicator, Period.financial_year(2011), target)
    cells = [*cells, "", ""][:3]

    by_hand = _doubted_by_hand(indicator, Q2, cells)

    assert [code for _, code, _, _ in by_hand] == codes
    assert by_hand == _doubted_in_an_upload(indicator, Q2, cells, analyst)


@pytest.mark.django_db
def test_an_archived_target_doubts_nothing(analyst):
    indicator = _indicator(*COUNTS)
    _target(indicator, Period.financial_year(2011), EIGHT)
    subject = [indicator.pk]
    upload = _upload(analyst)
    _judged(upload, indicator, Q2, ["80", "", ""])
    facts = {"upload": upload.pk, "since": Q2.start.replace(year=2005)}
    (rule,) = (rule for rule in RULES if rule.needs_target)
    assert [row.ends for row in rows_of(rule.rows(subject), facts)] == [Q2.end]

    archive(indicator.targets.get(), by=analyst)

    assert list(rows_of(rule.rows(subject), facts)) == []
    assert _doubted_by_hand(indicator, Q2, ["80", "", ""]) == []


def test_every_rule_has_its_boundaries():
    codes = {code for *_, found in BOUNDARIES.values() for code in found}
    assert codes == {
        "below_zero", "over_the_whole", "wrong_unit", "below_one_percent", "not_whole", "jump", "outlier",
        "beyond_target", "worked_out",
    }  # fmt: skip


values = (
    st.integers(-30, 300).map(Decimal)
    | st.decimals(-2, 130, places=2)
    | st.sampled_from([Decimal(one) for one in ("0.77", "12.5", "20", "100.01", "120", "1250")])
)


@pytest.mark.django_db
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.judge.__name__)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    of=st.sampled_from([SHARES, RATES, COUNTS, CHANGES]),
    value=values,
    parts=st.just((None, None)) | st.sampled_from([(3, 20), (400, 100), (0, 200), (2000, 100_000)]),
    earlier=st.lists(values, max_size=7),
    goal=st.none() | st.builds(dict, form=st.just("at_most"), value=st.integers(0, 30)),
)
def test_a_statement_finds_every_row_that_its_rule_doubts_with_the_same_earlier_figures(
    rule, of, value, parts, earlier, goal, analyst
):
    Figure.objects.all().delete()
    Target.objects.all().delete()
    indicator = _indicator(*of)
    _earlier_quarters(indicator, earlier)
    if goal:
        _target(indicator, Period.financial_year(2011), goal)
    subject = next(one for one in Lookups("figures").subjects if one.pk == indicator.pk)
    if not rule.applies(subject):
        return
    upload = _upload(analyst)
    StagedRow.objects.create(
        upload=upload, row=2, cell="D2", subject=indicator.pk, area=indicator.area_id, state="reported",
        period_start=Q2.start, period_end=Q2.end, verdict="new",
        value=value, numerator=parts[0], denominator=parts[1],
    )  # fmt: skip

    by_hand = earlier_values(FigureKey(indicator, indicator.area, Q2))
    series = (indicator.pk, indicator.area_id)
    target = whole_target_at(whole_targets_of({series}).get(series, ()), Q2.end)
    case = Case(
        subject, value, *(None if one is None else Decimal(one) for one in parts),
        summed_up([one for one in by_hand if rule.counts(one)]), target=target,
    )  # fmt: skip
    facts = {"upload": upload.pk, "since": Q2.start.replace(year=2005)}
    found = [row.earlier for row in rows_of(rule.rows([indicator.pk]), facts)]

    assert found in ([], [case.earlier])
    if rule.judge(case):
        assert found


# A number for a suppressed figure


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("states", "is_doubted"),
    [
        ([], False),
        (["suppressed"], True),
        (["reported"], False),
        (["reported", "suppressed"], True),
        (["suppressed", "reported"], False),
        (["suppressed", "provisional"], False),
        (["suppressed", "not_applicable"], True),
        (["reported", "not_applicable"], False),
        (["suppressed", "reported", "not_applicable"], False),
        (["not_applicable"], False),
    ],
)
@pytest.mark.parametrize("is_removed", [False, True])
def test_a_number_for_a_suppressed_figure_is_doubted_alike(states, is_doubted, is_removed, analyst):
    indicator = _indicator(*COUNTS)
    now = timezone.now()
    for n, state in enumerate(states, start=1):
        is_last = n == len(states)
        Figure.objects.create(
            indicator=indicator, area=indicator.area, period_start=Q2.start, period_end=Q2.end,
            state=state, value=4 if state in ("reported", "provisional") else None, revision=n,
            reason="Nobody was asked" if state == "not_applicable" else "",
            known_from=now - timedelta(days=20 - n),
            known_to=None if is_last and not is_removed else now - timedelta(days=19 - n),
        )  # fmt: skip
    key = FigureKey(indicator, indicator.area, Q2)

    by_hand = [one.message for one in doubts_of_suppressed(key.revisions(), Decimal(7))]
    upload = _upload(analyst)
    findings = _judged(upload, indicator, Q2, ("7", "", ""))
    note_unsuppressed(upload, findings)
    findings.save(upload)

    assert bool(by_hand) is is_doubted
    assert list(upload.findings.values_list("message", flat=True)) == by_hand


# Figures drawn at random


numbers_typed = (
    st.decimals(-150, 150, places=2).map(str)
    | st.integers(0, 400).map(str)
    | st.decimals(-1, 1, places=2).map(lambda share: f"{share}%")
    | st.integers(1_000, 2_000_000).map(lambda count: f"{count:,}".replace(",", "."))
    | st.sampled_from(["", "tbc", "*", "n/a", "0.79", "0.79%", "1.234", "1,234", "7.5"])
)
parts = st.just(("", "")) | st.sampled_from(
    [("154", "200"), ("3", "20"), ("400", "100"), ("0", "200"), ("2,000", "100000"), ("3", ""), ("0", "0")]
)  # fmt: skip


targets = st.one_of(
    st.builds(dict, form=st.sampled_from(["at_most", "at_least"]), value=st.integers(0, 30)),
    st.builds(dict, form=st.just("range"), value=st.just(0), upper_value=st.integers(0, 30)),
    st.builds(dict, form=st.just("change"), change_percent=st.sampled_from([-50, 0, 6]),
              baseline_value=st.integers(0, 30) | st.none()),
    st.just({"form": "at_least", "is_confirmed": False}),
)  # fmt: skip


@pytest.mark.django_db
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    value=numbers_typed | st.sampled_from(["", "0.79", "0.79%"]),
    parts=parts,
    earlier=st.lists(st.integers(0, 100), max_size=8)
    | st.lists(st.integers(-20, 130), max_size=3)
    | st.lists(st.sampled_from([20, 79, 80]) | st.sampled_from([0, 1250]), min_size=1, max_size=4)
    | st.just([Decimal("12.5")]),
    others=st.lists(st.integers(-5, 1000), max_size=3),
    of=st.sampled_from(
        [("%", "share"), ("per 1,000 people", "rate"), ("offences", "counted"), ("£", "counted"), ("%", "alone"),
         ("% change", "alone"), ("% of cases", "share"), ("days", "level")]
    ),
    goals=st.lists(targets, max_size=2),
)  # fmt: skip
def test_one_figure_is_doubted_as_the_same_figure_of_an_upload_is(
    db, value, parts, earlier, others, of, goals, django_user_model
):
    cells = (value, *parts)
    Figure.objects.all().delete()
    Target.objects.all().delete()
    indicator = _indicator(*of)
    for goal, months in zip(goals, (12, 6), strict=False):
        _target(indicator, Period.whole_months(2011, 4, months), goal)
    _earlier_quarters(indicator, earlier)
    for n, one in enumerate(others):
        _figure(indicator, Period.financial_year(2009 - n), one)

    by_hand = _doubted_by_hand(indicator, Q2, cells)

    by = django_user_model.objects.first() or django_user_model.objects.create_user("u")
    assert by_hand == _doubted_in_an_upload(indicator, Q2, cells, by)


def _doubted_by_hand(indicator, period, cells):
    subject = next(s for s in Lookups("figures").subjects if s.pk == indicator.pk)
    measure = read_typed(subject, Typed(*cells))
    if measure.wrong is not None and measure.wrong.code == "none_given":
        # Of an upload it is left alone.
        return []
    wrong, doubts = measure.wrong, []
    if wrong is None:
        wrong, doubts = doubts_of(FigureKey(indicator, indicator.area, period), subject, measure)
    found = [("error", wrong)] if wrong else [("warning", doubt) for doubt in doubts]
    return sorted((severity, one.code, one.message, one.remedy) for severity, one in found)


def _doubted_in_an_upload(indicator, period, cells, by):
    upload = _upload(by)
    findings = _judged(upload, indicator, period, cells)
    note_doubts(upload, findings, Lookups("figures"))
    findings.save(upload)
    found = upload.findings.values_list("severity", "code", "message", "remedy")
    return sorted(found)


def _upload(by):
    return Upload.objects.create(
        kind="figures", file_name="a", size=1, sha256="0", uploaded_by=by, stage="checked"
    )


def _judged(upload, indicator, period, cells):
    """Stages one row, compares it and gives what is found so far."""
    findings = FindingList("F")
    roles = ("indicator", "area", "period", "value", "numerator", "denominator")
    layout = Layout("long", {role: place for place, role in enumerate(roles)})
    judge = Judge(
        layout, roles, Lookups("figures"), findings, upload=upload.pk, kind="figures", today=TODAY
    )  # fmt: skip
    stage(judge.judge(2, ["I", "C", period.label, *(cell or None for cell in cells)]))
    compare(upload)
    return findings


def _indicator(unit, number_kind):
    area, _ = Area.objects.get_or_create(
        slug="c", defaults={"name": "C", "kind": "county", "level": 0, "path": "/c/"}
    )
    made, _ = Indicator.objects.update_or_create(
        slug="i",
        defaults={
            "order": 1, "name": "I", "unit": unit, "polarity": "higher", "frequency": "quarter",
            "number_kind": number_kind, "area": area,
        },
    )  # fmt: skip
    return made


def _figure(indicator, period, value):
    Figure.objects.create(
        indicator=indicator, area=indicator.area, value=value,
        period_start=period.start, period_end=period.end,
    )  # fmt: skip


def _earlier_quarters(indicator, values):
    start = Q2.start
    for n, one in enumerate(values, start=1):
        _figure(indicator, Period.whole_months(start.year, start.month - 3 * n, 3), one)


def _target(indicator, held, goal):
    baseline = held.same_last_year()
    Target.objects.create(
        indicator=indicator, area=indicator.area, period_start=held.start, period_end=held.end,
        baseline_start=baseline.start, baseline_end=baseline.end, **goal,
    )  # fmt: skip
