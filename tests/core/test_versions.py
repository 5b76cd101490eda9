"""Two people edit one record: nothing of either is lost, and whoever comes second is told."""

import pytest

from core.records.versions import BEFORE_ITS_FIRST_EDIT, EditedSince, changes_between, edit
from performance.models import Indicator


@pytest.fixture
def loaded(world):
    """An indicator as a fixture brings it: with no history."""
    indicator = world.indicator(world.theme(), reporting_lag_days=30, source="Police")
    Indicator.history.all().delete()
    return indicator


def trail(indicator):
    rows = list(Indicator.history.filter(id=indicator.pk).order_by("version", "history_id"))
    return rows, changes_between(rows, ["reporting_lag_days", "source", "provider"])


def test_an_edit_writes_what_differs_and_leaves_the_rest(loaded, analyst):
    Indicator.objects.filter(pk=loaded.pk).update(definition="Written at another desk")
    changes = edit(loaded, version=1, by=analyst, reporting_lag_days=45, source="Police")
    loaded.refresh_from_db()
    assert (loaded.reporting_lag_days, loaded.version) == (45, 2)
    assert loaded.definition == "Written at another desk"
    assert [(c.field, c.was, c.now) for c in changes] == [("reporting_lag_days", 30, 45)]


def test_the_first_edit_of_a_loaded_record_keeps_what_it_said_before(loaded, analyst, world):
    edit(loaded, version=1, by=analyst, reporting_lag_days=45, provider=world.partnership)
    rows, changes = trail(loaded)
    assert rows[0].history_change_reason == BEFORE_ITS_FIRST_EDIT
    assert [(row.version, row.history_user) for row in rows] == [(1, None), (2, analyst)]
    assert {(c.field, c.was, c.now, c.by) for c in changes} == {
        ("reporting_lag_days", 30, 45, analyst.pk),
        ("provider", None, world.partnership.pk, analyst.pk),
    }


def test_saving_without_a_change_leaves_no_trace(loaded, analyst):
    assert edit(loaded, version=1, by=analyst, reporting_lag_days=30) == []
    loaded.refresh_from_db()
    assert loaded.version == 1
    assert not Indicator.history.exists()


def test_the_second_of_two_people_is_told_field_by_field(loaded, analyst, administrator):
    edit(loaded, version=1, by=administrator, reporting_lag_days=45)
    edit(loaded, version=2, by=administrator, reporting_lag_days=60, source="Council")
    with pytest.raises(EditedSince) as told:
        edit(loaded, version=1, by=analyst, reporting_lag_days=20, source="Police")
    assert [(c.field, c.was, c.now, c.by) for c in told.value.changes] == [
        ("reporting_lag_days", 30, 45, administrator.pk),
        ("reporting_lag_days", 45, 60, administrator.pk),
        ("source", "Police", "Council", administrator.pk),
    ]
    assert told.value.record.reporting_lag_days == 60
    loaded.refresh_from_db()
    assert (loaded.reporting_lag_days, loaded.source, loaded.version) == (60, "Council", 3)


def test_edits_of_other_columns_do_not_stand_in_the_way(loaded, analyst, administrator):
    edit(loaded, version=1, by=administrator, definition="What is counted")
    edit(loaded, version=1, by=analyst, reporting_lag_days=20)
    loaded.refresh_from_db()
    assert (loaded.definition, loaded.reporting_lag_days) == ("What is counted", 20)
    assert loaded.version == 3


@pytest.mark.parametrize("version", [0, 7])
def test_a_version_that_nobody_can_have_seen_saves_nothing(loaded, analyst, version):
    with pytest.raises(EditedSince) as told:
        edit(loaded, version=version, by=analyst, reporting_lag_days=20)
    assert told.value.changes == ()
    loaded.refresh_from_db()
    assert (loaded.reporting_lag_days, loaded.version) == (30, 1)
