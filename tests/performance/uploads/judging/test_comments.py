"""What a file says beside a figure is kept with it, changes it, and goes when the upload is taken back."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.jobs import queue
from core.periods import Period
from performance.cells.findings import FindingList
from performance.cells.lookups import Lookups
from performance.models import Figure, Indicator, Upload
from performance.uploads import actions
from performance.uploads.files import CellProblem
from performance.uploads.judging import Judge
from performance.uploads.layout.layouts import Layout
from performance.uploads.ledger.staging import compare
from performance.uploads.receiving import receive
from places.models import Area
from tests.pages.reading_pages import words_of

LONG_AGO = datetime(2011, 7, 1, tzinfo=UTC)
Q1 = Period.quarter(2010, 1)
HEADINGS = ["Indicator", "Area", "Period", "Value", "State", "Comment"]
NOT_APPLICABLE = "not_applicable"


@pytest.fixture
def crimes(db):
    area = Area.objects.create(name="C", slug="c", kind="county", level=0, path="/c/")
    return Indicator.objects.create(
        slug="crimes", order=1, name="Crimes", unit="crimes", polarity="lower",
        frequency="quarter", number_kind="counted", area=area,
    )  # fmt: skip


@pytest.fixture
def put(crimes):
    """Puts a figure in, as known for long."""

    def figure(value=5, **facts):
        return Figure.objects.create(
            indicator=crimes, area=crimes.area, period_start=Q1.start, period_end=Q1.end,
            value=value, known_from=LONG_AGO, **facts,
        )  # fmt: skip

    return figure


@pytest.fixture
def checked(crimes, analyst):
    """Checks a file of one row: a value, what is said beside it, and a state."""

    def check(value, comment="", state=""):
        row = f"Crimes,C,Q1 2010/11,{value},{state},{comment}"
        content = "\n".join([",".join(HEADINGS), row]).encode()
        file = SimpleUploadedFile("Q1.csv", content)
        upload = receive(file, kind="figures", by=analyst, again=True)
        queue.work()
        upload.refresh_from_db()
        return upload

    return check


@pytest.fixture
def applied(checked, analyst):
    def apply(*row):
        upload = checked(*row)
        actions.apply(upload, by=analyst, reason="As the police say")
        queue.work()
        upload.refresh_from_db()
        assert upload.stage == Upload.Stage.APPLIED
        return upload

    return apply


def latest():
    return Figure.objects.latest_revisions().get()


def verdict(upload):
    return upload.rows.get().verdict


def test_a_comment_comes_with_its_figure(applied):
    applied("5", "Counted twice")
    assert (latest().value, latest().comment, latest().reason) == (5, "Counted twice", "")


@pytest.mark.parametrize(
    ("said", "expected"),
    [("Recounted", "changed"), ("As before", "unchanged"), ("  As before ", "unchanged"),
     ("", "unchanged"), ("  ", "unchanged")],
)  # fmt: skip
def test_another_comment_alone_is_a_change_and_a_blank_one_none(put, checked, said, expected):
    put(comment="As before")
    assert verdict(checked("5", said)) == expected


def test_a_comment_alone_is_a_revision_of_its_own(put, applied):
    put(comment="As before")
    applied("5", "Recounted")
    assert (latest().value, latest().comment, latest().revision) == (5, "Recounted", 2)


def test_a_blank_comment_leaves_the_one_that_is_there(put, applied):
    put(comment="As before")
    applied("6")
    assert (latest().value, latest().comment) == (6, "As before")


def test_another_reason_why_it_is_not_applicable_is_a_change(put, checked, applied):
    put(value=None, state=NOT_APPLICABLE, reason="No such team")
    assert verdict(checked("", "No such team", "n/a")) == "unchanged"

    applied("", "The team is gone", "n/a")

    assert (latest().reason, latest().comment) == ("The team is gone", "")


def test_a_reason_is_no_comment_of_the_figure_after_it(put, applied):
    put(value=None, state=NOT_APPLICABLE, reason="No such team")
    upload = applied("5")
    assert (latest().state, latest().reason, latest().comment) == ("reported", "", "")
    assert upload.counts["changed"] == 1


@pytest.mark.parametrize("said", ["Recounted", ""])
def test_taken_back_the_old_comment_is_back(put, applied, analyst, said):
    put(comment="As before")
    upload = applied("6", said)

    actions.undo(upload, by=analyst, reason="Wrong sheet")
    queue.work()

    upload.refresh_from_db()
    assert upload.counts["kept"] == []
    assert (latest().value, latest().comment, latest().revision) == (5, "As before", 3)


def revise(**facts):
    """Says something else of the latest figure by hand, as its next revision."""
    figure, moment = latest(), timezone.now()
    Figure.objects.filter(pk=figure.pk).update(known_to=moment)
    figure.pk, figure.upload, figure.cell = None, None, ""
    figure.revision, figure.known_from = figure.revision + 1, moment
    for name, fact in facts.items():
        setattr(figure, name, fact)
    figure.save(force_insert=True)


@pytest.mark.parametrize("said", ["Recounted", ""])
def test_a_comment_that_somebody_changed_later_is_kept_and_named(put, applied, analyst, said):
    put(comment="As before")
    upload = applied("6", said)
    revise(comment="Agreed with the board")

    actions.undo(upload, by=analyst, reason="Wrong sheet")
    queue.work()

    upload.refresh_from_db()
    assert upload.counts["kept"] == [upload.rows.get().cell]
    assert (latest().value, latest().comment) == (6, "Agreed with the board")


def test_a_comment_that_somebody_changed_since_the_preview_is_not_overwritten(
    put, checked, analyst
):
    put(comment="As before")
    upload = checked("5", "Recounted")
    Figure.objects.latest_revisions().update(known_to=timezone.now())
    put(comment="Agreed with the board", revision=2)

    actions.apply(upload, by=analyst)
    queue.work()

    assert "Somebody has changed the same figures" in upload.jobs.latest("pk").problem
    assert latest().comment == "Agreed with the board"


def test_a_value_that_stands_is_not_doubted_again_for_its_comment(put, checked, crimes):
    for year, value in enumerate((8, 9, 10, 12, 13)):
        quarter = Period.quarter(2004 + year, 1)
        Figure.objects.create(
            indicator=crimes, area=crimes.area, period_start=quarter.start,
            period_end=quarter.end, value=value, known_from=LONG_AGO,
        )  # fmt: skip
    put(500)
    upload = checked("500", "It is right")
    assert verdict(upload) == "changed"
    assert not upload.findings.exists()
    compare(upload)
    assert verdict(upload) == "changed"


@pytest.mark.parametrize(
    ("cell", "code"),
    [(CellProblem("error", "#REF!"), "cell_problem"), ("x" * 2001, "long_comment")],
)
def test_a_comment_that_cannot_be_kept_is_named_at_its_cell(crimes, cell, code):
    found = FindingList("Figures")
    layout = Layout("long", {heading.lower(): n for n, heading in enumerate(HEADINGS)})
    judge = Judge(
        layout, HEADINGS, Lookups("figures"), found, upload=1, kind="figures", today=LONG_AGO.date()
    )

    (row,) = judge.judge(2, ("Crimes", "C", "Q1 2010/11", 5, None, cell))

    assert row[-1] == "rejected"
    (finding,) = found._kept["error"]
    assert (finding.code, finding.cell) == (code, "Figures!F2")


@pytest.mark.parametrize(("cell", "said"), [("a\r\nb", "a\nb"), (3.0, "3"), (None, "")])
def test_a_comment_is_read_as_it_is_seen(crimes, cell, said):
    layout = Layout("long", {heading.lower(): n for n, heading in enumerate(HEADINGS)})
    judge = Judge(
        layout, HEADINGS, Lookups("figures"), FindingList("Figures"),
        upload=1, kind="figures", today=LONG_AGO.date(),
    )  # fmt: skip

    (row,) = judge.judge(2, ("Crimes", "C", "Q1 2010/11", 5, "provisional", cell))

    assert row[-2:] == (said, "")


@pytest.mark.parametrize(("said", "shown"), [("Recounted", True), ("As before", False)])
def test_the_preview_shows_what_is_newly_said(put, checked, analyst, sign_in, said, shown):
    put(comment="As before")
    upload = checked("6", said)

    page = sign_in(analyst).get(reverse("uploads:page", args=[upload.pk]))

    assert (said in words_of(page)) is shown
