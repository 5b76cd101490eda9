"""Files of the shapes that councils, the police and ministries publish, loaded as they come by somebody at a browser.

Each is made here, small, with the headings, notes and oddities of the real ones.
"""

import json
import re

import openpyxl
import pytest
from playwright.sync_api import expect

KPIS = [
    ("CS02a", "% of telephone calls answered in 15 seconds", "Customers", "%", 77.1, 78.5, 77.4, 80, "la"),
    ("HR11", "Working days (per FTE) lost to sickness (cumulative)", "HR", None, 17, 2.7, 2.7, 3.15, "lr"),
    ("HS01", "Average time (in days) taken to decide a claim", "Housing", None, 15, 11, 11, 15, "lg"),
    ("HS16", "Number of affordable homes handed over (gross)", "Housing", None, 80, 28, 30, 40, "lg"),
    ("IT05", "% uptime of key services", "IT", "%", 98.9, 99.9, 0, 99, "lg"),
    ("LS05", "Days ahead / behind the timetable of projects", "Leisure", None, 0, -28, -28, 0, "lr"),
    ("RB05", "Percentage of business taxes collected", "Revenues", "%", 98.5, 33.6, 57.4, 24.6, "lg"),
    ("SN01", "% reduction in nuisance across the wider area", "Safer", "%", 16, 0, -9, 3, "lg"),
    ("SN03", "Number of harassment incidents", "Safer", None, 1284, 376, 376, 0, "ld"),
    ("SN06", "Weapon offences", "Safer", None, 1238, 271, 271, 0, "ld"),
]  # fmt: skip
# The seeded plan has the first two as places.
LSOAS = [("E01019029", "Cornwall 019A"), ("E01018809", "Cornwall 019C")]
TYPES = ["Littering of beaches", "Theft of boats", "Noise at night"]
LEAVE = "Leave these rows out"


@pytest.fixture
def send(tmp_path):
    """Uploads a file that `write` puts at a path, and waits for its check."""

    def upload(page, name, write):
        write(tmp_path / name)
        page.goto("/uploads/new/")
        page.get_by_label("The file").set_input_files(tmp_path / name)
        page.get_by_role("button", name="Upload and check").click()
        expect(page).to_have_url(re.compile(r"/uploads/\d+/$"))
        settle(page)

    return upload


def settle(page):
    expect(page.locator("#upload-progress")).to_have_count(0, timeout=60_000)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def apply(page):
    for accept in page.get_by_role("button", name=re.compile(r"^Accept \d+ warnings?$")).all():
        accept.click()
    press(page, "Apply all of it")
    expect(page.get_by_text("All of it is applied")).to_be_visible(timeout=60_000)


def new(page):
    return page.get_by_role("list", name="Rows by what they would do").get_by_role("link").first


def test_performance_indicators_become_indicators_from_a_column_in_one_pass(sign_in, send):
    def write(path):
        book = openpyxl.Workbook()
        for row in (
            ["District Council - Key performance indicators, Quarter 2 2010/11"],
            [],
            ["Ref", "Description", "Service", "Unit", "2009/10", "Q1 2010/11", "Q2 2010/11", "Target", "Status", "Notes"],
            *[[*one, "No notes"] for one in KPIS],
        ):  # fmt: skip
            book.active.append(row)
        book.save(path)

    page = sign_in("analyst")
    send(page, "kpis.xlsx", write)
    page.get_by_role("button", name="Name the columns").click()
    expect(page.get_by_label("Column B: Description")).to_have_value("indicator")
    press(page, "Name the columns and check")
    expect(page.get_by_text("Columns A (“Ref”), C (“Service”), H (“Target”)")).to_be_visible()
    expect(page.get_by_text("10 indicators that are not here").first).to_be_visible()

    page.get_by_role("button", name="Make them indicators").click()
    unit = page.get_by_label("Unit: Number of affordable homes handed over (gross)")
    expect(unit).to_have_value("affordable homes handed over")
    press(page, "Make these indicators and check")
    expect(page.get_by_text("10 new indicators came with this file")).to_be_visible()
    expect(new(page)).to_contain_text("30")
    apply(page)


def test_crimes_by_type_and_small_area_load_without_those_of_other_counties(sign_in, send):
    def write(path):
        book = openpyxl.Workbook()
        book.active.title = "Pivot"
        book.active.append(["LSOA code", "LSOA name", "Quarter", *TYPES])
        book.active.append(["E01004557", "Wandsworth 015B", "Q1 2010/11", 33, 0, 0])
        for n in range(12):
            book.active.append([f"E010150{n:02}", f"Plymouth 00{n % 9}A", "Q1 2010/11", n, 0, 2])
        for code, name in LSOAS:
            book.active.append([code, name, "Q1 2010/11", 6, 0, 2])
        book.save(path)

    page = sign_in("analyst")
    send(page, "crimes.xlsx", write)
    page.get_by_role("button", name="Name the columns").click()
    page.get_by_label("What is counted or measured?").fill("crimes")
    page.get_by_label("Lower is better").check()
    press(page, "Name the columns and check")
    page.get_by_label("13 LSOAs not among your areas, 13 rows").select_option(label=LEAVE)
    press(page, "Keep these answers and check again")
    expect(page.get_by_text("13 rows are left out, as was answered")).to_be_visible()
    expect(new(page)).to_contain_text("6")
    apply(page)
    expect(page.get_by_text("13 LSOAs that are not yours (13 rows)")).to_be_visible()


