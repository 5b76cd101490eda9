"""When figures were changed after the preview, it is said who changed which, when, how, and from what to what."""

from decimal import Decimal

import pytest
from django.utils import timezone

from core.jobs import queue
from core.periods import Period
from performance.choices import FigureState
from performance.figures.actions import FigureContent, record_figure, remove_figure
from performance.figures.keys import FigureKey
from performance.models import Comparator, Figure, Upload
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import (
    MOST_STORED,
    compare,
    stage,
    stored_concurrent_changes,
)
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.refusals import ChangedSincePreview
from places.models import IndexComponent, PlaceIndex
from safercornwall.pages.uploads.concurrent_changes import concurrent_changes_of
from tests.pages.reading_pages import queries_of, words_of

QUARTERS = [Period.quarter(2010, n) for n in (1, 2, 3, 4)]
Q1, Q2 = QUARTERS[:2]


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), value=70, target=80, period=Q1, name="Convictions")


@pytest.fixture
def make(indicator, analyst):
    """An upload with its preview: a value for each period, or "remove"."""

    def upload(rows, name="Mine.xlsx", by=analyst, kind="figures", subject=indicator.pk, label=""):
        made = Upload.objects.create(
            file_name=name, size=1, sha256="0", uploaded_by=by, stage="checked", kind=kind
        )
        area = None if kind == "comparators" else indicator.area_id
        stage(
            (
                made.pk, n, f"Figures!D{n}", subject, area, label, period.start, period.end,
                "reported", None if value == "remove" else Decimal(value), None, None, "",
                "removed" if value == "remove" else "",
            )
            for n, (period, value) in enumerate(rows.items(), start=2)
        )  # fmt: skip
        made.counts = compare(made)
        made.save()
        return made

    return upload


@pytest.fixture
def told(analyst):
    """What is told when an upload that met other figures is applied: old value, new value, who and how."""

    def of(upload):
        with pytest.raises(ChangedSincePreview):
            apply_upload(upload, by=analyst)
        upload.refresh_from_db()
        found = concurrent_changes_of(upload)
        return [(row.was, row.now, row.by, row.how, row.upload) for row in found.rows]

    return of


def asked(indicator, period=Q1):
    return FigureKey(indicator, indicator.area, period)


def now_of(indicator, period=Q1):
    return Figure.objects.latest_revisions().get(indicator=indicator, period_start=period.start)


def by_hand(indicator, value, by, period=Q1, comment=""):
    standing = Figure.objects.latest_revisions().filter(period_start=period.start).first()
    record_figure(
        asked(indicator, period),
        FigureContent(state=FigureState.REPORTED, value=Decimal(value), comment=comment),
        based_on=standing.pk if standing else None, by=by, reason="Corrected",
    )  # fmt: skip


def test_nothing_is_told_of_an_upload_that_nobody_crossed(make):
    mine = make({Q1: "71"})
    assert (stored_concurrent_changes(mine), concurrent_changes_of(mine)) == ((0, []), None)


def test_a_file_of_somebody_else(make, told, administrator):
    mine, theirs = make({Q1: "71", Q2: "5"}), make({Q1: "72", Q2: "6"}, "Theirs.xlsx")
    apply_upload(theirs, by=administrator)

    assert told(mine) == [
        ("70%", "72%", "Ada", "With", theirs),
        ("None", "6%", "Ada", "With", theirs),
    ]


def test_the_moment_is_that_of_the_change(make, told, administrator):
    mine, theirs = make({Q1: "71"}), make({Q1: "72"})
    apply_upload(theirs, by=administrator)
    told(mine)
    assert [row.at for row in concurrent_changes_of(mine).rows] == [theirs.applied_at]


def test_a_figure_typed_in(make, told, indicator, administrator):
    mine = make({Q1: "71"})
    by_hand(indicator, 72, administrator)
    assert told(mine) == [("70%", "72%", "Ada", "By hand", None)]


def test_only_figures_that_were_changed_are_told(make, told, indicator, administrator):
    mine = make({Q1: "71", Q2: "5"})
    by_hand(indicator, 6, administrator, Q2)
    told(mine)
    assert [one.cell for one in stored_concurrent_changes(mine)[1]] == ["Figures!D3"]


def test_of_several_changes_the_last_is_told_from_what_the_preview_showed(
    make, told, indicator, administrator, officer
):
    mine = make({Q1: "71"})
    by_hand(indicator, 72, officer)
    by_hand(indicator, 73, administrator)
    assert told(mine) == [("70%", "73%", "Ada", "By hand", None)]


def test_a_comment_that_was_added(make, told, indicator, administrator):
    mine = make({Q1: "71"})
    by_hand(indicator, 70, administrator, comment="Counted again")
    ((was, now, *_),) = told(mine)
    assert (was, now) == ("70%", "70%: the value is the same, what goes with it is not")


