"""The template: which rows it has, what they say, and that what is typed into it is read as it was meant."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Organisation
from core.periods import Period
from performance.cells.lookups import plain
from performance.cells.values.figure_cells import NotAState, read_state
from performance.models import Comparator, Figure, Indicator, Upload, UploadFile, UploadKind
from performance.uploads.check import check_upload
from performance.uploads.layout.recognising import recognise
from performance.uploads.layout.roles import SYNONYMS
from performance.workbooks import due as what_due
from performance.workbooks.columns import GIVEN, TARGET, WIDTHS, columns_of
from performance.workbooks.due import Due, last_quarter, periods_due, recent_periods, subjects_of
from performance.workbooks.instructions import ENTRIES, instructions, reading
from performance.workbooks.template import SPARE_ROWS, STATES, Facts, template
from performance.workbooks.template_rows import TemplateRow, rows_of
from places.models import IndexComponent, IndexScore, PlaceIndex
from tests.pages.reading_pages import queries_of, words_of

PAGE, FILE = reverse("uploads:template"), reverse("uploads:template_file")
Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)
YEAR = Period.financial_year(2010)
NOON = datetime(2011, 12, 1, 12, tzinfo=UTC)
HEADINGS = (
    *("Indicator", "Area", "Period", "Unit", "Now", "Last value", "Last value is for"),
    *("Last year's value", "Target", "Value", "Numerator", "Denominator", "State", "Comment"),
)


@pytest.fixture
def repeats(world):
    return world.indicator(
        world.theme(), value=77, target=80, name="Repeats", unit="%", polarity="higher"
    )


@pytest.fixture
def closures(world):
    return world.indicator(world.theme("Nuisance"), name="Closures", unit="closures", **SUM)


SUM = {"number_kind": "counted"}


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


def put(indicator, period, value, **facts):
    return Figure.objects.create(
        **{
            "indicator": indicator, "area": indicator.area, "period_start": period.start,
            "period_end": period.end, "value": value, "known_from": NOON,
        } | facts
    )  # fmt: skip


def book_of(client, **asked):
    response = client.get(FILE, {"period": "Q2 2011/12"} | asked)
    assert response.status_code == 200, response.headers
    return load_workbook(io.BytesIO(response.content))


def rows_in(sheet):
    """The rows that are filled in, each by its headings."""
    first, *rows = sheet.iter_rows(values_only=True)
    return [SimpleNamespace(said=dict(zip(first, row, strict=True))) for row in rows if row[0]]


def said(client, **asked):
    return [row.said for row in rows_in(book_of(client, **asked).worksheets[0])]


def upload_of(book, analyst, kind="figures"):
    file = io.BytesIO()
    book.save(file)
    upload = Upload.objects.create(
        kind=kind, file_name="Figures.xlsx", size=1, sha256="0", uploaded_by=analyst
    )
    UploadFile.objects.create(upload=upload, content=file.getvalue())
    check_upload(upload)
    return upload


def place(sheet, row, heading):
    column = [cell.value for cell in sheet[1]].index(heading) + 1
    return sheet.cell(row, column)


# Who may


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("board", 403), ("stranger", 403), ("analyst", 200), ("administrator", 200)],
)
def test_only_whoever_may_upload_gets_one(who, status, request, sign_in, repeats):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(PAGE).status_code == status
    assert client.get(FILE).status_code == status
    assert client.post(PAGE).status_code == 405
    assert client.post(FILE).status_code == 405


def test_nobody_gets_one_without_signing_in(client, db):
    for address in (PAGE, FILE):
        assert Client().get(address)["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize(("who", "led"), [("board", False), ("analyst", True)])
def test_whoever_may_upload_is_led_there(who, led, request, sign_in, world):
    client = sign_in(request.getfixturevalue(who))

    assert (PAGE in client.get(reverse("uploads:list")).content.decode()) == led
    if led:
        assert PAGE in client.get(reverse("uploads:new")).content.decode()


# Which rows


def test_one_row_for_each_indicator_that_is_due(client, world, repeats, closures):
    put(repeats, Q2.same_last_year(), Decimal("70.5"))
    world.indicator(world.theme(), name="Yearly", frequency="year")
    world.indicator(world.theme(), name="Gone", retired_on=date(2011, 6, 30))
    world.indicator(world.theme(), name="To come", live_from=date(2011, 10, 1))

    first, second = said(client)

    assert tuple(first) == HEADINGS
    assert list(first.values())[:9] == [
        *("Repeats", "Somewhere", "Q2 2011/12", "%", None, 77, "Q1 2011/12", 70.5),
        "At least 80%, for 2011/12",
    ]
    assert list(first.values())[9:] == [None] * 5
    assert list(second.values())[:9] == [
        *("Closures", "Somewhere", "Q2 2011/12", "closures", None, None, None, None, None)
    ]


def test_what_is_in_already_is_said_and_not_filled_in(client, repeats):
    put(repeats, Q2, Decimal(79), state="provisional")

    (row,) = said(client)

    assert (row["Now"], row["Value"]) == (79, None)
    cell = place(book_of(client).worksheets[0], 2, "Now")
    assert cell.number_format == '#,##0 "(provisional)"'


def test_a_figure_that_is_no_number_is_said_in_words(client, repeats):
    Figure.objects.all().delete()
    put(repeats, Q1, None, state="suppressed")

    (row,) = said(client)

    assert row["Last value"] == "Suppressed (small number)"
    assert row["Last value is for"] == "Q1 2011/12"


def test_the_last_value_is_of_a_period_as_long_however_old(client, repeats):
    Figure.objects.all().delete()
    put(repeats, Period.quarter(2006, 3), Decimal(5))
    put(repeats, YEAR, Decimal(6))

    (row,) = said(client)

    assert (row["Last value"], row["Last value is for"]) == (5, "Q3 2006/07")


def test_a_correction_shows_and_what_it_corrected_does_not(client, repeats):
    Figure.objects.update(known_to=NOON)
    put(repeats, Q1, Decimal(78), revision=2, known_from=NOON)

    assert [row["Last value"] for row in said(client)] == [78]


def test_percentages_are_numbers_and_never_shown_as_hundredfold(client, repeats):
    cell = place(book_of(client).worksheets[0], 2, "Last value")

    assert (cell.value, cell.data_type) == (77, "n")
    assert "%" not in cell.number_format


def test_every_area_that_had_a_figure_if_asked(client, world, repeats):
    town = world.area("Newquay", within=world.county)
    network = world.area("Newquay network", kind="network_area", within=world.county)
    network.name = "Newquay"
    network.save()
    put(repeats, Q1, Decimal(60), area=town)
    put(repeats, Q1, Decimal(61), area=network)

    assert [row["Area"] for row in said(client)] == ["Somewhere"]
    rows = said(client, areas="every")
    assert {row["Area"]: row["Last value"] for row in rows} == {
        "Somewhere": 77, "Newquay (town)": 60, "Newquay (network area)": 61,
    }  # fmt: skip
    assert [row["Target"] for row in rows] == ["At least 80%, for 2011/12", None, None]


def test_by_theme_by_organisation_and_one_by_one(client, world, repeats, closures):
    police = Organisation.objects.create(name="Police", slug="police", kind="police")
    Indicator.objects.filter(pk=closures.pk).update(provider=police)
    theme = repeats.themes.get()

    def names(**asked):
        return [row["Indicator"] for row in said(client, **asked)]

    assert names() == ["Repeats", "Closures"]
    assert names(theme=theme.slug) == ["Repeats"]
    assert names(organisation="police") == ["Closures"]
    assert names(organisation="not:stated") == ["Repeats"]
    assert names(ticked="on", only=[closures.pk]) == ["Closures"]


def test_figures_of_other_lengths_if_asked(client, world, repeats):
    world.indicator(world.theme(), name="Monthly", frequency="month")
    world.indicator(world.theme(), name="Rolling", frequency="rolling_year")
    world.indicator(world.theme(), name="Yearly", frequency="year")

    assert [row["Indicator"] for row in said(client)] == ["Repeats"]
    assert [(row["Indicator"], row["Period"]) for row in said(client, others="on")] == [
        ("Repeats", "Q2 2011/12"),
        *(("Monthly", month) for month in ("July 2011", "August 2011", "September 2011")),
        *(
            ("Rolling", f"12 months to {month}")
            for month in ("July 2011", "August 2011", "September 2011")
        ),
    ]


@pytest.mark.parametrize(
    ("frequency", "period", "others", "expected"),
    [
        ("quarter", Q1, False, [Q1]),
        ("month", Q1, False, []),
        ("month", Q1, True, [Period.month(2011, n) for n in (4, 5, 6)]),
        ("year", Q1, True, []),
        ("year", Period.quarter(2010, 4), True, [YEAR]),
        ("year", YEAR, False, [YEAR]),
        ("rolling_year", YEAR, False, [YEAR]),
        ("rolling_year", Q1, True, [Period.rolling_year(2011, n) for n in (4, 5, 6)]),
        ("rolling_year", Q1, False, []),
        ("year", Period.rolling_year(2011, 8), True, [YEAR]),
        ("quarter", YEAR, True, list(YEAR.quarters())),
        ("rolling_year", Period(date(2011, 4, 1), date(2011, 4, 7)), True, []),
        ("month", Period(date(2011, 4, 1), date(2011, 4, 7)), True, []),
    ],
)
def test_which_periods_are_due(frequency, period, others, expected):
    assert periods_due(frequency, period, others=others) == expected


def test_recent_periods_are_as_the_view_sees_them():
    found = dict(recent_periods(date(2011, 11, 30)))

    assert [str(one) for one in found["Quarters"][:3]] == [
        "Q3 2011/12", "Q2 2011/12", "Q1 2011/12",
    ]  # fmt: skip
    assert str(found["Months"][0]) == "November 2011"
    assert str(found["Years"][0]) == "2011/12"
    assert str(found["Rolling 12 months"][0]) == "12 months to October 2011"
    assert last_quarter(date(2011, 11, 30)) == Q2
    assert last_quarter(date(2011, 10, 1)) == Q2


# Filled in and uploaded


@time_machine.travel(NOON)
def test_what_is_typed_is_read_without_a_question(client, analyst, world, repeats, closures):
    put(closures, Q2, Decimal(4))
    last = world.indicator(world.theme(), name="Last", unit="people", **SUM)
    book = book_of(client)
    sheet = book.worksheets[0]
    place(sheet, 2, "Value").value = 81.5
    place(sheet, 2, "State").value = "provisional"
    place(sheet, 2, "Comment").value = "Two returns to come"
    place(sheet, 3, "State").value = "remove"

    upload = upload_of(book, analyst)

    assert upload.stage == Upload.Stage.CHECKED
    assert upload.sheet == "Figures"
    assert list(upload.findings.all()) == []
    rows = [(one.subject, one.verdict, one.state, one.value) for one in upload.rows.order_by("row")]
    assert rows == [
        (repeats.pk, "new", "provisional", Decimal("81.5")),
        (closures.pk, "removed", "", None),
        (last.pk, "left", "", None),
    ]
    assert upload.rows.first().comment == "Two returns to come"


@time_machine.travel(NOON)
def test_wrong_entries_are_found_at_their_cells(client, analyst, world, repeats, closures):
    book = book_of(client)
    sheet = book.worksheets[0]
    place(sheet, 2, "Value").value = "lots"
    place(sheet, 3, "State").value = "not applicable"
    spare = 3 + SPARE_ROWS
    for heading, text in (("Indicator", "Repeats"), ("Area", "Nowhere"), ("Period", "Q2 2011/12")):
        place(sheet, spare, heading).value = text
    place(sheet, spare, "Value").value = 5

    upload = upload_of(book, analyst)

    assert [(one.code, one.cell) for one in upload.findings.all()] == [
        ("number_text", "Figures!J2"),
        ("no_reason", "Figures!M3"),
        ("unknown_area", f"Figures!B{spare}"),
    ]


@time_machine.travel(NOON)
def test_untouched_it_changes_nothing(client, analyst, repeats, closures):
    upload = upload_of(book_of(client), analyst)

    assert upload.counts["left"] == 2
    assert sum(upload.counts[verdict] for verdict in ("new", "changed", "removed", "error")) == 0


@time_machine.travel(NOON)
def test_names_that_stand_for_two_are_told_apart(client, analyst, world, repeats):
    twin = world.indicator(world.theme(), name="REPEATS", unit="%")
    abroad = world.area("Newquay")
    Indicator.objects.filter(pk=twin.pk).update(area=abroad)
    other = world.area("Newquay network", kind="network_area")
    other.name = "Newquay"
    other.save()
    book = book_of(client)
    for row in (2, 3):
        place(book.worksheets[0], row, "Value").value = 50

    upload = upload_of(book, analyst)

    assert list(upload.findings.filter(severity="error")) == []
    assert {(one.subject, one.area) for one in upload.rows.all()} == {
        (repeats.pk, repeats.area_id),
        (twin.pk, abroad.pk),
    }


@time_machine.travel(NOON)
def test_scores_of_an_index(client, analyst, world):
    for slug, name in (("harm", "Alcohol harm index"), ("young", "Young people's index")):
        index = PlaceIndex.objects.create(slug=slug, name=name, source="A study")
        part = IndexComponent.objects.create(
            index=index, key="v", order=1, name="Violence", short_name="V"
        )
        for area, value in (("Bodmin", 2), ("Bude", 3)):
            IndexScore.objects.create(
                component=part, area=_town(world, area), value=value, known_from=NOON,
                period_start=YEAR.start, period_end=YEAR.end,
            )  # fmt: skip

    book = book_of(client, kind="index_scores", period="2010/11", index="young")
    sheet = book.worksheets[0]
    assert [list(row.said.values())[:8] for row in rows_in(sheet)] == [
        ["Young people's index", "Violence", "Bodmin", "2010/11", None, 2, None, None],
        ["Young people's index", "Violence", "Bude", "2010/11", None, 3, None, None],
    ]
    place(sheet, 2, "Value").value = 2.5

    upload = upload_of(book, analyst, "index_scores")

    assert (upload.sheet, list(upload.findings.all())) == ("Scores", [])
    assert [(one.subject, one.verdict) for one in upload.rows.all()] == [
        (part.pk, "changed"),
        (part.pk, "left"),
    ]


def _town(world, name):
    found = type(world.county).objects.filter(name=name).first()
    return found or world.area(name)


@time_machine.travel(NOON)
def test_comparators(client, analyst, repeats, closures):
    for label, period in (("England", YEAR), ("Similar areas", Q1)):
        Comparator.objects.create(
            indicator=repeats, kind="national", label=label, value=70, known_from=NOON,
            period_start=period.start, period_end=period.end,
        )  # fmt: skip

    yearly = said(client, kind="comparators", period="2010/11")
    assert [(row["Comparator"], row["Now"]) for row in yearly] == [("England", 70)]
    book = book_of(client, kind="comparators")
    assert [row.said["Comparator"] for row in rows_in(book.worksheets[0])] == [
        "England",
        "Similar areas",
    ]
    place(book.worksheets[0], 3, "Value").value = 71

    upload = upload_of(book, analyst, "comparators")

    assert (upload.sheet, list(upload.findings.all())) == ("Comparators", [])
    assert [(one.label, one.verdict) for one in upload.rows.all()] == [
        ("England", "left"),
        ("Similar areas", "new"),
    ]


@pytest.mark.parametrize("kind", UploadKind.values)
def test_its_headings_are_known_and_none_is_taken_for_another(kind):
    columns = columns_of(kind)
    known = {name for names in SYNONYMS.values() for name in names}
    lookups = SimpleNamespace(subject=lambda heading: None)

    layout = recognise(columns.headings, [], kind, lookups)

    assert layout.shape == "long"
    assert {columns.headings[place] for place in layout.columns.values()} == {
        *columns.keys,
        *columns.inputs,
        # What is given there is compared with the indicator's own.
        *(["Unit"] if kind == UploadKind.FIGURES else []),
    }
    assert {plain(heading) for heading in (*GIVEN, TARGET)} & known <= {"unit"}
    assert set(columns.headings) <= set(WIDTHS)


# What Excel makes of it


def test_only_the_cells_to_type_into_are_open(client, repeats):
    sheet = book_of(client).worksheets[0]

    assert sheet.protection.sheet
    assert not sheet.protection.password
    opened = {cell.coordinate for cell in sheet[2] if not cell.protection.locked}
    assert opened == {"J2", "K2", "L2", "M2", "N2"}
    assert {cell.protection.locked for cell in sheet[1]} == {True}
    spare = [not cell.protection.locked for cell in sheet[3]]
    assert spare == [True] * 3 + [False] * 6 + [True] * 5
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:N2"
    assert sheet.print_title_rows == "$1:$1"


def test_states_drop_down_and_other_entries_are_questioned(client, repeats):
    rules = {
        str(rule.sqref): rule
        for rule in book_of(client).worksheets[0].data_validations.dataValidation
    }
    last = 2 + SPARE_ROWS

    states = rules[f"M2:M{last}"]
    assert (states.type, states.errorStyle) == ("list", "warning")
    words = states.formula1.strip('"').split(",")
    assert words == list(STATES)
    assert [word for word in words if isinstance(read_state(word), NotAState)] == ["remove"]
    for letter in "JKL":
        rule = rules[f"{letter}2:{letter}{last}"]
        assert (rule.type, rule.errorStyle) == ("custom", "warning")
        assert len(rule.formula1) <= 255
        assert len(rule.error) <= 255
    assert '$D2<>"%"' in rules[f"J2:J{last}"].formula1


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", " =1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text(client, world, repeats, text):
    Indicator.objects.update(name=text, unit=text)
    type(world.county).objects.filter(pk=world.county.pk).update(name=text)
    type(world.plan).objects.update(title=text)

    book = book_of(client)

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    named = place(book.worksheets[0], 2, "Indicator")
    assert named.data_type == "s"
    assert named.value.strip() == text.strip()
    assert named.quotePrefix


def test_letters_that_no_workbook_can_hold_are_left_out():
    row = TemplateRow(("a\x00b\x0b\ufffe", "c", "d"), "\ud800", None, None, None, None)
    made = template(Facts("figures", Q1, "P\x01", NOON), [row])

    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    assert sheet["A2"].value == "ab"


def test_it_says_what_it_is_and_how_it_works(client, repeats):
    book = book_of(client, theme=repeats.themes.get().slug)

    assert book.sheetnames == ["Figures", "Instructions", "About"]
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert about["For"] == "Q2 2011/12"
    assert about["Plan"] == "Partnership Plan 2012/13"
    assert about["Theme"] == "Burglary"
    assert about["Rows"] == "1"
    words = " ".join(str(row[1]) for row in book["Instructions"].iter_rows(values_only=True))
    for promise in ("Leave a cell blank", "type “remove”", "small number", "apply all of it"):
        assert promise in words


def test_instructions_say_what_the_check_does():
    assert reading("12%", "%") == "Read as 12."
    assert reading("£3.5k", "£") == "Read as 3,500."
    assert reading("1,234", "") == "Read as 1,234."
    assert reading("(5)", "") == "Read as −5."
    assert reading("n/a", "").startswith("No number: the figure is not applicable")
    assert reading("<5", "") == reading("*", "")
    assert reading("-", "") == reading("", "")
    assert "what is in stays" in reading("*", "", figures=False)
    for kind in UploadKind.values:
        lines = [line for _, found in instructions(kind, "Figures") for line in found]
        assert len(lines) > len(ENTRIES)


# The page


def test_the_page_lists_what_is_due_and_keeps_what_was_asked(client, world, repeats, closures):
    theme = repeats.themes.get()
    response = client.get(PAGE, {"period": "Q1 2011/12", "theme": theme.slug})

    words = words_of(response)
    assert "1 row for Q1 2011/12" in words
    assert "Repeats" in words
    assert "Closures" not in words
    html = response.content.decode()
    assert (
        f"{FILE}?kind=figures&amp;period=Q1+2011%2F12&amp;theme={theme.slug}&amp;areas=own" in html
    )
    assert f'<option value="{theme.slug}" selected>' in html


def test_by_default_it_is_for_the_last_quarter_that_is_over(client, repeats):
    assert "1 row for Q2 2011/12" in words_of(client.get(PAGE))


@pytest.mark.parametrize("text", ["Q1 2009/10", "2009/10 Q1", "Apr-Jun 2009"])
def test_any_period_may_be_typed_or_led_to(client, repeats, text):
    for asked in ({"other": text}, {"period": text}):
        assert "1 row for Q1 2009/10" in words_of(client.get(PAGE, asked))


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"other": "2011"}, "may be the calendar year"),
        ({"other": "next week"}, "is not a period"),
        ({"other": "x" * 61}, "at most 60 characters"),
        ({"period": "next week"}, "Choose the period from the list"),
        ({"kind": "boundaries"}, "Choose what the workbook is for"),
        ({"theme": "no-such"}, "This choice is not in the list"),
        ({"areas": "some"}, "Choose for which areas"),
        ({"ticked": "on"}, "Tick at least one"),
        ({"only": "999999"}, "Tick only what is in the list"),
        ({"only": "\x00"}, "Tick only what is in the list"),
    ],
)
def test_what_cannot_be_made_out_is_said_at_its_field(client, repeats, asked, complaint):
    file = client.get(FILE, asked)
    assert file.status_code == 302
    response = client.get(file["Location"])

    assert complaint in words_of(response)
    title = response.content.decode().split("<title>")[1]
    assert title.startswith("Error: A workbook")


def test_nothing_due_is_said(client, repeats):
    assert "Nothing of this kind is due" in words_of(client.get(PAGE, {"period": "2011/12"}))
    assert client.get(FILE, {"period": "2011/12"}).status_code == 302


def test_a_period_that_still_runs_says_from_when(client, repeats):
    with time_machine.travel(date(2011, 8, 1)):
        assert "from the day after 30 September 2011" in words_of(
            client.get(PAGE, {"period": "Q2 2011/12"})
        )


def test_too_many_rows_are_refused(client, world, repeats, monkeypatch):
    monkeypatch.setattr("safercornwall.pages.uploads.template_form.MOST_ROWS", 1)
    put(repeats, Q1, Decimal(1), area=world.area("Newquay"))

    assert "That would be 2 rows" in words_of(client.get(PAGE, {"areas": "every"}))
    assert client.get(FILE, {"areas": "every"}).status_code == 302


def test_queries_do_not_grow_with_the_figures(client, world, repeats):
    def ask():
        return queries_of(client, f"{FILE}?areas=every"), queries_of(client, f"{PAGE}?areas=every")

    ask()
    few = ask()
    for n in range(12):
        more = world.indicator(world.theme(), value=5, target=4, name=f"More {n}")
        for town in range(4):
            put(more, Q1, Decimal(town), area=_town(world, f"Town {town}"))
    assert ask() == few
    assert max(few) <= 20


def test_many_places_are_named_in_short():
    area = [SimpleNamespace(pk=n, __str__=None) for n in range(5)]
    due = [Due("Repeats", Q1, label=f"Label {n}") for n in range(len(area))]

    (subject,) = subjects_of(due)

    assert subject.where == "Label 0, Label 1, Label 2 and 2 more"
    assert (subject.periods, subject.rows) == ("Q1 2011/12", 5)


def test_what_is_known_costs_two_queries(repeats, django_assert_num_queries):
    due = what_due.what_is_due(what_due.TemplateChoice("figures", Q2))
    with django_assert_num_queries(5):
        assert len(list(rows_of(due, "figures"))) == 1
