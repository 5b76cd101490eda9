"""Each indicator says who provides it, how often and by when, and who sends it in; and keeps who changed that."""

import pytest
from django.urls import reverse

from accounts.models import Organisation
from accounts.people import give_role
from core.records.versions import edit
from performance.models import Indicator
from priorities.models import Plan
from tests.pages.reading_pages import queries_of, words_of
from tests.site.canaries import LONG, alive_in


@pytest.fixture
def indicator(world):
    return world.indicator(
        world.theme(), value=77, name="Burglary", reporting_lag_days=90, source="Police records"
    )


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


@pytest.fixture
def police(db):
    return Organisation.objects.create(name="The police", slug="police", kind="police")


def page_of(indicator):
    return reverse("indicators:reporting", args=[indicator.slug])


def sent(indicator, **facts):
    """What the form sends where only `facts` were changed."""
    now = {
        "provider": indicator.provider_id or "",
        "frequency": indicator.frequency,
        "reporting_lag_days": "" if indicator.reporting_lag_days is None else indicator.reporting_lag_days,
        "owner": indicator.owner_id or "",
        "stand_in": indicator.stand_in_id or "",
        "source": indicator.source,
        "version": indicator.version,
        "save": "Save",
    }  # fmt: skip
    return now | facts


def errors_of(response):
    assert "<title>Error: " in response.content.decode()
    return {name: list(said) for name, said in response.context["form"].errors.items()}


# Who may


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_whoever_changes_indicators_is_led_to_the_page(who, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    assert page_of(indicator) in client.get(indicator.get_absolute_url()).content.decode()
    assert client.get(page_of(indicator)).status_code == 200


@pytest.mark.parametrize("who", ["board", "officer"])
def test_others_read_the_arrangements_and_may_not_change_them(
    who, request, sign_in, indicator, person, police
):
    Indicator.objects.update(
        provider=police, owner=person("owen"), stand_in=person("stella"), reporting_lag_days=45
    )
    client = sign_in(request.getfixturevalue(who))
    response = client.get(indicator.get_absolute_url())
    words = words_of(response)
    assert "Provided by The police" in words
    assert "How often Quarterly" in words
    assert "Figure due 45 days after its period ends" in words
    assert "Sent in by Owen" in words
    assert "Stands in Stella" in words
    assert page_of(indicator) not in response.content.decode()
    assert client.get(page_of(indicator)).status_code == 403
    assert client.post(page_of(indicator), sent(indicator)).status_code == 403


def test_what_nobody_stated_is_said_to_be_not_stated(client, world):
    words = words_of(client.get(world.indicator(world.theme()).get_absolute_url()))
    for label in ("Provided by", "Figure due", "Sent in by", "Stands in", "Source"):
        assert f"{label} Not stated" in words


def test_an_indicator_of_a_draft_is_not_known(client, indicator):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert client.get(page_of(indicator)).status_code == 404
    assert client.post(page_of(indicator), sent(indicator)).status_code == 404
    assert client.get("/indicators/none-such/reporting/").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, indicator, method):
    assert getattr(client, method)(page_of(indicator)).status_code == 405


# Changing them


def test_the_arrangements_are_saved_with_their_trace(
    client, analyst, administrator, indicator, police
):
    facts = {
        "provider": police.pk, "frequency": "month", "reporting_lag_days": 20,
        "owner": analyst.pk, "stand_in": administrator.pk, "source": "Crime system",
    }  # fmt: skip
    response = client.post(page_of(indicator), sent(indicator, **facts), follow=True)
    assert "The reporting arrangements are saved." in words_of(response)
    indicator.refresh_from_db()
    assert (indicator.provider, indicator.frequency, indicator.reporting_lag_days) == (
        police,
        "month",
        20,
    )
    assert (indicator.owner, indicator.stand_in) == (analyst, administrator)
    assert (indicator.source, indicator.version) == ("Crime system", 2)
    words = words_of(client.get(page_of(indicator)))
    for line in (
        "Provided by Not stated The police Aled",
        "How often Quarterly Monthly Aled",
        "Due after the period 90 days 20 days Aled",
        "Sent in by Not stated Aled Aled",
        "Stands in Not stated Ada Aled",
        "Source Police records Crime system Aled",
    ):
        assert line in words


def test_other_facts_of_the_indicator_stay(client, indicator):
    data = sent(
        indicator, source="Elsewhere", name="Stolen", polarity="lower", retired_on="2001-01-01"
    )
    client.post(page_of(indicator), data)
    indicator.refresh_from_db()
    assert (indicator.name, indicator.polarity, indicator.retired_on) == (
        "Burglary",
        "higher",
        None,
    )
    assert indicator.source == "Elsewhere"


