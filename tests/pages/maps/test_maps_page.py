"""One map of any index, measure, rating or indicator, chosen in the address, with the same as a table."""

import gzip
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.periods import Period
from performance.models import Figure, Indicator, Target
from places.models import Area, PlaceIndex
from priorities.models import Plan, Theme
from tests.pages.reading_pages import queries_of, words_of

MAPS = "/maps/"
ALCOHOL = f"{MAPS}?show=index:alcohol-harm-index"
QUARTER = Period.quarter(2011, 1)


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def titles(response):
    """What each mark of the map says."""
    return re.findall(r"<title>([^<]+)</title>", response.content.decode().split("<main", 1)[1])


@pytest.fixture
def burglaries(world):
    """An indicator with a figure for each of seven towns."""
    indicator = world.indicator(world.theme(), unit="per 1,000 population", name="Burglaries")
    for number in range(7):
        town = world.area(f"Town {number}", within=world.county)
        town.latitude, town.longitude = Decimal("50.3"), Decimal(f"-5.{number}")
        town.save()
        Figure.objects.create(
            indicator=indicator, area=town, value=Decimal(number), known_from=datetime(2011, 8, 1, tzinfo=UTC),
            period_start=QUARTER.start, period_end=QUARTER.end,
        )  # fmt: skip
    return indicator


def at(indicator, **more):
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{MAPS}?show=indicator:{indicator.slug}{query}"


def test_it_begins_with_the_priority_areas_of_all_themes(client, seeded_db):
    response = client.get(MAPS)
    assert (
        "Bodmin: Very high for Domestic abuse; High for Dwelling burglary and acquisitive crime"
        in titles(response)
    )
    words = words_of(response)
    assert "Penzance Town Very high for Domestic abuse" in words
    assert (
        "Map of Priority areas of all themes. Low: 0; Medium: 0; High: "
        in response.content.decode()
    )


def test_a_beat_without_coordinates_is_shown_at_its_town_and_that_is_said(client, seeded_db):
    response = client.get(f"{MAPS}?show=ratings:anti-social-behaviour")
    assert "Truro: Boscawen: High, rank 4" in titles(response)
    assert "as no coordinates are held" in words_of(response)
    assert "Boscawen (at Truro)" in words_of(response)


def test_an_index_is_in_classes_that_are_said_in_the_table_too(client, seeded_db):
    response = client.get(ALCOHOL)
    assert "Newquay: 26, ranked 1 of 20" in titles(response)
    assert "Newquay Network area 26, ranked 1 of 20 19 to 26" in words_of(response)


def test_a_measure_is_in_the_bands_of_its_index_unless_asked_otherwise(client, seeded_db):
    bands = words_of(client.get(f"{ALCOHOL}:violence"))
    assert "The classes are the bands of the index." in bands
    assert "Newquay Network area 5 Very high" in bands
    fifths = words_of(client.get(f"{ALCOHOL}:violence&classes=fifths"))
    assert "as many places as the others" in fifths


def test_a_share_of_the_highest_leaves_the_others_in_no_band(client, seeded_db):
    words = words_of(client.get(f"{MAPS}?show=index:young-peoples-community-safety-index:theft"))
    assert words.count("Very high") - 1 == 3
    assert words.count("In no band") - 1 == 15


def test_a_place_is_shown_from_near_by_its_outline(client, seeded_db):
    address = f"{MAPS}?show=index:young-peoples-community-safety-index&near=newquay"
    response = client.get(address)
    main = response.content.decode().split("<main", 1)[1]
    assert "near Newquay (town)" in words_of(response)
    assert len(titles(response)) == 4
    assert main.count('class="sc-map__area sc-map--') >= 4
    assert "Boundaries: Office for National Statistics, LSOA boundaries 2011" in words_of(response)


def test_what_lies_near_a_place_is_shown_too_though_it_lies_in_another(client, world, burglaries):
    network = world.area("West and around", "network_area", within=world.county)
    town = world.area("West", within=network)
    town.latitude, town.longitude = Decimal("50.3"), Decimal("-5.02")
    town.save()
    words = words_of(client.get(at(burglaries, near=town.slug)))
    assert "Burglaries, Q1 2011/12, near West (town)" in words
    assert "Town 0 Town 0 per 1,000 population" in words
    assert "6 per 1,000 population" not in words


def test_a_district_is_offered_to_be_seen_from_near(client, world):
    world.area("North", "district", within=world.county)
    assert (
        '<option value="north">North (district or borough)</option>'
        in client.get(MAPS).content.decode()
    )


def test_a_figure_a_suppressed_one_and_none_are_told_apart(client, burglaries):
    towns = list(Area.objects.filter(kind="town").order_by("name"))
    Figure.objects.filter(area=towns[3]).update(state="suppressed", value=None)
    Figure.objects.filter(area=towns[4]).delete()
    response = client.get(at(burglaries))
    told = titles(response)
    assert "Town 6: 6 per 1,000 population" in told
    assert "Town 3: Suppressed (small number)" in told
    assert "Town 4: No data" in told
    words = words_of(response)
    assert "Town 3 Town Suppressed (small number) None" in words
    assert "Town 4 Town No figure None" in words


