"""A replica of the test's database. It is the same database: what a replica does is to refuse, to lag and to be gone."""

from collections import deque
from copy import copy

import pytest
from django.db import OperationalError, connection, connections

from core.replicas import positions
from core.replicas.reading import reading_from

ALIAS = "replica 1"


class FakeReplica:
    """`primary` and `there` are how far the two have come, in bytes of the log; `there` is None once it is a primary."""

    def __init__(self, wrapper):
        self.wrapper = wrapper
        self.primary = self.there = 100
        self.is_down = False

    def position(self, alias):
        if self.is_down:
            raise OperationalError("The server is gone.")
        return self.there

    def reading(self):
        return reading_from(ALIAS)


@pytest.fixture
def replica(db, settings, monkeypatch):
    wrapper = copy(connections["default"])
    wrapper.queries_log = deque()
    # It is the connection of the test.
    wrapper.close = lambda: None
    fake = FakeReplica(wrapper)
    settings.REPLICAS = (ALIAS,)
    for module in ("positions", "pages"):
        monkeypatch.setattr(f"core.replicas.{module}.primary_position", lambda: fake.primary)
    for module in ("positions", "following"):
        monkeypatch.setattr(f"core.replicas.{module}.position_of", fake.position)
    positions.marks.forget()
    positions._alone_until.clear()
    connections[ALIAS] = wrapper
    yield fake
    del connections[ALIAS]
    positions.marks.forget()
    assert connections["default"] is not wrapper
    assert connection.alias == "default"
