"""Both indices of the assessment, as the board reads them."""

import re

import pytest

from places.models import IndexRow, IndexScore, PlaceIndex

INDICES = "/indices/"
ALCOHOL = "/indices/alcohol-harm-index/"
YOUNG = "/indices/young-peoples-community-safety-index/"


@pytest.fixture
def read(seeded_db, board, sign_in):
    """What a board member reads at an address, tags taken out."""

    def page(address):
        response = sign_in(board).get(address)
        assert response.status_code == 200
        text = re.sub(r"<[^>]+>", " ", response.content.decode())
        return " ".join(text.split())

    return page


@pytest.fixture
def rows(seeded_db, board, sign_in):
    """The areas of an index's table in the order shown."""

    def shown(address):
        html = sign_in(board).get(address).content.decode()
        return re.findall(r'<tr class="govuk-table__row" id="([\w-]+)"', html)

    return shown


def test_both_indices_are_listed_with_their_themes_and_first_areas(read):
    text = read(INDICES)
    assert "Alcohol harm index" in text
    assert "Problem alcohol use" in text
    assert "Newquay , Alcohol harm index : 26" in text
    assert "Worked out by us as the plain sum of the scores; the assessment prints none" in text


def test_every_area_is_shown_with_every_score_in_printed_order(rows, read):
    printed = IndexRow.objects.filter(index__slug="alcohol-harm-index").order_by("order")
    assert rows(ALCOHOL) == [row.area.slug for row in printed]
    assert len(rows(YOUNG)) == 18
    assert "1 Newquay 26 5 VH , Very high" in read(ALCOHOL)
    assert "Newquay, a note on this reading: See INC-24 , on Newquay below." in read(ALCOHOL)


def test_a_column_is_sorted_by_its_address(rows, board, sign_in):
    assert rows(f"{ALCOHOL}?order=families")[:2] == [
        "isles-of-scilly-network-area",
        "china-clay-network-area",
    ]
    assert rows(f"{ALCOHOL}?order=area")[0] == "bodmin-network-area"
    html = sign_in(board).get(f"{ALCOHOL}?order=families").content.decode()
    assert re.search(r'aria-sort="descending">\s*Families', html)
    assert 'href="?order=violence#scores"' in html


@pytest.mark.parametrize("order", ["row__area", "%00", "-violence", "theft'"])
def test_a_column_that_there_is_not_is_said_and_changes_nothing(rows, read, order):
    assert rows(f"{ALCOHOL}?order={order}") == rows(ALCOHOL)
    assert "The areas stand in printed order." in read(f"{ALCOHOL}?order={order}")


def test_the_doubt_about_the_isles_of_scilly_stands_at_its_row(read):
    after = read(ALCOHOL).split("Isles of Scilly, a note on this reading:")[1]
    assert after.strip().startswith("Scores 2,5,5 for treatment, admissions, families do not fit")


def test_the_whole_area_has_actual_rates_with_their_units(read):
    text = read(ALCOHOL)
    assert "Cornwall and Isles of Scilly actual rates, not scores" in text
    assert "No total 5.3 1.5 1.0 0.5 4.2 624.8 4.1%" in text
    assert "624.8 Unit: not stated (size suggests per 100,000 population)" in text


def test_bands_that_are_our_judgement_say_why(read):
    text = read(YOUNG)
    assert "Very high: the highest 20% of the areas in each column" in text
    assert (
        "How the band was read: J Our judgement, not stated in the assessment: The printed key has this one label"
        in text
    )


def test_whole_scores_are_named_in_the_key_of_their_bands(read):
    text = read(ALCOHOL)
    for words in (
        "Very high: 5",
        "High: 4",
        "Above average: 3",
        "Average or below average: 1 or 2",
        "How the bands were read: J Our judgement, not stated in the assessment: Which score",
    ):
        assert words in text
    assert "a score of" not in text


