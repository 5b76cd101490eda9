"""A board member takes a pack away, and it says what the pages say. Where LibreOffice is, it opens it too."""

import os
import re
import shutil
import subprocess

import docx
import pypdfium2
from playwright.sync_api import expect

from accounts.models import User
from performance.choices import Status
from performance.digests.subscriptions import token_of

# Where a program that is called otherwise is; and whether the test may do without.
OFFICE = os.environ.get("LIBREOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
MUST_OPEN = os.environ.get("OFFICE") == "required"
SLOWEST = 120_000


def test_a_board_member_on_a_tablet_goes_from_the_board_to_the_pack(
    sign_in, accessibility_problems, tmp_path
):
    """From an off-track bar to its points, its theme, a place of it on a map, and the pack, which says what the board says."""
    page = sign_in("board")
    page.set_viewport_size({"width": 768, "height": 1024})
    bar = page.locator(".sc-board__bars .sc-rows__row", has_text="ASB: adults")
    expect(bar).to_contain_text("Off track")
    bar.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Adults not coming to attention")
    drawn = page.locator(".sc-series svg[role='img'] circle.sc-pic__point")
    told = page.locator("#figures ~ * table tbody tr td:nth-of-type(1)")
    assert drawn.count() == told.count() == 1
    assert accessibility_problems(page) == []

    page.locator("main").get_by_role("link", name="Rowdy / nuisance anti-social").first.click()
    expect(page.locator(".sc-first .sc-verdict")).to_contain_text("2 of 5 indicators are off track")
    assert accessibility_problems(page) == []
    page.locator(".sc-area-list").get_by_role("link", name="Camborne North").click()
    place_map = page.locator("main svg[role='img']").first
    expect(place_map).to_be_visible()
    expect(place_map).to_have_accessible_name(re.compile("Camborne North"))
    assert accessibility_problems(page) == []

    page.goto("/")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="Downloads").click()
    assert accessibility_problems(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Make a board pack").click()
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Make the pack").click()
    button = page.get_by_role("button", name="Download for Word")
    button.wait_for(timeout=SLOWEST)
    assert accessibility_problems(page) == []
    with page.expect_download() as download:
        button.click()
    path = tmp_path / "pack.docx"
    download.value.save_as(path)

    in_word = statuses_in_word(path)
    assert len(in_word) == 24
    assert in_word == statuses_on_page(page)
    assert OFFICE or not MUST_OPEN, "No LibreOffice found. LIBREOFFICE can name it."
    if OFFICE:
        look_at_it_in_libreoffice(path, in_word)


def test_the_pages_of_templates_and_digests_can_be_used_by_everybody(
    sign_in, accessibility_problems
):
    page = sign_in("admin")
    page.goto("/plans/2012-13/board-pack/template/")
    assert accessibility_problems(page) == []
    page.goto("/accounts/your-account/")
    page.get_by_role("button", name="Send me digests").click()
    page.get_by_role("button", name="Stop digests").wait_for()
    assert accessibility_problems(page) == []
    page.goto(f"/accounts/digests/stop/{token_of(User.objects.get(username='admin'))}/")
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Stop it").click()
    page.get_by_role("heading", name="You get no more digests").wait_for()
    assert accessibility_problems(page) == []


def statuses_in_word(path):
    """Each indicator and its status, from the performance table."""
    file = docx.Document(path)
    table = next(
        one
        for one in file.tables
        if [cell.text for cell in one.rows[0].cells[:2]] == ["Indicator", "Good is"]
    )
    place = [cell.text for cell in table.rows[0].cells].index("Status")
    return {
        row.cells[0].paragraphs[0].text: row.cells[place].paragraphs[0].text.partition(" ")[2]
        for row in table.rows[1:]
        if row.cells[0].text != row.cells[-1].text
    }


def statuses_on_page(page):
    page.goto("/")
    found = {}
    for row in page.locator("table.sc-performance tr.sc-has-explanation").all():
        name = row.locator("th a").first.inner_text()
        found[name] = row.locator("td[data-label='Status'] .sc-tag").first.inner_text().strip()
    return found


def look_at_it_in_libreoffice(path, in_word):
    pdf = pypdfium2.PdfDocument(converted(path))
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    words = re.sub(r"\s+", " ", " ".join(texts))
    assert len(pdf) > 20
    sections = (
        "At a glance",
        "Decisions asked for",
        "What needs attention",
        "Priority 1: Domestic abuse",
    )
    # Once in the contents, then where it stands, in this order.
    places = [words.rindex(section) for section in sections[:3]]
    assert places == sorted(places)
    assert all(section in words for section in sections)
    assert "Funding ends on 31 March 2012" in texts[2]
    assert "Where each theme stands" in texts[2]
    assert {str(status.label) for status in Status if str(status.label) in in_word.values()} <= set(
        re.findall("|".join(str(status.label) for status in Status), words)
    )
    # The contents say on which page each theme is.
    (contents,) = (text for text in texts if text.strip().startswith("Contents"))
    number = int(re.search(r"Priority 1: Domestic abuse\.*\s*(\d+)", contents)[1])
    assert "Priority 1: Domestic abuse" in texts[number - 1]
    assert any(page.get_width() > page.get_height() for page in pdf)
    first_pages = [pdf[number] for number in (2, 3)]
    assert any(map(is_drawn, first_pages)), "The bars of what is furthest off are not there."


def converted(path):
    made = path.with_suffix(".pdf")
    profile = (path.parent / "office").as_uri()
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", path.parent, path],
        check=True, capture_output=True, timeout=SLOWEST / 1000,
    )  # fmt: skip
    return made


def is_drawn(page):
    """Whether bars in the dark blue of our charts cover part of the page."""
    picture = page.render(scale=0.5)
    # Blue, green and red.
    dark = bytes((0x5C, 0x3D, 0x1D))
    whole = bytes(picture.buffer)
    step = picture.n_channels
    found = sum(whole[place : place + 3] == dark for place in range(0, len(whole), step))
    return found > 1_000