def test_saving_without_a_change_says_so_and_leaves_no_trace(client, indicator):
    response = client.post(page_of(indicator), sent(indicator), follow=True)
    assert "nothing was changed" in words_of(response)
    indicator.refresh_from_db()
    assert indicator.version == 1
    assert "Nothing has been changed here yet." in words_of(client.get(page_of(indicator)))


def test_everything_can_be_taken_away_again(client, analyst, indicator, police):
    Indicator.objects.update(provider=police, owner=analyst, stand_in=analyst)
    data = sent(indicator, provider="", owner="", stand_in="", reporting_lag_days="", source="")
    assert client.post(page_of(indicator), data).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.provider, indicator.owner, indicator.stand_in) == (None, None, None)
    assert (indicator.reporting_lag_days, indicator.source) == (None, "")


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"reporting_lag_days": "soon"}, "reporting_lag_days", "Enter the number of days as a whole number, such as 30"),
        ({"reporting_lag_days": "1.5"}, "reporting_lag_days", "Enter the number of days as a whole number, such as 30"),
        ({"reporting_lag_days": "-1"}, "reporting_lag_days", "Enter 0 days or more"),
        ({"reporting_lag_days": "731"}, "reporting_lag_days", "Enter 730 days or fewer"),
        ({"reporting_lag_days": "9" * 40}, "reporting_lag_days", "Enter 730 days or fewer"),
        ({"frequency": ""}, "frequency", "Choose how often there is a figure"),
        ({"frequency": "daily"}, "frequency", "Choose how often there is a figure from the list"),
        ({"provider": "none"}, "provider", "Choose an organisation from the list"),
        ({"provider": "9" * 40}, "provider", "Choose an organisation from the list"),
        ({"owner": "9" * 40}, "owner", "Choose somebody from the list"),
        ({"owner": "\x00"}, "owner", "Null characters are not allowed."),
        ({"stand_in": "0"}, "stand_in", "Choose somebody from the list"),
        ({"source": "a" * 301}, "source", "Name the source in at most 300 characters"),
        ({"source": "a\x00b"}, "source", "Null characters are not allowed."),
        ({"version": "one"}, "version", "This page is out of date. Open it again, and make the change there"),
        ({"version": ""}, "version", "This page is out of date. Open it again, and make the change there"),
    ],
)  # fmt: skip
def test_a_bad_form_says_what_is_wrong_and_saves_nothing(client, indicator, facts, field, said):
    response = client.post(page_of(indicator), sent(indicator, **facts))
    assert errors_of(response) == {field: [said]}
    assert Indicator.history.filter(version__gt=1).count() == 0
    indicator.refresh_from_db()
    assert (indicator.reporting_lag_days, indicator.version) == (90, 1)


def test_nobody_stands_in_for_themselves(client, analyst, indicator):
    data = sent(indicator, owner=analyst.pk, stand_in=analyst.pk)
    assert "stand_in" in errors_of(client.post(page_of(indicator), data))


def test_only_those_who_may_record_figures_are_offered(
    client, indicator, analyst, administrator, officer, person
):
    gone = person("gawen", "analyst")
    gone.is_active = False
    gone.save()
    silent = person("sidwell", "analyst")
    type(silent).objects.filter(pk=silent.pk).update(email="")
    offered = [
        label for _, label in client.get(page_of(indicator)).context["form"].fields["owner"].choices
    ]
    assert offered == ["Not stated", "Ada", "Aled", "Sidwell (no e-mail address)"]
    response = client.post(page_of(indicator), sent(indicator, owner=officer.pk))
    assert errors_of(response) == {"owner": ["Choose somebody from the list"]}


def test_an_owner_who_may_not_any_more_stays_until_somebody_else_is_chosen(
    client, indicator, person
):
    owen = person("owen", "analyst")
    Indicator.objects.update(owner=owen)
    give_role(owen, "board")
    indicator.refresh_from_db()
    assert "Owen (may no longer record figures)" in words_of(client.get(page_of(indicator)))
    assert client.post(page_of(indicator), sent(indicator, source="Elsewhere")).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.owner, indicator.source) == (owen, "Elsewhere")


# Before it is saved


