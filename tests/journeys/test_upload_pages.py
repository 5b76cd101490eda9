"""The pages of an upload at every stage, made by hand at a browser: readable by everyone, wide and narrow."""

import openpyxl
import pytest
from playwright.sync_api import expect

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
HEADINGS = "Indicator,Area,Period,Value\n"
FIRES, ADULTS = (
    '"Deliberate fires, primary"',
    '"Adults not coming to attention for a further act of ASB within 3 months of a warning / intervention"',
)


@pytest.fixture
def look(accessibility_problems):
    """Looks over the page as it stands, on a desk, on a phone and in print; what was wrong is in `problems`."""

    def look_over(page, stage):
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            look_over.problems += [
                (stage, size["width"], one) for one in accessibility_problems(page)
            ]
            if page.evaluate(SIDEWAYS) > 0:
                look_over.problems.append((stage, size["width"], "the page scrolls sideways"))
        page.set_viewport_size(DESK)
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
        page.emulate_media(media="screen")

    look_over.problems = []
    yield look_over
    assert look_over.problems == []


@pytest.fixture
def send(tmp_path):
    """Uploads a file with these words, waits for its check, and gives the address of its page."""

    def upload(page, name, text):
        path = tmp_path / name
        path.write_text(text)
        page.goto("/uploads/new/")
        page.get_by_label("The file").set_input_files(path)
        page.get_by_role("button", name="Upload and check").click()
        expect(page.locator("#upload-progress")).to_have_count(0, timeout=60_000)
        return page.url

    return upload


def test_what_cannot_be_read_and_what_must_be_named(sign_in, look, send):
    page = sign_in("analyst")
    page.goto("/uploads/new/")
    look(page, "new")
    page.get_by_role("button", name="Upload and check").click()
    expect(page).to_have_title("Error: Upload a file – Safer Cornwall Partnership")
    look(page, "new, without a file")

    send(page, "no workbook.xlsx", "This is no workbook.")
    expect(page.get_by_role("heading", name="Why it was refused")).to_be_visible()
    look(page, "refused")

    send(
        page,
        "ours.csv",
        "What of ours,Whereabouts,Whenever,How much\nFires,Cornwall,Q2 2011/12,1\n",
    )
    look(page, "columns to be named")
    with page.expect_navigation():
        page.get_by_role("button", name="Name the columns").click()
    look(page, "naming columns")
    page.go_back()
    page.get_by_role("button", name="Discard this upload").click()
    expect(page.get_by_text("Nothing was saved from it.").first).to_be_visible()
    look(page, "discarded")


def test_sheets_are_chosen_by_looking(sign_in, look, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["Figures of the partnership"])
    for name in ("Town", "Rural", "Both", "All"):
        sheet = book.create_sheet(name)
        for row in (
            ["A title that is long enough to be wider than the screen of a telephone"],
            [None, "Q1 2011/12", None, "Q2 2011/12"],
            ["Whatever", "Target", "Actual", "Actual"],
            ["Fires", 4, 5, 6],
        ):
            sheet.append(row)
    book.save(tmp_path / "sheets.xlsx")
    page = sign_in("analyst")
    page.goto("/uploads/new/")
    page.get_by_label("The file").set_input_files(tmp_path / "sheets.xlsx")
    page.get_by_role("button", name="Upload and check").click()
    expect(page.locator("#upload-progress")).to_have_count(0, timeout=60_000)
    page.get_by_role("link", name="Choose by looking").click()
    look(page, "choosing sheets")
    page.get_by_role("button", name="Read these and check").click()
    expect(page.get_by_role("link", name="Tick at least one sheet")).to_be_visible()
    page.get_by_label("Read Rural").check()
    page.locator("summary", has_text="First rows of Rural").click()
    look(page, "a sheet is open")
    expect(page.get_by_label("3 of Rural has headings")).to_be_checked()
    page.get_by_role("button", name="Read these and check").click()
    expect(page.locator("#upload-progress")).to_have_count(0, timeout=60_000)
    with page.expect_navigation():
        page.get_by_role("button", name="Name the columns").click()
    expect(page.get_by_text("rows 2 and 3 of the sheet Rural")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Q1 2011/12 Actual")).to_be_visible()


def test_a_list_of_incidents_is_counted(sign_in, look, send):
    page = sign_in("analyst")
    rows = "".join(f"{n},2011-0{7 + n % 3},-5.1,50.2,E01018750,Fires\n" for n in range(9))
    send(page, "street.csv", f"Crime ID,Month,Longitude,Latitude,LSOA code,Crime type\n{rows}")
    look(page, "a list of incidents")
    page.get_by_role("button", name="Count the incidents").click()
    look(page, "counting incidents")
    page.get_by_label("Quarter: ", exact=False).check()
    page.get_by_role("button", name="Count and check").click()
    expect(page.locator("#upload-progress")).to_have_count(0, timeout=60_000)
    expect(page.get_by_text("9 rows are counted into 1 figure, by type")).to_be_visible()


def test_what_is_wrong_and_what_is_doubtful(sign_in, look, send):
    page = sign_in("analyst")
    send(
        page,
        "errors.csv",
        f"{HEADINGS}{FIRES},Atlantis,Q2 2011/12,1.2\n{FIRES},Cornwall,Q2 2011/12,lots\n",
    )
    expect(page.get_by_text("There are 2 errors.")).to_be_visible()
    expect(
        page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="B2"))
    ).to_contain_text("Atlantis")
    look(page, "errors")

    send(page, "doubts.csv", f"{HEADINGS}{ADULTS},Truro,Q2 2011/12,0.77\n")
    look(page, "warnings")
    page.get_by_role("button", name="Accept 1 warning").click()
    expect(page.get_by_role("button", name="Apply all of it")).to_be_visible()
    look(page, "warnings accepted")
    page.locator("summary", has_text="Discard this upload").click()
    look(page, "asked whether to discard")
    page.get_by_role("button", name="Yes, discard it").click()