def test_a_figure_removed_by_hand(make, told, indicator, administrator):
    mine = make({Q1: "71"})
    remove_figure(
        asked(indicator), based_on=now_of(indicator).pk, by=administrator, reason="Not ours"
    )
    assert told(mine) == [("70%", "Nothing: it was removed", "Ada", "By hand", None)]


def test_a_figure_removed_with_a_file(make, told, administrator):
    mine, theirs = make({Q1: "71"}), make({Q1: "remove"}, "Theirs.xlsx")
    apply_upload(theirs, by=administrator)
    assert told(mine) == [("70%", "Nothing: it was removed", "Ada", "With", theirs)]


def test_a_file_that_was_taken_back(make, told, administrator, analyst):
    theirs = make({Q1: "72", Q2: "6"}, "Theirs.xlsx")
    apply_upload(theirs, by=analyst)
    mine = make({Q1: "71", Q2: "5"})
    undo_upload(theirs, by=administrator, reason="Wrong sheet")

    assert told(mine) == [
        ("72%", "70%", "Ada", "By taking back", theirs),
        ("6%", "Nothing: it was removed", "Ada", "By taking back", theirs),
    ]


def test_a_score(make, told, administrator):
    index = PlaceIndex.objects.create(name="Harm", slug="harm", source="Us")
    component = IndexComponent.objects.create(
        index=index, key="rate", order=1, name="Rate", short_name="Rate"
    )
    facts = {"kind": "index_scores", "subject": component.pk}
    mine, theirs = make({Q1: "1"}, **facts), make({Q1: "2"}, "Theirs.xlsx", **facts)
    apply_upload(theirs, by=administrator)
    assert told(mine) == [("None", "2", "Ada", "With", theirs)]


def test_a_comparator(make, told, indicator, administrator):
    facts = {"kind": "comparators", "label": "national benchmark"}
    apply_upload(make({Q1: "60"}, **facts), by=administrator)
    mine, theirs = make({Q1: "61"}, **facts), make({Q1: "62"}, "Theirs.xlsx", **facts)
    apply_upload(theirs, by=administrator)
    assert told(mine) == [("60%", "62%", "Ada", "With", theirs)]
    assert Comparator.objects.latest_revisions().get().value == 62


def test_a_figure_that_nobody_recorded(make, told, indicator):
    mine = make({Q1: "71"})
    later = timezone.now()
    Figure.objects.filter(period_start=Q1.start).update(known_to=later)
    Figure.objects.create(
        indicator=indicator, area=indicator.area, value=72, revision=2, known_from=later,
        period_start=Q1.start, period_end=Q1.end,
    )  # fmt: skip
    assert told(mine) == [("70%", "72%", "Not known", "By hand", None)]


def many(make, administrator, number):
    """Of so many figures that somebody changed."""
    periods = [Period.month(2000 + n // 12, n % 12 + 1) for n in range(number)]
    mine = make(dict.fromkeys(periods, "5"))
    apply_upload(make(dict.fromkeys(periods, "6"), "Theirs.xlsx"), by=administrator)
    return mine


def test_the_first_are_told_and_the_rest_counted(make, told, administrator):
    mine = many(make, administrator, MOST_STORED + 4)
    assert len(told(mine)) == MOST_STORED
    assert concurrent_changes_of(mine).more == 4


def test_what_is_told_costs_the_same_whatever_its_length(
    make, told, administrator, analyst, sign_in
):
    client = sign_in(analyst)
    counts = []
    for number in (1, MOST_STORED):
        mine = many(make, administrator, number)
        told(mine)
        client.get(mine.get_absolute_url())
        counts.append(queries_of(client, mine.get_absolute_url()))
        Figure.objects.filter(upload__isnull=False).delete()
    assert counts[0] == counts[1]


def test_the_page_tells_it_until_a_preview_that_holds_is_applied(
    make, indicator, administrator, analyst, sign_in
):
    mine = make({Q1: "71"})
    apply_upload(make({Q1: "72"}, "Theirs.xlsx"), by=administrator)
    client = sign_in(analyst)
    client.post(f"{mine.get_absolute_url()}apply/")
    queue.work()

    response = client.get(mine.get_absolute_url())
    words = words_of(response)
    told = words.split("What was changed since you looked")[1].split("Row by row")[0]
    assert "Somebody has changed the same figures since you looked." in words
    assert "Figures!D2 Convictions Somewhere Q1 2010/11 70% 72% Ada, " in told
    assert "With Theirs.xlsx" in told
    assert "more." not in told

    client.post(f"{mine.get_absolute_url()}apply/")
    queue.work()
    assert now_of(indicator).value == 71
    assert "since you looked" not in words_of(client.get(mine.get_absolute_url()))


def test_a_second_stale_preview_tells_of_the_second_change_only(
    make, told, indicator, administrator, officer
):
    mine = make({Q1: "71"})
    by_hand(indicator, 72, officer)
    told(mine)
    by_hand(indicator, 73, administrator)
    assert told(mine) == [("72%", "73%", "Ada", "By hand", None)]
