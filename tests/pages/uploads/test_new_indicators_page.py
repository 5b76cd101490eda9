"""New indicators from the values of a column: offered, corrected in one table, made, and taken out with the upload."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Organisation
from core.jobs import queue
from performance.models import Figure, Indicator, Upload
from tests.pages.reading_pages import words_of

KPIS = [
    ["CS02", "% of calls answered in 15 seconds", "%", 77.1, 78.5, 77.4],
    ["HS01", "Average time (in days) to decide", None, 15, 11, 11],
    ["HS16", "Number of affordable homes delivered (gross)", None, 80, 28, 30],
    ["SNH01", "% Reduction in antisocial behaviour", "%", 16, 0, 10],
    ["SNH06", "Drug Offences", None, 1238, 271, 280],
]
NAMES = [row[1] for row in KPIS]
COLUMNS = {
    "column_1": "indicator", "column_2": "unit", "column_3": "heading:period",
    "column_4": "heading:period", "column_5": "heading:period",
}  # fmt: skip


@pytest.fixture
def client(sign_in, analyst, world):
    world.theme("Burglary and theft")
    return sign_in(analyst)


@pytest.fixture
def upload(client):
    """Its columns are named, and it is checked."""
    book = openpyxl.Workbook()
    book.active.append(["Key performance indicators, quarter 2"])
    book.active.append([])
    heads = ["Ref", "Description", "Unit", "2010/11", "Q1 2011/12", "Q2 2011/12"]
    for row in (heads, *KPIS):
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("kpis.xlsx", kept.getvalue())
    client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
    queue.work()
    made = Upload.objects.get()
    client.post(reverse("uploads:columns", args=[made.pk]), COLUMNS)
    queue.work()
    made.refresh_from_db()
    return made


def address(upload):
    return reverse("uploads:indicators", args=[upload.pk])


def shown(client, upload):
    return client.get(address(upload)).context["rows"]


def told(client, upload, **changed):
    """What a browser would send of the table as it is offered."""
    answers = {"all-area": "somewhere"}
    for row in shown(client, upload):
        for field in row:
            value = field.value()
            answers[field.html_name] = "on" if value is True else value or ""
    return {name: value for name, value in (answers | changed).items() if value is not None}


def make(client, upload, **changed):
    page = client.post(address(upload), told(client, upload, **changed))
    queue.work()
    upload.refresh_from_db()
    return page


def test_the_page_of_the_upload_leads_there(client, upload):
    page = client.get(upload.get_absolute_url())
    assert upload.stage == "checked"
    assert address(upload) in page.content.decode()


def test_description_is_guessed_to_name_the_indicators(client, upload):
    Upload.objects.update(layout={"heading_row": 3}, stage="mapping")
    form = client.get(reverse("uploads:columns", args=[upload.pk])).context["form"]
    assert form["column_1"].value() == "indicator"


def test_each_name_is_offered_once_with_what_it_seems_to_be(client, upload):
    rows = shown(client, upload)
    assert [row["name"].value() for row in rows] == NAMES
    assert [(row["unit"].value(), row["polarity"].value(), row["number_kind"].value()) for row in rows] == [
        ("%", "higher", "share"),
        ("days", "lower", "level"),
        ("affordable homes delivered", "higher", "counted"),
        ("%", "higher", "alone"),
        ("offences", "lower", "counted"),
    ]  # fmt: skip
    assert {row["frequency"].value() for row in rows} == {"quarter"}


def test_they_are_made_in_one_pass_and_come_into_use_with_the_file(client, upload):
    assert make(client, upload).status_code == 302
    made = Indicator.objects.order_by("order")
    assert [one.name for one in made] == NAMES
    assert all(one.is_waiting and one.made_for == upload for one in made)
    assert upload.counted.error == 0
    client.post(reverse("uploads:accept", args=[upload.pk]))
    client.post(reverse("uploads:apply", args=[upload.pk]))
    queue.work()
    assert Figure.objects.count() == 15
    assert not Indicator.objects.filter(is_waiting=True).exists()


def test_what_is_corrected_in_the_table_is_what_is_made(client, upload):
    changed = {"row-4-unit": "drug offences", "row-4-polarity": "neither", "row-4-number_kind": "level"}  # fmt: skip
    make(client, upload, **changed)
    made = Indicator.objects.get(name="Drug Offences")
    assert (made.unit, made.polarity, made.number_kind) == ("drug offences", "neither", "level")


def test_another_name_keeps_the_one_of_the_file_as_its_short_name(client, upload):
    make(client, upload, **{"row-4-name": "Drug crime"})
    assert Indicator.objects.get(name="Drug crime").short_name == "Drug Offences"
    assert upload.counted.error == 0


def test_what_is_not_ticked_is_not_made_and_not_asked_about(client, upload):
    make(client, upload, **{"row-4-make": None, "row-4-unit": ""})
    assert not Indicator.objects.filter(name="Drug Offences").exists()
    assert Indicator.objects.count() == 4


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"row-0-unit": ""}, "Enter the unit, for example crimes"),
        ({"row-0-name": "Drug offences"}, "Two new indicators cannot have the same name"),
        ({"row-0-polarity": "up"}, "Choose which way is good from the list"),
        ({"row-0-provider": "nobody"}, "Choose an organisation from the list"),
        ({"all-area": "nowhere"}, "Choose the area of the headline figures from the list"),
        ({f"row-{n}-make": None for n in range(5)}, "Tick at least one of the names"),
    ],
)
def test_a_bad_table_is_told_at_its_field_and_nothing_is_made(client, upload, changed, said):
    page = make(client, upload, **changed)
    assert page.status_code == 200
    assert said in words_of(page)
    assert not Indicator.objects.exists()


def test_a_name_that_somebody_has_made_meanwhile_is_told(client, upload, world):
    world.indicator(world.theme(), slug="drugs")
    answers = told(client, upload, **{"row-0-name": "Burglary of dwellings"})
    Indicator.objects.update(name="Burglary of dwellings")
    page = client.post(address(upload), answers)
    assert "There is an indicator called Burglary of dwellings already" in words_of(page)
    assert Indicator.objects.count() == 1


def test_they_go_again_with_the_upload_that_is_discarded(client, upload):
    make(client, upload)
    client.post(reverse("uploads:discard", args=[upload.pk]))
    assert not Indicator.objects.exists()


@pytest.mark.parametrize("who", ["board", "officer", "stranger"])
def test_others_may_not(who, request, sign_in, client, upload):
    other = sign_in(request.getfixturevalue(who))
    assert other.get(address(upload)).status_code == 403
    assert other.post(address(upload), told(client, upload)).status_code == 403
    assert not Indicator.objects.exists()


def test_it_is_for_checked_files_with_unknown_names_alone(client, upload):
    make(client, upload)
    page = client.get(address(upload), follow=True)
    assert "Every name of an indicator that has a number beside it is known" in words_of(page)
    assert client.put(address(upload)).status_code == 405


def test_one_provider_is_said_for_all_but_those_that_have_their_own(client, upload):
    for slug in ("council", "police"):
        Organisation.objects.create(slug=slug, name=slug.title())
    make(client, upload, **{"all-provider": "council", "row-4-provider": "police"})

    providers = dict(Indicator.objects.values_list("name", "provider__slug"))
    assert providers.pop("Drug Offences") == "police"
    assert set(providers.values()) == {"council"}


@pytest.fixture
def rates(client, world):
    """Rates of burglary alone, where burglaries are counted."""
    facts = {"name": "Burglary", "unit": "crimes", "number_kind": "counted", "polarity": "lower"}
    world.indicator(world.theme(), slug="burglary", **facts)
    return send_rates(client)


def send_rates(client, more=""):
    rows = f"Burglary,Somewhere,Q1 2010/11,Rate,1.3\n{more}"
    file = SimpleUploadedFile("rates.csv", f"Indicator,Area,Period,Measure,Value\n{rows}".encode())
    client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
    queue.work()
    return Upload.objects.latest("pk")


def test_a_file_of_rates_alone_of_what_is_counted_here_is_asked_about(client, rates):
    assert rates.counted.error == 1
    said = words_of(client.get(rates.get_absolute_url()))
    assert "All rows of “Burglary” are of “Rate”, and figures of “Burglary” are in crimes." in said
    (row,) = shown(client, rates)
    assert row["name"].value() == "Burglary (rate)"


def test_its_rates_become_an_indicator_of_their_own(client, rates):
    make(client, rates)

    made = Indicator.objects.get(name="Burglary (rate)")
    assert (made.number_kind, made.short_name) == ("rate", "")
    assert rates.counted.error == 0
    assert rates.rows.get().subject == made.pk
    client.post(reverse("uploads:discard", args=[rates.pk]))
    assert Indicator.objects.get().name == "Burglary"


def test_the_next_file_of_rates_is_offered_what_they_became(client, rates):
    make(client, rates)
    made = Indicator.objects.get(name="Burglary (rate)")
    again = send_rates(client, "Burglary,Somewhere,Q2 2010/11,Rate,1.4\n")

    form = client.get(again.get_absolute_url()).context["causes_form"]
    (field,) = form.causes
    assert form[f"answer-{field}"].value() == f"is:{made.slug}"


def test_rows_of_another_kind_beside_those_of_its_own_are_left_out_with_a_warning(client, rates):
    both = send_rates(client, "Burglary,Somewhere,Q1 2010/11,Count,7\n")

    assert (both.counted.error, both.counted.warning) == (0, 1)
    assert [one.verdict for one in both.rows.order_by("row")] == ["left", "new"]


def test_columns_say_which_way_is_good_how_often_and_who_provides(client):
    Organisation.objects.create(name="Devon and Cornwall Police", slug="police", kind="police")
    rows = (
        "Indicator,Unit,Polarity,Frequency,Provided by,Period,Value\n"
        "Calls answered,%,High,Monthly,devon and cornwall police,Q1 2011/12,77\n"
        "Days lost,days,Low,,Nobody known,Q1 2011/12,12\n"
    )
    client.post(
        reverse("uploads:new"),
        {"kind": "figures", "file": SimpleUploadedFile("kpis.csv", rows.encode())},
    )
    queue.work()

    first, second = (row.initial for row in shown(client, Upload.objects.get()))

    wanted = ("polarity", "frequency", "provider")
    assert [first[name] for name in wanted] == ["higher", "month", "police"]
    assert [second[name] for name in wanted] == ["lower", "quarter", ""]
