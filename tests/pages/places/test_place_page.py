"""A place with everything known of it, and what is only near it kept apart."""

import re
from datetime import date

import pytest

from places.actions import place_new_areas
from places.models import Area
from priorities.clocks import clocks_of
from priorities.models import Plan
from priorities.notes_by_line import NotesByLine
from projects.models import Project
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.places.nearness import Near, nearest
from safercornwall.pages.places.page import PlacePage
from tests.pages.reading_pages import queries_of


@pytest.fixture
def read(seeded_db, board, sign_in):
    """What a board member reads on the page of a place, tags taken out."""

    def page(slug):
        response = sign_in(board).get(f"/places/{slug}/")
        assert response.status_code == 200
        text = re.sub(r"<[^>]+>", " ", response.content.decode())
        return " ".join(text.split())

    return page


@pytest.fixture
def snapshot(seeded_db):
    plan = Plan.objects.get()
    return Snapshot(plan, clocks_of(plan))


@pytest.fixture
def page_of(snapshot):
    """The page of a place, before any template."""

    def page(slug):
        return PlacePage(snapshot, slug, NotesByLine(snapshot.plan))

    return page


def outline(groups):
    return {group.near: [str(record) for record in group.records] for group in groups}


def section(text, start, end):
    """From the first place where it says `start` to the next `end`."""
    return text.split(f" {start} ", 1)[1].split(f" {end} ", 1)[0]


def test_the_facts_of_a_place_stand_with_their_sources(read):
    text = read("lsoa-e01019029")
    assert re.search(
        r"Decile \d+ of 10; 1 is the most deprived tenth of England Source: English Indices", text
    )
    assert re.search(r"Population [\d,]+ people Source: ONS mid-2018 estimate\.", text)
    assert "Approximate: one point stands for the whole place. Source: Centre of the LSOA" in text
    assert "LSOA code 2011: E01019029" in text
    assert "Boundary Drawn by its code: edition 2011 Source: Office for National Statistics" in text
    assert "a small area of about 1,500 people" in text


def test_what_is_not_known_is_said_and_never_left_blank(read):
    text = read("newquay-network-area")
    assert "Boundary Not loaded" in text
    assert "Population Not stated" in text
    assert "Deprivation Not stated; deciles are given for LSOAs" in text


def test_a_boundary_that_is_loaded_is_named(read):
    Area.objects.get(slug="penzance").boundaries.create(
        edition="2011", geometry={"type": "Point"}, source="ONS"
    )
    assert "Boundary Loaded: edition 2011 Source: ONS." in read("penzance")


def test_a_judgement_about_where_it_lies_is_marked(read):
    assert "Our judgement, not stated in the assessment" in read("pool")
    assert "Our judgement" not in section(read("hayle"), "Lies in", "Codes")


def test_the_way_up_is_at_the_top(seeded_db, board, sign_in):
    html = sign_in(board).get("/places/penzance-east-beat/").content.decode()
    trail = html.split('aria-label="Breadcrumb"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', trail) == [
        "/",
        "/places/",
        "/places/cornwall-and-isles-of-scilly/",
        "/places/cornwall/",
        "/places/penzance-marazion-and-st-just-network-area/",
        "/places/penzance/",
    ]


def test_priority_areas_of_the_town_and_of_its_beats_are_kept_apart(page_of):
    groups = {group.near: group.records for group in page_of("penzance").priority_areas}
    assert [str(entry.row.theme) for entry in groups[Near.HERE]] == [
        "Domestic abuse",
        "Dwelling burglary and acquisitive crime",
    ]
    assert [entry.row.name for entry in groups[Near.INSIDE]] == [
        "Penzance Town East",
        "Penzance Town West",
    ]


def test_a_beat_is_not_blamed_for_the_priority_area_next_door(page_of):
    groups = {group.near: group.records for group in page_of("penzance-east-beat").priority_areas}
    assert [entry.row.name for entry in groups[Near.HERE]] == ["Penzance Town East"]
    assert "Penzance Town West" not in [entry.row.name for entry in groups[Near.AROUND]]


