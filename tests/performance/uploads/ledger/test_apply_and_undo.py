"""An upload is applied whole or not at all, and taken back whole."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.periods import Period
from performance.figures.actions import FigureContent, record_figure, remove_figure
from performance.figures.keys import FigureKey
from performance.models import ClosedPeriod, Figure, Finding, Indicator, StagedRow, Upload
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import compare, is_stale, stage
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.refusals import CannotApply, ChangedSincePreview
from places.models import Area

LONG_AGO = datetime(2011, 7, 1, tzinfo=UTC)
QUARTERS = [Period.quarter(2010, n) for n in (1, 2, 3, 4)]
Q1 = QUARTERS[0]


@pytest.fixture
def county(db):
    return Area.objects.create(name="C", slug="c", kind="county", level=0, path="/c/")


@pytest.fixture
def indicator(county):
    return Indicator.objects.create(
        slug="i", order=1, name="I", unit="%", polarity="lower", frequency="quarter",
        number_kind="share", area=county,
    )  # fmt: skip


@pytest.fixture
def put(indicator):
    """Puts a figure in, as known for long."""

    def figure(period, value, revision=1):
        return Figure.objects.create(
            indicator=indicator, area=indicator.area, period_start=period.start,
            period_end=period.end, value=value, revision=revision, known_from=LONG_AGO,
        )  # fmt: skip

    return figure


@pytest.fixture
def upload(indicator, analyst):
    """Stages one row for each period given: a value, None for a blank, or "remove"."""

    def make(rows, by=analyst):
        upload = Upload.objects.create(
            file_name="Q1.xlsx", size=1, sha256="0", uploaded_by=by, stage=Upload.Stage.CHECKED
        )
        stage(
            (
                upload.pk, n, f"Figures!D{n}", indicator.pk, indicator.area_id, "", period.start,
                period.end, "reported",
                None if value in (None, "remove") else Decimal(value), None, None, "",
                {None: "left", "remove": "removed"}.get(value, ""),
            )
            for n, (period, value) in enumerate(rows.items(), start=2)
        )  # fmt: skip
        compare(upload)
        return upload

    return make


def latest():
    """What counts now: value by period."""
    return {row.period: row.value for row in Figure.objects.latest_revisions()}


def test_each_row_says_what_it_would_do(put, upload):
    put(QUARTERS[0], 5)
    put(QUARTERS[1], 6)
    put(QUARTERS[2], 7)
    rows = dict(zip(QUARTERS, ["5.0", "6.5", None, "8"], strict=True))

    made = upload(rows)

    assert list(made.rows.values_list("verdict", flat=True)) == [
        "unchanged",
        "changed",
        "left",
        "new",
    ]


def test_applied_figures_are_new_revisions_with_their_cells(put, upload, analyst):
    before = put(Q1, 5)
    made = upload({Q1: "6", QUARTERS[1]: "7"})

    apply_upload(made, by=analyst, reason="Counted twice")

    before.refresh_from_db()
    changed, new = Figure.objects.latest_revisions().order_by("period_start")
    assert latest() == {Q1: 6, QUARTERS[1]: 7}
    assert before.known_to == changed.known_from == made.applied_at
    assert (changed.revision, changed.cell, changed.upload) == (2, "Figures!D2", made)
    assert changed.reason_for_change == "Counted twice"
    assert (new.revision, new.reason_for_change, new.recorded_by) == (1, "", analyst)
    assert made.stage == Upload.Stage.APPLIED


def test_the_same_file_again_writes_nothing(upload, analyst):
    apply_upload(upload({Q1: "6"}), by=analyst)
    written = Figure.objects.count()

    apply_upload(upload({Q1: "6"}), by=analyst)

    assert Figure.objects.count() == written


def test_a_blank_leaves_alone_and_remove_removes(put, upload, analyst):
    put(QUARTERS[0], 5)
    put(QUARTERS[1], 6)

    apply_upload(upload({QUARTERS[0]: None, QUARTERS[1]: "remove"}), by=analyst)

    assert latest() == {QUARTERS[0]: 5}


def test_what_somebody_changed_since_the_preview_is_shown_again(put, upload, analyst):
    put(Q1, 5)
    mine, theirs = upload({Q1: "6"}), upload({Q1: "7"})
    apply_upload(theirs, by=analyst)
    assert is_stale(mine)

    with pytest.raises(ChangedSincePreview):
        apply_upload(mine, by=analyst)

    mine.refresh_from_db()
    assert mine.stage == Upload.Stage.CHECKED
    assert latest() == {Q1: 7}
    assert not is_stale(mine)
    apply_upload(mine, by=analyst)
    assert latest() == {Q1: 6}


def test_a_figure_that_came_and_went_since_the_preview_keeps_its_revision(upload, analyst):
    mine, theirs = upload({Q1: "6"}), upload({Q1: "7"})
    apply_upload(theirs, by=analyst)
    undo_upload(theirs, by=analyst)

    apply_upload(mine, by=analyst)

    assert latest() == {Q1: 6}
    assert list(Figure.objects.order_by("revision").values_list("revision", "value")) == [
        (1, 7),
        (2, 6),
    ]


def test_rows_compared_afresh_keep_the_order_of_the_file(put, upload):
    made = upload({period: str(n) for n, period in enumerate(QUARTERS)})
    put(Q1, 9)

    assert compare(made)["changed"] == 1

    cells = [f"Figures!D{n}" for n in range(2, 6)]
    assert list(made.rows.order_by("id").values_list("cell", flat=True)) == cells
    assert list(made.rows.values_list("verdict", flat=True)) == ["changed", "new", "new", "new"]


@pytest.mark.parametrize(
    "stage", ["waiting", "checking", "mapping", "applied", "undone", "discarded"]
)
def test_only_a_checked_upload_is_applied(upload, analyst, stage):
    made = upload({Q1: "6"})
    Upload.objects.filter(pk=made.pk).update(
        stage=stage, applied_by=analyst, applied_at=LONG_AGO, undone_by=analyst, undone_at=LONG_AGO
    )

    with pytest.raises(CannotApply):
        apply_upload(made, by=analyst)

    assert latest() == {}


def test_an_error_stops_all_of_it_and_a_warning_until_it_is_accepted(upload, analyst):
    made = upload({Q1: "6"})
    finding = Finding.objects.create(
        upload=made, order=1, severity="error", code="text", message="This is text."
    )
    with pytest.raises(CannotApply):
        apply_upload(made, by=analyst)

    finding.severity = "warning"
    finding.save()
    with pytest.raises(CannotApply):
        apply_upload(made, by=analyst)
    assert latest() == {}

    made.warnings_accepted_by = analyst
    made.save()
    apply_upload(made, by=analyst)
    assert latest() == {Q1: 6}


def test_a_period_closed_since_the_preview_asks_for_the_reason(put, upload, analyst):
    put(Q1, 5)
    made = upload({Q1: "6"})
    ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_at=timezone.now(), closed_by=analyst
    )

    with pytest.raises(CannotApply, match="closed since you looked"):
        apply_upload(made, by=analyst)

    made.refresh_from_db()
    assert (latest(), made.stage) == ({Q1: 5}, Upload.Stage.CHECKED)
    apply_upload(made, by=analyst, reason="Counted twice")
    assert latest() == {Q1: 6}


def test_taking_it_back_restores_each_figure_and_loses_nothing(put, upload, analyst):
    put(QUARTERS[0], 5)
    put(QUARTERS[1], 6)
    made = upload({QUARTERS[0]: "50", QUARTERS[1]: "remove", QUARTERS[2]: "70"})
    apply_upload(made, by=analyst)
    rows = Figure.objects.count()

    undone = undo_upload(made, by=analyst, reason="Wrong sheet")

    assert latest() == {QUARTERS[0]: 5, QUARTERS[1]: 6}
    assert undone.restored == 3
    assert undone.kept == ()
    assert Figure.objects.count() == rows + 2, "nothing is deleted"
    assert (
        Figure.objects.get(known_to=None, period_start=Q1.start).reason_for_change == "Wrong sheet"
    )


def test_what_others_changed_later_is_kept_and_named(put, upload, analyst):
    put(QUARTERS[0], 5)
    put(QUARTERS[1], 6)
    made = upload({QUARTERS[0]: "50", QUARTERS[1]: "60", QUARTERS[2]: "70"})
    apply_upload(made, by=analyst)
    apply_upload(upload({QUARTERS[1]: "61", QUARTERS[2]: "remove"}), by=analyst)

    undone = undo_upload(made, by=analyst)

    assert latest() == {QUARTERS[0]: 5, QUARTERS[1]: 61}
    assert undone.kept == ("Figures!D3", "Figures!D4")


def test_an_upload_is_taken_back_once(upload, analyst):
    made = upload({Q1: "6"})
    apply_upload(made, by=analyst)
    undo_upload(made, by=analyst)

    with pytest.raises(CannotApply):
        undo_upload(made, by=analyst)


values = st.one_of(
    st.none(),
    st.just("remove"),
    st.decimals(min_value=-1000, max_value=1000, places=3).map(str),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.dictionaries(st.sampled_from(QUARTERS), st.integers(-9, 9)),
    files=st.lists(st.dictionaries(st.sampled_from(QUARTERS), values, min_size=1), max_size=3),
)
def test_applied_and_taken_back_in_turn_it_is_as_it_was(put, upload, analyst, before, files):
    Figure.objects.all().delete()
    for period, value in before.items():
        put(period, value)
    made, states = [], []
    for rows in files:
        states.append(latest())
        made.append(upload(rows))
        apply_upload(made[-1], by=analyst)
    for one, state in zip(reversed(made), reversed(states), strict=True):
        assert undo_upload(one, by=analyst).kept == ()
        assert latest() == state
    StagedRow.objects.all().delete()


def test_later_uploads_that_were_taken_back_do_not_stand_in_the_way(put, upload, analyst):
    put(Q1, 5)
    mine = upload({Q1: "6"})
    apply_upload(mine, by=analyst)
    later = upload({Q1: "7"})
    apply_upload(later, by=analyst)
    undo_upload(later, by=analyst)

    assert undo_upload(mine, by=analyst).kept == ()
    assert latest() == {Q1: 5}


@pytest.mark.parametrize("stood_before", [None, 3])
def test_what_was_taken_back_out_of_turn_does_not_come_again(put, upload, analyst, stood_before):
    if stood_before:
        put(Q1, stood_before)
    first = upload({Q1: "5"})
    apply_upload(first, by=analyst, reason="Counted twice")
    second = upload({Q1: "50"})
    apply_upload(second, by=analyst, reason="Counted again")

    assert undo_upload(first, by=analyst).kept == ("Figures!D2",)
    undo_upload(second, by=analyst)

    assert latest() == ({Q1: stood_before} if stood_before else {})


@pytest.mark.parametrize("stood_before", [None, 3])
def test_what_a_removal_hid_comes_back_when_all_upon_it_was_taken_back(
    put, upload, analyst, stood_before
):
    if stood_before:
        put(Q1, stood_before)
    first = upload({Q1: "5"})
    apply_upload(first, by=analyst, reason="Counted twice")
    removing = upload({Q1: "remove"})
    apply_upload(removing, by=analyst)
    last = upload({Q1: "7"})
    apply_upload(last, by=analyst)

    assert undo_upload(removing, by=analyst).kept == ("Figures!D2",)
    assert latest() == {Q1: 7}
    undo_upload(last, by=analyst)
    assert latest() == {Q1: 5}
    undo_upload(first, by=analyst)
    assert latest() == ({Q1: stood_before} if stood_before else {})


def test_what_others_removed_again_stays_removed(put, upload, analyst):
    put(Q1, 3)
    first = upload({Q1: "remove"})
    apply_upload(first, by=analyst)
    second = upload({Q1: "5"})
    apply_upload(second, by=analyst)
    third = upload({Q1: "remove"})
    apply_upload(third, by=analyst)

    assert undo_upload(first, by=analyst).kept == ("Figures!D2",)
    assert latest() == {}
    undo_upload(third, by=analyst)
    assert latest() == {Q1: 5}


def test_what_others_said_again_is_theirs(put, upload, analyst):
    """The same value from another file is not what the first one wrote."""
    put(Q1, 3)
    first = upload({Q1: "5"})
    apply_upload(first, by=analyst)
    apply_upload(upload({Q1: "6"}), by=analyst)
    apply_upload(upload({Q1: "5"}), by=analyst)

    assert undo_upload(first, by=analyst).kept == ("Figures!D2",)
    assert latest() == {Q1: 5}


def test_a_removal_says_when_by_whom_and_why(put, upload, analyst):
    gone, changed = put(QUARTERS[0], 5), put(QUARTERS[1], 6)
    made = upload({QUARTERS[0]: "remove", QUARTERS[1]: "7"})

    apply_upload(made, by=analyst, reason="Counted twice")

    gone.refresh_from_db()
    changed.refresh_from_db()
    assert (gone.known_to, gone.closed_by, gone.reason_for_closing, gone.closed_by_upload) == (
        made.applied_at, analyst, "Counted twice", made,
    )  # fmt: skip
    assert (changed.known_to, changed.closed_by, changed.closed_by_upload) == (
        made.applied_at, None, None,
    ), "the revision that follows says so"  # fmt: skip


def test_what_was_taken_back_says_so_and_what_comes_back_counts(
    put, upload, analyst, administrator
):
    put(QUARTERS[0], 5)
    made = upload({QUARTERS[0]: "remove", QUARTERS[1]: "7"})
    apply_upload(made, by=analyst)

    undo_upload(made, by=administrator, reason="Wrong sheet")

    back = Figure.objects.get(known_to=None)
    added = Figure.objects.get(value=7)
    assert (back.value, back.closed_by, back.reason_for_closing, back.closed_by_upload) == (
        5, None, "", None,
    )  # fmt: skip
    assert (added.known_to, added.closed_by, added.reason_for_closing, added.closed_by_upload) == (
        made.undone_at, administrator, "Wrong sheet", made,
    )  # fmt: skip


def test_only_a_closed_figure_tells_of_its_end(put, analyst):
    figure = put(Q1, 5)
    figure.closed_by = analyst
    with pytest.raises(IntegrityError, match="tells_of_its_end_once_closed"), transaction.atomic():
        figure.save()


moves = st.one_of(
    st.dictionaries(
        st.sampled_from(QUARTERS[:2]),
        st.sampled_from([None, "remove", "5", "6", "7"]),
        min_size=1,
    ),
    st.tuples(st.sampled_from(QUARTERS[:2]), st.sampled_from(["remove", "5", "6", "7"])),
    st.integers(0, 5),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.dictionaries(st.sampled_from(QUARTERS[:2]), st.integers(3, 5)),
    moves=st.lists(moves, max_size=9),
)
def test_in_whatever_order_what_stands_is_the_last_that_was_not_taken_back(
    put, upload, analyst, indicator, before, moves
):
    """A file (rows by quarter), a figure typed in or removed by hand, or a file taken back, in any order."""
    Figure.objects.all().delete()
    for period, value in before.items():
        put(period, value)
    # What each period was said to be, in turn, and by which file; None is by hand or from the start.
    said = {period: [(None, before.get(period))] for period in QUARTERS[:2]}
    files, undone = [], set()

    def stands(period):
        return [value for by, value in said[period] if by not in undone][-1]

    def say(period, value, by):
        told = None if value == "remove" else int(value)
        if told != stands(period):
            said[period].append((by, told))

    for move in moves:
        if isinstance(move, dict):
            made = upload(move)
            apply_upload(made, by=analyst)
            files.append(made)
            for period, value in move.items():
                if value is not None:
                    say(period, value, made.pk)
        elif isinstance(move, tuple):
            by_hand(FigureKey(indicator, indicator.area, move[0]), move[1], analyst)
            say(*move, None)
        elif move < len(files) and files[move].pk not in undone:
            undo_upload(files[move], by=analyst)
            undone.add(files[move].pk)
        standing = {period: stands(period) for period in said}
        assert latest() == {key: value for key, value in standing.items() if value is not None}
        assert not Figure.objects.filter(known_to=None).exclude(closed_by=None).exists()
    StagedRow.objects.all().delete()


def by_hand(asked, value, analyst):
    stands = asked.latest()
    based_on = stands and stands.pk
    if value != "remove":
        measure = FigureContent(state="reported", value=Decimal(value))
        record_figure(asked, measure, based_on=based_on, by=analyst, reason="Seen")
    elif stands:
        remove_figure(asked, based_on=based_on, by=analyst, reason="Seen")


def test_dates_stay_dates(put, upload, analyst):
    apply_upload(upload({Q1: "6"}), by=analyst)

    assert Figure.objects.get().period_start == date(2010, 4, 1)
    assert Figure.objects.known_on(datetime.now(UTC)).count() == 1