def test_from_preview_to_applied_and_taken_back(sign_in, look, send):
    page = sign_in("analyst")
    text = f"{HEADINGS}{FIRES},Cornwall,Q2 2011/12,1\n{FIRES},Truro,Q2 2011/12,1.5\n{FIRES},Bude,Q2 2011/12,\n"
    upload = send(page, "fires.csv", text)
    expect(page.get_by_text("1 cell is blank. What stands there is left alone")).to_be_visible()
    look(page, "checked")

    tiles = page.get_by_role("list", name="Rows by what they would do")
    tiles.get_by_role("link", name="New").click()
    expect(page.get_by_role("row").filter(has_text="Truro")).to_contain_text(
        "1.5 per 100,000 population"
    )
    expect(page.get_by_role("row").filter(has_text="Bude")).to_have_count(0)
    look(page, "rows")

    page.goto(upload)
    page.get_by_role("button", name="Apply all of it").click()
    expect(page.get_by_text("All of it is applied")).to_be_visible(timeout=60_000)
    look(page, "applied")

    page.get_by_role("table").get_by_role("link", name="Deliberate fires, primary").first.click()
    expect(page.get_by_text("From fires.csv, row 2 (D2), by")).to_be_visible()
    page.get_by_role("link", name="History of the figure for Q2 2011/12").click()
    expect(page.get_by_text("Revision 1")).to_be_visible()
    look(page, "history of a figure")

    send(page, "the same.csv", text)
    expect(page.get_by_role("link", name="fires.csv, uploaded by")).to_have_attribute(
        "href", upload[upload.index("/uploads/") :]
    )
    look(page, "the same file again")

    page.goto(upload)
    page.get_by_label("Why is it taken back?").fill("Sent in for another quarter.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("2 figures are as they were before")).to_be_visible(timeout=60_000)
    look(page, "taken back")
    page.goto("/uploads/")
    look(page, "list")


def test_a_board_member_reads_an_upload_and_changes_nothing(sign_in, look, send):
    page = sign_in("analyst")
    upload = send(page, "to read.csv", f"{HEADINGS}{FIRES},Cornwall,Q2 2011/12,1.1\n")
    landing = upload[upload.index("/uploads/") :]
    page.context.clear_cookies()
    page = sign_in("board", landing=landing)
    expect(page.get_by_role("heading", name="About the file")).to_be_visible()
    expect(page.get_by_role("heading", name="Row by row")).to_have_count(0)
    expect(page.locator("main form")).to_have_count(0)
    look(page, "checked, to read")

    page.context.clear_cookies()
    page = sign_in("analyst", landing=landing)
    page.get_by_role("button", name="Apply all of it").click()
    expect(page.get_by_text("All of it is applied")).to_be_visible(timeout=60_000)
    page.context.clear_cookies()
    page = sign_in("board", landing=landing)
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Download")).to_have_count(0)
    expect(page.locator("main form")).to_have_count(0)
    look(page, "applied, to read")
