"""The checksum of a table is the same on both databases, in any order of rows, and no other once a value differs."""

import sqlite3
from decimal import Decimal

import pytest
from django.db import connection

from core.backups.engines import engine_of
from core.backups.kinds import decimal, json_text, moment
from core.backups.sqlite_tables import SqliteTables
from core.backups.table_sums import counts_of, differing, is_empty, sums_of
from priorities.models import Plan
from tests.databases import use_database

TABLE = (
    "CREATE TABLE figure (id integer PRIMARY KEY, value decimal, said text, known_from datetime)"
)


def sums(*rows):
    with sqlite3.connect(":memory:") as database:
        database.execute(TABLE)
        database.executemany("INSERT INTO figure VALUES (?, ?, ?, ?)", rows)
        return sums_of(SqliteTables(database))


FIRST = (1, 12.5, "as counted", "2011-11-30 00:00:00")
SECOND = (2, 13, "", None)


def test_the_order_of_rows_does_not_matter():
    assert sums(FIRST, SECOND) == sums(SECOND, FIRST)
    assert sums(FIRST, SECOND)["figure"].rows == 2


@pytest.mark.parametrize(
    "other",
    [
        (1, 12.6, "as counted", "2011-11-30 00:00:00"),
        (1, 12.5, "as counted ", "2011-11-30 00:00:00"),
        (1, 12.5, "as counted", "2011-11-30 00:00:00.000001"),
        (1, 12.5, "as counted", None),
        (3, 12.5, "as counted", "2011-11-30 00:00:00"),
    ],
)
def test_one_other_value_is_another_sum(other):
    assert differing(sums(FIRST, SECOND), sums(other, SECOND)) == ["figure"]


def test_a_value_that_moved_to_the_next_column_or_row_is_another_sum():
    assert sums((1, 2, "3", None)) != sums((1, None, "23", None))
    assert sums((1, 5, "", None), (2, 6, "", None)) != sums((1, 6, "", None), (2, 5, "", None))


def test_a_table_that_is_missing_differs():
    assert differing({"a": 1, "b": 2}, {"b": 2, "c": 3}) == ["a", "c"]


@pytest.mark.parametrize(
    ("kept", "said"),
    [(3, "3"), (0.1 + 0.2, "0.3"), (100.0, "100"), (1e16, "10000000000000000"), (2.5e-7, "0.00000025"), (None, None)],
)  # fmt: skip
def test_a_decimal_of_sqlite_is_said_as_postgresql_says_it(kept, said):
    assert decimal(kept) == said
    assert said is None or Decimal(said) == Decimal(f"{kept:.15g}")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2011-11-30 09:00:00", "2011-11-30 09:00:00.000000"),
        ("2011-11-30 09:00:00.120000", "2011-11-30 09:00:00.120000"),
        ("2011-11-30T10:00:00.12+01:00", "2011-11-30 09:00:00.120000"),
    ],
)
def test_a_moment_of_sqlite_is_said_in_utc_to_the_microsecond(kept, said):
    assert moment(kept) == said


def test_json_is_the_same_however_it_is_written():
    assert json_text('{"b": 1.50, "a": [1e2]}') == json_text('{"a":[100],"b":1.5}')
    assert json_text('{"a": 1}') != json_text('{"a": "1"}')


@pytest.fixture
def moved(db, django_db_blocker, tmp_path):
    """The tables of the database in use, through a connection of its own, which sees what is committed."""
    with engine_of(connection).present() as tables:
        yield tables


def test_every_kind_of_column_of_the_planner_is_known(moved):
    kinds = {kind for columns in moved.columns().values() for _, kind in columns}
    assert {"flag", "moment", "day", "decimal", "bytes", "json", "address", "plain"} <= kinds


def test_the_tables_are_those_of_the_models_and_no_index_of_words(moved):
    tables = moved.columns()
    assert {"django_migrations", "performance_figure", "planner_cache"} <= tables.keys()
    assert [name for name in tables if name.startswith("search_words")] == []
    assert "words" not in dict(tables["search_searchentry"])


def test_what_migrations_alone_have_made_is_empty(moved):
    assert is_empty(moved)
    assert counts_of(moved)["auth_group"] > 0


def test_a_database_with_a_plan_in_it_is_not_empty(seeded_database, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        use_database(seeded_database),
        engine_of(connection).present() as tables,
    ):
        assert not is_empty(tables)
        assert tables.count(Plan._meta.db_table) > 0
