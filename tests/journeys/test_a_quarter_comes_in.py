"""An analyst's quarter: from the template to the board, and back."""

import re

from openpyxl import load_workbook
from playwright.sync_api import expect

QUARTER = "Q2 2011/12"
ADULTS = "Adults not coming to attention for a further act of ASB within 3 months of a warning / intervention"
YOUNG_PEOPLE = ADULTS.replace("Adults", "Young people")
SECONDARY, PRIMARY = "Deliberate fires, secondary", "Deliberate fires, primary"
# Adults come from off track to on track; the other two are as they were.
FIGURES = {ADULTS: 82, YOUNG_PEOPLE: 86, SECONDARY: 2.7}


def test_a_quarters_figures_come_in_change_the_board_and_are_taken_back(
    sign_in, tmp_path, accessibility_problems
):
    page = sign_in("analyst")
    assert status_on_the_board(page) == "Off track"

    page.goto("/uploads/")
    page.get_by_role("link", name=re.compile("workbook to fill in", re.IGNORECASE)).click()
    page.get_by_label("Period", exact=True).select_option(label=QUARTER)
    with page.expect_navigation():
        page.get_by_role("button", name="Show what is due").click()
    assert accessibility_problems(page) == []
    path = download(page, page.get_by_role("button", name="Download the workbook"), tmp_path)
    atlantis, a_few = fill_in(path)

    send(page, path)
    expect(page.get_by_text("There are 2 errors")).to_be_visible()
    expect(finding(page, atlantis)).to_contain_text("Atlantis")
    expect(finding(page, a_few)).to_contain_text("not a number")
    expect(page.get_by_role("button", name="Apply all of it")).to_have_count(0)
    assert accessibility_problems(page) == []

    page.get_by_role("button", name="Mark these cells in your workbook").click()
    link = page.get_by_role("button", name="Download the marked workbook")
    expect(link).to_be_visible(timeout=60_000)
    assert accessibility_problems(page) == []
    path = download(page, link, tmp_path)
    correct(path, atlantis, a_few)
    send(page, path)
    accept_warnings(page)
    would_move = page.get_by_role("table", name="Indicators that would change status")
    moving = would_move.get_by_role("row").filter(has_text=ADULTS)
    expect(moving).to_contain_text("Off track")
    expect(moving).to_contain_text("Just on track")
    assert accessibility_problems(page) == []
    upload = page.url
    assert status_on_the_board(page) == "Off track"

    page.goto(upload)
    page.get_by_role("button", name="Apply all of it").click()
    expect(page.get_by_text("All of it is applied")).to_be_visible(timeout=60_000)
    assert accessibility_problems(page) == []
    assert status_on_the_board(page) == "Just on track"

    page.goto(upload)
    page.get_by_label("Why is it taken back?").fill("Sent in for another quarter.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("3 figures are as they were before")).to_be_visible(timeout=60_000)
    assert status_on_the_board(page) == "Off track"


def download(page, what, folder):
    with page.expect_download() as coming:
        what.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def fill_in(path):
    """Three good rows, an area that nobody knows, and words for a number. The cells of the last two."""
    book = load_workbook(path)
    sheet = book["Figures"]
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    rows = {sheet.cell(n, 1).value: n for n in range(2, sheet.max_row + 1)}
    for indicator, value in FIGURES.items():
        sheet.cell(rows[indicator], columns["Value"], value)
    a_few = sheet.cell(rows[PRIMARY], columns["Value"], "a few")
    spare = max(rows.values()) + 1
    row = {"Indicator": SECONDARY, "Area": "Atlantis", "Period": QUARTER, "Value": 3}
    for heading, said in row.items():
        sheet.cell(spare, columns[heading], said)
    atlantis = sheet.cell(spare, columns["Area"])
    book.save(path)
    return f"Figures!{atlantis.coordinate}", f"Figures!{a_few.coordinate}"


def correct(path, *cells):
    """What is marked says what is wrong with it; clearing both rows' values puts it right."""
    book = load_workbook(path)
    sheet = book["Figures"]
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for name in cells:
        cell = sheet[name.partition("!")[2]]
        assert cell.comment.text, name
        sheet.cell(cell.row, columns["Value"]).value = None
    book.save(path)


def send(page, path):
    page.goto("/uploads/new/")
    page.get_by_label("Figures of indicators").check()
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible(timeout=60_000)


def accept_warnings(page):
    """A figure unlike its few earlier ones may be doubted: an analyst reads that, and goes on."""
    accept = page.get_by_role("button", name=re.compile("^Accept"))
    if accept.count():
        accept.click()


def finding(page, cell):
    found = page.get_by_role("table", name="What was found, errors first")
    return found.get_by_role("row").filter(has=page.get_by_role("rowheader", name=cell, exact=True))


def status_on_the_board(page):
    page.goto("/")
    row = page.get_by_role("row").filter(has_text=ADULTS)
    return row.locator(".sc-tag").first.inner_text().strip()
