"""A new indicator, as an analyst enters it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from core.documents.history import versions_of
from performance.models import Figure, Indicator, Target
from priorities.models import Plan
from tests.pages.editing.filling_in import errors_on
from tests.pages.reading_pages import words_of

NEW = "/indicators/new/"


@pytest.fixture
def theme(world):
    return world.theme("Arson")


@pytest.fixture
def analysts(theme, analyst, sign_in):
    return sign_in(analyst)


def answers(theme, **changed):
    facts = {
        "name": "Deliberate fires",
        "unit": "fires",
        "number_kind": "counted",
        "polarity": "lower",
        "frequency": "quarter",
        "area": "somewhere",
        "themes": [theme.pk],
        "reporting_lag_days": "30",
        "source": "Incident records",
        "target_form": "at_most",
        "target_value": "8",
        "target_year": "2011/12",
    }
    return facts | changed


def test_it_is_saved_with_its_first_target(analysts, theme, analyst):
    answer = analysts.post(NEW, answers(theme), follow=True)
    made = Indicator.objects.get()
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert (made.name, made.unit, made.slug) == ("Deliberate fires", "fires", "deliberate-fires")
    assert list(made.themes.all()) == [theme]
    assert made.history.get().history_user == analyst
    target = Target.objects.get(indicator=made)
    assert (target.form, target.value, target.area) == ("at_most", 8, made.area)
    assert (target.period_start, target.period_end) == (date(2011, 4, 1), date(2012, 3, 31))
    assert [version.by for version in versions_of(target)] == [analyst]


def test_it_stands_on_the_board_at_once(analysts, theme):
    analysts.post(NEW, answers(theme))
    assert "Deliberate fires" in words_of(analysts.get("/"))


@pytest.mark.parametrize(
    ("number_kind", "aggregation"),
    [
        ("counted", "sum"),
        ("share", "ratio"),
        ("rate", "ratio"),
        ("level", "latest"),
        ("alone", "none"),
    ],
)
def test_what_kind_of_number_it_is_decides_how_it_is_summed(
    analysts, theme, number_kind, aggregation
):
    analysts.post(NEW, answers(theme, number_kind=number_kind))
    made = Indicator.objects.get()
    assert (made.number_kind, made.aggregation) == (number_kind, aggregation)


def test_a_count_is_held_to_the_part_of_the_years_target(analysts, theme):
    """Four in the first quarter against at most 8 a year is off track; two is on track."""
    analysts.post(NEW, answers(theme))
    made = Indicator.objects.get()
    Figure.objects.create(
        indicator=made, area=made.area, value=Decimal(4),
        period_start=date(2011, 4, 1), period_end=date(2011, 6, 30),
    )  # fmt: skip
    assert "Off track: 4 fires" in words_of(analysts.get(made.get_absolute_url()))


def test_a_target_may_come_later(analysts, theme):
    analysts.post(NEW, answers(theme, target_form="", target_value="", target_year=""))
    assert Indicator.objects.count() == 1
    assert not Target.objects.exists()


def test_two_of_one_name_and_one_called_new_have_their_own_addresses(analysts, theme):
    for name in ("Deliberate fires", "Deliberate fires", "New"):
        analysts.post(NEW, answers(theme, name=name))
    slugs = set(Indicator.objects.values_list("slug", flat=True))
    assert slugs == {"deliberate-fires", "deliberate-fires-2", "new-2"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Enter the name of the indicator"),
        ({"unit": ""}, "Enter the unit, for example fires"),
        ({"number_kind": ""}, "Choose what kind of number it is"),
        ({"number_kind": "sum"}, "Choose what kind of number it is from the list"),
        ({"polarity": ""}, "Choose which way is good"),
        ({"frequency": "daily"}, "Choose how often figures come from the list"),
        ({"area": ""}, "Choose a place from the list"),
        ({"area": "atlantis"}, "Choose a place from the list"),
        ({"themes": ["0"]}, "Choose themes from the list"),
        ({"themes": ["x"]}, "Choose themes from the list"),
        ({"themes": ["9" * 30]}, "Choose themes from the list"),
        ({"target_value": ""}, "Enter the target's value"),
        ({"target_value": "eight"}, "Enter the target as a number, such as 8 or 2.5"),
        ({"target_value": "1" * 19}, "Enter a target of at most 12 digits and 6 decimals"),
        ({"target_year": ""}, "Enter the target's year, such as 2012/13"),
        ({"target_year": "2011/13"}, "The target's year must be a financial year such as 2012/13"),
        ({"target_form": ""}, "Choose whether the target is at most or at least this value"),
        ({"reporting_lag_days": "-1"}, "Enter 0 days or more"),
    ],
)
def test_a_slip_is_told_and_nothing_is_saved(analysts, theme, changed, told):
    answer = analysts.post(NEW, answers(theme, **changed))
    assert answer.status_code == 200
    assert told in errors_on(answer)
    assert not Indicator.objects.exists()


@pytest.mark.parametrize("who", ["officer", "board", "stranger"])
def test_others_may_not(who, theme, request, sign_in):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, answers(theme)).status_code == 403
    assert not Indicator.objects.exists()


def test_nobody_who_is_signed_out_may(theme):
    assert Client().post(NEW, answers(theme))["Location"].startswith("/accounts/sign-in/")
    assert not Indicator.objects.exists()


def test_an_administrator_may(theme, administrator, sign_in):
    assert sign_in(administrator).post(NEW, answers(theme)).status_code == 302


def test_other_methods_are_refused(analysts):
    assert analysts.put(NEW).status_code == 405


def test_only_who_may_is_led_there(analysts, officer, sign_in):
    assert f'href="{NEW}"' in analysts.get("/indicators/").content.decode()
    assert f'href="{NEW}"' not in sign_in(officer).get("/indicators/").content.decode()


def test_themes_of_a_draft_are_not_offered_to_analysts(analysts, theme, world):
    Plan.objects.filter(pk=world.plan.pk).update(stage="draft")
    assert "Arson" not in words_of(analysts.get(NEW))
    answer = analysts.post(NEW, answers(theme))
    assert "Choose themes from the list" in errors_on(answer)


def test_without_a_place_it_says_where_places_are_added(analyst, sign_in):
    assert "There is no place yet" in words_of(sign_in(analyst).get(NEW))
