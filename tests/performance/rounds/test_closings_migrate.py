"""What an installed system knows of removals is still known when the form in which it is kept changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.migrating import as_in_the_tables, migrate, models_at

BEFORE = [("performance", "0007_figures_without_index_of_areas")]
AFTER = [("performance", "0008_closings_of_figures")]
FIRST = datetime(2011, 7, 1, 9, tzinfo=UTC)
THEN = datetime(2011, 8, 1, 9, tzinfo=UTC)
LATER = datetime(2011, 9, 1, 9, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)

pytestmark = pytest.mark.xdist_group("closings")


@pytest.fixture
def old(gone_back):
    return Old(models_at(BEFORE))


class Old:
    """Records as the models of before make them."""

    def __init__(self, apps):
        self.apps = apps
        self.ada = as_in_the_tables("accounts", "User").create(
            username="ada", email="ada@example.org"
        )
        self.county = as_in_the_tables("places", "Area").create(
            name="C", slug="c", kind="county", level=0, path="/c/"
        )
        self.indicator = self.model("performance", "Indicator").create(
            slug="i", order=1, name="I", unit="%", polarity="lower", frequency="quarter",
            aggregation="ratio", area_id=self.county.pk,
        )  # fmt: skip

    def model(self, app, name):
        return self.apps.get_model(app, name).objects

    def figure(self, month, revision=1, known_from=FIRST, known_to=None, **facts):
        told = {"value": 5} if "state" not in facts else {}
        return self.model("performance", "Figure").create(
            indicator=self.indicator, area_id=self.county.pk, period_start=date(2011, month, 1),
            period_end=date(2011, month, 28), revision=revision, known_from=known_from,
            known_to=known_to, **told, **facts,
        )  # fmt: skip

    def trace(self, month, revision, at, **facts):
        return self.figure(
            month, revision, at, at + INSTANT, state="not_applicable",
            reason="The figure was removed.", recorded_by_id=self.ada.pk, **facts,
        )  # fmt: skip

    def upload(self, **facts):
        applied = {"stage": "applied", "applied_at": THEN, "applied_by_id": self.ada.pk}
        return self.model("performance", "Upload").create(
            kind="figures", size=1, sha256="0", uploaded_by_id=self.ada.pk,
            **({"file_name": "Out.xlsx"} | applied | facts),
        )  # fmt: skip


def now(name="Figure"):
    return models_at(AFTER).get_model("performance", name).objects


def all_said():
    columns = (
        "period_start", "revision", "known_from", "known_to", "state", "value", "reason",
        "recorded_by", "reason_for_change",
    )  # fmt: skip
    return list(
        models_at(BEFORE)
        .get_model("performance", "Figure")
        .objects.order_by("period_start", "revision")
        .values_list(*columns)
    )


def test_a_removal_by_hand_is_told_by_what_was_removed(old):
    old.figure(1, known_to=THEN)
    old.trace(1, 2, THEN, reason_for_change="Counted twice")
    old.figure(1, 3, LATER)
    # What looks like one and is none: it closed nothing, or counted for longer.
    old.figure(2, state="not_applicable", reason="The figure was removed.", known_to=THEN)
    before = all_said()

    migrate(AFTER)

    gone, again = now().filter(period_start=date(2011, 1, 1)).order_by("revision")
    assert (gone.known_to, gone.closed_by_id, gone.reason_for_closing) == (
        THEN, old.ada.pk, "Counted twice",
    )  # fmt: skip
    assert (again.revision, again.closed_by_id) == (3, None), "the number that it was known by"
    assert now().get(period_start=date(2011, 2, 1)).closed_by_id is None

    migrate(BEFORE)
    assert all_said() == before


def test_going_back_makes_room_for_a_removal(old):
    migrate(AFTER)
    said = {"indicator_id": old.indicator.pk, "area_id": old.county.pk, "value": 5}
    days = {"period_start": date(2011, 1, 1), "period_end": date(2011, 1, 28)}
    ends = {"closed_by_id": old.ada.pk, "reason_for_closing": "Counted twice"}
    now().create(**said, **days, revision=1, known_from=FIRST, known_to=THEN, **ends)
    now().create(**said, **days, revision=2, known_from=LATER, known_to=LATER + INSTANT, **ends)
    now().create(**said, **days, revision=3, known_from=LATER + 2 * INSTANT)

    migrate(BEFORE)

    assert [(row[1], row[4]) for row in all_said()] == [
        (1, "reported"), (2, "not_applicable"), (3, "reported"), (4, "not_applicable"), (5, "reported"),
    ]  # fmt: skip
    migrate(AFTER)
    assert [row.closed_by_id for row in now().order_by("revision")] == [old.ada.pk] * 2 + [None]


def test_what_a_file_removed_or_what_was_taken_back_with_it_says_so(old):
    removing = old.upload(reason="Not ours")
    gone = old.figure(1, known_to=THEN)
    old.model("performance", "StagedRow").create(
        upload=removing, row=2, cell="D2", verdict="removed", base=gone.pk
    )
    # Corrected, which the next revision tells.
    old.figure(2, known_to=THEN)
    old.figure(2, 2, THEN)
    undone = old.upload(
        stage="undone",
        applied_at=FIRST,
        undone_by_id=old.ada.pk,
        undone_at=LATER,
        file_name="New.xlsx",
    )
    old.figure(3, known_to=LATER, upload=undone)

    migrate(AFTER)

    told = ("closed_by_upload", "closed_by", "reason_for_closing")
    assert list(now().order_by("period_start", "revision").values_list(*told)) == [
        (removing.pk, old.ada.pk, "Not ours"),
        (None, None, ""),
        (None, None, ""),
        (undone.pk, old.ada.pk, "New.xlsx was taken back."),
    ]
    migrate(BEFORE)
    assert len(all_said()) == 4
