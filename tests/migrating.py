"""The planner as an earlier version had it, for tests of what a migration does with its data.

A module says in BEFORE which migrations were the last then, and in AFTER which one it tests. Its tests ask for
`gone_back`: each has a copy of its own of the database of then, which is made once. Those of one module stand in one
group of xdist, so that one process makes it.
"""

from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def migrate(to):
    """Takes the database in use there, or back there."""
    MigrationExecutor(connection).migrate(to)


def models_at(nodes):
    """The models as they are after these migrations."""
    return _models_at(tuple(nodes))


def as_in_the_tables(app, name):
    """A model as the tables have it: other apps went back, too, as far as they stand on this one."""
    applied = MigrationRecorder(connection).applied_migrations()
    return _models_at(tuple(sorted(applied))).get_model(app, name).objects


@cache
def _models_at(nodes):
    return _migrations().project_state(list(nodes)).apps


@cache
def _migrations():
    return MigrationLoader(None)
