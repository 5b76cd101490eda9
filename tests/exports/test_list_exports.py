"""Lists to take away: the same rows as on their pages, in a form that a spreadsheet reads as it is meant."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Organisation
from places.models import Area, PopulationEstimate
from priorities.models import Plan, Theme
from projects.models import ProjectListing
from safercornwall.lists.catalogue import LISTS
from tests.exports.reading_files import lines_of, table_of, workbook_of
from tests.pages.reading_pages import queries_of, words_of
from tests.site.uploads import upload_at_every_stage

# A list of one's work is for those who may change records.
FOR_EVERYBODY = [key for key in LISTS if key != "ownership"]
RISKY = ["=1+1", "+44 1872", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1"]


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def address_of(key, extension, plan="2012-13", **query):
    if LISTS[key].is_in_plan:
        return reverse("exports:list_in_plan", args=[plan, key, extension], query=query)
    return reverse("exports:list", args=[key, extension], query=query)


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
@pytest.mark.parametrize("key", FOR_EVERYBODY)
def test_every_list_is_for_everybody_with_a_role_and_for_nobody_else(
    key, extension, seeded_db, sign_in, officer, analyst, board, administrator, stranger, client
):
    address = address_of(key, extension)
    for person in (officer, analyst, board, administrator):
        answer = sign_in(person).get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert sign_in(person).post(address).status_code == 405
    assert sign_in(stranger).get(address).status_code == 403
    client.logout()
    assert client.get(address)["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("key", FOR_EVERYBODY)
def test_both_formats_hold_a_line_for_each_row_of_the_seeded_plan(key, client, seeded_db, analyst):
    upload_at_every_stage(analyst)
    PopulationEstimate.objects.create(
        area=Area.objects.first(), year=2011, people=532300, source="Not in the assessment"
    )
    rows, lines = (
        table_of(client.get(address_of(key, "xlsx"))),
        lines_of(client.get(address_of(key, "csv"))),
    )
    assert len(rows) == len(lines) > 0
    assert list(rows[0]) == list(lines[0]) == [column.heading for column in LISTS[key].columns]


def test_an_export_holds_what_the_filters_of_its_page_leave_in_its_order(client, world):
    theme = world.theme()
    world.project(theme, name="Zeal", status="on_hold")
    world.project(theme, name="Ash", status="on_hold")
    world.project(theme, name="Moss")
    asked = {"status": "on_hold", "order": "name"}
    page = client.get(reverse("projects:list", query=asked)).context["page"]
    names = [
        row["Project"] for row in table_of(client.get(address_of("projects", "xlsx", **asked)))
    ]
    assert names == [row.project.name for row in page] == ["Ash", "Zeal"]
    assert [
        row["Project"] for row in lines_of(client.get(address_of("projects", "csv", **asked)))
    ] == names


def test_an_export_is_of_the_earlier_day_that_its_page_shows(client, world):
    world.indicator(world.theme(), 50, 80)
    client.post(reverse("board:day"), {"day": "30 Jun 2010"})
    page = client.get(reverse("indicators:list")).context["page"]
    (row,) = table_of(client.get(address_of("indicators", "xlsx")))
    assert row["Status"] == page.object_list[0].standing.label == "No figures yet"


def test_a_filter_that_is_wrong_makes_no_file(client, world):
    """The whole list would pass for the part that was asked for."""
    response = client.get("/exports/flags.csv?severity=nope")
    assert response.status_code == 400
    assert "A filter of the list “Flags” is wrong" in words_of(response)


def test_the_file_of_an_earlier_day_is_called_by_it(client, world):
    client.post(reverse("board:day"), {"day": "30 June 2011"})
    response = client.get("/exports/flags.csv")
    assert "as-at-30-june-2011" in response["Content-Disposition"]


def test_an_export_is_not_cut_into_pages(client, world):
    theme = world.theme()
    for _ in range(30):
        world.project(theme)
    asked = {"size": "25", "page": "2"}
    assert len(client.get(reverse("projects:list", query=asked)).context["page"].object_list) == 5
    assert len(table_of(client.get(address_of("projects", "xlsx", **asked)))) == 30


def test_days_and_numbers_are_days_and_numbers_in_excel(client, world):
    project = world.project(world.theme(), name="Watch")
    world.funding(project, "secured", amount=Decimal("12500.50"), ends_on=date(2012, 3, 31))
    (row,) = table_of(client.get(address_of("funding", "xlsx")))
    assert row["Amount (£)"] == 12500.5
    assert row["Ends on"].date() == date(2012, 3, 31)
    (line,) = lines_of(client.get(address_of("funding", "csv")))
    assert (line["Amount (£)"], line["Ends on"]) == ("12500.50", "2012-03-31")


def test_what_is_not_stated_is_an_empty_cell_and_never_nought(client, world):
    world.funding(world.project(world.theme()), "no_source")
    (row,) = table_of(client.get(address_of("funding", "xlsx")))
    assert row["Amount (£)"] is None
    assert lines_of(client.get(address_of("funding", "csv")))[0]["Amount (£)"] == ""


@pytest.mark.parametrize("text", RISKY)
def test_text_that_looks_like_a_formula_stays_text(client, world, text):
    world.project(world.theme(), name="Watch", summary=text)
    sheet = workbook_of(client.get(address_of("projects", "xlsx"))).worksheets[0]
    cell = next(cell for cell in sheet[2] if cell.column == 2)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert lines_of(client.get(address_of("projects", "csv")))[0]["Summary"] == f"'{text}"


def test_a_csv_file_says_that_it_is_utf_8(client, world):
    world.project(world.theme(), name="Café £")
    content = client.get(address_of("projects", "csv")).getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Café £" in content.decode("utf-8-sig")


def test_the_file_s_name_says_noun_plan_and_filter(client, world):
    theme = world.theme("Burglary")
    asked = {"theme": theme.slug, "status": "on_hold"}
    answer = client.get(address_of("projects", "xlsx", **asked))
    name = "projects_partnership-plan-2012-13_theme-burglary_status-on-hold.xlsx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_workbook_says_what_it_is_of(client, world):
    world.project(world.theme("Burglary"))
    about = workbook_of(client.get(address_of("projects", "xlsx", status="current")))["About"]
    facts = dict(about.iter_rows(min_row=2, values_only=True))
    assert facts["Plan"] == str(world.plan)
    assert facts["As at"] == "30 November 2011"
    assert facts["Filters"] == "status current"
    assert facts["Rows"] == "1"


def test_a_draft_s_lists_are_for_those_who_may_change_plans(sign_in, officer, client, world):
    Plan.objects.create(
        partnership=world.partnership, title="Next", slug="2013-14", financial_year=2013,
        stage="draft",
    )  # fmt: skip
    for key, kind in LISTS.items():
        if kind.is_in_plan:
            address = address_of(key, "csv", plan="2013-14")
            assert client.get(address).status_code == 404
            assert sign_in(officer).get(address).status_code == 200


def test_what_only_a_draft_lists_is_in_no_export_of_a_reader(client, world):
    draft = Plan.objects.create(
        partnership=world.partnership, title="Next", slug="2013-14", financial_year=2013,
        stage="draft",
    )  # fmt: skip
    theme = Theme.objects.create(
        plan=draft, slug="hush", code="H", order=1, kind="priority", name="H"
    )
    hidden = world.project(name="Hushed", lead_organisation=world.partnership)
    ProjectListing.objects.create(
        project=hidden, theme=theme, order=1, status="current", heading_printed="x", text="x"
    )
    world.funding(hidden, "secured", source="Hushed money")
    for key in FOR_EVERYBODY:
        response = client.get(address_of(key, "csv"))
        assert response.status_code == 200
        assert b"Hushed" not in response.getvalue()


@pytest.mark.parametrize(
    "address", ["/exports/passwords.csv", "/exports/projects.pdf", "/exports/gaps.csv"]
)
def test_there_is_no_other_list_and_no_other_format(address, client, world):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "theme=%00&q=%00",
        "order=__class__&order=-pk",
        "status[]=x&q=" + "a" * 5000,
        "size=1e9&page=-1",
        "order=password",
    ],
)
def test_no_query_breaks_an_export(query, client, world):
    """A wrong filter is refused in words, and what is no filter is passed over."""
    world.project(world.theme())
    for key in FOR_EVERYBODY:
        for extension in ("xlsx", "csv"):
            answer = client.get(f"{address_of(key, extension)}?{query}")
            assert answer.status_code in {200, 400}
            assert (answer["Content-Type"].startswith("text/html")) == (answer.status_code == 400)


@pytest.mark.parametrize("key", ["projects", "gaps", "funding"])
def test_an_export_asks_as_little_of_many_records_as_of_few(key, client, world):
    def grow(number):
        for n in range(number):
            theme = world.theme(f"Theme {n}")
            body = Organisation.objects.create(
                name=f"Body {world.next()}", slug=f"body-{world.next()}", kind="other"
            )
            world.gap(theme, owner=body)
            world.funding(
                world.project(theme, lead_organisation=body), "secured", organisation=body
            )

    grow(1)
    client.get(address_of(key, "csv"))
    few = queries_of(client, address_of(key, "csv"))
    grow(8)
    assert queries_of(client, address_of(key, "csv")) == few <= 16