@pytest.fixture
def aimed(burglaries):
    """Five towns with targets of their own, of which one has no figure for the quarter, and one a suppressed one."""
    for name, value in (("Town 0", 1), ("Town 2", 1), ("Town 3", 1), ("Town 4", 9), ("Town 5", 9)):
        Target.objects.create(
            indicator=burglaries, area=Area.objects.get(name=name), form="at_least", value=value,
            period_start=QUARTER.start, period_end=QUARTER.end,
        )  # fmt: skip
    Figure.objects.filter(area__name="Town 3").update(state="suppressed", value=None)
    Figure.objects.filter(area__name="Town 5").delete()
    return burglaries


def test_places_are_shown_by_their_status_against_targets_of_their_own(client, aimed):
    response = client.get(at(aimed, by="status"))
    told, unit = titles(response), "per 1,000 population"
    assert f"Town 2: Achieved, 2 {unit}, At least 1 {unit}" in told
    assert f"Town 0: Missed, 0 {unit}, At least 1 {unit}" in told
    assert f"Town 4: Missed, 4 {unit}, At least 9 {unit}" in told
    assert f"Town 5: No figures yet, At least 9 {unit}" in told
    assert "Town 3: Suppressed (small number)" in told
    assert "Town 6: No target of its own" in told
    words = words_of(response)
    assert "Burglaries, Q1 2011/12: status by place" in words
    assert f"Town 4 Town Missed 4 {unit} At least 9 {unit}" in words
    assert f"Town 2 Town Achieved 2 {unit} At least 1 {unit}" in words
    assert f"Town 5 Town No figures yet None At least 9 {unit}" in words
    assert f"Town 3 Town Suppressed (small number) Suppressed At least 1 {unit}" in words
    assert "Town 6 Town No target of its own" in words
    assert words.index("Town 4 Town") < words.index("Town 5 Town") < words.index("Town 2 Town")


def test_targets_of_places_are_shown_before_any_place_has_a_figure(client, aimed, world):
    """A target to come is one too. A district's, which fewer have, is shown when it is asked for."""
    Figure.objects.all().delete()
    to_come = Period.financial_year(2012)
    Target.objects.filter(area__name="Town 4").update(period_start=to_come.start, period_end=to_come.end)  # fmt: skip
    Indicator.objects.update(reporting_lag_days=30)
    north = world.area("North", "district", within=world.county)
    Target.objects.create(
        indicator=aimed, area=north, form="at_least", value=2,
        period_start=QUARTER.start, period_end=QUARTER.end,
    )  # fmt: skip
    offered = client.get(MAPS).content.decode()
    assert f'<option value="indicator:{aimed.slug}">Burglaries</option>' in offered
    response = client.get(at(aimed))
    told, unit = titles(response), "per 1,000 population"
    assert f"Town 2: Overdue, At least 1 {unit} in Q1 2011/12" in told
    assert f"Town 4: No figures yet, At least 9 {unit} in 2012/13" in told
    assert "Town 6: No target of its own" in told
    words = words_of(response)
    assert "Burglaries: status by place, no figure yet" in words
    assert f"Town 2 Town Overdue None At least 1 {unit} in Q1 2011/12" in words
    assert "North District" not in words
    assert "North District or borough Overdue" in words_of(client.get(at(aimed, kind="district")))


def test_without_figures_and_targets_of_places_an_indicator_is_not_offered(client, aimed, world):
    """Nor with a target for its own place, the county, or one elsewhere."""
    Figure.objects.all().delete()
    Target.objects.exclude(area__name="Town 0").delete()
    offered = f'<option value="indicator:{aimed.slug}">'
    assert offered in client.get(MAPS).content.decode()
    other = world.area("Plymouth", "county")
    for area, elsewhere in ((world.county, False), (other, False), (Area.objects.get(name="Town 0"), True)):  # fmt: skip
        Area.objects.filter(pk=area.pk).update(is_elsewhere=elsewhere)
        Target.objects.update(area=area)
        page = client.get(MAPS)
        assert offered not in page.content.decode(), area
        assert client.get(at(aimed)).context["values"].title == "Priority areas of all themes"


def test_a_status_on_the_map_has_its_word_shape_and_colour(client, aimed):
    html = client.get(at(aimed, by="status")).content.decode().split("<main", 1)[1]
    key = html[html.index('class="sc-key"') :].split("</ul>", 1)[0]
    words = re.findall(r"<span>([^<]+)</span>", key)
    assert words == [
        "Achieved", "No figures yet", "Missed", "Suppressed (small number)", "No target of its own"
    ]  # fmt: skip
    drawing = html[html.index("sc-map__names") :]
    signs = re.findall(r"sc-pic__shape sc-tone--(\w+)", drawing[: drawing.index("</div>")])
    assert sorted(signs) == ["green", "grey", "red", "red"]
    assert "sc-pic__shape sc-tone--green" in key


