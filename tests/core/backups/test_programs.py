"""PostgreSQL's programs: found, new enough, told in secret, and heard when they fail."""

import sys

import pytest

from core.backups import postgresql
from core.backups.problems import BackupProblem
from core.backups.programs import running

QUIET = {"PATH": "/usr/bin:/bin"}


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Makes the only program on the path, which says that it is of a version."""

    def make(name, version):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        path.chmod(0o755)

    monkeypatch.setenv("PATH", str(tmp_path))
    return make


def test_a_program_that_is_missing_is_said_in_words(installed):
    with pytest.raises(BackupProblem, match="pg_dump is not installed"):
        postgresql.program("pg_dump", at_least=15)


def test_a_program_that_is_older_than_the_server_is_said_in_words(installed):
    installed("pg_dump", "14.9 (Debian 14.9-0)")
    with pytest.raises(BackupProblem, match="pg_dump is of PostgreSQL 14, and 15 is needed"):
        postgresql.program("pg_dump", at_least=15)


@pytest.mark.parametrize("version", ["15.20 (Debian 15.20-0+deb12u1)", "17beta1"])
def test_one_that_is_as_new_or_newer_serves(installed, tmp_path, version):
    installed("pg_dump", version)
    assert postgresql.program("pg_dump", at_least=15) == str(tmp_path / "pg_dump")


def test_a_password_is_in_the_environment_alone(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "the planner's own")
    told = postgresql.environment(
        {"host": "db", "port": 5433, "dbname": "planner", "user": "olive", "password": "hush", "sslmode": "verify-full",
         "connect_timeout": 10, "client_encoding": "UTF8", "options": None}
    )  # fmt: skip
    assert {name: value for name, value in told.items() if name.startswith("PG")} == {
        "PGHOST": "db",
        "PGPORT": "5433",
        "PGDATABASE": "planner",
        "PGUSER": "olive",
        "PGPASSWORD": "hush",
        "PGSSLMODE": "verify-full",
        "PGCONNECT_TIMEOUT": "10",
    }
    assert "SECRET_KEY" not in told


def python(code):
    return [sys.executable, "-c", code]


def test_a_program_is_fed_and_read_as_a_stream():
    copies = python("import sys, shutil; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)")
    with running(copies, QUIET, is_fed=True) as one:
        one.feed([b"a" * 200_000, b"b"])
        assert one.output.read() == b"a" * 200_000 + b"b"


def test_a_program_that_fails_has_its_last_words_heard():
    fails = python("import sys; sys.exit('FATAL: role olive is not there')")
    with pytest.raises(BackupProblem, match="stopped: FATAL: role olive"), running(fails, QUIET):
        pass


def test_a_program_that_ends_before_it_has_all_is_heard_too():
    fails = python("import sys; sys.exit('no room')")
    with (
        pytest.raises(BackupProblem, match="no room"),
        running(fails, QUIET, is_fed=True, is_read=False) as one,
    ):
        one.feed([b"a" * 1_000_000] * 3)


def test_what_goes_wrong_in_feeding_comes_out():
    def pieces():
        yield b"some"
        raise BackupProblem("The backup is damaged.")

    takes_all = python("import sys; sys.stdin.read()")
    with (
        pytest.raises(BackupProblem, match="damaged"),
        running(takes_all, QUIET, is_fed=True, is_read=False) as one,
    ):
        one.feed(pieces())


def test_a_program_is_ended_with_whoever_needed_it():
    waits = python("import time; time.sleep(60)")
    with pytest.raises(ZeroDivisionError), running(waits, QUIET) as one:
        raise ZeroDivisionError
    assert one._process.returncode is not None