def test_a_priority_area_shows_its_row_as_printed_with_reasons_and_notes(read):
    text = section(read("liskeard"), "Liskeard itself", "Indices")
    for words in [
        "Very high Rank =1 (joint)",
        "Rising trends in both crime and non-crime incidents",
        "Liskeard South Ward East and Liskeard North West Central",
        "High rates of incidents across town centre and environs",
        "Nearly a third of the population living in deprived areas",
    ]:
        assert words in text


def test_the_scores_of_a_network_area_carry_bands_total_and_order(read):
    text = read("newquay-network-area")
    assert "Total 26 as printed, ranked 1 of 20 areas; in the printed order, 1 of 20." in text
    assert (
        "Alcohol-related violence 5 VH , Very high Very high the threshold is our judgement" in text
    )
    assert "Newquay has the highest rates of alcohol-related violence" in text


def test_a_town_is_told_that_the_scores_are_of_places_in_and_around_it(page_of, read):
    alcohol, young = page_of("penzance").indices
    assert (alcohol.line, young.line) == (None, None)
    assert [group.near for group in alcohol.others] == [Near.AROUND]
    assert [group.near for group in young.others] == [Near.INSIDE]
    assert "Penzance itself has no row in this index." in read("penzance")


def test_a_town_shows_the_scores_of_the_network_area_around_it(read):
    text = section(read("penzance"), "Alcohol harm index", "Around Penzance")
    assert "scores of Penzance, Marazion and St Just, around it, for 2010/11" in text
    assert "Alcohol-related violence 4 H , High" in text


def test_bars_of_an_index_end_at_the_highest_score_of_their_column(page_of):
    [_, young] = page_of("lsoa-e01019029").indices
    [theft] = [part for part in young.parts if part.cell.component.key == "theft"]
    assert theft.bar.top == max(
        cell.value
        for line in young.table.lines
        for cell in line.cells
        if cell.component.key == "theft"
    )
    assert theft.bar.shade == "very_high"


def test_an_lsoa_with_a_total_that_we_worked_out_says_so(read):
    assert "Total 3,297 worked out by us (the assessment prints none), ranked 1 of 18" in read(
        "lsoa-e01019029"
    )


def test_projects_are_told_apart_by_how_they_cover_the_place(page_of):
    project = Project.objects.get(slug="idva-high")
    project.areas.add(Area.objects.get(slug="penzance-marazion-and-st-just-network-area"))
    groups = outline(page_of("penzance").projects)
    assert str(project) in groups[Near.AROUND]
    assert str(project) not in groups[Near.COUNTY_WIDE]
    assert groups[Near.HERE] == ["Penzance Safer, Cleaner, Greener", "Team co-location in Penzance"]
    assert set(outline(page_of("truro").projects)) == {Near.COUNTY_WIDE}


@pytest.mark.parametrize(
    "slug", ["cornwall-and-isles-of-scilly", "cornwall", "penzance", "redruth-north-beat", "bude"]
)
def test_the_page_and_the_flags_agree_on_what_covers_a_place(page_of, snapshot, slug):
    project = Project.objects.get(slug="idva-high")
    project.areas.add(Area.objects.get(slug="cornwall"))
    page = page_of(slug)
    shown = {
        record.pk
        for group in page.projects
        if group.near is not Near.COUNTY_WIDE
        for record in group.records
    }
    assert shown == {row.pk for row in snapshot.projects if row.covers([page.place])}


def test_a_gap_and_a_theme_that_name_it_are_shown(page_of):
    page = page_of("penzance")
    assert "Penzance co-location has no property or capital" in outline(page.gaps)[Near.HERE]
    assert "Domestic abuse" in outline(page.themes)[Near.HERE]
    beat = page_of("penzance-east-beat")
    assert "Penzance co-location has no property or capital" in outline(beat.gaps)[Near.AROUND]


