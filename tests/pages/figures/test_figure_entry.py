"""One figure by hand: judged as uploads are, shown before it is saved, and never written over."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.periods import Period
from performance.figures.actions import FigureContent, record_figure, remove_figure
from performance.figures.keys import FigureKey
from performance.figures.refusals import FigureChanged, ReasonNeeded
from performance.models import ClosedPeriod, Figure, Measurement, Target, Upload
from places.models import AreaCode
from priorities.models import PerformanceStatement, Plan
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN

Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)
YEAR = Period.financial_year(2011)


@pytest.fixture
def indicator(world):
    """In per cent, at least 80 of them, 70 in the first quarter of 2011/12."""
    return world.indicator(
        world.theme(), value=70, target=80, period=Q1, name="Convictions", tolerance_percent=5
    )


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


def url(indicator, view="enter", **query):
    return reverse(f"figures:{view}", args=[indicator.slug], query=query or None)


def typed(value="", period="Q2 2011/12", area="somewhere", step="save", base="", **more):
    """What the form sends; `step` is the button."""
    cells = {"numerator": "", "denominator": "", "state": "final", "comment": ""}
    return {"period": period, "area": area, "value": value, "base": base, step: step} | cells | more


def send(client, indicator, *args, **more):
    """The page that the browser lands on, or where it is sent to once the figure is saved."""
    return landed(client, client.post(url(indicator), typed(*args, **more)))


def landed(client, response):
    shown_again = response.status_code == 302 and "typed=" in response.url
    return client.get(response.url) if shown_again else response


def latest(indicator, period=Q2):
    return Figure.objects.latest_revisions().filter(
        indicator=indicator, period_start=period.start, period_end=period.end
    )


def errors(response):
    return {name: " ".join(said) for name, said in response.context["form"].errors.items()}


def see(indicator, period=Q1):
    """The number of the revision that stands there, as the form carries it."""
    return latest(indicator, period).get().pk


def close(by, period=Q1):
    return ClosedPeriod.objects.create(
        period_start=period.start, period_end=period.end, closed_at=KNOWN, closed_by=by
    )


# Who may


@pytest.mark.parametrize("view", ["enter", "remove"])
@pytest.mark.parametrize("who", ["officer", "board", "stranger"])
def test_only_analysts_and_administrators_enter_figures(who, view, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    address = url(indicator, view, period="Q1 2011/12", area="somewhere")
    assert client.get(address).status_code == 403
    assert client.post(address, typed("81", reason="x")).status_code == 403
    assert Figure.objects.count() == 1
    assert "Enter a figure" not in client.get(indicator.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_who_may_is_led_there_from_the_indicator(who, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    page = client.get(indicator.get_absolute_url()).content.decode()
    assert f'href="{url(indicator)}"' in page
    assert client.get(url(indicator)).status_code == 200


def test_whoever_is_not_signed_in_is_asked_to(indicator):
    response = Client().get(url(indicator))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("view", ["enter", "remove"])
def test_other_methods_are_not_allowed(client, indicator, method, view):
    assert getattr(client, method)(url(indicator, view)).status_code == 405


def test_an_indicator_that_one_may_not_know_of_is_not_there(client, world, indicator):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert client.get(url(indicator)).status_code == 404
    assert send(client, indicator, "81").status_code == 404
    assert client.get("/indicators/nothing/figures/enter/").status_code == 404
    assert Figure.objects.count() == 1


# Another period or area, typed on the page of one figure


def move(client, indicator, *args, shown="Q2 2011/12", **more):
    """What the form of the figure `shown` sends."""
    return send(client, indicator, *args, shown_period=shown, shown_area="somewhere", **more)


def test_a_value_typed_for_another_period_counts_for_that_period(client, indicator):
    page = move(client, indicator, "81", period="Q1 2011/12", step="check")
    assert "Q1 2011/12, Somewhere" in words_of(page)
    assert ("Period", "Q1 2011/12") in page.context["facts"]
    assert page.context["form"]["base"].value() == str(see(indicator))
    client.post(url(indicator), typed("81", "Q1 2011/12", base=see(indicator)))
    assert latest(indicator, Q1).get().value == 81
    assert not latest(indicator, Q2).exists()


def test_no_period_is_said_at_its_place_and_nothing_typed_is_lost(client, indicator):
    page = move(client, indicator, "81", period="Q7 2011/12", comment="Kept", step="check")
    assert "Q2 2011/12, Somewhere" in words_of(page)
    assert page.context["selection"]["period"].value() == "Q7 2011/12"
    assert page.context["selection"].errors["period"]
    assert page.context["form"]["value"].value() == "81"
    assert page.context["form"]["comment"].value() == "Kept"
    assert words_of(page).count("There is a problem") == 1


def test_another_figure_is_shown_as_it_is_or_with_what_was_typed(client, indicator):
    asked = {"period": "Q1 2011/12", "step": "show"}
    assert move(client, indicator, **asked).url == url(
        indicator, period="Q1 2011/12", area="somewhere"
    )
    page = move(client, indicator, "81", **asked)
    assert "Q1 2011/12, Somewhere" in words_of(page)
    assert page.context["form"]["value"].value() == "81"


# Which figure


def test_the_page_asks_for_the_figure_that_is_looked_for_next(client, indicator):
    page = client.get(url(indicator))
    assert "Q2 2011/12, Somewhere" in words_of(page)
    assert page.context["form"]["value"].value() == ""


@pytest.mark.parametrize(
    "said", ["Q1 2011/12", "Apr-Jun 2011", "2011/12 Q1", "Quarter to June 2011"]
)
def test_a_period_is_read_as_in_uploads(client, indicator, said):
    page = client.get(url(indicator, period=said))
    assert "Q1 2011/12, Somewhere" in words_of(page)
    assert page.context["form"]["value"].value() == "70", "the figure that stands there"


def test_an_area_is_read_by_name_and_code(client, world, indicator):
    truro = world.area("Truro", within=world.county)
    AreaCode.objects.create(area=truro, system="ons", code="E1")
    for said in ("Truro", "truro", "E1", "Truro town"):
        assert "Q2 2011/12, Truro" in words_of(client.get(url(indicator, area=said))), said


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"period": "soon"}, "period", "“soon” is not a period"),
        ({"period": "2011"}, "period", "may be the calendar year"),
        ({"period": "Q1 2011"}, "period", "Type Q4 2010/11 or Q1 2011/12"),
        ({"period": "x" * 61}, "period", "in fewer letters"),
        ({"period": "a\x00b"}, "period", "Null characters"),
        ({"area": "Atlantis"}, "area", "There is no area with the name or code “Atlantis”"),
        ({"area": "\x00"}, "area", "Null characters"),
    ],
)  # fmt: skip
def test_what_is_no_period_or_area_is_said_at_the_field(client, indicator, query, field, said):
    for page in (
        client.get(url(indicator, **query)),
        client.post(url(indicator), typed("81") | query),
    ):
        assert page.status_code == 200
        assert said in " ".join(page.context["selection"].errors[field])
        assert "<title>Error: " in page.content.decode()
    assert Figure.objects.count() == 1


def test_a_period_that_is_not_over_is_refused_by_the_true_day(client, indicator):
    today = timezone.localdate()
    running = Period.whole_months(today.year, today.month - (today.month - 1) % 3, 3)
    page = send(client, indicator, "81", period=running.label)
    assert "is not yet over" in " ".join(page.context["selection"].errors["period"])
    assert "upload" not in " ".join(page.context["selection"].errors["period"])
    assert Figure.objects.count() == 1


def test_a_retired_indicator_takes_no_figure_after_its_last_day(client, indicator):
    indicator.retired_on = date(2011, 6, 30)
    indicator.save()
    page = send(client, indicator, "81")
    assert "was retired on 30 June 2011" in " ".join(page.context["selection"].errors["period"])
    assert "Q1 2011/12, Somewhere" in words_of(client.get(url(indicator, period="Q1 2011/12")))
    assert Figure.objects.count() == 1


def test_a_code_that_is_no_longer_in_use_is_refused(client, world, indicator):
    truro = world.area("Truro", within=world.county)
    AreaCode.objects.create(area=truro, system="ons", code="E1", valid_to=date(2010, 3, 31))
    page = send(client, indicator, "81", area="E1")
    assert "was in use until 31 March 2010" in " ".join(page.context["selection"].errors["area"])
    assert Figure.objects.count() == 1


# What stands beside the field


def test_target_last_year_and_last_values_stand_beside_the_field(client, world, indicator):
    world.figure(indicator, Period.quarter(2010, 2), 64)
    for n in range(2000, 2008):
        world.figure(indicator, Period.financial_year(n), n % 100)
    page = words_of(client.get(url(indicator)))
    assert "At least 80% for 2011/12; higher is better" in page
    assert "Q2 2010/11 64% The same period last year" in page
    assert "Last values Q1 2011/12 70% Q2 2010/11 64% 2007/08 7% 2006/07 6% 2005/06 5%" in page
    assert "2004/05" not in page, "the last five only"


def test_a_count_shows_the_share_of_its_target_that_is_due(client, world):
    closures = world.indicator(world.theme(), target=8, unit="closures", number_kind="counted")
    page = words_of(client.get(url(closures, period="Q2 2011/12")))
    assert "At least 8 closures for 2011/12; at least 4 closures by 30 September 2011" in page


def test_another_area_has_its_own_target_and_values(client, world, indicator):
    truro = world.area("Truro", within=world.county)
    Target.objects.create(
        indicator=indicator, area=truro, form="at_least", value=50,
        period_start=YEAR.start, period_end=YEAR.end,
    )  # fmt: skip
    Figure.objects.create(
        indicator=indicator, area=truro, value=44, period_start=Q1.start, period_end=Q1.end
    )
    page = words_of(client.get(url(indicator, area="truro")))
    assert "At least 50% for 2011/12" in page
    assert "Q1 2011/12 44%" in page
    assert "70%" not in page


def test_the_whole_history_of_the_figure_is_on_the_page(client, indicator, analyst):
    upload = Upload.objects.create(
        file_name="Q1.xlsx", size=1, sha256="0", uploaded_by=analyst, stage="applied",
        applied_by=analyst, applied_at=KNOWN,
    )  # fmt: skip
    latest(indicator, Q1).update(upload=upload, cell="Figures!D14", recorded_by=analyst)
    send(client, indicator, "72", period="Q1 2011/12", base=see(indicator))
    page = words_of(client.get(url(indicator, period="Q1 2011/12")))
    assert "History of this figure, newest first 2" in page
    assert "Revision 2 72%" in page
    assert "Revision 1 70%" in page
    assert "Q1.xlsx" in page
    assert "Figures!D14" in page
    assert "Aled" in page


def test_what_is_told_to_others_is_escaped(client, world, indicator):
    Figure.objects.update(comment="<script>alert(1)</script>")
    page = client.get(url(indicator, period="Q1 2011/12")).content.decode()
    assert "<script>alert" not in page


# What is typed


def test_a_value_left_blank_is_worked_out_before_it_is_saved(client, indicator):
    parts = {"numerator": "154", "denominator": "200"}
    said = "There is no value, so 77% is worked out from 154 over 200."

    assert "Leave it blank to have it worked out" in words_of(client.get(url(indicator)))
    page = words_of(send(client, indicator, step="check", **parts))
    assert "77% (154 of 200)" in page
    assert f"{said} Tick the box if it is right, or type the value." in page

    send(client, indicator, **parts)
    assert not latest(indicator).exists(), "nobody has said that it is right"
    send(client, indicator, sure="on", **parts)
    figure = latest(indicator).get()
    assert (figure.value, figure.numerator, figure.denominator) == (77, 154, 200)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0.7%", "The value is 0.7%, which is less than 1%."),
        ("0.7%", "Type 70% if that is meant. Tick the box if 0.7% is right."),
        (
            "7",
            "for this area is 70, and this is a tenth of that or less. Check it, and tick the box",
        ),
        (
            "700",
            "The value is 700%, which is more than 100%, and no earlier figure of this indicator for this area is.",
        ),
        (
            "-77",
            "for this area is. Type 77 if that is meant. Tick the box if -77 is right.",
        ),
    ],
)
def test_what_is_unlike_the_one_before_is_saved_when_it_is_looked_at_again(
    client, indicator, value, said
):
    assert said in words_of(send(client, indicator, value, step="check"))
    send(client, indicator, value)
    assert not latest(indicator).exists()
    send(client, indicator, value, sure="on")
    assert latest(indicator).get().value == Decimal(value.rstrip("%"))


def test_a_share_without_a_percent_sign_is_still_wrong(client, indicator):
    page = send(client, indicator, "0.7", sure="on")
    assert "Type 70, if 70% is meant." in errors(page)["value"]
    assert not latest(indicator).exists()


def test_a_fraction_of_a_count_is_looked_at_again(client, indicator):
    type(indicator).objects.update(unit="offences", number_kind="counted", decimal_places=0)
    page = words_of(send(client, indicator, "1.234", step="check"))
    assert "Type 1234 if 1,234 is meant. Tick the box if 1.234 is right." in page


@pytest.mark.parametrize(
    ("value", "kept"), [("82", "82"), ("82%", "82"), (" 82.5 % ", "82.5"), ("1,082.25", "1082.25")]
)
def test_a_value_is_read_as_in_uploads(client, indicator, analyst, value, kept):
    response = send(client, indicator, value, sure="on")
    assert response.status_code == 302
    figure = latest(indicator).get()
    assert figure.value == Decimal(kept)
    assert (figure.state, figure.revision, figure.recorded_by) == ("reported", 1, analyst)
    assert (figure.upload, figure.reason_for_change, figure.reason) == (None, "", "")


@pytest.mark.parametrize(
    ("cells", "state", "comment", "reason"),
    [
        ({"value": "82", "state": "provisional", "comment": "Early"}, "provisional", "Early", ""),
        ({"value": "<5"}, "suppressed", "", ""),
        ({"value": "*", "state": "suppressed", "comment": "Few"}, "suppressed", "Few", ""),
        ({"value": "", "state": "suppressed"}, "suppressed", "", ""),
        ({"value": "n/a", "comment": "No courts"}, "not_applicable", "", "No courts"),
        ({"state": "not_applicable", "comment": "No courts"}, "not_applicable", "", "No courts"),
    ],
)
def test_each_state_can_be_entered(client, indicator, cells, state, comment, reason):
    assert client.post(url(indicator), typed() | cells).status_code == 302
    figure = latest(indicator).get()
    assert (figure.state, figure.comment, figure.reason) == (state, comment, reason)
    assert (figure.value is None) == (state in ("suppressed", "not_applicable"))


def test_numerator_and_denominator_are_kept(client, indicator):
    send(client, indicator, "77", numerator="154", denominator="200")
    figure = latest(indicator).get()
    assert (figure.numerator, figure.denominator) == (154, 200)


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        ({}, "value", "Enter the figure, or choose the state"),
        ({"value": "tbc"}, "value", "“tbc” says that the figure is not known yet"),
        ({"value": "about 80"}, "value", "is more than a number. Type the number alone: 80"),
        ({"value": "=1+1"}, "value", "is a formula written as text"),
        ({"value": "£3.5k"}, "value", "is in pounds, and the unit of these figures is “%”"),
        ({"value": "12,5"}, "value", "Type 12.5, if that is meant"),
        ({"value": "9" * 13}, "value", "a million million or more"),
        ({"value": "8" * 61}, "value", "in fewer letters"),
        ({"value": "a\x00"}, "value", "Null characters"),
        ({"value": "remove"}, "value", "on a page of its own"),
        ({"value": "70", "numerator": "41", "denominator": "50"}, "value", "41 over 50 is 82%"),
        ({"value": "0.82", "numerator": "41", "denominator": "50"}, "value", "less than 1%"),
        ({"value": "82", "denominator": "0"}, "denominator", "nothing can be divided by that"),
        ({"value": "82", "numerator": "many"}, "numerator", "is text, not a number"),
        ({"numerator": "41"}, "value", "but no value"),
        ({"numerator": "0", "denominator": "0"}, "denominator", "with the reason in the comment."),
        ({"value": "tbc", "numerator": "41", "denominator": "50"}, "value", "and you give"),
        ({"value": "82", "state": "suppressed"}, "state", "and you give a value"),
        ({"value": "82", "state": "suppressed"}, "state", "change the state to final or"),
        ({"value": "<5", "numerator": "3"}, "numerator", "and you give a numerator"),
        ({"value": "n/a"}, "comment", "you do not say why"),
        ({"state": "not_applicable"}, "comment", "Give the reason in the comment"),
        ({"value": "n/a", "state": "suppressed"}, "state", "Let the value and the state agree"),
        ({"value": "82", "state": "late"}, "state", "Choose the state of the figure from the list"),
        ({"value": "82", "state": ""}, "state", "Choose the state of the figure"),
        ({"value": "82", "comment": "x" * 2001}, "comment", "at most 2,000 characters"),
        ({"value": "82", "base": "x"}, "base", "whole number"),
    ],
)
@pytest.mark.parametrize("step", ["check", "save"])
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_written(
    client, indicator, cells, field, said, step
):
    page = landed(client, client.post(url(indicator), typed(step=step) | cells))
    assert page.status_code == 200
    found = errors(page)
    assert list(found) == [field]
    assert said in found[field]
    for word in ("cell", "row", "column", "upload"):
        assert word not in found[field].split(), "a form has none"
    assert "<title>Error: " in page.content.decode()
    assert Figure.objects.count() == 1


def test_a_share_where_a_percentage_fits_is_an_error(client, indicator):
    page = send(client, indicator, "0.77")
    assert "Type 77, if 77% is meant." in errors(page)["value"]
    assert Figure.objects.count() == 1


def two_called_newquay(world, **facts):
    """The town has the name that the network area around it has as its slug too."""
    around = world.area("Newquay area", kind="network_area", within=world.county)
    type(around).objects.filter(pk=around.pk).update(name="Newquay")
    return world.area("Newquay", within=around)


def test_a_link_names_one_area_where_two_share_a_name(client, world, indicator):
    town = two_called_newquay(world)
    figure = Figure.objects.create(
        indicator=indicator, area=town, period_start=Q1.start, period_end=Q1.end, value=5,
        known_from=KNOWN,
    )  # fmt: skip
    history = client.get(
        reverse(
            "figures:history",
            args=[indicator.slug, town.slug, figure.period_start, figure.period_end],
        )
    )
    assert "Area Newquay (town)" in words_of(history)
    for deed in ("enter", "remove"):
        [link] = re.findall(rf'href="([^"]*/figures/{deed}/[^"]*)"', history.content.decode())
        page = client.get(link.replace("&amp;", "&"))
        assert "Q1 2011/12, Newquay (town)" in words_of(page), deed
    assert "may be Newquay" in words_of(client.get(url(indicator, area="Newquay")))
    saved = send(client, indicator, "7", period="Q1 2011/12", area="newquay", base=figure.pk)
    assert "Newquay (town), is saved: 7%" in words_of(client.get(saved.url))
    assert Figure.objects.latest_revisions().get(area=town).value == 7


# What would happen, and what is doubtful


def test_what_it_would_do_is_shown_before_it_is_done(client, indicator):
    page = send(client, indicator, "79", step="check")
    words = words_of(page)
    assert "Nothing is saved yet." in words
    assert "Figure now None Figure afterwards 79%" in words
    assert "The indicator would move from Off track to At risk." in words
    assert "79% in Q2 2011/12 against a target of at least 80%" in words
    assert Figure.objects.count() == 1

    carried = {name: page.context["form"][name].value() for name in typed() if name != "save"}
    assert client.post(url(indicator), carried | {"save": "x"}).status_code == 302
    assert latest(indicator).get().value == 79
    board = words_of(client.get(indicator.get_absolute_url()))
    assert "At risk: 79% in Q2 2011/12" in board


def test_an_older_figure_says_what_becomes_of_its_own_period(client, world, indicator):
    world.figure(indicator, Q2, 90)
    page = words_of(
        send(client, indicator, "81", period="Q1 2011/12", base=see(indicator), step="check")
    )
    assert "Figure now 70% Figure afterwards 81% Difference +11 percentage points" in page
    assert "The indicator stays On track." in page
    assert "Q1 2011/12 would move from Off track to Just on track." in page


def test_a_figure_that_the_status_does_not_rest_on_says_so(client, world, indicator):
    world.area("Truro", within=world.county)
    page = words_of(send(client, indicator, "81", area="truro", step="check"))
    assert "The status rests on the figures for Somewhere, so it stays as it is." in page
    page = words_of(send(client, indicator, "81", period="Q4 2011/12", step="check"))
    assert "Pages describe 30 November 2011, and Q4 2011/12 ends later" in page


def test_a_doubtful_value_is_kept_when_somebody_says_that_it_is_right(client, world, indicator):
    for n in (1, 2, 3, 4):
        world.figure(indicator, Period.quarter(2010, n), 68 + n)
    page = send(client, indicator, "95", step="check")
    assert "The 5 earlier figures of this indicator for this area are from 69 to 72." in words_of(
        page
    )
    assert "warning" not in words_of(page)

    refused = send(client, indicator, "95")
    assert "Tick the box if the figure is right" in errors(refused)["sure"]
    assert not latest(indicator).exists()
    assert send(client, indicator, "95", sure="on").status_code == 302
    assert latest(indicator).get().value == 95


def test_a_period_of_another_length_asks_to_be_confirmed(client, indicator):
    page = send(client, indicator, "81", period="April 2011")
    assert "Figures of this indicator are for a quarter, and April 2011 is not one." in words_of(
        page
    )
    assert list(errors(page)) == ["sure"]
    assert send(client, indicator, "81", period="April 2011", sure="on").status_code == 302
    assert latest(indicator, Period.month(2011, 4)).exists()


def test_one_can_go_back_and_change_what_was_typed(client, indicator):
    page = send(client, indicator, "79", comment="Early", step="change")
    assert page.context["form"]["value"].value() == "79"
    assert page.context["form"]["comment"].value() == "Early"
    assert "Nothing is saved yet" not in words_of(page)
    assert Figure.objects.count() == 1


def test_every_page_has_an_address_so_that_one_can_go_back_to_it(client, indicator):
    """A browser that goes back to a page that answered a form shows an error."""
    checked = client.post(url(indicator), typed("79", step="check"))
    assert checked.status_code == 302
    for _ in range(2):
        assert "Figure afterwards 79%" in words_of(client.get(checked.url))
    wrong = client.post(url(indicator), typed("lots"))
    assert list(errors(client.get(wrong.url))) == ["value"]
    assert client.post(url(indicator), typed("79")).url == indicator.get_absolute_url()

    again = client.get(checked.url)
    assert again.status_code == 200
    assert again.context["form"]["value"].value() == "79"
    assert "Nothing is saved yet" not in words_of(again)
    assert Figure.objects.count() == 2, "going back writes nothing"


def test_what_was_typed_for_one_figure_is_not_shown_for_another(client, indicator):
    send(client, indicator, "79", step="check")
    other = client.get(url(indicator, period="Q1 2011/12", area="somewhere", typed="check"))
    assert other.context["form"]["value"].value() == "70"
    shown = client.get(url(indicator, period="Q2 2011/12", area="somewhere"))
    assert shown.context["form"]["value"].value() == "", "nor where it is entered anew"


def test_only_a_few_drafts_are_kept_and_none_at_great_length(client, indicator):
    for month in range(4, 12):
        send(client, indicator, "7" * 5_000, period=f"{month}/2010", step="check")
    drafts = client.session["figures_typed"]
    assert len(drafts) == 5
    assert max(len(said["value"]) for said in drafts.values()) <= 3_000


# Corrections


def test_a_correction_is_the_next_revision(client, indicator, analyst):
    send(client, indicator, "72", period="Q1 2011/12", base=see(indicator), comment="Late forms")
    first, second = Figure.objects.order_by("revision")
    assert (first.value, second.value) == (70, 72)
    assert first.known_to == second.known_from
    assert second.known_to is None
    assert (second.revision, second.recorded_by, second.comment) == (2, analyst, "Late forms")


def test_the_same_again_changes_nothing(client, indicator):
    for step in ("check", "save"):
        response = send(
            client, indicator, "70.0%", period="Q1 2011/12", base=see(indicator), step=step
        )
        assert response.status_code == 302
        assert "Nothing has changed" in client.get(response["Location"]).content.decode()
    assert Figure.objects.count() == 1


def test_a_comment_alone_is_a_correction_and_its_lines_are_kept(client, indicator):
    Figure.objects.update(is_estimate=True, source="The assessment")
    cells = {"period": "Q1 2011/12", "comment": "One\r\nTwo"}
    send(client, indicator, "70", base=see(indicator), **cells)
    figure = latest(indicator, Q1).get()
    assert (figure.revision, figure.comment) == (2, "One\nTwo")
    assert (figure.is_estimate, figure.source) == (True, "The assessment")
    send(client, indicator, "70", base=see(indicator), **cells)
    assert Figure.objects.count() == 2


def test_a_new_number_is_no_longer_from_where_the_old_one_was(client, indicator):
    Figure.objects.update(is_estimate=True, source="The assessment")
    send(client, indicator, "71", period="Q1 2011/12", base=see(indicator))
    figure = latest(indicator, Q1).get()
    assert (figure.is_estimate, figure.source) == (False, "")


def test_a_figure_of_a_closed_period_changes_only_with_a_reason(client, indicator, analyst):
    close(analyst)
    cells = {"period": "Q1 2011/12", "base": see(indicator)}
    assert "reason" in send(client, indicator, "72", step="check", **cells).context["form"].fields
    page = send(client, indicator, "72", **cells)
    assert "Enter the reason" in errors(page)["reason"]
    assert Figure.objects.count() == 1
    assert send(client, indicator, "72", reason="Court returns", **cells).status_code == 302
    assert latest(indicator, Q1).get().reason_for_change == "Court returns"


def test_a_new_figure_in_a_closed_period_needs_no_reason(client, indicator, analyst):
    close(analyst, Q2)
    assert send(client, indicator, "81").status_code == 302
    assert latest(indicator).exists()


def test_a_printed_figure_asks_for_a_reason_each_time(client, world, indicator):
    statement = PerformanceStatement.objects.create(
        theme=indicator.themes.get(), ref="PS-1", order=1, kind="running",
        group_printed="Current position", text="70%", source_lines=[1],
    )  # fmt: skip
    printed = Measurement.objects.create(
        indicator=indicator, statement=statement, order=1, period_printed="Q1", source_lines=[1]
    )
    Figure.objects.update(measurement=printed)
    for value in ("71", "72"):
        page = send(client, indicator, value, period="Q1 2011/12", base=see(indicator))
        assert list(errors(page)) == ["reason"]
        send(client, indicator, value, period="Q1 2011/12", base=see(indicator), reason="Recount")
    assert latest(indicator, Q1).get().revision == 3


def test_an_opened_period_needs_no_reason_again(client, indicator, analyst):
    closed = close(analyst)
    closed.reopened_at, closed.reopened_by, closed.reopen_reason = KNOWN, analyst, "Wrong"
    closed.save()
    assert (
        send(client, indicator, "72", period="Q1 2011/12", base=see(indicator)).status_code == 302
    )
    assert latest(indicator, Q1).get().value == 72


@pytest.mark.parametrize("step", ["check", "save"])
def test_the_second_of_two_people_is_told_and_keeps_what_they_typed(
    client, indicator, analyst, administrator, step
):
    seen = see(indicator)
    record_figure(
        FigureKey(indicator, indicator.area, Q1), FigureContent(state="reported", value=Decimal(75)),
        based_on=seen, by=administrator,
    )  # fmt: skip
    page = send(client, indicator, "72", period="Q1 2011/12", base=seen, comment="Mine", step=step)
    assert page.status_code == 409
    said = errors(page)["__all__"]
    assert (
        "Somebody has changed this figure since you looked. It is now 75%, entered by Ada on"
        in said
    )
    assert page.context["form"]["value"].value() == "72"
    assert page.context["form"]["comment"].value() == "Mine"
    assert latest(indicator, Q1).get().value == 75, "nothing was written"

    based_on = page.context["form"]["base"].value()
    assert send(client, indicator, "72", period="Q1 2011/12", base=based_on).status_code == 302
    assert [f.value for f in Figure.objects.order_by("revision")] == [70, 75, 72]


def test_a_figure_that_came_in_since_is_not_written_over(client, world, indicator):
    world.figure(indicator, Q2, 90)
    page = send(client, indicator, "81", base="")
    assert page.status_code == 409
    assert "It is now 90%" in errors(page)["__all__"]
    assert latest(indicator).get().value == 90


def test_a_forged_base_of_another_figure_is_a_conflict(client, world, indicator):
    world.figure(indicator, Q2, 90)
    page = send(client, indicator, "81", base=see(indicator, Q1))
    assert page.status_code == 409
    assert latest(indicator).get().value == 90


# Removing


def removal(indicator, period="Q1 2011/12"):
    return url(indicator, "remove", period=period, area="somewhere")


def test_a_figure_is_removed_with_a_reason_that_is_kept(client, indicator, analyst):
    page = client.get(removal(indicator))
    assert "Q1 2011/12, Somewhere: 70%" in words_of(page)
    assert "The indicator would move from Off track to " in words_of(page)
    assert Figure.objects.latest_revisions().count() == 1

    sent = {"base": see(indicator), "reason": "Counted twice"}
    assert client.post(removal(indicator), sent).status_code == 302
    assert not latest(indicator, Q1).exists()
    words = words_of(client.get(url(indicator, period="Q1 2011/12")))
    assert "by Aled, for this reason: “Counted twice”. No figure has counted since." in words
    assert "Revision 1 70%" in words
    assert "Remove this figure" not in words


def test_a_figure_that_was_removed_can_be_entered_again(client, indicator):
    client.post(removal(indicator), {"base": see(indicator), "reason": "Counted twice"})
    assert send(client, indicator, "71", period="Q1 2011/12").status_code == 302
    figure = latest(indicator, Q1).get()
    assert (figure.value, figure.revision) == (71, 2)
    words = words_of(client.get(url(indicator, period="Q1 2011/12")))
    assert "Revision 2 71%" in words
    assert "for this reason: “Counted twice”" in words


def test_what_was_known_before_it_was_removed_is_still_known(client, indicator):
    before = timezone.now()
    client.post(removal(indicator), {"base": see(indicator), "reason": "Counted twice"})
    gone = Figure.objects.known_on(before).get()
    assert (gone.value, gone.reason_for_closing, gone.closed_by.username) == (
        70, "Counted twice", "aled",
    )  # fmt: skip
    assert Figure.objects.count() == 1
    assert not Figure.objects.known_on(timezone.now()).exists()


def test_no_figure_is_removed_without_a_reason(client, indicator):
    page = client.post(removal(indicator), {"base": see(indicator), "reason": " "})
    assert page.status_code == 200
    assert "Enter the reason for removing the figure" in errors(page)["reason"]
    assert "<title>Error: " in page.content.decode()
    assert latest(indicator, Q1).exists()
    assert Figure.objects.count() == 1


def test_a_figure_that_changed_is_not_removed_unseen(client, indicator, administrator):
    seen = see(indicator)
    record_figure(
        FigureKey(indicator, indicator.area, Q1), FigureContent(state="reported", value=Decimal(75)),
        based_on=seen, by=administrator,
    )  # fmt: skip
    page = client.post(removal(indicator), {"base": seen, "reason": "Counted twice"})
    assert page.status_code == 409
    assert "It is now 75%" in errors(page)["__all__"]
    assert latest(indicator, Q1).get().value == 75


def test_what_is_not_there_is_not_removed(client, indicator):
    address = removal(indicator, "Q2 2011/12")
    for response in (client.get(address), client.post(address, {"reason": "x"})):
        assert response.status_code == 302
    assert client.get(removal(indicator, "soon")).status_code == 404
    assert client.get(url(indicator, "remove")).status_code == 404
    assert Figure.objects.count() == 1


def test_a_figure_of_a_retired_indicator_can_still_be_removed(client, indicator):
    indicator.retired_on = date(2011, 4, 30)
    indicator.save()
    response = client.post(removal(indicator), {"base": see(indicator), "reason": "Wrong"})
    assert response.status_code == 302
    assert not latest(indicator, Q1).exists()


def test_a_figure_is_corrected_and_removed_from_its_history_too(client, sign_in, board, indicator):
    address = reverse("figures:history", args=[indicator.slug, "somewhere", Q1.start, Q1.end])
    page = client.get(address).content.decode()
    for view in ("enter", "remove"):
        link = f"{url(indicator, view)}?period=Q1%202011%2F12&amp;area=somewhere"
        assert f'href="{link}"' in page
        assert client.get(link.replace("&amp;", "&")).status_code == 200
    assert "Remove this figure" not in sign_in(board).get(address).content.decode()


# The action itself


@pytest.fixture
def asked(indicator):
    return FigureKey(indicator, indicator.area, Q1)


def reported(value):
    return FigureContent(state="reported", value=Decimal(value))


def test_the_action_refuses_what_the_page_would(asked, analyst):
    stands = asked.latest().pk
    with pytest.raises(FigureChanged) as changed:
        record_figure(asked, reported(71), based_on=None, by=analyst)
    assert changed.value.latest.value == 70
    with pytest.raises(FigureChanged):
        remove_figure(asked, based_on=stands + 1, by=analyst, reason="x")
    with pytest.raises(ReasonNeeded):
        remove_figure(asked, based_on=stands, by=analyst, reason="")
    close(analyst)
    with pytest.raises(ReasonNeeded):
        record_figure(asked, reported(71), based_on=stands, by=analyst)
    assert Figure.objects.count() == 1


def test_a_clock_that_runs_behind_does_not_undo_the_order(asked, analyst):
    ahead = datetime.now(UTC) + timedelta(hours=1)
    Figure.objects.update(known_from=ahead)
    made = record_figure(asked, reported(71), based_on=asked.latest().pk, by=analyst)
    assert made.known_from > ahead
    assert Figure.objects.get(revision=1).known_to == made.known_from


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stands", [True, False])
def test_of_many_people_at_once_one_is_first_and_the_others_are_told(asked, stranger, stands):
    if not stands:
        Figure.objects.all().delete()
    based_on = asked.latest().pk if stands else None

    def enter(value):
        try:
            return record_figure(asked, reported(value), based_on=based_on, by=stranger)
        except FigureChanged:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(enter, range(71, 83)))
    first = [one for one in made if one is not None]
    assert len(first) == 1
    assert asked.latest().value == first[0].value
    assert Figure.objects.count() == 1 + stands


# How much it asks


def test_the_page_asks_as_little_of_many_figures_as_of_few(client, world, indicator):
    address = url(indicator, period="Q1 2011/12")
    queries_of(client, address)
    few = queries_of(client, address)
    for n in range(1990, 2010):
        for quarter in (1, 2, 3, 4):
            world.figure(indicator, Period.quarter(n, quarter), n % 90)
    for n in range(3):
        send(client, indicator, str(72 + n), period="Q1 2011/12", base=see(indicator), sure="on")
    assert queries_of(client, address) == few
    assert few <= 20