def test_a_sheet_of_published_tables_is_chosen_by_looking(sign_in, send):
    def write(path):
        book = openpyxl.Workbook()
        book.active.title = "Contents"
        book.active.append(["Tables of this release"])
        for number, title in ((1, "Households by assessment"), (2, "Households by reason")):
            sheet = book.create_sheet(f"A{number}")
            for row in (
                [f"Table A{number} - {title}\nEngland, July to September 2010"],
                [
                    None,
                    None,
                    f"Total assessed by {number} authority1,2",
                    "Assessed as owed a duty",
                    None,
                ],
                [None, None, None, f"Prevention, table {number}", f"Relief, table {number}3"],
                ["E92000001", "ENGLAND", 90780, 45840, 44940],
                ["E12000008", "South East", 12660, 6330, 6330],
                ["-", "Rest of England", 72100, 36050, 36050],
                ["E06000001", "Hartlepool", 61, 30, "[c]"],
                ["E06000052", "Cornwall", 607, 235, 361],
                [],
                ["1", "Totals may not equal the sum, because of rounding."],
            ):
                sheet.append(row)
            sheet.merge_cells("D2:E2")
        book.save(path)

    page = sign_in("analyst")
    send(page, "statutory.xlsx", write)
    page.get_by_role("link", name="Choose by looking").click()
    expect(page.get_by_text("Passed over, as there is no number in it: “Contents”")).to_be_visible()
    page.get_by_label("Read A1 Table A1 - Households by assessment").check()
    press(page, "Read these and check")
    page.get_by_role("button", name="Name the columns").click()
    expect(page.get_by_text("rows 2 and 3 of the sheet A1")).to_be_visible()
    heading = "Assessed as owed a duty Relief, table 13"
    expect(page.get_by_role("rowheader", name=heading)).to_be_visible()
    expect(page.get_by_label("Column A", exact=True)).to_have_value("area")
    expect(page.get_by_label("If no column names the period")).to_have_value("Q2 2010/11")
    # What is called a total may be a sum of the others: it is for a person to say.
    page.get_by_label("Column C: Total assessed by 1 authority1,2").select_option("new")
    page.get_by_label("What is counted or measured?").fill("households")
    page.get_by_label("Lower is better").check()
    page.get_by_label("Quarterly").check()
    press(page, "Name the columns and check")

    for answer in page.locator("main select").all():
        answer.select_option(label=LEAVE)
    press(page, "Keep these answers and check again")
    expect(page.get_by_text("only “A1” is")).to_be_visible()
    expect(new(page)).to_contain_text("3")
    expect(page.get_by_text("Total assessed by 1 authority", exact=True).first).to_be_visible()
    apply(page)


def wards(path):
    features = [
        {
            "type": "Feature",
            "properties": {"WD13CD": code, "WD13NM": name},
            "geometry": {"type": "Polygon", "coordinates": [square(n)]},
        }
        for n, (code, name) in enumerate(WARDS)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


WARDS = [("E05000819", "Altrincham"), ("E05000820", "Ashton upon Mersey"), ("E05000821", "Bowdon")]


def square(n):
    west, south = -2.3 + n / 100, 53.4
    corners = ((0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01), (0, 0))
    return [[round(west + x, 4), round(south + y, 4)] for x, y in corners]


def test_wards_of_another_partnership_load_and_then_their_rates(sign_in, send, tmp_path):
    page = sign_in("admin")
    page.goto("/setting-up/areas/")
    page.get_by_label("Places").first.fill("Trafford, district or borough, , E08000009")
    page.get_by_label("New places that lie in nothing are beside our partnership").check()
    page.get_by_role("button", name="See what it would do").click()
    page.get_by_role("button", name="Add these places").click()
    expect(page.get_by_text("1 area new at the top")).to_be_visible()

    wards(tmp_path / "wards.json")
    page.goto("/setting-up/boundaries/")
    page.get_by_label("The boundary file").set_input_files(tmp_path / "wards.json")
    page.get_by_label("New places lie in").select_option(label="Trafford (district or borough)")
    page.get_by_label("Where the file comes from").fill("A data lab")
    page.get_by_role("button", name="See what it would do").click()
    page.get_by_role("button", name="Load the boundaries").click()
    expect(page.get_by_text("3 areas new under Trafford; 0 already there")).to_be_visible()

    # One that is not here, and one that is counted here.
    for name in ("Fly-tipping", "Premises closures for nuisance and disorder"):
        rows = "".join(
            f"{code},{ward},{name},2010-10 to 2011-09,Rate,Incidents,{n}.8\n"
            for n, (code, ward) in enumerate(WARDS, start=20)
        )
        heads = "area_code,area_name,indicator,period,measure,unit,value\n"
        send(page, "rates.csv", lambda path, text=heads + rows: path.write_text(text))
        page.get_by_role("button", name="Make it an indicator").click()
        page.get_by_label("Which area are their headline figures for?").select_option(
            label="Trafford (district or borough)"
        )
        press(page, "Make these indicators and check")
        expect(new(page)).to_contain_text("3")
        apply(page)
        page.get_by_role("table").get_by_role("link", name=name).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(page.get_by_role("row").filter(has_text="Bowdon").first).to_contain_text("22.8")
