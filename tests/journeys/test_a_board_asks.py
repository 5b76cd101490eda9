"""Ten questions of a board member, each answered within one click of the board and twenty seconds of reading."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("as_seeded")

# Four words a second, for twenty seconds.
MOST_WORDS = 80
WIDTHS = {"phone": 360, "tablet": 768, "laptop": 1280}
# The question, the link to click (or none), the part of the page that answers, and what it says first.
QUESTIONS = {
    "Which indicators are off track, by how much, worst first?": (
        None, ".sc-board__bars", r"SARC forensic examinations.*?25%.*?Off track · at least 100%",
    ),
    "What money runs out in six months, and for which services?": (
        None, ".sc-headline", r"31 March 2012 for IDVA Service \(high risk victims\) and IDVA Service",
    ),
    "What am I asked to decide, by when, and what does it block?": (
        None, ".sc-board__asked",
        r"shortfall in funding for the Delivery Plan \(7 projects on hold\).*?was 1 October 2011",
    ),
    "What is nobody doing anything about?": (
        "Priority area not covered", ".sc-flags",
        r"Rated very high for Domestic abuse, and covered only by county-wide projects.*?Liskeard",
    ),
    "Which towns come up under most themes?": (None, ".sc-board__places", r"Penzance 6 themes"),
    "Has domestic abuse got better or worse since last year?": (
        "Domestic abuse", ".sc-first", r"Direction.*?Evidence: up 9%",
    ),
    "What changed since my last meeting?": (
        "What changed since 30 November 2011", ".sc-since", r"0 statuses changed",
    ),
    "Who owns the biggest gap?": (
        None, ".sc-board__gaps", r"What will your drink cost.*?county-wide, 4 themes.*?Nobody owns it",
    ),
    "How fresh is this?": (
        None, ".sc-fresh", r"30 November 2011\. The newest figure is for Q1 2011/12, to 30 June 2011",
    ),
    "Give me something to take away": ("Downloads", "main", r"Board pack.*?One Word document"),
}  # fmt: skip


# What is seen on the page before its flags, word by word: not what only a screen reader hears.
SEEN = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const end = document.querySelector('#flags');
  const words = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (end.compareDocumentPosition(node) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY)) break;
    if (!node.parentElement.closest('.govuk-visually-hidden, svg, script')) words.push(node.textContent);
  }
  return words.join(' ');
}"""


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_each_question_is_answered_within_one_click(sign_in, width):
    page = sign_in("board")
    page.set_viewport_size({"width": width, "height": 900})
    unanswered = {}
    for question, (link, part, answer) in QUESTIONS.items():
        page.goto("/")
        if link:
            page.locator("main").get_by_role("link", name=link, exact=True).first.click()
        region = page.locator(part).first
        expect(region).to_be_visible()
        words = " ".join(region.inner_text().split())
        found = re.search(answer, words)
        if found is None:
            unanswered[question] = words[:300]
        elif len(words[: found.end()].split()) > MOST_WORDS:
            unanswered[question] = f"Only after {len(words[: found.end()].split())} words"
    assert unanswered == {}


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_the_board_says_at_most_600_words_before_its_tables(sign_in, width):
    page = sign_in("board")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    before = page.evaluate(
        SEEN,
    )
    assert len(before.split()) <= 600


# The columns and words of the matrix that run out of their table or their cell.
CUT_OFF = """() => {
  const table = document.querySelector('.sc-board__matrix table').getBoundingClientRect();
  const section = document.querySelector('.sc-board__matrix').getBoundingClientRect();
  const cut = [];
  if (table.right > section.right + 1) cut.push('the table');
  for (const word of document.querySelectorAll('.sc-board__matrix .sc-cell__word')) {
    if (word.getBoundingClientRect().right > word.closest('td').getBoundingClientRect().right + 1) cut.push(word.textContent);
  }
  return cut;
}"""


def test_no_column_of_the_matrix_is_cut_off(sign_in):
    page = sign_in("board")
    cut = {}
    for width in (320, 360, 640, 700, 767, 768, 1024, 1200, 1279, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/")
        if found := page.evaluate(CUT_OFF):
            cut[width] = found
    assert cut == {}
