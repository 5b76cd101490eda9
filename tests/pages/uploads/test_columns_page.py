"""Naming the columns of a file: what is shown and guessed, what may be made new, and what is asked again."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Organisation, User
from core.jobs import queue
from core.periods import Period
from performance.indicators.naming import free_slug, name_from
from performance.models import ColumnMapping, Figure, Indicator, Upload
from performance.uploads import reading
from performance.uploads.layout.layouts import BLANK, sample_columns
from places.models import Area
from priorities.models import Theme
from tests.pages.reading_pages import queries_of, words_of

NEW_UPLOAD = reverse("uploads:new")
WIDE = b"calendar_quarter,All crime,Burglary,bicycle_theft\n2011Q1,9,3,\n2011Q3,8,5,*\n"
ANSWERS = {
    "column_0": "period", "column_2": "new", "column_3": "new", "convention": "calendar",
    "new-unit": "crimes", "new-polarity": "lower", "new-frequency": "quarter",
    "new-number_kind": "counted", "new-area": "somewhere",
}  # fmt: skip


@pytest.fixture
def world(world):
    world.theme("Burglary and theft")
    return world


@pytest.fixture
def client(sign_in, analyst, world):
    return sign_in(analyst)


@pytest.fixture
def send(client):
    """Sends a file in, and gives the upload once it is checked."""

    def upload(content=WIDE, kind="figures", again=""):
        file = SimpleUploadedFile("figures.csv", content)
        client.post(NEW_UPLOAD, {"kind": kind, "file": file, "again": again})
        queue.work()
        return Upload.objects.latest("pk")

    return upload


def page(upload):
    return reverse("uploads:columns", args=[upload.pk])


def name(client, upload, **answers):
    """Posts answers, and gives the upload as it stands after its check."""
    response = client.post(page(upload), answers)
    assert response.status_code == 302, response.context["form"].errors
    queue.work()
    upload.refresh_from_db()
    return upload


def form_of(client, upload):
    return client.get(page(upload)).context["form"]


def guessed(client, upload):
    form = form_of(client, upload)
    return [column.field.initial for column in form.columns]


def a_theme():
    return Theme.objects.first()


# What is shown and guessed


def test_each_heading_is_shown_with_its_first_cells(client, send):
    words = words_of(client.get(page(send())))
    assert "The headings are in row 1." in words
    assert re.search(r"A calendar_quarter 2011Q1 ?, 2011Q3", words)
    assert re.search(rf"D bicycle_theft {re.escape(BLANK)} ?, \*", words)


def test_columns_of_numbers_that_nobody_knows_are_offered_as_new_and_not_made(client, send):
    upload = send()
    assert guessed(client, upload) == ["period", "new", "new", ""]
    assert not Indicator.objects.exists()
    form = form_of(client, upload)
    assert form.fields["convention"].initial == "calendar"
    assert "“2011Q1”" in form.fields["convention"].label
    assert ("calendar", "January to March 2011: quarters of the calendar year") in (
        form.fields["convention"].choices
    )
    new = client.get(page(upload)).context["new"]
    assert new.initial["frequency"] == "quarter"


def test_indicators_are_known_by_the_words_of_a_heading_and_sums_of_them_are_left(
    client, send, world
):
    known = world.indicator(a_theme(), name="Bicycle theft")
    short = world.indicator(a_theme(), name="Burglary of dwellings", short_name="BURGLARY")
    assert guessed(client, send()) == [
        "period", "", f"subject:{short.slug}", f"subject:{known.slug}",
    ]  # fmt: skip


def test_a_column_each_is_guessed_where_two_headings_mean_the_same(client, send, world):
    known = world.indicator(a_theme(), name="Robbery")
    upload = send(b"Quarter,Robbery,robbery,Piracy\nQ1 2011/12,1,2,3\n")
    assert guessed(client, upload) == ["period", f"subject:{known.slug}", "", ""]


@pytest.mark.parametrize(
    "content",
    [
        b"Indicator,Quarter,What was found\nX,2011Q1,3\n",
        b"Somewhere,When it was,How many\nX,2011Q1,3\n",
        b"Quarter,Who,What\n2011Q1,X,Y\n",
    ],
)
def test_nothing_new_is_offered_in_a_long_file_or_of_words(client, send, content):
    assert "new" not in guessed(client, send(content))


def test_headings_below_a_title_are_found(client, send):
    title = b"Recorded crime in Somewhere,,,\nSource: the police,,,\n,,,\n"
    upload = send(title + WIDE)
    assert "The headings are in row 4." in words_of(client.get(page(upload)))
    assert form_of(client, upload).columns[0].samples == ("2011Q1", "2011Q3")
    name(client, upload, **ANSWERS)
    assert (upload.stage, upload.layout["heading_row"]) == ("checked", 4)
    assert upload.counts["new"] == 3
    assert set(upload.rows.values_list("cell", flat=True)) >= {"C5", "C6"}
    # The next file has no title: its headings are found where they are.
    other = send(WIDE + b"2011Q2,3,4,5\n")
    assert (other.stage, other.layout["heading_row"]) == ("checked", 1)


def test_what_a_heading_or_a_cell_says_is_shown_and_does_nothing(client, send):
    upload = send(b"Quarter,<script>alert(1)</script>,=1+1\n2011Q1,<b>3</b>,@SUM(A1)\n")
    html = client.get(page(upload)).content.decode()
    assert "<script>alert(1)" not in html
    assert "<b>3</b>" not in html


def test_only_so_many_columns_are_asked_about(client, send):
    headings = ",".join(f"Column number {n}" for n in range(130))
    upload = send(f"{headings}\n{','.join('x' * 130)}\n".encode())
    response = client.get(page(upload))
    assert len(response.context["form"].columns) == 120
    assert "10 more are left alone" in words_of(response)


def test_what_is_seen_of_a_column():
    rows = [["2011Q1", 3, "x" * 99, True, "12%", 2011], ["2011Q2", "1,234", None, False, "*"]]
    seen = sample_columns(7, rows)
    assert [one.is_numbers for one in seen] == [False, True, False, False, True, True, False]
    assert [one.periods for one in seen[:3]] == ["quarter", "", ""]
    assert seen[0].unclear == "2011Q1"
    assert len(seen[2].samples[0]) == 40
    assert seen[5].samples == ("2011", BLANK)
    assert sample_columns(1, []) == [type(seen[0])()]


# New indicators


def test_new_indicators_are_made_with_what_is_said_of_them(client, send, analyst, world):
    police = Organisation.objects.create(name="Police", slug="police", kind="police")
    theme = a_theme()
    upload = send()
    more = {
        "new-provider": "police", "new-source": "police.uk", "new-reporting_lag_days": "42",
        "new-themes": [theme.slug],
    }  # fmt: skip
    name(client, upload, **ANSWERS, **more)

    burglary, bicycles = Indicator.objects.order_by("order")
    assert (burglary.name, burglary.slug) == ("Burglary", "burglary")
    assert (bicycles.name, bicycles.slug) == ("Bicycle theft", "bicycle-theft")
    assert (bicycles.unit, bicycles.polarity, bicycles.frequency, bicycles.number_kind) == (
        "crimes", "lower", "quarter", "counted",
    )  # fmt: skip
    assert (bicycles.area, bicycles.provider, bicycles.source) == (
        world.county, police, "police.uk",
    )  # fmt: skip
    assert bicycles.reporting_lag_days == 42
    assert list(bicycles.themes.all()) == [theme]
    assert bicycles.order == burglary.order + 1
    trace = bicycles.history.get()
    assert (trace.history_user, trace.history_type) == (analyst, "+")
    assert upload.layout["subjects"] == [[2, "burglary"], [3, "bicycle-theft"]]
    assert upload.counts["new"] == 3


def test_what_was_made_is_said(client, send):
    words = words_of(client.post(page(send()), ANSWERS, follow=True))
    assert "2 new indicators are made: Burglary and Bicycle theft." in words


def test_figures_go_where_the_constant_says_and_so_do_the_headlines(client, send, world):
    town = world.area("Newtown", within=world.county)
    upload = name(client, send(), **ANSWERS, area=town.slug)
    assert Indicator.objects.get(slug="burglary").area == town
    assert set(upload.rows.filter(verdict="new").values_list("area", flat=True)) == {town.pk}


def test_applied_the_figures_are_there_and_the_unused_column_is_not(client, send):
    upload = name(client, send(), **ANSWERS)
    client.post(reverse("uploads:accept", args=[upload.pk]))
    client.post(reverse("uploads:apply", args=[upload.pk]), {"reason": "New figures"})
    queue.work()
    found = {
        (row.indicator.slug, row.period.label): (row.value, row.state)
        for row in map(Figure.in_full, Figure.objects.all())
    }
    assert found == {
        ("burglary", "Q4 2010/11"): (3, "reported"),
        ("burglary", "Q2 2011/12"): (5, "reported"),
        ("bicycle-theft", "Q2 2011/12"): (None, "suppressed"),
    }, "a blank is no figure"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"new-unit": " "}, "Enter the unit of the new indicators"),
        ({"new-unit": "x" * 101}, "Give the unit in at most 100 characters"),
        ({"new-polarity": ""}, "Choose which way is good"),
        ({"new-polarity": "up"}, "Choose which way is good from the list"),
        ({"new-frequency": ""}, "Choose how often figures come"),
        ({"new-number_kind": ""}, "Choose what kind of number they are"),
        ({"new-number_kind": "sum"}, "Choose what kind of number they are from the list"),
        ({"new-area": "nowhere"}, "Choose the area of the headline figures from the list"),
        ({"new-area": "\x00"}, "Null characters are not allowed"),
        ({"new-provider": "nobody"}, "Choose an organisation from the list"),
        ({"new-themes": ["\x00"]}, "Choose themes from the list"),
        (
            {"new-reporting_lag_days": "soon"},
            "Enter the number of days as a whole number, such as 30",
        ),
        ({"new-reporting_lag_days": "-1"}, "Enter 0 days or more"),
        ({"new-reporting_lag_days": "99999999999"}, "Enter 730 days or fewer"),
        ({"convention": ""}, "Choose what a quarter written as “2011Q1” means"),
        ({"column_0": ""}, "Choose which column holds the period"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_made(client, send, changes, message):
    upload = send()
    response = client.post(page(upload), ANSWERS | changes)
    assert message in words_of(response)
    assert "<title>Error: " in response.content.decode()
    upload.refresh_from_db()
    assert upload.stage == "mapping"
    assert not Indicator.objects.exists()
    assert not ColumnMapping.objects.exists()


def test_without_a_new_indicator_nothing_is_asked_of_one(client, send, world):
    known = world.indicator(a_theme(), name="Burglary")
    upload = send()
    name(client, upload, column_0="period", column_2=f"subject:{known.slug}", convention="calendar")
    assert upload.stage == "checked"
    assert Indicator.objects.count() == 1


def test_a_new_indicator_cannot_be_called_as_another(client, send, world):
    world.indicator(a_theme(), name="Burglary")
    assert "There is an indicator called Burglary already. Choose it" in words_of(
        client.post(page(send()), ANSWERS)
    )
    assert Indicator.objects.count() == 1


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        (b"Quarter,x,Robbery,ROBBERY", "Two new indicators cannot have the same name"),
        (b"Quarter,x,Robbery,...", "this has no heading"),
    ],
)
def test_a_new_indicator_needs_a_name_of_its_own(client, send, headings, message):
    upload = send(headings + b"\n2011Q1,x,2,3\n")
    assert message in words_of(client.post(page(upload), ANSWERS))
    assert not Indicator.objects.exists()


def test_two_columns_do_not_hold_figures_of_one_indicator(client, send, world):
    known = world.indicator(a_theme(), name="Robbery")
    both = {"column_2": f"subject:{known.slug}", "column_3": f"subject:{known.slug}"}
    words = words_of(client.post(page(send()), ANSWERS | both))
    assert "Columns C and D are both said to hold figures of Robbery" in words


def test_of_two_people_one_makes_them(client, send, monkeypatch):
    upload = send()
    client.get(page(upload))
    # Somebody else makes it after the form was found in order.
    create = reading.create_indicator
    monkeypatch.setattr(
        reading, "Lookups", lambda kind, real=reading.Lookups: _added_by_another(real, kind, create)
    )
    response = client.post(page(upload), ANSWERS, follow=True)
    assert "Somebody else has added an indicator called Burglary" in words_of(response)
    upload.refresh_from_db()
    assert upload.stage == "mapping"
    assert not Indicator.objects.filter(slug="bicycle-theft").exists()


def _added_by_another(lookups, kind, create):
    create(
        by=User.objects.first(), name="Burglary", unit="crimes", polarity="lower",
        frequency="quarter", number_kind="counted", area=Area.objects.first(),
    )  # fmt: skip
    return lookups(kind)


def test_whoever_may_not_add_indicators_is_not_offered_any(send, sign_in, analyst):
    upload = send()
    add = Permission.objects.get(codename="add_indicator")
    Group.objects.get(name="Analyst").permissions.remove(add)
    client = sign_in(type(analyst).objects.get(pk=analyst.pk))
    response = client.get(page(upload))
    assert "A new indicator" not in response.content.decode()
    assert "new-unit" not in response.content.decode()
    words = words_of(client.post(page(upload), ANSWERS))
    assert "Choose what the column holds from the list" in words
    assert not Indicator.objects.exists()


@pytest.mark.parametrize("kind", ["index_scores", "comparators"])
def test_only_files_of_figures_make_indicators(client, send, kind):
    upload = send(kind=kind)
    assert "A new indicator" not in client.get(page(upload)).content.decode()
    assert client.post(page(upload), ANSWERS).status_code == 200
    assert not Indicator.objects.exists()


def test_discarding_takes_out_what_was_made_and_nothing_else(client, send, world):
    upload = name(client, send(), **ANSWERS)
    kept = Indicator.objects.get(slug="burglary")
    world.figure(kept, Period.quarter(2011, 1), 3)

    response = client.post(reverse("uploads:discard", args=[upload.pk]), follow=True)

    assert "1 new indicator made for it is taken out again" in words_of(response)
    assert list(Indicator.objects.all()) == [kept]
    gone = Indicator.history.filter(slug="bicycle-theft").latest("history_date")
    assert gone.history_type == "-"
    # The same headings are asked about again, as one of their indicators is gone.
    assert send(WIDE + b"2011Q2,1,1,1\n").stage == "mapping"


# Named again


def test_columns_that_were_read_wrongly_are_named_again(client, send, world):
    upload = name(client, send(), **ANSWERS)
    assert "Name the columns again" in words_of(client.get(upload.get_absolute_url()))
    assert guessed(client, upload) == [
        "period", "", "subject:burglary", "subject:bicycle-theft",
    ]  # fmt: skip
    assert form_of(client, upload).columns[0].samples == ("2011Q1", "2011Q3")

    again = {"column_0": "period", "column_2": "subject:burglary", "convention": "financial"}
    name(client, upload, **again)

    assert upload.stage == "checked"
    assert upload.rows.earliest("pk").period_start.isoformat() == "2011-04-01"
    assert list(Indicator.objects.values_list("slug", flat=True)) == ["burglary"]
    assert [one.slug for one in upload.indicators_made.all()] == ["burglary"]
    kept = ColumnMapping.objects.get()
    assert kept.layout["subjects"] == [[2, "burglary"]]
    # What is taken out at last is what was made for it and still of it.
    client.post(reverse("uploads:discard", args=[upload.pk]))
    assert not Indicator.objects.exists()


def test_a_file_that_was_recognised_can_be_named_too(client, send, world):
    known = world.indicator(a_theme(), name="Burglary")
    upload = send(b"Indicator,Period,Value\nBurglary,Q1 2011/12,3\n")
    assert upload.stage == "checked"
    assert guessed(client, upload) == ["indicator", "period", "value"]
    assert form_of(client, upload).columns[2].samples == ("3",)
    name(client, upload, column_1="period", column_2=f"subject:{known.slug}")
    assert upload.layout["shape"] == "wide"


def test_an_applied_upload_is_not_named_again(client, send):
    upload = name(client, send(), **ANSWERS)
    Upload.objects.filter(pk=upload.pk).update(stage="discarded")
    for response in (client.get(page(upload)), client.post(page(upload), ANSWERS)):
        assert response.status_code == 302
    upload.refresh_from_db()
    assert upload.stage == "discarded"


# The next file


def test_the_next_file_with_the_same_headings_is_not_asked_about(client, send):
    name(client, send(), **ANSWERS)
    again = send(WIDE + b"2011Q4,7,4,2\n")
    assert again.stage == "checked"
    assert again.layout["subjects"] == [[2, "burglary"], [3, "bicycle-theft"]]
    assert again.layout["convention"] == "calendar"
    assert not again.indicators_made.exists(), "its discarding takes nothing out"


def test_what_all_figures_are_of_is_asked_of_each_file_with_the_last_answer_chosen(
    client, send, world
):
    known = world.indicator(a_theme(), name="Robbery")
    upload = send(b"When,What was found\nQ1 2011/12,3\n")
    name(client, upload, column_0="period", column_1="value", indicator=known.slug)
    assert upload.stage == "checked"

    again = send(b"When,What was found\nQ2 2011/12,4\n")

    assert again.stage == "mapping"
    assert guessed(client, again) == ["period", "value"]
    assert form_of(client, again).fields["indicator"].initial == known.slug


def test_a_file_without_periods_is_of_the_one_that_is_typed(client, send, world):
    world.indicator(Theme.objects.get(), name="Burglary")
    upload = send(b"Indicator,Value\nBurglary,9\n")

    response = client.post(page(upload), {"column_0": "indicator", "column_1": "value"})
    assert "type the one that all the figures are of" in words_of(response)
    response = client.post(
        page(upload), {"column_0": "indicator", "column_1": "value", "period": "soon"}
    )
    assert "“soon” is not a period" in words_of(response)

    named = name(client, upload, column_0="indicator", column_1="value", period="Jul-Sep 2011")
    assert [(row.period_start, row.verdict) for row in named.rows.all()] == [
        (Period.quarter(2011, 2).start, "new")
    ]
    assert send(b"Indicator,Value\nBurglary,8\n").stage == Upload.Stage.MAPPING


def test_a_file_of_two_counts_needs_no_column_of_values(client, send, world):
    known = world.indicator(a_theme(), name="Repeats", unit="%", number_kind="share")
    upload = send(b"What,When it was,Those who did,All of them\nRepeats,Q1 2011/12,154,200\n")
    answers = {"column_0": "indicator", "column_1": "period", "column_2": "numerator"}

    asked = words_of(client.post(page(upload), answers))
    assert "holds the value, or columns of figures, or both a numerator and a denominator" in asked
    name(client, upload, **answers, column_3="denominator")

    row = upload.rows.get()
    assert (row.subject, row.value, row.cell) == (known.pk, 77, "C2")


def test_quarters_are_asked_about_where_the_heading_does_not_say(client, send, world):
    known = world.indicator(a_theme(), name="Robbery")
    upload = send(b"Quarter,Robbery,Remark on it\nQ1 2014,3,x\n")
    form = form_of(client, upload)
    assert form.fields["convention"].initial == ""
    assert "“Q1 2014”" in form.fields["convention"].label
    answers = {"column_0": "period", "column_1": f"subject:{known.slug}"}
    assert "Choose what a quarter written as “Q1 2014” means" in words_of(
        client.post(page(upload), answers)
    )
    name(client, upload, **answers, convention="financial")
    assert upload.rows.get().period_start.isoformat() == "2014-04-01"


# Names and queries


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("anti_social_behaviour", "Anti social behaviour"),
        ("Anti-social behaviour", "Anti-social behaviour"),
        ("  theft  from_the person ", "Theft from_the person"),
        ("ASB", "ASB"),
        ("Total assessments1,2,6", "Total assessments"),
        ("Households in area5 (000s)", "Households in area (000s)"),
        ("Particles, PM10", "Particles, PM10"),
        ("Key Stage 2", "Key Stage 2"),
    ],
)
def test_a_heading_becomes_a_name(heading, found):
    assert name_from(heading) == found


def test_a_slug_is_an_indicators_alone():
    assert free_slug("Burglary", []) == "burglary"
    assert free_slug("Burglary", ["burglary", "burglary-2"]) == "burglary-3"
    assert free_slug("犯罪", []) == "indicator"
    assert len(free_slug("x" * 300, ["x" * 100])) == 100


def test_the_page_asks_no_more_for_more_columns_and_indicators(client, send, world):
    client.get(NEW_UPLOAD)
    small = queries_of(client, page(send()))
    for n in range(60):
        world.indicator(a_theme(), name=f"Another {n}")
    headings = ",".join(f"Measure {n}" for n in range(40))
    large = send(f"Quarter,{headings}\n2011Q1{',1' * 40}\n".encode())
    assert queries_of(client, page(large)) == small <= 20


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"Indicator,Area,Period,Value\nBurglary,Somewhere,2011 Q2,9\n",
            "The headings say what each column holds. What is asked is what a quarter written as \u201c2011 Q2\u201d means",
        ),
        (
            b"Indicator,Area,2011 Q1,2011 Q2\nBurglary,Somewhere,9,8\n",
            "What is asked is what a quarter written as \u201c2011 Q1\u201d means",
        ),
        (
            b"Indicator,Somewhen,Amount\nBurglary,2011/12,9\n",
            "The headings of the file do not say where the period and the value are.",
        ),
        (
            b"Measure,Q,Value\nBurglary,Q1 2011/12,9\n",
            "The headings of the file do not say where the period is.",
        ),
    ],
)
def test_only_what_is_open_is_asked(client, send, content, said):
    upload = send(content)
    assert upload.stage == Upload.Stage.MAPPING
    for address in (upload.get_absolute_url(), page(upload)):
        assert said in words_of(client.get(address)), address


@pytest.mark.parametrize(
    "content",
    [
        b"Indicator,Area,Period,Value\nBurglary,Somewhere,2011 Q2,9\n",
        b"Indicator,Area,2011 Q2,2011 Q3\nBurglary,Somewhere,9,8\n",
    ],
)
def test_whoever_may_not_read_the_file_is_told_what_is_asked_without_its_words(
    content, sign_in, send, board
):
    address = send(content).get_absolute_url()
    words = words_of(sign_in(board).get(address))
    assert "What is asked is what a quarter means: one of the calendar or of" in words
    assert "2011 Q2" not in words


def test_a_quarter_that_is_in_doubt_has_to_be_answered(client, send):
    words = words_of(client.get(page(send(b"Indicator,Area,Period,Value\nBurglary,,2011 Q2,9\n"))))
    assert "What does a quarter written as \u201c2011 Q2\u201d mean? April to June 2011" in words
    assert "No quarter is written so" not in words


PUBLISHED = (
    b"Table A1: Households assessed,,,,\n"
    b'"England, July to September 2011",,,,\n'
    b",,Total1,Owed a duty,Rate per 1000\n"
    b"E92000001,ENGLAND,90,80,1.5\n"
    b"E06000052,Cornwall,6,5,0.9\n"
)


def test_a_column_of_area_codes_is_the_area_whatever_its_heading(client, send):
    upload = send(PUBLISHED)
    form = client.get(page(upload)).context["form"]

    assert form["column_0"].value() == "area"
    assert form["column_1"].value() == "area_name"


def test_counts_without_a_column_of_periods_are_guessed_to_be_new_and_rates_beside_them_not(
    client, send
):
    form = client.get(page(send(PUBLISHED))).context["form"]

    assert [form[f"column_{n}"].value() for n in (2, 3, 4)] == ["new", "new", ""]


def test_the_period_that_a_title_names_is_filled_in(client, send):
    form = client.get(page(send(PUBLISHED))).context["form"]

    assert form["period"].value() == "Q2 2011/12"


def test_only_what_the_columns_leave_open_is_asked_first(client, send):
    form = client.get(page(send(PUBLISHED))).context["form"]

    assert [one.name for one in form.open_questions] == ["period"]
    assert {one.name for one in form.other_questions} == {
        *("indicator", "area", "year", "convention"),
    }
