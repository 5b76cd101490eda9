"""What is particular to editing places, indices, organisations and what many records refer to."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Organisation
from places.models import Area, IndexComponent, IndexScore, PlaceIndex
from priorities.models import Acronym, PeopleGroup, Strategy
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import words_of


@pytest.fixture
def client(sign_in, administrator):
    return sign_in(administrator)


def edit(noun, slug):
    return reverse(f"{noun}:edit", kwargs={"slug": slug})


def test_a_new_place_lies_where_it_was_put(client, world, corner):
    page = client.get(reverse("places:new"))
    answer = send(
        client,
        page,
        name="Crantock",
        kind="town",
        parent=str(corner["network"].pk),
        population="800",
        population_source="Census 2011",
        **{"codes-new-1-system": "local", "codes-new-1-code": "C17"},
    )
    made = Area.objects.get(name="Crantock")
    assert (made.path, made.level) == (f"{corner['network'].path}crantock/", 2)
    told = words_of(client.get(answer.url))
    assert "C17" in told
    assert "800 people" in told


def test_all_that_lies_in_a_place_moves_with_it(client, corner, put):
    bodmin = put("Bodmin and around", "network_area", corner["cornwall"])
    fill_in(client, edit("places", "newquay"), parent=str(bodmin.pk))
    gannel = Area.objects.get(slug="gannel")
    assert gannel.path == f"{bodmin.path}newquay/gannel/"


def test_what_is_archived_in_a_place_moves_with_it_too(client, corner, put):
    bodmin = put("Bodmin and around", "network_area", corner["cornwall"])
    client.post(reverse("places:archive", kwargs={"slug": "gannel"}))
    fill_in(client, edit("places", "newquay"), parent=str(bodmin.pk))
    client.post(reverse("places:bring_back", kwargs={"slug": "gannel"}))
    assert Area.objects.get(slug="gannel").path == f"{bodmin.path}newquay/gannel/"


def test_a_place_moves_to_the_top_and_back(client, corner):
    fill_in(client, edit("places", "newquay"), parent="")
    assert Area.objects.get(slug="newquay").level == 0
    fill_in(client, edit("places", "newquay"), parent=str(corner["network"].pk))
    assert Area.objects.get(slug="gannel").path == corner["gannel"].path


@pytest.mark.parametrize(
    ("into", "told"),
    [
        ("newquay", "Newquay cannot lie in itself."),
        ("gannel", "Newquay cannot lie in Gannel, which lies inside it."),
    ],
)
def test_a_place_never_lies_in_itself(client, corner, into, told):
    answer = fill_in(client, edit("places", "newquay"), parent=str(corner[into].pk))
    assert errors_on(answer) == [told]
    assert Area.objects.get(slug="newquay").path == corner["newquay"].path


def test_a_kind_that_does_not_fit_what_lies_in_the_place_is_refused(client, corner):
    answer = fill_in(client, edit("places", "newquay"), kind="ward", population="700")
    assert errors_on(answer) == ["Newquay cannot be a ward: Gannel (LSOA) lies in it"]
    assert controls_of(answer)["population"] == ["700"]
    assert Area.objects.get(slug="newquay").kind == "town"


def test_a_place_too_deep_to_be_kept_is_refused_in_words(client, put):
    place = None
    for letter in "abcdefg":
        place = put(letter * 80, "county", place)
    page = client.get(reverse("places:new"))
    answer = send(client, page, name="z" * 40, kind="town", parent=str(place.pk))
    assert errors_on(answer) == [f"{'z' * 40} would lie too deep. Choose a place nearer the top"]
    moved = put("z" * 40, "town")
    answer = fill_in(client, edit("places", moved.slug), parent=str(place.pk))
    assert errors_on(answer) == [f"{'z' * 40} would lie too deep. Choose a place nearer the top"]
    assert not Area.objects.filter(parent=place).exists()


def test_a_latitude_without_a_longitude_is_refused(client, corner):
    answer = fill_in(client, edit("places", "newquay"), latitude="50.4")
    assert errors_on(answer) == ["Give both latitude and longitude, in degrees, or neither."]


@pytest.fixture
def index(world):
    index = PlaceIndex.objects.create(name="Alcohol harm index", slug="harm", source="NWPHO")
    IndexComponent.objects.create(
        index=index, key="deaths", order=1, name="Deaths", short_name="Deaths"
    )
    return index


def test_an_index_gains_a_measure_and_a_band(client, index):
    answer = fill_in(
        client,
        edit("indices", "harm"),
        interpretation="Higher is worse.\nTowns only.",
        **{
            "components-new-1-name": "Admissions to hospital",
            "components-new-1-short_name": "Admissions",
            "components-new-1-weight": "0.5",
            "bands-new-1-label": "Worst tenth",
            "bands-new-1-shade": "very_high",
            "bands-new-1-top_share": "0.1",
        },
    )
    made = index.components.get(key="admissions")
    assert (made.order, made.weight) == (2, Decimal("0.5"))
    assert index.bands.get().top_share == Decimal("0.1")
    told = words_of(client.get(answer.url))
    assert "Admissions to hospital" in told
    assert "Towns only." in told


@pytest.mark.parametrize("given", [{}, {"bands-new-1-at_least": "3", "bands-new-1-top_share": "1"}])
def test_a_band_starts_at_a_score_or_takes_a_share(client, index, given):
    typed = {"bands-new-1-label": "High", "bands-new-1-shade": "high"}
    answer = fill_in(client, edit("indices", "harm"), **typed, **given)
    assert errors_on(answer) == [
        "Band 1: A band starts at a score, or takes a share of the areas; not both."
    ]
    assert index.bands.count() == 0


def test_a_measure_with_scores_is_not_taken_out(client, world, index):
    measure = index.components.get()
    IndexScore.objects.create(
        component=measure, area=world.county, value=3, known_from="2012-01-01T00:00Z",
        period_start=date(2011, 4, 1), period_end=date(2012, 3, 31),
    )  # fmt: skip
    answer = fill_in(client, edit("indices", "harm"), **{f"components-{measure.pk}-remove": "on"})
    assert errors_on(answer) == [
        "Measure 1: “Deaths” cannot be taken out: index scores lead to it. Take those out first"
    ]
    assert index.components.count() == 1


@pytest.mark.parametrize("noun", ["places", "indices", "organisations"])
def test_officers_see_no_way_to_change_what_administrators_keep(sign_in, officer, world, noun):
    client = sign_in(officer)
    assert client.get(reverse(f"{noun}:new")).status_code == 403
    assert reverse(f"{noun}:new") not in client.get(reverse(f"{noun}:list")).content.decode()


def test_an_organisation_is_added_and_chosen(client, world):
    send(client, client.get(reverse("organisations:new")), name="Addaction", kind="voluntary")
    made = Organisation.objects.get(name="Addaction")
    assert made.get_absolute_url() == "/accounts/organisations/addaction/"
    offered = client.get(reverse("gaps:new", kwargs={"plan": "2012-13"})).content.decode()
    assert "Addaction" in offered


def test_two_organisations_of_one_name_are_refused(client, world):
    page = client.get(reverse("organisations:new"))
    answer = send(client, page, name=world.partnership.name, kind="council")
    assert len(errors_on(answer)) == 1


def test_an_acronym_is_corrected_on_the_list(client, world):
    acronym = Acronym.objects.create(acronym="SARC", expansion="Wrong", is_in_text=True)
    answer = fill_in(
        client,
        reverse("acronyms:edit", kwargs={"pk": acronym.pk}),
        expansion="Sexual assault referral centre",
        is_in_text=[],
    )
    told = words_of(client.get(answer.url))
    assert "Sexual assault referral centre" in told
    assert not Acronym.objects.get().is_in_text


@pytest.mark.parametrize(
    ("noun", "model"), [("strategies", Strategy), ("people_groups", PeopleGroup)]
)
def test_what_themes_share_says_where_it_appears(client, world, noun, model):
    theme = world.theme("Drugs")
    made = model.objects.create(name="Young people", slug="young-people")
    made.themes.add(theme)
    page = client.get(edit(noun, "young-people"))
    assert "What you change here changes wherever it appears: Drugs" in words_of(page)
    listed = words_of(client.get(reverse(f"{noun}:list")))
    assert "Young people" in listed
    assert "Drugs" in listed


def test_a_group_of_people_is_begun_from_the_list(sign_in, officer, world):
    client = sign_in(officer)
    listed = reverse("people_groups:list")
    assert reverse("people_groups:new") in client.get(listed).content.decode()
    answer = send(client, client.get(reverse("people_groups:new")), name="Carers")
    assert answer.url == f"{listed}#carers"
    assert "Carers" in words_of(client.get(listed))


def test_a_person_who_was_deactivated_is_not_offered(client, world, person):
    gone, here = person("gone", "officer"), person("here", "officer")
    gone.is_active = False
    gone.save()
    offered = client.get(reverse("gaps:new", kwargs={"plan": "2012-13"})).content.decode()
    assert f'value="{here.pk}"' in offered.split('name="owner_person"')[1].split("</select>")[0]
    assert "Gone" not in offered
    assert "owner_person" in controls_of(
        client.get(reverse("gaps:new", kwargs={"plan": "2012-13"}))
    )
