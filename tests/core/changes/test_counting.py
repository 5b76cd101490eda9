"""The database counts what is written, whoever writes it."""

import pytest
from django.db import connection, transaction

from core.changes.counting import add_up, total
from core.changes.models import WriteCount
from core.changes.triggers import drop_triggers, missing_triggers, put_triggers
from performance.models import Indicator, Target
from performance.standings.keeping import standings_now
from priorities.models import DeliveryGap
from tests.world import AS_AT, QUARTER


def changes_in(kind, **record):
    return sum(row.number for row in WriteCount.objects.filter(kind=kind, **record))


def changes_of(indicator):
    return changes_in("performance_indicator", record=indicator.pk)


def changes_of_gaps():
    return changes_in("priorities_deliverygap")


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme())


def test_a_row_written_without_django_counts(world):
    gap = world.gap(world.theme())
    before = changes_of_gaps()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE priorities_deliverygap SET title = 'Other' WHERE id = %s", [gap.pk])
    assert changes_of_gaps() > before


@pytest.mark.parametrize("write", ["update", "delete"])
def test_rows_written_by_one_statement_count(world, write):
    gap = world.gap(world.theme())
    before = changes_of_gaps()
    rows = DeliveryGap.objects.filter(pk=gap.pk)
    rows.update(title="Other") if write == "update" else rows.delete()
    assert changes_of_gaps() > before


def test_a_link_between_two_records_counts(world):
    decision, theme = world.decision(title="Renew it"), world.theme()
    before = total()
    decision.themes.add(theme)
    assert total() > before


def test_a_target_is_a_change_of_its_indicator_and_of_no_other(world, indicator):
    other = world.indicator(world.theme())
    before, before_other = changes_of(indicator), changes_of(other)
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_most", value=8,
        period_start=QUARTER.start, period_end=QUARTER.end,
    )  # fmt: skip
    assert changes_of(indicator) == before + 1
    assert changes_of(other) == before_other


def test_a_figure_of_another_place_leaves_its_indicators_standing_alone(world, indicator):
    before = changes_of(indicator)
    figure = world.figure(indicator, QUARTER, 5)
    assert changes_of(indicator) > before
    before = changes_of(indicator)
    figure.pk, figure.area = None, world.area("Elsewhere")
    figure.save()
    assert changes_of(indicator) == before


def test_what_is_taken_back_was_never_counted(world, indicator):
    before = total()
    with transaction.atomic():
        Indicator.objects.update(name="Other")
        transaction.set_rollback(True)
    assert total() == before


def test_adding_up_changes_no_sum(world, indicator, monkeypatch):
    monkeypatch.setattr("core.changes.counting.MANY", 0)
    for name in ("One", "Two", "Three"):
        Indicator.objects.filter(pk=indicator.pk).update(name=name)
    before = total(), changes_of(indicator)
    add_up()
    assert (total(), changes_of(indicator)) == before
    # SQLite has one row of each anyhow.
    assert WriteCount.objects.filter(kind="performance_indicator", record=indicator.pk).count() == 1


def drop_a_trigger(table):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s "
                "AND name LIKE 'changes_%%_update_%%'",
                [table],
            )
            cursor.execute(f'DROP TRIGGER "{cursor.fetchone()[0]}"')
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass "
                "AND tgname LIKE 'changes_%%_update_%%'",
                [table],
            )
            cursor.execute(f'DROP FUNCTION "{cursor.fetchone()[0]}" CASCADE')


def test_a_trigger_that_is_gone_is_missed_and_put_back(db):
    assert missing_triggers() == []
    drop_a_trigger("performance_target")
    assert missing_triggers() == ["performance_target"]
    put_triggers()
    assert missing_triggers() == []


def test_what_was_written_while_a_trigger_was_gone_is_not_overlooked(world):
    indicator = world.indicator(world.theme(), 77, target=80)
    of_it = Indicator.objects.filter(pk=indicator.pk)
    assert standings_now(of_it, AS_AT)[0].target.value == 80
    drop_a_trigger("performance_target")
    Target.objects.update(value=70)
    put_triggers()
    assert standings_now(of_it, AS_AT)[0].target.value == 70


def test_putting_triggers_where_all_are_there_changes_nothing(db):
    before = total()
    put_triggers()
    assert total() == before


def test_migrations_find_no_trigger_in_their_way(db):
    """SQLite makes a table anew under another name: a trigger that reads it would stop the migration."""
    drop_triggers(plan=["a migration"])
    assert len(missing_triggers()) > 40
    put_triggers()
    assert missing_triggers() == []


def test_triggers_stay_where_nothing_is_to_be_migrated(db):
    drop_triggers(plan=[])
    assert missing_triggers() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL has schemas")
def test_each_schema_counts_for_itself_whoever_writes_to_it(world):
    """As when several partnerships have a schema each, and somebody writes to one with SQL from another."""
    world.gap(world.theme())
    before = changes_of_gaps()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA north")
        for table in (WriteCount._meta.db_table, "priorities_deliverygap"):
            cursor.execute(f"CREATE TABLE north.{table} (LIKE {table} INCLUDING ALL)")
        cursor.execute("SET LOCAL search_path TO north")
        put_triggers()
        cursor.execute("SET LOCAL search_path TO public")
        cursor.execute(
            "INSERT INTO north.priorities_deliverygap SELECT * FROM priorities_deliverygap"
        )
        cursor.execute(
            "SELECT kind, number FROM north.changes_writecount WHERE kind = 'priorities_deliverygap'"
        )
        assert cursor.fetchall() == [("priorities_deliverygap", 1)]
    assert changes_of_gaps() == before