def test_scores_in_parts_are_banded_from_where_they_start(read):
    IndexScore.objects.filter(area__slug="bude-network-area", component__key="families").update(
        value="2.5"
    )
    text = read(ALCOHOL)
    assert "Very high: a score of 5 and more" in text
    assert "High: a score of 4 and more, under 5" in text


def test_the_highest_fifth_of_a_column_is_banded(read):
    # Three of 18: Gannel North East, Truro City Centre and Penzance Town Centre lead on theft.
    assert read(YOUNG).count("VH , Very high") == 15


def test_the_assessments_own_words_are_all_there(read):
    for index, address in [
        ("alcohol-harm-index", ALCOHOL),
        ("young-peoples-community-safety-index", YOUNG),
    ]:
        text = read(address)
        held = PlaceIndex.objects.get(slug=index)
        said = [
            held.top_areas,
            held.other_points,
            held.chart_note,
            held.description,
            *held.interpretation,
        ]
        said += held.rows.values_list("narrative", flat=True)
        said += held.rows.values_list("note", flat=True)
        for words in filter(None, said):
            plain = " ".join(words.split()).replace("'", "&#x27;")
            assert plain.replace(" ", "") in text.replace(" ", ""), words


def test_a_missing_score_is_not_a_zero(read):
    score = IndexScore.objects.filter(area__slug="bude-network-area", component__key="treatment")
    score.delete()
    scores = read(ALCOHOL).split("Scores by area")[1]
    assert "Not stated" in scores.split("17 Bude")[1].split("18 Truro")[0]


def test_an_index_that_there_is_not_is_not_found(seeded_db, board, sign_in):
    assert sign_in(board).get("/indices/happiness/").status_code == 404


@pytest.mark.parametrize("address", [INDICES, ALCOHOL])
def test_only_those_with_a_role_read_them_and_nobody_posts(
    seeded_db, stranger, board, sign_in, address
):
    assert sign_in(stranger).get(address).status_code == 403
    assert sign_in(board).post(address).status_code == 405


def test_the_theme_of_a_draft_is_not_given_away(seeded_db, board, sign_in):
    theme = PlaceIndex.objects.get(slug="alcohol-harm-index").themes.get()
    type(theme.plan).objects.update(stage="draft")
    for address in (INDICES, ALCOHOL):
        assert "Problem alcohol use" not in sign_in(board).get(address).content.decode()


@pytest.mark.parametrize("address", [INDICES, ALCOHOL, YOUNG])
def test_more_areas_cost_no_more_queries(
    seeded_db, board, sign_in, address, django_assert_max_num_queries
):
    client = sign_in(board)
    with django_assert_max_num_queries(14) as all_areas:
        client.get(address)
    IndexRow.objects.filter(order__gt=3).delete()
    with django_assert_max_num_queries(14) as three:
        client.get(address)
    assert len(three) == len(all_areas)


@pytest.mark.parametrize(
    "address", [INDICES, ALCOHOL, YOUNG, "/maps/?show=index:alcohol-harm-index"]
)
def test_a_score_of_a_later_period_is_not_shown_as_at_an_earlier_day(
    seeded_db, board, sign_in, address
):
    client = sign_in(board)
    seen = client.session
    seen["seen_as_at"] = "2011-03-30"
    seen.save()
    words = " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())
    assert "Newquay , Alcohol harm index : 26" not in words
    assert "1 Newquay 26" not in words
    assert "As at 30 March 2011" in words
    if address in (INDICES, ALCOHOL, YOUNG):
        assert "No scores yet" in words


def test_on_the_last_day_of_its_period_a_score_counts(seeded_db, board, sign_in):
    client = sign_in(board)
    seen = client.session
    seen["seen_as_at"] = "2011-03-31"
    seen.save()
    words = " ".join(re.sub(r"<[^>]+>", " ", client.get(ALCOHOL).content.decode()).split())
    assert "1 Newquay 26 5 VH , Very high" in words
