"""docs/asvs.md says of every requirement of OWASP ASVS 5.0, levels 1 and 2, how the planner stands, and counts rightly.

docs/inventory.md, which it leans on, has the numbers that the planner goes by.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from accounts.form_drafts import LONGEST_DRAFT, MOST_DRAFTS
from core.jobs.leases import MOST_ATTEMPTS
from performance.uploads.files import limits
from safercornwall.exports.packs.making import MOST_KEPT, MOST_UNDER_WAY
from safercornwall.exports.word.inspection import (
    MAX_TEMPLATE_BYTES,
    MAX_UNPACKED_BYTES,
    MOST_PARTS,
)

ROOT = Path(settings.BASE_DIR)
PAGE, INVENTORY = ROOT / "docs" / "asvs.md", ROOT / "docs" / "inventory.md"
APPLIES = ("met", "partly", "not met")
STATUSES = (*APPLIES, "does not apply")
# How many of levels 1 and 2 each section has. They come first in it: those of level 3 follow.
SECTIONS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
ASKED = [
    f"{chapter}.{section}.{number}"
    for chapter, sections in SECTIONS.items()
    for section, many in enumerate(sections, 1)
    for number in range(1, many + 1)
]
ROW = re.compile(r"\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|")
COUNT = re.compile(r"\| (apply|met|partly|not met|do not apply) \| (\d+) \| (.*) \|")
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.toml)`")
LINKED = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")


def minutes(time):
    return int(time.total_seconds()) // 60


def lines():
    return PAGE.read_text().splitlines()


def rows():
    return [found.groups() for line in lines() if (found := ROW.fullmatch(line))]


def test_every_requirement_has_one_row_in_order():
    assert len(ASKED) == 253
    assert [number for number, *_ in rows()] == ASKED


def test_every_row_has_a_status_and_says_where_or_why():
    assert {status for _, _, status, _ in rows()} <= set(STATUSES)
    assert [number for number, _, _, where in rows() if len(where) < 5] == []


def test_the_counts_are_those_of_the_rows():
    found = Counter(status for _, _, status, _ in rows())
    applying = sum(found[status] for status in APPLIES)
    stated = {
        what: (int(many), share) for line in lines() for what, many, share in COUNT.findall(line)
    }
    assert {what: many for what, (many, _) in stated.items()} == {
        "apply": applying,
        **{status: found[status] for status in APPLIES},
        "do not apply": found["does not apply"],
    }
    for status in APPLIES:
        assert stated[status][1] == f"{found[status] / applying:.0%}"


@pytest.mark.parametrize("page", [PAGE, INVENTORY], ids=lambda page: page.stem)
def test_every_file_that_is_named_is_there(page):
    assert {path for path in NAMED.findall(page.read_text()) if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("page", [PAGE, INVENTORY], ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page):
    for path, heading in LINKED.findall(page.read_text()):
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not heading or heading in headings(target), heading


def headings(page):
    found = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in found}


def test_what_is_met_is_shown_by_a_test_or_a_place():
    """Only of what is nowhere, or lies with others, may words alone say that it is met."""
    bare = [
        n
        for n, _, status, where in rows()
        if status == "met" and "`" not in where and "](" not in where
    ]
    assert set(bare) <= WORDS_ALONE


# No code can be named for what the planner does not have.
WORDS_ALONE = {"1.3.10"}


@pytest.mark.parametrize(
    "words",
    [
        f"{limits.MAX_FILE_BYTES // 10**6} MB; unpacked {limits.MAX_UNPACKED_BYTES // 10**6} MB and {limits.MAX_PARTS:,} parts",
        f"{limits.MAX_ROWS:,} rows, {limits.MAX_COLUMNS} columns, {limits.MAX_CELLS / 10**6} million cells",
        f"{MAX_TEMPLATE_BYTES // 10**6} MB; unpacked {MAX_UNPACKED_BYTES // 10**6} MB and {MOST_PARTS} parts",
        f"| {settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 10**6} MB, and the file that a page takes |",
        f"| {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,}; one |",
        f"from one address | {settings.AXES_FAILURE_LIMIT} in {minutes(settings.AXES_COOLOFF_TIME)} minutes",
        f"from one address | {settings.MOST_WRONG_TRIES_FROM_AN_ADDRESS} in ",
        f"from anywhere | {settings.MOST_WRONG_TRIES_FOR_A_NAME} in ",
        f"{MOST_UNDER_WAY} under way, {MOST_KEPT} kept",
        f"| {MOST_DRAFTS} of {LONGEST_DRAFT // 1000} kB |",
        f"| {MOST_ATTEMPTS} attempts",
        f"{minutes(settings.SESSION_IDLE_TIME)} minutes idle, {minutes(settings.SESSION_LONGEST_TIME) // 60} hours in all",
    ],
)
def test_the_inventory_has_the_numbers_of_the_code(words):
    assert words in INVENTORY.read_text()