def test_only_where_places_have_targets_is_the_status_offered(client, burglaries, aimed):
    offered = '<option value="status"'
    assert offered in client.get(at(aimed)).content.decode()
    Target.objects.all().delete()
    response = client.get(at(aimed, by="status"))
    assert offered not in response.content.decode()
    assert "Town 6: 6 per 1,000 population" in titles(response)


def test_more_targets_of_places_cost_no_more_queries(client, aimed):
    number = queries_of(client, at(aimed, by="status"))
    Target.objects.filter(area__name__in=["Town 0", "Town 2", "Town 3"]).delete()
    assert queries_of(client, at(aimed, by="status")) == number <= 15


def test_what_a_figure_said_before_it_was_suppressed_is_nowhere_on_the_page(
    sign_in, analyst, burglaries
):
    town = Area.objects.get(name="Town 6")
    figure = Figure.objects.get(area=town)
    closed = datetime(2011, 9, 1, tzinfo=UTC)
    Figure.objects.filter(pk=figure.pk).update(value=Decimal(987), known_to=closed)
    Figure.objects.create(
        indicator=burglaries, area=town, state="suppressed", known_from=closed, revision=2,
        period_start=QUARTER.start, period_end=QUARTER.end,
    )  # fmt: skip
    assert "987" not in sign_in(analyst).get(at(burglaries)).content.decode()


def test_the_latest_period_over_on_the_day_is_shown_unless_another_is_chosen(client, burglaries):
    later = Period.quarter(2013, 1)
    figure = Figure.objects.get(area__name="Town 1")
    figure.pk, figure.period_start, figure.period_end = None, later.start, later.end
    figure.save()
    assert "Burglaries, Q1 2011/12" in words_of(client.get(at(burglaries)))
    chosen = words_of(client.get(at(burglaries, period=f"{later.start}_{later.end}")))
    assert "Burglaries, Q1 2013/14" in chosen
    assert "The period ends after the date of this view, 30 November 2011." in chosen


def test_counts_are_said_to_be_counts(client, burglaries):
    assert "These are counts" not in words_of(client.get(at(burglaries)))
    Indicator.objects.update(number_kind="counted")
    assert "These are counts" in words_of(client.get(at(burglaries)))


def test_an_indicator_of_a_draft_alone_is_not_offered(client, burglaries):
    Plan.objects.create(
        partnership=Plan.objects.get().partnership, title="Next", slug="2013-14", financial_year=2013,
        assessment_title="x", stage="draft",
    )  # fmt: skip
    Theme.objects.update(plan=Plan.objects.get(slug="2013-14"))
    response = client.get(at(burglaries))
    assert "Burglaries" not in words_of(response)


@pytest.mark.parametrize(
    "query",
    [
        "show=planet",
        "show=index:",
        "show=%00",
        "near=planet",
        "page=999",
        "show=index:alcohol-harm-index:x",
    ],
)
def test_what_makes_no_sense_shows_the_priority_areas(client, seeded_db, query):
    assert "Priority areas of all themes" in words_of(client.get(f"{MAPS}?{query}"))


def test_a_plan_without_priority_areas_says_that_nothing_is_known(client, world):
    assert "Nothing is known here to draw a map of." in words_of(client.get(MAPS))


def test_a_stranger_is_turned_away_and_so_is_a_post(client, sign_in, stranger, world):
    assert sign_in(stranger).get(MAPS).status_code == 403
    assert client.post(MAPS).status_code == 405


def test_the_page_stays_small_with_all_the_land_under_it(client, seeded_db):
    assert len(gzip.compress(client.get(MAPS).content)) < 40_000


@pytest.mark.parametrize("address", [MAPS, ALCOHOL, f"{ALCOHOL}:violence"])
def test_fewer_places_cost_no_fewer_queries(client, seeded_db, address):
    number = queries_of(client, address)
    assert number <= 15
    index = PlaceIndex.objects.get(slug="alcohol-harm-index")
    index.rows.filter(order__gt=3).delete()
    assert queries_of(client, address) == number


def test_more_figures_cost_no_more_queries(client, burglaries):
    number = queries_of(client, at(burglaries))
    assert number <= 15
    Figure.objects.exclude(area__name="Town 1").delete()
    assert queries_of(client, at(burglaries)) == number


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/indices/alcohol-harm-index/", "index:alcohol-harm-index"),
        ("/plans/2012-13/themes/domestic-abuse/", "ratings:domestic-abuse"),
    ],
)
def test_pages_lead_to_their_map(client, seeded_db, page, shown):
    assert f'href="/maps/?show={shown}"' in client.get(page).content.decode()


def test_an_indicator_leads_to_the_map_of_its_figures(client, burglaries):
    page = client.get(burglaries.get_absolute_url()).content.decode()
    assert f'href="{at(burglaries)}"' in page
