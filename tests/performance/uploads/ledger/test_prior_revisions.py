"""Whoever takes back a file that suppressed figures is told that their earlier numbers would show again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs.queue import work
from performance.models import Figure
from performance.uploads import actions
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.prior_revisions import shown_again
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.receiving import receive
from tests.pages.reading_pages import words_of

SAID = "would show"


@pytest.fixture(autouse=True)
def indicator(world):
    return world.indicator(
        world.theme(), name="Convictions", unit="offences", number_kind="counted"
    )


@pytest.fixture
def apply(analyst):
    """Applies a file of these values for the quarters from the first on."""

    def apply_it(*values):
        rows = [
            f"Convictions,Somewhere,Q{n} 2011/12,{value},Because" for n, value in enumerate(values, start=1)
        ]  # fmt: skip
        content = "\n".join(["Indicator,Area,Period,Value,Comment", *rows])
        file = SimpleUploadedFile("figures.csv", content.encode())
        upload = receive(file, kind="figures", by=analyst, again=True)
        work("w")
        upload.refresh_from_db()
        actions.accept_warnings(upload, by=analyst)
        apply_upload(upload, by=analyst)
        return upload

    return apply_it


def numbers_back(upload, by):
    """Take it back: how many figures are numbers that were not."""
    standing = Figure.objects.latest_revisions().filter(value__isnull=False)
    before = set(standing.values_list("pk", flat=True))
    undo_upload(upload, by=by, reason="A mistake")
    return len(set(standing.values_list("pk", flat=True)) - before)


def test_it_is_said_how_many(apply, sign_in, analyst):
    apply("3", "4", "20")
    client = sign_in(analyst)
    upload = apply("<5", "<5", "21")
    page = words_of(client.get(upload.get_absolute_url()))
    assert "2 suppressed figures would show their earlier numbers again" in page

    refused = client.post(reverse("uploads:undo", args=[upload.pk]), {"reason": " "})
    assert "2 suppressed figures would show" in words_of(refused)

    one = apply("n/a", "<5", "<5")
    page = words_of(client.get(one.get_absolute_url()))
    assert "1 suppressed figure would show its earlier number again" in page


@pytest.mark.parametrize(
    ("files", "number"),
    [
        (["3", "4"], 0),
        (["<5", "n/a"], 0),
        (["<5"], 0),
        (["3", "<5"], 1),
        (["3", "<5", "7"], 0),
        (["3", "remove", "<5"], 0),
        (["3", "<5", "remove"], 0),
    ],
)
def test_it_counts_what_taking_the_last_file_back_restores(apply, analyst, files, number):
    upload = [apply(value) for value in files][-1]
    assert shown_again(upload) == number
    if number or files[-1] == "<5":
        assert numbers_back(upload, analyst) == number


@pytest.mark.parametrize("last", ["n/a", "9"])
def test_it_looks_down_through_what_was_taken_back(apply, analyst, last):
    apply("3")
    suppressed, upload = apply("<5"), apply(last)
    assert shown_again(upload) == 0
    undo_upload(suppressed, by=analyst)
    assert shown_again(upload) == 1
    assert numbers_back(upload, analyst) == 1


def test_what_a_file_removed_counts_too(apply, analyst):
    apply("3")
    removed, suppressed = apply("remove"), apply("<5")
    undo_upload(suppressed, by=analyst)
    assert shown_again(removed) == 1
    assert numbers_back(removed, analyst) == 1


def test_nothing_is_said_where_nothing_would_show(apply, sign_in, analyst, board):
    apply("3")
    upload = apply("4")
    assert SAID not in words_of(sign_in(analyst).get(upload.get_absolute_url()))
    assert SAID not in words_of(sign_in(board).get(apply("<5").get_absolute_url()))