def test_what_a_change_would_do_is_said_and_nothing_is_saved(client, analyst, indicator):
    data = sent(indicator, reporting_lag_days=30, owner=analyst.pk)
    del data["save"]
    words = words_of(client.post(page_of(indicator), data | {"look": "See what it would do"}))
    assert (
        "Next figure Q2 2011/12, due on 29 December 2011 Q2 2011/12, was due on 30 October 2011"
        in words
    )
    assert "Status No target Overdue" in words
    assert "Reminded Nobody: there is no owner or stand-in who can be reached Aled" in words
    assert "Nothing is saved yet." in words
    indicator.refresh_from_db()
    assert (indicator.reporting_lag_days, indicator.owner, indicator.version) == (90, None, 1)


def test_looking_keeps_what_was_entered(client, indicator):
    data = sent(indicator, reporting_lag_days=31, look="See what it would do")
    del data["save"]
    assert 'value="31"' in client.post(page_of(indicator), data).content.decode()


# Two people


@pytest.fixture
def other(sign_in, administrator):
    return sign_in(administrator)


def test_the_second_of_two_people_is_told_field_by_field(client, other, indicator, police):
    mine = sent(indicator, reporting_lag_days=30, source="My source")
    other.post(page_of(indicator), sent(indicator, reporting_lag_days=45, provider=police.pk))
    response = client.post(page_of(indicator), mine)
    assert response.status_code == 409
    words = words_of(response)
    assert "Due after the period 90 days 45 days 30 days Ada" in words
    assert "Provided by Not stated The police Not stated Ada" in words
    said = errors_of(response)
    assert set(said) == {"__all__", "reporting_lag_days"}
    assert said["reporting_lag_days"] == [
        "Meanwhile this became “45 days”. Choose which should stand"
    ]
    indicator.refresh_from_db()
    assert (indicator.reporting_lag_days, indicator.source) == (45, "Police records")


def test_saving_again_after_being_told_keeps_what_the_other_did(client, other, indicator, police):
    other.post(page_of(indicator), sent(indicator, reporting_lag_days=45, provider=police.pk))
    told = client.post(page_of(indicator), sent(indicator, reporting_lag_days=30))
    form = told.context["form"]
    again = {name: form[name].value() for name in form.fields} | {"save": "Save"}
    assert client.post(page_of(indicator), again).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.reporting_lag_days, indicator.provider, indicator.version) == (30, police, 3)


def test_two_who_change_different_things_of_an_indicator_are_not_in_each_others_way(
    client, administrator, indicator
):
    edit(indicator, version=1, by=administrator, definition="Every burglary")
    client.post(page_of(indicator), sent(indicator, source="Elsewhere"))
    indicator.refresh_from_db()
    assert (indicator.definition, indicator.source) == ("Every burglary", "Elsewhere")


@pytest.mark.parametrize("version", [0, 9])
def test_a_version_that_nobody_saw_shows_what_is_stored_beside_what_was_sent(
    client, indicator, version
):
    response = client.post(
        page_of(indicator), sent(indicator, version=version, reporting_lag_days=7)
    )
    assert response.status_code == 409
    assert "Due after the period Not known 90 days 7 days Not known" in words_of(response)


# Reading


def test_what_people_wrote_does_nothing_wherever_it_is_shown(
    client, other, indicator, police, administrator
):
    Organisation.objects.filter(pk=police.pk).update(name=LONG)
    type(administrator).objects.filter(pk=administrator.pk).update(first_name=LONG[:150])
    other.post(
        page_of(indicator), sent(indicator, source=LONG, provider=police.pk, owner=administrator.pk)
    )
    told = client.post(page_of(indicator), sent(indicator, source=f"{LONG}2"))
    assert told.status_code == 409
    for response in (
        told,
        client.get(page_of(indicator)),
        client.get(indicator.get_absolute_url()),
    ):
        page = response.content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert alive_in(page) == []


def test_a_long_history_takes_no_more_queries_than_a_short_one(
    client, other, indicator, police, analyst
):
    client.post(
        page_of(indicator), sent(indicator, source="0", owner=analyst.pk, provider=police.pk)
    )
    few = queries_of(client, page_of(indicator))
    for number in range(1, 9):
        indicator.refresh_from_db()
        owner = "" if number % 2 else analyst.pk
        other.post(page_of(indicator), sent(indicator, source=str(number), owner=owner))
    assert queries_of(client, page_of(indicator)) == few <= 20


def test_a_history_names_who_is_gone(client, administrator, indicator, sign_in):
    sign_in(administrator).post(page_of(indicator), sent(indicator, source="Elsewhere"))
    Indicator.history.update(history_user=None)
    assert "Source Police records Elsewhere Somebody unknown" in words_of(
        client.get(page_of(indicator))
    )
