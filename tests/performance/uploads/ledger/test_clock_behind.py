"""A clock that runs behind: a file still corrects, removes and is taken back, just after what it closes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.periods import Period
from performance.models import Figure, Upload, UploadFile
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import compare, stage
from performance.uploads.ledger.undo import undo_upload

Q1 = Period.quarter(2010, 1)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), value=70, target=80, period=Q1, name="Convictions")


@pytest.fixture
def ahead(indicator):
    """The figure was saved an hour from now, as this clock has it."""
    moment = timezone.now() + timedelta(hours=1)
    Figure.objects.update(known_from=moment)
    return moment


@pytest.fixture
def make(indicator, analyst):
    def upload(state="reported", value="71"):
        made = Upload.objects.create(
            file_name="figures.csv", size=1, sha256="0", uploaded_by=analyst, stage="checked"
        )
        UploadFile.objects.create(upload=made, content=b"x")
        said = (Q1.start, Q1.end, state, value and Decimal(value), None, None, "", "")
        stage([(made.pk, 2, "Figures!D2", indicator.pk, indicator.area_id, "", *said)])
        made.counts = compare(made)
        made.save()
        return made

    return upload


def test_a_file_corrects_just_after_what_it_closes(make, ahead, analyst):
    upload = make()
    apply_upload(upload, by=analyst, reason="Counted again")
    old, new = Figure.objects.order_by("revision")

    assert old.known_to == new.known_from == ahead + INSTANT
    assert upload.applied_at == new.known_from


def test_it_is_taken_back_just_after_it_was_applied(make, ahead, analyst):
    upload = make()
    apply_upload(upload, by=analyst, reason="Counted again")
    undone = undo_upload(upload, by=analyst, reason="The wrong sheet")
    old, _, again = Figure.objects.order_by("revision")

    assert undone.restored == 1
    assert (again.value, again.known_to) == (old.value, None)
    assert again.known_from == ahead + 2 * INSTANT
    assert upload.undone_at == again.known_from


def test_a_clock_that_is_right_is_followed(make, indicator, analyst):
    Figure.objects.update(known_from=timezone.now() - timedelta(days=1))
    before = timezone.now()
    upload = make()
    apply_upload(upload, by=analyst, reason="Counted again")

    assert before <= upload.applied_at <= timezone.now()
