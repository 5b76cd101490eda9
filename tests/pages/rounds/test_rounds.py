"""The rounds: which figures a quarter looks for, which are in, and what a page says of them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Organisation
from core.periods import Period
from performance.models import Figure, Indicator, Reminder, Target, Upload
from performance.rounds.coverage import Coverage, coverage_of
from performance.rounds.expected import figures_ending_in
from priorities.models import Plan
from safercornwall.pages.addresses import round_url
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN

LIST = reverse("rounds:list")
Q1, Q2, Q4 = Period.quarter(2011, 1), Period.quarter(2011, 2), Period.quarter(2010, 4)
LAG = 30


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


@pytest.fixture
def theme(world):
    return world.theme("Burglary")


def figure(indicator, period=Q2, value="5", area=None, **facts):
    """A figure; one with a state that has no value is given none."""
    value = None if facts.get("state") in ("suppressed", "not_applicable") else Decimal(value)
    return Figure.objects.create(
        **{
            "indicator": indicator, "area": area or indicator.area, "value": value,
            "period_start": period.start, "period_end": period.end, "known_from": KNOWN,
        } | facts
    )  # fmt: skip


@pytest.fixture
def six(world, theme):
    """An indicator for each place that a figure can be in, named after it."""
    facts = {"reporting_lag_days": LAG, "live_from": date(2011, 1, 1)}
    found = {
        name: world.indicator(theme, name=name, **facts | own)
        for name, own in {
            "Final": {},
            "Provisional one": {},
            "Late one": {},
            "Early one": {"reporting_lag_days": 90},
            "Dayless one": {"reporting_lag_days": None},
            "Set aside": {},
            "Small": {},
        }.items()
    }
    figure(found["Final"])
    figure(found["Provisional one"], state="provisional")
    figure(found["Set aside"], state="not_applicable", reason="The scheme has ended.")
    figure(found["Small"], state="suppressed")
    return found


def round_of(client, period=Q2, **query):
    response = client.get(round_url(period), query)
    assert response.status_code == 200
    return response


def names_in(response):
    return [row.indicator.name for row in response.context["rows"]]


def tiles_of(response):
    return {tile.label: tile.count for tile in response.context["tiles"]}


def groups_of(response, name):
    """(name, expected, in, late) of each line of a table."""
    return [
        (group.name, group.tally.expected, *(dict(group.tally.columns)[key] for key in ("In", "Late")))
        for group in response.context[name]
    ]  # fmt: skip


# Who may


@pytest.mark.parametrize("who", ["officer", "analyst", "board", "administrator"])
def test_everybody_with_a_role_reads_rounds(who, request, sign_in, six):
    client = sign_in(request.getfixturevalue(who))
    for address in (LIST, round_url(Q2)):
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 405


def test_a_stranger_may_not_read_rounds_and_is_not_led_there(sign_in, stranger, six):
    client = sign_in(stranger)
    for address in (LIST, round_url(Q2)):
        response = client.get(address)
        assert response.status_code == 403
        assert LIST not in response.content.decode()


def test_whoever_is_not_signed_in_is_asked_to(client, six):
    client.logout()
    for address in (LIST, round_url(Q2)):
        assert client.get(address)["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("key", ["2011-13-q2", "2011-12-q5", "q2", "2011-07-01", "0000-01-q1"])
def test_what_is_no_quarter_is_not_found(client, six, key):
    for name in ("page", "close", "reopen"):
        address = reverse(f"rounds:{name}", args=[key])
        assert client.get(address).status_code in (404, 403)
    assert client.get(f"/rounds/{key}/").status_code == 404


# A round


def test_the_tiles_count_every_figure_once(client, six):
    assert tiles_of(round_of(client)) == {
        "Expected": 7, "In": 2, "Provisional": 1, "Late": 1, "Not yet due": 1, "No day set": 1,
        "Not applicable": 1,
    }  # fmt: skip


def test_each_tile_leads_to_the_figures_that_it_counts(client, six):
    for tile in round_of(client).context["tiles"]:
        response = client.get(round_url(Q2) + tile.url)
        assert len(names_in(response)) == tile.count, tile.label


def test_each_figure_says_where_it_is_with_its_unit_and_period(client, six):
    words = words_of(round_of(client))
    assert "Final Q2 2011/12 Reported 5%" in words
    assert "Provisional one Q2 2011/12 Provisional 5%" in words
    assert "Late one Q2 2011/12 Late None 30 October 2011" in words
    assert "Early one Q2 2011/12 Not yet due None 29 December 2011" in words
    assert "Dayless one Q2 2011/12 No figure; no due date is set None No day set" in words
    assert "Set aside Q2 2011/12 Not applicable: The scheme has ended." in words
    assert "Small Q2 2011/12 Suppressed (small number)" in words
    assert " 0%" not in words


def test_who_provides_and_owns_it_and_who_was_reminded_last(client, world, theme, analyst, officer):
    police = Organisation.objects.create(name="Police", slug="police", kind="police")
    indicator = world.indicator(
        theme, provider=police, owner=analyst, reporting_lag_days=LAG, live_from=Q1.start
    )
    for days, sent_to, day in ((-3, officer, 27), (1, analyst, 31)):
        Reminder.objects.create(
            indicator=indicator, period_start=Q2.start, period_end=Q2.end, days=days, sent_to=sent_to,
            sent_at=datetime(2011, 10, day, 9, tzinfo=UTC),
        )  # fmt: skip
    assert "30 October 2011 Police Aled 31 October 2011 to Aled" in words_of(round_of(client))
    assert "31 October 2011" not in words_of(round_of(client, Q1))


def test_a_figure_leads_to_the_upload_it_came_from(client, world, theme, analyst):
    upload = Upload.objects.create(
        file_name="Q2 figures.xlsx", size=1, sha256="0", uploaded_by=analyst, stage="applied",
        applied_by=analyst, applied_at=KNOWN, kind="figures",
    )  # fmt: skip
    figure(world.indicator(theme), upload=upload, cell="Figures!D14")
    response = round_of(client)
    assert f'href="{upload.get_absolute_url()}"' in response.content.decode()
    assert "Figures!D14" in words_of(response)


def test_only_whoever_may_enter_figures_is_led_to_do_so(client, sign_in, analyst, six):
    entry = reverse("figures:enter", args=[six["Late one"].slug])
    link = f'href="{entry}?period=Q2%202011/12"'
    assert link in sign_in(analyst).get(round_url(Q2)).content.decode()
    assert entry not in round_of(client).content.decode()
    done = reverse("figures:enter", args=[six["Final"].slug])
    assert done not in sign_in(analyst).get(round_url(Q2)).content.decode()


def test_whoever_may_enter_figures_is_led_to_a_template_for_the_quarter(
    client, sign_in, analyst, six
):
    template = f"{reverse('uploads:template')}?period=Q2%202011/12&amp;others=on"
    assert template not in round_of(client).content.decode()
    assert template in sign_in(analyst).get(round_url(Q2)).content.decode()
    page = sign_in(analyst).get(template.replace("&amp;", "&"))
    assert page.context["period"] == Q2
    assert page.context["rows"] == 7


def test_only_whoever_may_set_a_day_is_led_to_do_so(client, sign_in, analyst, six):
    address = reverse("indicators:reporting", args=[six["Dayless one"].slug])
    assert address not in round_of(client).content.decode()
    assert address in sign_in(analyst).get(round_url(Q2)).content.decode()
    dated = reverse("indicators:reporting", args=[six["Final"].slug])
    assert dated not in sign_in(analyst).get(round_url(Q2)).content.decode()


def test_months_and_years_are_looked_for_in_the_quarter_they_end_in(client, world, theme):
    world.indicator(theme, name="Monthly", frequency="month", live_from=Q4.start)
    world.indicator(theme, name="Yearly", frequency="year", live_from=Q4.start)
    in_q2 = [row.period.label for row in round_of(client, Q2).context["rows"]]
    assert in_q2 == ["July 2011", "August 2011", "September 2011"]
    in_q4 = [row.period.label for row in round_of(client, Q4).context["rows"]]
    assert in_q4 == ["January 2011", "February 2011", "March 2011", "2010/11"]


def test_what_is_not_live_is_not_looked_for(client, world, theme):
    world.indicator(theme, name="To come", live_from=Q2.end + timedelta(1))
    world.indicator(theme, name="Over", live_from=Q1.start, retired_on=date(2011, 8, 1))
    world.indicator(theme, name="Live", live_from=Q1.start)
    assert names_in(round_of(client)) == ["Live"]


def test_an_indicator_without_a_first_day_is_looked_for_from_its_first_figure_or_target(
    client, world, theme
):
    figure(world.indicator(theme, name="With a figure"), Q2)
    world.indicator(theme, name="With a target", target=80)
    assert names_in(round_of(client, Q1)) == ["With a target"]
    assert names_in(round_of(client, Q2)) == ["With a figure", "With a target"]
    assert names_in(round_of(client, Q4)) == []
    assert "No figure is looked for in this quarter." in words_of(round_of(client, Q4))


def test_a_years_figure_of_a_quarterly_indicator_is_shown_and_not_counted(client, world, theme):
    figure(world.indicator(theme, name="Quarterly"), Period.financial_year(2010))
    response = round_of(client, Q4)
    assert tiles_of(response)["Expected"] == 0
    assert [row.period.label for row in response.context["beside"]] == ["2010/11"]
    assert "Other figures that end in this quarter" in words_of(response)


def test_other_areas_are_counted_beside_the_indicators_own(client, world, theme):
    indicator = world.indicator(theme)
    for n in range(4):
        figure(indicator, Q1, area=world.area(f"Town {n}"))
    figure(indicator, Q1)
    first = Figure.objects.filter(area__slug="town-0").get().area
    figure(indicator, Q2, area=first)
    assert "1 other area in, 3 missing that were in for the period before" in words_of(
        round_of(client)
    )
    assert "4 other areas in" in words_of(round_of(client, Q1))


@pytest.mark.parametrize(
    ("frequency", "before", "now"),
    [
        ("month", Period.month(2011, 7), Period.month(2011, 8)),
        ("quarter", Q1, Q2),
        ("rolling_year", Period.rolling_year(2011, 6), Period.rolling_year(2011, 7)),
        ("year", Period.financial_year(2009), Period.financial_year(2010)),
    ],
)
def test_coverage_compares_with_the_period_before(world, theme, frequency, before, now):
    indicator = world.indicator(theme, frequency=frequency)
    here, gone = world.area("Here"), world.area("Gone")
    for area in (here, gone):
        figure(indicator, before, area=area)
    figure(indicator, now, area=here)
    figure(indicator, now)  # its own area is no other area
    # One that was taken away counts neither before nor now.
    figure(indicator, now, area=gone, known_to=KNOWN + timedelta(1))
    window = Q4 if frequency == "year" else Q2
    found = coverage_of(Indicator.objects.all(), window)
    assert found[indicator.pk, now] == Coverage(known=1, missing=1)


def test_figures_are_counted_by_theme_and_by_who_provides_them(client, world):
    police = Organisation.objects.create(name="Police", slug="police", kind="police")
    burglary, drugs = world.theme("Burglary"), world.theme("Drugs")
    both = world.indicator(burglary, name="Both", provider=police, reporting_lag_days=LAG,
                           live_from=Q1.start)  # fmt: skip
    both.themes.add(drugs)
    figure(world.indicator(drugs, name="One", live_from=Q1.start))
    Indicator.themes.through.objects.filter(
        indicator=world.indicator(drugs, name="None", live_from=Q1.start)
    ).delete()
    response = round_of(client)
    assert groups_of(response, "themes") == [
        ("Burglary", 1, 0, 1),
        ("Drugs", 2, 1, 1),
        ("No theme", 1, 0, 0),
    ]
    assert groups_of(response, "organisations") == [
        ("Police", 1, 0, 1),
        ("Provider not stated", 2, 1, 0),
    ]
    assert tiles_of(response)["Expected"] == 3
    assert "A figure of two themes counts under each" in words_of(response)


def test_nothing_is_said_of_two_themes_where_no_figure_has_two(client, six):
    assert "A figure of two themes" not in words_of(round_of(client))


def test_filters_narrow_the_figures_and_the_tiles(client, world):
    police = Organisation.objects.create(name="Police", slug="police", kind="police")
    burglary, drugs = world.theme("Burglary"), world.theme("Drugs")
    facts = {"live_from": Q1.start, "reporting_lag_days": LAG}
    world.indicator(burglary, name="Theirs", provider=police, **facts)
    figure(world.indicator(drugs, name="Ours", **facts))
    for query, found in (
        ({"theme": burglary.slug}, ["Theirs"]),
        ({"theme": drugs.slug, "state": "late"}, []),
        ({"organisation": "police"}, ["Theirs"]),
        ({"organisation": "not:stated"}, ["Ours"]),
        ({"state": "reported"}, ["Ours"]),
        ({}, ["Theirs", "Ours"]),
    ):
        assert names_in(round_of(client, **query)) == found, query
    assert tiles_of(round_of(client, organisation="police"))["Expected"] == 1


def test_suppressed_figures_are_found_among_those_that_are_in(client, six):
    assert names_in(round_of(client, state="reported")) == ["Final", "Small"]


@pytest.mark.parametrize("value", ["nonsense", "\x00", "1' OR 1=1", "suppressed", "😀"])
def test_a_value_that_is_not_offered_narrows_nothing_and_says_so(client, six, value):
    for name in ("state", "theme", "organisation"):
        response = round_of(client, **{name: value})
        assert len(names_in(response)) == 7
        assert "This choice is not in the list" in words_of(response)


def test_figures_of_another_plan_are_left_out(client, world, theme):
    world.indicator(theme, name="Ours", live_from=Q1.start)
    draft = Plan.objects.create(
        partnership=world.partnership, title="Next", slug="next", financial_year=2013,
        assessment_title="x",
    )  # fmt: skip
    other = world.theme("Secret")
    other.plan = draft
    other.save()
    world.indicator(other, name="Theirs", live_from=Q1.start)
    response = round_of(client)
    assert names_in(response) == ["Ours"]
    assert "Secret" not in words_of(response)
    assert "Theirs" not in words_of(client.get(LIST))


def test_a_quarter_of_a_thin_planner_is_shown(client):
    """No plan, no indicator."""
    assert client.get(LIST).status_code == 200
    assert "No figure is looked for" in words_of(round_of(client))


def test_text_in_figures_is_shown_and_never_run(client, world, theme):
    figure(
        world.indicator(theme, name="<b>Bold</b>"),
        state="not_applicable", reason="<script>alert(1)</script>",
    )  # fmt: skip
    html = round_of(client).content.decode()
    assert "<script>alert" not in html
    assert "&lt;b&gt;Bold" in html


def test_the_fetched_figures_are_those_of_the_own_area_that_count(world, theme):
    indicator = world.indicator(theme)
    old = figure(indicator, value="4", known_to=KNOWN + timedelta(1))
    new = figure(indicator, value="5", revision=2, known_from=KNOWN + timedelta(1))
    figure(indicator, area=world.area("Elsewhere"))
    figure(indicator, Q1)
    indicators = Indicator.objects.all()
    assert figures_ending_in(indicators, Q2) == {(indicator.pk, Q2): new}
    assert figures_ending_in(indicators, Q2, known_on=KNOWN) == {(indicator.pk, Q2): old}


# All rounds


def counts_in(response):
    """Quarter, expected, in, late."""
    return [
        (row.period.label, row.tally.expected, dict(row.tally.columns)["In"], dict(row.tally.columns)["Late"])
        for row in response.context["page"]
    ]  # fmt: skip


def test_the_list_counts_every_quarter_as_its_page_does(client, six):
    figure(six["Late one"], Q1)
    figure(six["Small"], Q1)
    response = client.get(LIST)
    assert [row.period.label for row in response.context["page"]] == [
        "Q3 2011/12", "Q2 2011/12", "Q1 2011/12",
    ]  # fmt: skip
    for row in response.context["page"]:
        tiles = tiles_of(round_of(client, row.period))
        assert {"Expected": row.tally.expected, **dict(row.tally.columns)} == tiles, row.period


def test_the_list_reaches_from_the_first_figure_or_target_to_the_quarter_that_runs(
    client, world, theme
):
    indicator = world.indicator(theme)
    assert counts_in(client.get(LIST)) == [("Q3 2011/12", 1, 0, 0)]
    figure(indicator, Q1)
    assert [row[0] for row in counts_in(client.get(LIST))][-1] == "Q1 2011/12"
    year = Period.financial_year(2009)
    Target.objects.create(
        indicator=indicator, area=world.county, form="at_least", value=1,
        period_start=year.start, period_end=year.end,
    )  # fmt: skip
    assert [row[0] for row in counts_in(client.get(LIST))][-1] == "Q1 2009/10"


def test_a_figure_after_the_reporting_date_has_its_round_and_a_target_alone_has_not(
    client, world, theme
):
    indicator = world.indicator(theme, target=80, target_period=Period.financial_year(2012))
    assert counts_in(client.get(LIST))[0][0] == "Q3 2011/12"
    figure(indicator, Period.quarter(2012, 1))
    assert counts_in(client.get(LIST))[0] == ("Q1 2012/13", 1, 1, 0)


def test_a_long_list_is_in_pages(client, world, theme):
    figure(world.indicator(theme), Period.quarter(2001, 1))
    first, second = client.get(LIST), client.get(LIST, {"page": 2})
    assert len(first.context["page"].object_list) == 25
    assert first.context["page"][-1].period.previous() == second.context["page"][0].period
    for odd in ("0", "-1", "x", "999999999999", "\x00"):
        assert client.get(LIST, {"page": odd}).status_code == 200


def many(world, count, quarters):
    theme, county = world.theme(), world.county
    towns = [world.area(f"Town {count} {n}") for n in range(3)]
    indicators = [
        world.indicator(theme, reporting_lag_days=LAG, frequency=("month", "quarter")[n % 2])
        for n in range(count)
    ]
    Figure.objects.bulk_create(
        Figure(
            indicator=indicator, area=area, value=1, known_from=KNOWN,
            period_start=period.start, period_end=period.end,
        )
        for indicator in indicators
        for area in (county, *towns)
        for quarter in quarters
        for period in (quarter.months() if indicator.frequency == "month" else [quarter])
    )  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_figures(client, world):
    many(world, 10, [Q1, Q2])
    few = [queries_of(client, address) for address in (LIST, round_url(Q2))]
    many(world, 190, [Q4, Q1, Q2])
    assert [queries_of(client, address) for address in (LIST, round_url(Q2))] == few
    assert max(few) <= 20
    assert tiles_of(round_of(client))["Expected"] == 5 + 15 + 95 + 3 * 95


# The seeded plan


@pytest.mark.usefixtures("seeded_db")
def test_the_seeded_plans_first_quarter(client):
    response = round_of(client, Q1)
    assert tiles_of(response) == {
        "Expected": 9, "In": 7, "Provisional": 0, "Late": 0, "Not yet due": 0, "No day set": 2,
        "Not applicable": 0,
    }  # fmt: skip
    found = {row.indicator.slug: row.value for row in response.context["rows"]}
    assert found["asb-adults-no-further-act"] == "77%"
    assert found["premises-closures"] == "4 closures"
    assert found["deliberate-fires-secondary"].startswith("2.8 per")
    assert found["violence-with-injury"] == ""


@pytest.mark.usefixtures("seeded_db")
def test_the_seeded_plans_last_year_is_looked_for_in_its_last_quarter(client):
    response = round_of(client, Q4)
    assert tiles_of(response)["Not yet due"] == 1
    row = next(row for row in response.context["rows"] if row.state == "not_yet_due")
    assert row.indicator.slug == "alcohol-hospital-admissions"
    assert row.expected.due_on == date(2011, 12, 31)
    words = words_of(client.get(LIST))
    assert "Q1 2011/12 9 7 0 Not known 0 2 0 Open" in words


@pytest.mark.parametrize(("value", "shown"), [("1.05", "1.05%"), ("0.9", "0.9%")])
def test_a_figure_reads_the_same_on_the_round_as_on_its_indicator(
    client, world, theme, value, shown
):
    indicator = world.indicator(theme, decimal_places=0)
    figure(indicator, value=value)
    [row] = [row for row in round_of(client).context["rows"] if row.indicator == indicator]
    assert row.value == shown
    assert f"No target: {shown} in Q2 2011/12" in words_of(client.get(indicator.get_absolute_url()))


# Lateness, where no day is set.


def test_a_round_without_due_dates_says_that_lateness_is_not_known(client, world, theme):
    for name in ("One", "Two"):
        world.indicator(theme, name=name, reporting_lag_days=None, live_from=date(2011, 1, 1))

    assert "2 missing; lateness is not known: no due dates are set." in words_of(round_of(client))
    assert "Q3 2011/12 2 0 0 Not known 0 2 0 Open" in words_of(client.get(LIST))


def test_a_round_with_some_due_dates_says_of_how_many_lateness_is_not_known(client, six):
    words = words_of(round_of(client))
    assert (
        "3 missing, 1 of them late; of 1 whether it is late is not known: no due date is set."
        in words
    )


def test_a_round_whose_due_dates_are_set_says_nothing_of_it(client, world, theme):
    world.indicator(theme, name="One", reporting_lag_days=30, live_from=date(2011, 1, 1))
    assert "is not known" not in words_of(round_of(client))


def test_the_template_leads_on_to_its_upload(sign_in, analyst, six):
    client = sign_in(analyst)
    page = client.get(reverse("uploads:template"), {"period": "Q2 2011/12", "others": "on"})
    assert f"{reverse('uploads:new')}?round=2011-12-q2" in page.content.decode()
