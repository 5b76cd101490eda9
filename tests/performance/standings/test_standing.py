"""From rows of the database to a status: which figure is held to which target."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.models import Organisation
from core.lists.tiles import Tile
from core.periods import Period
from performance.choices import Direction, Status
from performance.models import Commentary, Comparator, Figure, Indicator, Measurement, Target
from performance.standings.judgements import judgement_of
from performance.standings.keeping import standings_now
from performance.standings.readout import comparator_words
from performance.standings.standing import current_standing, standings_of, with_figures
from places.models import Area
from priorities.models import PerformanceStatement, Plan, Theme
from safercornwall.pages.components.status_tiles import with_set_aside_note

AS_AT = date(2011, 11, 30)
KNOWN = datetime(2011, 11, 30, tzinfo=UTC)
THIS_YEAR, LAST_YEAR = Period.financial_year(2011), Period.financial_year(2010)
Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)


@pytest.fixture
def county(db):
    return Area.objects.create(
        name="Somewhere", slug="somewhere", kind="county", level=0, path="/somewhere/"
    )


@pytest.fixture
def indicator(county):
    return Indicator.objects.create(
        slug="repeats", order=1, name="Repeats", unit="%", polarity="higher", frequency="quarter",
        number_kind="share", area=county,
    )  # fmt: skip


def figure(indicator, period, value, **facts):
    facts = {"area": indicator.area, "known_from": KNOWN} | facts
    value = None if value is None else Decimal(str(value))
    return Figure.objects.create(
        indicator=indicator, period_start=period.start, period_end=period.end, value=value, **facts
    )


def target(indicator, period=THIS_YEAR, **facts):
    return Target.objects.create(
        indicator=indicator,
        area=indicator.area,
        period_start=period.start,
        period_end=period.end,
        **facts,
    )


def standing(indicator, as_at=AS_AT, known_on=None):
    (fetched,) = with_figures(Indicator.objects.filter(pk=indicator.pk), as_at, known_on=known_on)
    return current_standing(fetched, as_at)


def test_a_quarter_is_held_to_the_target_of_its_year(indicator):
    figure(indicator, Q1, 85)
    target(indicator, form="at_least", value=80)

    now = standing(indicator)

    assert (now.status, now.period) == (Status.ON_TRACK, Q1)


def test_a_target_for_that_very_quarter_goes_before_the_year(indicator):
    figure(indicator, Q1, 85)
    target(indicator, form="at_least", value=80)
    target(indicator, Q1, form="at_least", value=90)

    assert standing(indicator).judgement.limit == 90


def test_the_newest_figure_counts_and_the_others_are_judged_too(indicator):
    figure(indicator, LAST_YEAR, 70)
    figure(indicator, Q1, 85)
    target(indicator, LAST_YEAR, form="at_least", value=80)
    target(indicator, form="at_least", value=80)
    (fetched,) = with_figures(Indicator.objects.all(), AS_AT)

    assert [(row.period, row.status) for row in standings_of(fetched, AS_AT)] == [
        (Q1, Status.ON_TRACK),
        (LAST_YEAR, Status.MISSED),
    ]


def test_a_running_target_without_a_figure_has_no_figures_yet(indicator):
    """Last year's figure says nothing of this year's target."""
    figure(indicator, LAST_YEAR, 70)
    target(indicator, form="at_least", value=80)

    assert standing(indicator).status == Status.NO_FIGURES


def test_a_target_that_has_not_begun_waits(indicator):
    figure(indicator, LAST_YEAR, 70)
    target(indicator, Period.financial_year(2012), form="at_least", value=80)

    assert standing(indicator).status == Status.NO_TARGET


def test_figures_of_later_periods_are_not_yet_known_on_that_day(indicator):
    figure(indicator, Q1, 85)
    figure(indicator, Q2, 10)
    target(indicator, form="at_least", value=80)

    assert standing(indicator, date(2011, 9, 29)).status == Status.ON_TRACK
    assert standing(indicator, date(2011, 10, 1)).status == Status.OFF_TRACK


def test_what_was_known_on_a_day_can_be_asked_for_again(indicator):
    corrected = datetime(2011, 12, 20, tzinfo=UTC)
    figure(indicator, Q1, 85, known_to=corrected)
    figure(indicator, Q1, 60, revision=2, known_from=corrected, reason_for_change="Counted twice")
    target(indicator, form="at_least", value=80)

    assert standing(indicator).status == Status.OFF_TRACK
    assert standing(indicator, known_on=datetime(2011, 12, 1, tzinfo=UTC)).status == Status.ON_TRACK


def test_a_figure_of_another_area_is_not_the_headline(indicator, county):
    town = Area.objects.create(
        name="T", slug="t", kind="town", level=1, parent=county, path="/somewhere/t/"
    )
    figure(indicator, Q1, 10, area=town)

    assert standing(indicator).status == Status.NO_FIGURES


@pytest.fixture
def closures(indicator):
    indicator.unit, indicator.number_kind = "closures", "counted"
    indicator.save()
    target(indicator, form="at_least", value=8)
    return indicator


def test_a_count_is_held_to_its_share_of_the_year(closures):
    figure(closures, Q1, 2)
    assert standing(closures).status == Status.ON_TRACK

    figure(closures, Q2, 1)
    assert standing(closures).status == Status.OFF_TRACK, "3 of the 4 due by September"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("counted", Status.ON_TRACK),
        *((kind, Status.OFF_TRACK) for kind in ("share", "rate", "level", "alone")),
    ],
)
def test_only_a_count_is_held_to_the_part_of_the_year_that_is_over(indicator, kind, status):
    """4 in the first quarter against at least 8 a year."""
    Indicator.objects.update(number_kind=kind, unit="closures")
    target(indicator, form="at_least", value=8)
    figure(indicator, Q1, 4)

    assert standing(indicator).status == status


def test_a_count_of_part_of_the_year_is_the_year_to_date_itself(closures):
    """Nothing is added to a figure that already covers the months since April."""
    figure(closures, Q1, 2)
    figure(closures, Period(THIS_YEAR.start, Q2.end), 4)

    assert standing(closures).status == Status.ON_TRACK
    assert standing(closures).judgement.value == 4


def test_a_count_of_twelve_months_is_as_long_as_the_year_and_held_to_it_whole(closures):
    twelve = Period.rolling_year(2011, 9)
    figures = [figure(closures, twelve, 7), figure(closures, Q2, 1)]

    judged = judgement_of(
        closures, figures, closures.targets.get(), period=twelve, yardstick=None, as_at=AS_AT
    )

    assert (judged.status, judged.value, judged.limit) == (Status.OFF_TRACK, 7, 8)


def test_a_count_with_a_quarter_missing_is_incomplete_and_names_it(closures):
    figure(closures, Q2, 260)

    now = standing(closures)

    assert now.status == Status.NO_FIGURES
    assert (now.label, now.missing) == ("Incomplete", ("Q1 2011/12",))
    assert now.sentence == "Incomplete: no figure for Q1 2011/12."
    tile = Tile("No figures yet", 1, "", Status.NO_FIGURES.value)
    assert [one.note for one in with_set_aside_note([tile], [now])] == ["1 incomplete"]


def test_a_year_to_date_with_a_quarter_missing_is_no_figure(closures):
    figure(closures, Q2, 9)

    now = standing(closures)

    assert now.status == Status.NO_FIGURES
    assert "Q1 2011/12" in now.sentence


def test_a_change_is_held_to_the_figure_of_its_baseline(indicator):
    figure(indicator, LAST_YEAR, 100)
    figure(indicator, Q1, 95)
    indicator.polarity = "lower"
    indicator.save()
    row = target(
        indicator, form="change", change_percent=-6,
        baseline_start=LAST_YEAR.start, baseline_end=LAST_YEAR.end,
    )  # fmt: skip
    assert standing(indicator).judgement.limit == 94

    row.baseline_value = 50
    row.save()
    assert standing(indicator).judgement.limit == 47


def test_a_change_may_be_against_a_comparator(indicator):
    predicted = Comparator.objects.create(
        indicator=indicator, kind="predicted", label="predicted rate", value=10,
        period_start=LAST_YEAR.start, period_end=LAST_YEAR.end,
    )  # fmt: skip
    figure(indicator, LAST_YEAR, 8)
    indicator.polarity = "lower"
    indicator.save()
    target(indicator, LAST_YEAR, form="change", change_percent=-11, baseline_label=predicted.label)

    now = standing(indicator)

    assert (now.status, now.judgement.limit) == (Status.ACHIEVED, Decimal("8.9"))


def test_an_unconfirmed_target_is_no_target(indicator):
    figure(indicator, Q1, 85)
    target(indicator, form="at_least", is_confirmed=False)

    assert standing(indicator).status == Status.NO_TARGET


def test_no_target_is_compared_with_its_comparator(indicator):
    indicator.polarity = "lower"
    indicator.save()
    figure(indicator, LAST_YEAR, 17)
    Comparator.objects.create(
        indicator=indicator, kind="national", label="national benchmark", value=28,
        period_start=LAST_YEAR.start, period_end=LAST_YEAR.end,
    )  # fmt: skip

    now = standing(indicator)

    assert now.status == Status.NO_TARGET
    assert "better than the national benchmark of 28%" in now.sentence
    Figure.objects.update(denominator=100)
    now = standing(indicator)
    assert "below the national benchmark of 28%" in now.sentence, "without its numerator"
    said = comparator_words(now.indicator, now.comparators[0], now.figure)
    assert said == "National benchmark: 28% (below)"


def test_an_override_shows_its_reason_and_what_was_worked_out(indicator):
    figure(indicator, Q1, 85)
    target(indicator, form="at_least", value=80)
    Commentary.objects.create(
        indicator=indicator, period_start=Q1.start, period_end=Q1.end, written_at=KNOWN,
        status_override="at_risk", override_reason="The provider has closed.",
    )  # fmt: skip

    now = standing(indicator)

    assert now.status == Status.AT_RISK
    assert "The provider has closed." in now.sentence
    assert "On track: 85%" in now.sentence


def test_direction_is_against_the_same_quarter_last_year(indicator):
    figure(indicator, Q1, 85)
    figure(indicator, Period.quarter(2010, 1), 90)
    figure(indicator, Period.quarter(2010, 4), 80)

    now = standing(indicator)

    assert now.travel.direction == Direction.WORSENING
    assert now.last_year.value == 90


def test_the_printed_status_is_kept_beside(indicator):
    partnership = Organisation.objects.create(name="S", slug="s", kind="partnership")
    plan = Plan.objects.create(
        partnership=partnership, title="P", slug="p", financial_year=2012, assessment_title="A"
    )
    theme = Theme.objects.create(
        plan=plan, slug="t", code="T", order=1, kind="priority", name="T", plan_statement="x"
    )
    statement = PerformanceStatement.objects.create(
        theme=theme, ref="PS-1", order=1, kind="running", group_printed="Q1", text="just on track"
    )
    Measurement.objects.create(
        indicator=indicator, statement=statement, order=1, period_printed="Q1",
        status_printed="just on track",
    )  # fmt: skip

    now = standing(indicator)

    assert now.status == Status.NO_FIGURES
    assert now.printed.status_printed == "just on track"


@pytest.fixture
def suppressed(indicator):
    target(indicator, form="at_least", value=80)
    figure(indicator, Q1, 81)
    figure(indicator, Q2, None, state="suppressed")
    return indicator


def test_a_suppressed_latest_figure_is_not_said_to_be_none(suppressed):
    now = standing(suppressed)

    assert (now.status, now.label) == (Status.NO_FIGURES, "Suppressed (small number)")
    assert now.sentence.startswith("Suppressed: small number. The figure for Q2 2011/12 is in")


def test_a_figure_that_is_not_applicable_says_why(indicator):
    figure(indicator, Q1, None, state="not_applicable", reason="The scheme began in July")

    now = standing(indicator)

    assert now.label == "Not applicable"
    assert now.sentence.startswith("Not applicable: The scheme began in July. ")


def test_an_override_stands_in_place_of_what_is_known_of_the_figure(suppressed):
    Commentary.objects.create(
        indicator=suppressed, period_start=Q2.start, period_end=Q2.end, status_override="on_track",
        override_reason="Seen by the group", written_at=KNOWN,
    )  # fmt: skip

    now = standing(suppressed)

    assert (now.label, now.is_set_aside) == ("On track", False)
    assert "Worked out: Suppressed: small number." in now.sentence


def test_the_count_of_no_figures_says_how_many_are_set_aside(suppressed):
    tiles = [
        Tile(status.label, 1, "", status.value) for status in (Status.MISSED, Status.NO_FIGURES)
    ]

    notes = [tile.note for tile in with_set_aside_note(tiles, [standing(suppressed)])]

    assert notes == ["", "1 suppressed or not applicable"]


@pytest.mark.parametrize(
    "address", ["/", "/indicators/", "/indicators/{}/", "/indicators/?status=no_figures"]
)
def test_every_page_says_of_a_suppressed_figure_what_it_is(address, world, sign_in, board):
    indicator = world.indicator(world.theme(), target=80)
    figure(indicator, Q2, None, state="suppressed")

    html = sign_in(board).get(address.format(indicator.slug)).content.decode()

    assert '<span class="sc-tag__word">Suppressed (small number)</span>' in html
    assert '<span class="sc-tag__word">No figures yet</span>' not in html


def test_the_page_of_an_incomplete_count_leads_to_where_its_quarter_is_entered(
    world, sign_in, analyst
):
    indicator = world.indicator(world.theme(), target=8, number_kind="counted", unit="closures")
    figure(indicator, Q2, 3)

    html = sign_in(analyst).get(f"/indicators/{indicator.slug}/").content.decode()

    assert f'href="/indicators/{indicator.slug}/figures/enter/?period=Q1%202011%2F12"' in html
    assert '<span class="sc-tag__word">Incomplete</span>' in html
    assert "No figures yet" not in html


# What is overdue


@pytest.fixture
def awaited(indicator):
    """Quarterly, due 30 days after, with a target for the year and no figure yet."""
    indicator.reporting_lag_days = 30
    indicator.save()
    target(indicator, form="at_least", value=80)
    return indicator


@pytest.mark.parametrize(
    ("life", "status"),
    [
        ({}, Status.OVERDUE),
        ({"retired_on": date(2011, 3, 31)}, Status.NO_FIGURES),
        ({"retired_on": date(2011, 9, 29)}, Status.NO_FIGURES),
        ({"live_from": date(2011, 9, 30)}, Status.OVERDUE),
        ({"live_from": date(2011, 10, 1)}, Status.NO_FIGURES),
        ({"live_from": date(2012, 4, 1)}, Status.NO_FIGURES),
        ({"frequency": "month"}, Status.OVERDUE),
        ({"frequency": "month", "reporting_lag_days": 300}, Status.NO_FIGURES),
        ({"frequency": "year"}, Status.NO_FIGURES),
    ],
)
def test_it_is_awaited_only_while_it_is_live(awaited, life, status):
    Indicator.objects.update(**life)

    assert standing(awaited).status == status


def test_a_monthly_one_with_a_target_for_the_year_falls_due_each_month(awaited):
    Indicator.objects.update(frequency="month")
    april = Period.month(2011, 4)

    assert standing(awaited, as_at=april.due_on(30)).status == Status.NO_FIGURES
    late = standing(awaited, as_at=date(2011, 5, 31))
    assert late.sentence == (
        "Overdue: the figure for April 2011 was due on 30 May 2011 and is not in."
    )
    figure(awaited, april, 85)
    assert standing(awaited, as_at=date(2011, 5, 31)).status == Status.ON_TRACK
    assert standing(awaited, as_at=date(2011, 7, 1)).period.label == "May 2011"


def test_a_missing_quarter_is_overdue_though_the_next_is_in(awaited):
    figure(awaited, Q1, 85)
    figure(awaited, Period.quarter(2011, 3), 82)
    (fetched,) = with_figures(Indicator.objects.all(), date(2012, 1, 30))

    now = current_standing(fetched, date(2012, 1, 30))
    second = next(row for row in standings_of(fetched, date(2012, 1, 30)) if row.period == Q2)

    assert (now.status, now.overdue) == (Status.ON_TRACK, (Q2,))
    assert second.status == Status.OVERDUE
    assert second.sentence.startswith("Overdue: the figure for Q2 2011/12 was due on 30 October")


def test_the_year_to_date_of_a_count_is_overdue_where_a_part_of_it_is(closures):
    figure(closures, Q1, 2)
    figure(closures, Period.quarter(2011, 3), 2)

    assert standing(closures, as_at=date(2012, 1, 30)).label == "Incomplete"
    Indicator.objects.update(reporting_lag_days=30)
    late = standing(closures, as_at=date(2012, 1, 30))
    assert (late.status, late.word) == (Status.OVERDUE, "Overdue")
    assert "Q2 2011/12" in late.sentence


def test_what_is_overdue_is_kept_with_how_it_stands(awaited):
    figure(awaited, Q1, 85)
    figure(awaited, Period.quarter(2011, 3), 82)
    found = Indicator.objects.all()

    first, again = (standings_now(found, date(2012, 1, 30))[0] for _ in range(2))

    assert type(again) is not type(first)
    assert first.overdue == again.overdue == (Q2,)
