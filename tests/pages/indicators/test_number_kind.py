"""What kind of number an indicator is, is changed with a reason; the status follows, and its history shows it."""

import pytest
from django.urls import reverse

from core.records.versions import edit
from performance.choices import Status
from performance.models import Indicator, KeptStanding
from priorities.models import Plan
from tests.pages.reading_pages import words_of
from tests.world import QUARTER


@pytest.fixture
def indicator(world):
    """4 in the first quarter against at least 8 in the year."""
    made = world.indicator(
        world.theme(), target=8, slug="closures", unit="closures", number_kind="level",
        small_numbers_shown_because="They count premises.",
    )  # fmt: skip
    world.figure(made, QUARTER, 4)
    return made


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


PAGE = "/indicators/closures/kind-of-number/"
COUNTED = {"number_kind": "counted", "reason": "Each closure counts once.", "version": 1}


def now():
    return Indicator.objects.get()


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_whoever_changes_indicators_is_led_there(who, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    assert PAGE in client.get(indicator.get_absolute_url()).content.decode()
    assert client.post(PAGE, COUNTED).status_code == 302
    assert now().number_kind == "counted"


@pytest.mark.parametrize("who", ["board", "officer"])
def test_others_read_it_and_may_not_change_it(who, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    page = client.get(indicator.get_absolute_url())
    assert "Kind of number A level" in words_of(page)
    assert PAGE not in page.content.decode()
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, COUNTED).status_code == 403
    assert now().number_kind == "level"


def test_a_draft_s_indicator_is_not_known_and_other_methods_are_refused(client, indicator):
    assert client.delete(PAGE).status_code == 405
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, COUNTED).status_code == 404


def test_the_status_follows_at_once(client, indicator):
    assert "Off track: 4 closures" in words_of(client.get(indicator.get_absolute_url()))
    client.post(PAGE, COUNTED)
    page = client.get(indicator.get_absolute_url())
    assert "On track: 4 closures" in words_of(page)
    assert "Kind of number A count" in words_of(page)
    assert set(KeptStanding.objects.values_list("status", flat=True)) <= {Status.ON_TRACK}


def test_what_it_would_do_is_said_before_and_nothing_is_saved(client, indicator):
    words = words_of(client.post(PAGE, COUNTED | {"look": "look", "reason": ""}))
    assert "Status Off track Just on track" in words or "Status Off track On track" in words
    assert now().version == 1


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"reason": " "}, "reason", "Say why the kind of number is changed"),
        ({"reason": "x" * 1001}, "reason", "Say why in at most 1,000 characters"),
        ({"number_kind": ""}, "number_kind", "Choose what kind of number it is"),
        ({"number_kind": "sum"}, "number_kind", "Choose what kind of number it is from the list"),
        (
            {"version": ""},
            "version",
            "This page is out of date. Open it again, and make the change there",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(client, indicator, changed, field, told):
    page = client.post(PAGE, COUNTED | changed)
    assert page.context["form"].errors == {field: [told]}
    assert (now().number_kind, now().version) == ("level", 1)


def test_its_history_says_from_what_to_what_why_and_by_whom(client, indicator, analyst):
    client.post(PAGE, COUNTED)
    client.post(PAGE, {"number_kind": "rate", "reason": "It is per head. " * 20, "version": 2})
    words = words_of(client.get(PAGE)).split("What was changed")[1]
    newest, oldest = words.index("A count A rate"), words.index("A level A count")
    assert newest < oldest
    assert "Each closure counts once." in words
    assert "It is per head. It is per head." in words
    assert str(analyst) in words


def test_the_same_kind_again_leaves_no_trace(client, indicator):
    page = client.post(PAGE, COUNTED | {"number_kind": "level"}, follow=True)
    assert "is as it was: nothing was changed" in words_of(page)
    assert now().version == 1
    assert "It has always been of this kind." in words_of(client.get(PAGE))


def test_the_second_of_two_people_is_told(client, indicator, administrator):
    edit(indicator, version=1, by=administrator, number_kind="rate")
    page = client.post(PAGE, COUNTED)
    assert page.status_code == 409
    assert "Somebody changed this to “A rate” since you opened the page" in words_of(page)
    assert now().number_kind == "rate"
    assert client.post(PAGE, COUNTED | {"version": 2}).status_code == 302
    assert now().number_kind == "counted"


def test_another_change_meanwhile_does_not_matter(client, indicator, administrator):
    edit(indicator, version=1, by=administrator, source="The register")
    assert client.post(PAGE, COUNTED).url == f"{indicator.get_absolute_url()}#measured"
    assert (now().number_kind, now().source) == ("counted", "The register")
    assert reverse("indicators:number_kind", args=["closures"]) == PAGE
