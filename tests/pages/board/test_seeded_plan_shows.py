"""What the seeded plan tells a board, with no figure typed for it."""

from tests.pages.reading_pages import words_of

BOARD = "/"
BURGLARY = "burglary-acquisitive-crime"


def test_funding_ends_on_31_march_2012_and_the_tender_date_has_passed(client, seeded_db):
    words = words_of(client.get(BOARD))
    assert "Funding ends on 31 March 2012" in words
    assert "the last date to start one was 1 October 2011, 60 days before 30 November 2011" in words


def test_burglarys_seven_high_rated_areas_have_nothing_aimed_at_them(client, seeded_db):
    address = f"/flags/?rule=priority_area_not_covered&theme={BURGLARY}"
    page = client.get(address)
    assert page.context["count"] == 7
    words = words_of(page)
    for town in ("Camborne", "Newquay", "Bodmin", "Falmouth", "Penzance", "Pool", "Redruth"):
        assert f"{town} (Dwelling burglary and acquisitive crime)" in words
    assert (
        "7: Rated high for Dwelling burglary and acquisitive crime, and covered only by county-wide projects: "
        "Community Action Days."
    ) in words


def test_nothing_measures_deprived_areas(client, seeded_db):
    [line] = [
        line for line in client.get(BOARD).context["matrix"] if line.theme.name == "Deprived areas"
    ]
    assert [mark.told for mark in line.cells[0].marks] == ["Not measured"]


def test_the_health_figures_come_nine_months_late(client, seeded_db):
    said = "Alcohol admissions, comes 9 months (275 days) after its period"
    assert said in words_of(client.get(BOARD))
    page = client.get("/indicators/alcohol-hospital-admissions/")
    assert "9 months (275 days) after its period ends" in words_of(page)


def test_asb_adults_are_off_track_and_a_sentence_says_why(client, seeded_db):
    assert (
        "Off track: 77% in Q1 2011/12 against a target of at least 80% for 2011/12 (amber down to "
        "77.6%); higher is better."
    ) in words_of(client.get(BOARD))


def test_penzance_is_named_first_among_towns(client, seeded_db):
    assert client.get(BOARD).context["places"][0].place.name == "Penzance"
