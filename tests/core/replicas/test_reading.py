"""Within reading_from the default database is the replica, which only reads."""

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from core.replicas.reading import NeedsPrimary, OnlyReads, ask_the_primary
from tests.core.replicas.conftest import ALIAS


def test_models_sql_and_transactions_all_go_to_the_replica(replica, officer):
    with replica.reading():
        assert connections["default"] is replica.wrapper
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert User.objects.get(username="olive") == officer
    assert connections["default"] is not replica.wrapper
    assert connections[ALIAS].execute_wrappers == []


def test_a_write_is_refused_before_it_is_sent(replica, officer):
    with replica.reading() as only, pytest.raises(NeedsPrimary):
        User.objects.update(first_name="Wren")
    assert only.refused
    assert User.objects.get().first_name == "Olive"


@pytest.mark.parametrize(
    ("statement", "only_reads"),
    [
        ("SELECT 1", True),
        (" with a as (select 1) select * from a", True),
        ('SAVEPOINT "one"', True),
        ("INSERT INTO a VALUES (1)", False),
        ("update a set b = 1", False),
        ("DELETE FROM a", False),
        ("SELECT 1 FROM a FOR UPDATE", False),
        ('SELECT 1 FROM a FOR NO KEY UPDATE OF "a"', False),
        ("LOCK TABLE a", False),
        ("COPY a FROM STDIN", False),
        ("SELECTED", False),
    ],
)
def test_locks_are_refused_as_writes_are(statement, only_reads):
    only = OnlyReads()
    if only_reads:
        only(lambda *_: None, statement)
    else:
        with pytest.raises(NeedsPrimary):
            only(lambda *_: None, statement)
    assert only.refused is not only_reads


def test_what_is_dear_and_kept_is_left_to_the_primary_from_the_beginning(replica):
    ask_the_primary()
    with replica.reading(), pytest.raises(NeedsPrimary):
        ask_the_primary()
