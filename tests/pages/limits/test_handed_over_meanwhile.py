"""A record is handed over after a limited person's page asked whose it is, and before it is locked: nothing is written."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.limits import NotTheirs
from core.documents.actions import archive, bring_back, confirm, restore, save
from core.documents.contents import contents_of
from core.documents.history import SHAPES, keep_version
from core.records.versions import edit
from performance.figures.actions import FigureContent, record_figure, remove_figure
from performance.figures.commentary import CommentaryContent, write_commentary
from performance.figures.comparators import (
    ComparatorContent,
    ComparatorKey,
    record_comparator,
    remove_comparator,
)
from performance.figures.keys import FigureKey
from performance.models import Figure
from priorities.promoting import Promotion, promote_to
from projects.actions import (
    NewUpdate,
    UpdateCorrection,
    close_project,
    correct_update,
    write_update,
)

DAY = date(2011, 11, 1)
UPDATE = NewUpdate(on=DAY, status="on_hold", text="The landlord sold.", what_next="Find another.")


def save_gap(own, by):
    shape = SHAPES[type(own.gap)]
    now = contents_of(own.gap, shape)
    mine = replace(now, values=now.values | {"title": "Mine"})
    save(own.gap, mine, shape=shape, version=own.gap.version, by=by)


def restore_gap(own, by):
    keep_version(own.gap, by=None)
    type(own.gap).objects.filter(pk=own.gap.pk).update(title="Later")
    restore(own.gap, own.gap.version, version=own.gap.version, by=by)


def key_of(own):
    figure = Figure.objects.get(indicator=own.indicator)
    return FigureKey(own.indicator, own.indicator.area, figure.period), figure.pk


def enter_figure(own, by):
    key, seen = key_of(own)
    content = FigureContent("reported", Decimal(71))
    record_figure(key, content, based_on=seen, by=by, reason="Counted again")


def take_figure_out(own, by):
    key, seen = key_of(own)
    remove_figure(key, based_on=seen, by=by, reason="Wrong")


def write_about_indicator(own, by):
    key, _ = key_of(own)
    write_commentary(
        own.indicator, key.period, CommentaryContent("Going well"), based_on=None, by=by
    )


def enter_comparator(own, by):
    content = ComparatorContent("national", Decimal(61))
    key = ComparatorKey.of(own.comparator)
    record_comparator(key, content, based_on=own.comparator.pk, by=by, reason="Revised")


def take_comparator_out(own, by):
    remove_comparator(
        ComparatorKey.of(own.comparator), based_on=own.comparator.pk, by=by, reason="Wrong"
    )


def correct(own, by):
    correction = UpdateCorrection(status="current", text="Going badly")
    correct_update(own.update, correction, version=own.project.version, by=by, reason="Wrong")


# What a limited person may do with a record of theirs, and of which record it is.
VERBS = {
    "save": ("gap", save_gap),
    "restore": ("gap", restore_gap),
    "archive": ("gap", lambda own, by: archive(own.gap, by=by)),
    "confirm": ("gap", lambda own, by: confirm(own.gap, version=own.gap.version, by=by, on=DAY)),
    "promote": (
        "threat",
        lambda own, by: promote_to(own.threat, own.gap, Promotion(DAY), by=by),
    ),
    "archive a part": ("theme", lambda own, by: archive(own.evidence, by=by)),
    "update": (
        "project",
        lambda own, by: write_update(own.project, UPDATE, version=own.project.version, by=by),
    ),
    "correct": ("project", correct),
    "close": (
        "project",
        lambda own, by: close_project(
            own.project, on=DAY, achieved="Much", lessons="", version=own.project.version, by=by
        ),
    ),
    "edit an indicator": (
        "indicator",
        lambda own, by: edit(own.indicator, version=own.indicator.version, by=by, name="Mine"),
    ),
    "figure": ("indicator", enter_figure),
    "remove a figure": ("indicator", take_figure_out),
    "commentary": ("indicator", write_about_indicator),
    "comparator": ("indicator", enter_comparator),
    "remove a comparator": ("indicator", take_comparator_out),
}


def hand_over(record, to):
    own = dict.fromkeys(record.owned_by, to)
    type(record).objects.filter(pk=record.pk).update(**own)


@pytest.mark.parametrize(("name", "verb"), VERBS.values(), ids=VERBS)
def test_nothing_is_written_of_a_record_that_was_handed_over(name, verb, own, officer, fire):
    hand_over(getattr(own, name), fire)
    with pytest.raises(NotTheirs, match="belongs to The fire service"):
        verb(own, officer)


@pytest.mark.parametrize(("name", "verb"), VERBS.values(), ids=VERBS)
def test_the_same_is_written_while_it_is_theirs(name, verb, own, officer):
    verb(own, officer)


def test_what_was_archived_and_handed_over_does_not_come_back(own, officer, fire):
    archive(own.gap, by=officer)
    type(own.gap).with_archived.filter(pk=own.gap.pk).update(owner=fire)
    with pytest.raises(NotTheirs):
        bring_back(own.gap, by=officer)


def test_who_is_not_limited_writes_whatever_belongs_to_others(others, administrator):
    archive(others.gap, by=administrator)
    others.gap.refresh_from_db()
    assert others.gap.archived_at is not None


def test_the_page_that_asked_before_says_whose_it_is_now(own, officer, sign_in, fire, monkeypatch):
    client = sign_in(officer)
    asked = "safercornwall.pages.components.editing.edited_noun.must_be_theirs"

    def just_before(user, record):
        hand_over(record, fire)

    monkeypatch.setattr(asked, just_before)
    answer = client.post(f"{own.gap.get_absolute_url()}archive/", {"version": own.gap.version})
    assert answer.status_code == 403
    own.gap.refresh_from_db()
    assert own.gap.archived_at is None