def test_flags_about_it_and_inside_it_are_kept_apart(page_of):
    town = page_of("penzance")
    assert town.flags
    assert all(flag.is_about(town.place) for flag in town.flags)
    network = page_of("penzance-marazion-and-st-just-network-area")
    assert {flag.key for flag in town.flags} <= {
        flag.key for flag in [*network.flags, *network.flags_inside]
    }
    assert not any(flag.is_about(network.place) for flag in network.flags_inside)


def test_indicators_are_shown_on_the_page_of_the_area_they_are_for(snapshot, page_of, read):
    standing = snapshot.standings[0]
    slug = standing.indicator.area.slug
    shown = {row.standing.indicator: row.standing.sentence for row in page_of(slug).standings}
    assert shown[standing.indicator] == standing.sentence
    assert standing.indicator.name in read(slug)
    assert "No indicator is measured for it" in read("bude")


def test_a_figure_for_a_town_is_shown_with_unit_and_period(snapshot, page_of):
    indicator = next(row for row in snapshot.indicators if row.figures.all())
    figure = indicator.figures.all()[0]
    figure.pk, figure.measurement = None, None
    figure.area = Area.objects.get(slug="bude")
    figure.save()
    [row] = page_of("bude").figures
    assert row.figure.indicator == indicator
    assert row.value


def test_a_figure_after_the_view_shows_only_where_there_is_no_other(snapshot, page_of, read):
    indicator = next(row for row in snapshot.indicators if row.figures.all())
    figure = indicator.figures.all()[0]
    bude, earlier = Area.objects.get(slug="bude"), figure.period
    for start, end in (
        (date(2014, 4, 1), date(2014, 6, 30)),
        (date(2015, 4, 1), date(2015, 6, 30)),
        (earlier.start, earlier.end),
    ):
        figure.pk, figure.measurement, figure.area = None, None, bude
        figure.period_start, figure.period_end = start, end
        figure.save()
        [row] = page_of("bude").figures
        assert row.is_after == (end > snapshot.as_at)
        assert row.figure.period_end == end
        assert ("after the date of this view" in read("bude")) == row.is_after


def test_a_place_that_there_is_not_is_not_found(seeded_db, board, sign_in):
    assert sign_in(board).get("/places/atlantis/").status_code == 404


def test_only_those_with_a_role_read_it_and_nobody_posts(seeded_db, stranger, board, sign_in):
    assert sign_in(stranger).get("/places/penzance/").status_code == 403
    assert sign_in(board).post("/places/penzance/").status_code == 405


@pytest.mark.parametrize(
    "slug", ["cornwall-and-isles-of-scilly", "penzance", "bude", "lsoa-e01018809"]
)
def test_any_place_costs_at_most_twenty_queries(
    seeded_db, board, sign_in, slug, django_assert_max_num_queries
):
    client = sign_in(board)
    client.get(f"/places/{slug}/")
    with django_assert_max_num_queries(20):
        client.get(f"/places/{slug}/")


def test_the_nearest_of_several_places_counts(seeded_db):
    penzance, promenade, cornwall, bude = (
        Area.objects.get(slug=slug)
        for slug in ["penzance", "penzance-promenade-beat", "cornwall", "bude"]
    )
    assert nearest(penzance, [cornwall, promenade, penzance]) is Near.HERE
    assert nearest(penzance, [cornwall, promenade]) is Near.INSIDE
    assert nearest(penzance, [cornwall]) is Near.AROUND
    assert nearest(penzance, [bude]) is None
    assert nearest(penzance, []) is None


def test_three_hundred_lsoas_inside_are_folded_away(seeded_db, board, sign_in):
    cornwall, client = Area.objects.get(slug="cornwall"), sign_in(board)
    address = cornwall.get_absolute_url()
    client.get(address)
    before = queries_of(client, address)
    place_new_areas(
        [
            Area(name=f"Cornwall {n:03}A", slug=f"lsoa-{n}", kind="lsoa", parent=cornwall)
            for n in range(300)
        ],
        by=None,
    )
    html = client.get(address).content.decode()
    assert "300 LSOAs" in html
    assert queries_of(client, address) == before <= 20
    assert queries_of(client, "/places/lsoa-7/") <= 20
