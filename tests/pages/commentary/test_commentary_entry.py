"""Commentary on an indicator's period: each is kept beside the ones before, and an override gives its reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.periods import Period
from performance.figures.commentary import CommentaryContent, write_commentary
from performance.figures.refusals import CommentaryChanged
from performance.models import Commentary
from priorities.models import Plan
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN

Q1 = Period.quarter(2011, 1)


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), value=70, target=80, period=Q1, name="Convictions")


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def seeded(indicator):
    """As the assessment has it: nobody wrote it."""
    return Commentary.objects.create(
        indicator=indicator, period_start=Q1.start, period_end=Q1.end, written_at=KNOWN,
        text="As printed.",
    )  # fmt: skip


def url(indicator, **query):
    return reverse("commentary:enter", args=[indicator.slug], query=query or None)


def send(client, indicator, **cells):
    form = {
        "period": "Q1 2011/12", "base": "", "text": "", "management_actions": "",
        "status_override": "worked_out", "override_reason": "",
    }  # fmt: skip
    return client.post(url(indicator), form | cells)


def errors(response):
    return {name: " ".join(said) for name, said in response.context["form"].errors.items()}


@pytest.mark.parametrize("who", ["officer", "analyst", "administrator"])
def test_officers_analysts_and_administrators_write(who, request, sign_in, indicator):
    person = request.getfixturevalue(who)
    client = sign_in(person)
    assert f'href="{url(indicator)}"' in client.get(indicator.get_absolute_url()).content.decode()
    assert client.get(url(indicator)).status_code == 200

    response = send(client, indicator, text="Fewer courts sat.", management_actions="More will.")
    assert response.status_code == 302
    assert response["Location"] == f"{indicator.get_absolute_url()}#commentary"
    said = Commentary.objects.get()
    assert (said.text, said.management_actions) == ("Fewer courts sat.", "More will.")
    assert (said.written_by, said.period, said.status_override) == (person, Q1, "")
    assert timezone.now() - said.written_at < timedelta(minutes=1)


@pytest.mark.parametrize("who", ["board", "stranger"])
def test_others_may_not(who, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(url(indicator)).status_code == 403
    assert send(client, indicator, text="x").status_code == 403
    assert not Commentary.objects.exists()
    assert "Write commentary" not in client.get(indicator.get_absolute_url()).content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(client, indicator, method):
    assert getattr(client, method)(url(indicator)).status_code == 405


def test_an_indicator_that_one_may_not_know_of_is_not_there(sign_in, analyst, indicator):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    client = sign_in(analyst)
    assert client.get(url(indicator)).status_code == 404
    assert send(client, indicator, text="x").status_code == 404
    assert client.get("/indicators/nothing/commentary/").status_code == 404
    assert not Commentary.objects.exists()


# The page


def test_figure_target_status_and_earlier_values_stand_beside_the_field(client, world, indicator):
    world.figure(indicator, Period.quarter(2010, 1), 64)
    page = words_of(client.get(url(indicator)))
    assert "Off track: 70% in Q1 2011/12 against a target of at least 80%" in page
    assert "Q1 2011/12 70% Target At least 80% for 2011/12; higher is better" in page
    assert "Q1 2010/11 64% The same period last year" in page
    assert "Last values Q1 2010/11 64%" in page
    assert "As it is worked out: Off track" in page


def test_it_begins_with_what_is_said_already(client, indicator, seeded):
    form = client.get(url(indicator)).context["form"]
    assert form["text"].value() == "As printed."
    assert form["status_override"].value() == "worked_out"
    assert form["base"].value() == seeded.pk


def test_another_period_can_be_written_about(client, indicator):
    page = client.get(url(indicator, period="April to June 2010"))
    assert "No status is worked out for this period" in words_of(page)
    send(client, indicator, text="Of old", period="Q1 2010/11")
    assert Commentary.objects.get().period == Period.quarter(2010, 1)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("soon", "is not a period"),
        ("\x00", "Null characters"),
        ("Q1 2095/96", "Q1 2095/96 has not begun: it begins on 1 April 2095"),
    ],
)
def test_what_is_no_period_yet_is_said_at_the_field(client, indicator, period, said):
    for page in (
        client.get(url(indicator, period=period)),
        send(client, indicator, text="x", period=period),
    ):
        assert page.status_code == 200
        assert said in " ".join(page.context["selection"].errors["period"])
        assert "<title>Error: " in page.content.decode()
    assert not Commentary.objects.exists()


def test_a_period_that_still_runs_can_be_written_about(client, indicator):
    today = timezone.localdate()
    running = Period.month(today.year, today.month)
    assert send(client, indicator, text="So far", period=running.label).status_code == 302
    assert Commentary.objects.get().period == running


def move(client, indicator, **cells):
    """What the page of Q1 2011/12 sends."""
    return send(client, indicator, shown_period="Q1 2011/12", **cells)


@pytest.mark.parametrize("button", ["save", "show"])
def test_a_period_typed_in_passing_is_shown_first_and_nothing_typed_is_lost(
    client, indicator, seeded, button
):
    page = move(client, indicator, text="Mine", period="Q1 2010/11", base=seeded.pk, **{button: ""})
    assert "Nothing is saved yet. You wrote this while the page showed Q1 2011/12." in words_of(
        page
    )
    form = page.context["form"]
    assert (form["text"].value(), form["base"].value()) == ("Mine", None)
    assert errors(page) == {}
    assert 'name="shown_period" value="Q1 2010/11"' in page.content.decode()
    assert Commentary.objects.count() == 1
    saved = send(client, indicator, text="Mine", period="Q1 2010/11", shown_period="Q1 2010/11")
    assert saved.status_code == 302
    assert Commentary.objects.get(text="Mine").period == Period.quarter(2010, 1)


@pytest.mark.parametrize("button", ["save", "show"])
def test_words_of_one_period_are_not_carried_to_another(client, indicator, seeded, button):
    page = move(client, indicator, text="As printed.", period="Q1 2010/11", **{button: ""})
    assert page["Location"] == url(indicator, period="Q1 2010/11")
    assert client.get(page["Location"]).context["form"]["text"].value() == ""


def test_a_period_that_is_none_keeps_what_was_typed(client, indicator):
    page = move(client, indicator, text="Mine", management_actions="More", period="soon")
    assert page.context["form"]["text"].value() == "Mine"
    assert page.context["form"]["management_actions"].value() == "More"
    assert "is not a period" in words_of(page)
    assert '<details class="govuk-details" open' in page.content.decode()
    assert not Commentary.objects.exists()


# Overriding the status


def test_an_override_is_shown_beside_the_status_with_its_reason(client, sign_in, board, indicator):
    reason = "The returns of two courts are missing."
    send(client, indicator, status_override="at_risk", override_reason=reason)
    page = words_of(sign_in(board).get(indicator.get_absolute_url()))
    assert f"At risk, set by hand: {reason} Worked out: Off track: 70%" in page
    assert f"Status set by hand: At risk {reason}" in page
    assert "Written by Olive on" in page


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        ({}, "text", "Enter the commentary, or the management actions"),
        ({"text": " \r\n "}, "text", "Enter the commentary"),
        ({"status_override": "at_risk"}, "override_reason", "Enter the reason for setting"),
        ({"text": "x", "status_override": "at_risk", "override_reason": " "}, "override_reason", "Enter the reason"),
        ({"text": "x", "override_reason": "y"}, "status_override", "Choose the status that the reason is for"),
        ({"text": "x", "status_override": "overdue", "override_reason": "y"}, "status_override", "from the list"),
        ({"text": "x", "status_override": ""}, "status_override", "Choose whether"),
        ({"text": "x" * 2001}, "text", "at most 2,000 characters"),
        ({"text": "a\x00"}, "text", "Null characters"),
        ({"text": "x", "base": "y"}, "base", "whole number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_written(
    client, indicator, cells, field, said
):
    page = send(client, indicator, **cells)
    assert page.status_code == 200
    assert list(errors(page)) == [field]
    assert said in errors(page)[field]
    assert "<title>Error: " in page.content.decode()
    assert not Commentary.objects.exists()


def test_an_override_is_taken_back_by_saying_so(client, indicator):
    send(client, indicator, text="Wait", status_override="at_risk", override_reason="Missing")
    first = Commentary.objects.get()
    send(client, indicator, text="It came", base=first.pk)
    page = words_of(client.get(indicator.get_absolute_url()))
    assert "Off track: 70%" in page
    assert "At risk, set by hand" not in page
    first.refresh_from_db()
    assert first.status_override == "at_risk", "what was said stays said"


# One after another


def test_each_is_kept_and_the_older_ones_are_its_history(client, sign_in, board, indicator, seeded):
    send(client, indicator, text="Second\r\nthoughts", base=seeded.pk)
    assert [one.text for one in Commentary.objects.order_by("written_at")] == [
        "As printed.", "Second\nthoughts",
    ]  # fmt: skip
    page = words_of(client.get(url(indicator)))
    assert "As it stands Secondthoughts Written by Olive on" in page
    assert "Earlier As printed. Written on 30 November 2011" in page
    for_the_board = words_of(sign_in(board).get(indicator.get_absolute_url()))
    assert "Commentary 1 Q1 2011/12 Second" in for_the_board
    assert "What was said before As printed." in for_the_board


def test_the_same_again_changes_nothing(client, indicator, seeded):
    response = send(client, indicator, text="As printed.", base=seeded.pk)
    assert response.status_code == 302
    assert "Nothing has changed" in client.get(indicator.get_absolute_url()).content.decode()
    assert Commentary.objects.count() == 1


def test_the_second_of_two_people_is_told_and_keeps_what_they_wrote(
    client, indicator, seeded, analyst
):
    theirs = write_commentary(
        indicator, Q1, CommentaryContent("Theirs"), based_on=seeded.pk, by=analyst
    )
    page = send(client, indicator, text="Mine", base=seeded.pk)
    assert page.status_code == 409
    assert "Aled has written about Q1 2011/12 since you looked" in errors(page)["__all__"]
    assert page.context["form"]["text"].value() == "Mine"
    assert page.context["form"]["base"].value() == theirs.pk
    assert "As it stands Theirs" in words_of(page)
    assert Commentary.objects.count() == 2

    assert send(client, indicator, text="Both", base=theirs.pk).status_code == 302
    assert Commentary.objects.count() == 3


def test_a_commentary_of_another_period_is_no_base(client, indicator, seeded):
    page = send(client, indicator, text="Mine", base=seeded.pk, period="Q1 2010/11")
    assert page.status_code == 409
    assert Commentary.objects.count() == 1


def test_what_people_write_is_escaped(client, indicator):
    send(client, indicator, text="<script>a</script>", management_actions="<b>b</b>",
         status_override="at_risk", override_reason="<i>c</i>")  # fmt: skip
    for address in (url(indicator), indicator.get_absolute_url()):
        page = client.get(address).content.decode()
        for said in ("<script>a", "<b>b", "<i>c"):
            assert said not in page
        assert "&lt;b&gt;b" in page


def test_a_clock_that_runs_behind_does_not_undo_the_order(indicator, seeded, officer):
    ahead = datetime.now(UTC) + timedelta(hours=1)
    Commentary.objects.update(written_at=ahead)
    made = write_commentary(
        indicator, Q1, CommentaryContent("Later"), based_on=seeded.pk, by=officer
    )
    assert made.written_at > ahead


@pytest.mark.django_db(transaction=True)
def test_of_many_people_at_once_one_is_first_and_the_others_are_told(indicator, stranger):
    def write(number):
        try:
            said = CommentaryContent(f"By number {number}")
            return write_commentary(indicator, Q1, said, based_on=None, by=stranger)
        except CommentaryChanged:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(write, range(12)))
    assert sum(one is not None for one in made) == 1
    assert Commentary.objects.count() == 1


def test_the_pages_ask_as_little_of_much_commentary_as_of_little(
    client, person, indicator, seeded, officer
):
    def grow(number, by):
        latest = Commentary.objects.order_by("written_at").last()
        write_commentary(
            indicator, Q1, CommentaryContent(f"Number {number}"), based_on=latest.pk, by=by
        )

    grow(0, officer)
    pages = (url(indicator), indicator.get_absolute_url())
    few = [queries_of(client, page) for page in pages]
    for number in range(1, 9):
        grow(number, person(f"writer-{number}", "officer"))
    assert [queries_of(client, page) for page in pages] == few
    assert max(few) <= 20
