"""Uploads of index scores, taken back in any order: each knows what it wrote, be it the value that another wrote too."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.periods import Period
from performance.models import Upload, UploadedScore
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import compare, stage
from performance.uploads.ledger.undo import undo_upload
from places.models import Area, IndexComponent, IndexScore, PlaceIndex

YEAR = Period.financial_year(2010)


@pytest.fixture
def component(db):
    index = PlaceIndex.objects.create(name="Harm", slug="harm", source="Us")
    facts = {"key": "rate", "order": 1, "name": "Rate", "short_name": "Rate"}
    return IndexComponent.objects.create(index=index, **facts)


@pytest.fixture
def area(db):
    return Area.objects.create(name="Truro", slug="truro", kind="town", level=0, path="/truro/")


@pytest.fixture
def put(component, area):
    """Puts a score in that came with no file."""
    return lambda value: IndexScore.objects.create(
        component=component, area=area, period_start=YEAR.start, period_end=YEAR.end, value=value
    )


@pytest.fixture
def applied(component, area, analyst):
    def upload(value):
        made = Upload.objects.create(
            file_name=f"{value}.csv",
            size=1,
            sha256="0",
            uploaded_by=analyst,
            stage="checked",
            kind="index_scores",
        )
        verdict = "removed" if value is None else ""
        number = None if value is None else Decimal(value)
        row = (made.pk, 2, "Scores!D2", component.pk, area.pk, "", YEAR.start, YEAR.end)
        stage([(*row, "reported", number, None, None, "", verdict)])
        made.counts = compare(made)
        made.save()
        apply_upload(made, by=analyst)
        return made

    return upload


@pytest.fixture
def undo(analyst):
    return lambda upload: undo_upload(upload, by=analyst, reason="Wrong")


def standing():
    """The value that stands, and the file that it came from."""
    score = IndexScore.objects.latest_revisions().select_related("uploaded__upload").first()
    if score is None:
        return None
    return score.value, getattr(getattr(score, "uploaded", None), "upload", None)


def test_an_equal_value_of_another_file_is_not_its_own(put, applied, undo):
    put(886)
    mine, _, theirs = applied(5), applied(7), applied(5)

    assert undo(mine).kept == ("Scores!D2",)
    assert standing() == (5, theirs)
    assert undo(theirs).kept == ()
    assert standing()[0] == 7


def test_what_was_taken_back_below_does_not_come_again(put, applied, undo):
    put(886)
    mine, theirs = applied(6), applied(8)

    assert undo(mine).kept == ("Scores!D2",)
    assert undo(theirs).kept == ()
    assert standing() == (886, None)


def test_what_stands_again_came_from_the_file_that_it_came_from_before(applied, undo):
    mine, theirs = applied(6), applied(8)
    undo(theirs)
    assert standing() == (6, mine)
    assert undo(mine).kept == ()
    assert standing() is None


def test_what_was_removed_comes_again_with_its_file(applied, undo):
    mine, removal = applied(6), applied(None)
    assert standing() is None
    undo(removal)
    assert standing() == (6, mine)
    assert UploadedScore.objects.filter(upload=mine).count() == 2


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    first=st.none() | st.integers(1, 3),
    steps=st.lists(
        st.tuples(st.just("apply"), st.integers(1, 3))
        | st.tuples(st.just("undo"), st.integers(0, 5)),
        max_size=9,
    ),
)
def test_the_last_that_was_not_taken_back_stands(first, steps, put, applied, undo, component):
    IndexScore.objects.all().delete()
    layers = [] if first is None else [(put(first).value, None)]
    uploads, gone = [], set()
    for deed, number in steps:
        if deed == "apply":
            before = standing()
            upload = applied(number)
            uploads.append(upload)
            if before is None or before[0] != number:
                # What lies below a gap stays below it.
                layers = [*layers, (number, upload)] if before else [(number, upload)]
        elif uploads:
            upload = uploads.pop(number % len(uploads))
            undo(upload)
            gone.add(upload)
        while layers and layers[-1][1] in gone:
            layers.pop()
        assert standing() == (layers[-1] if layers else None)
