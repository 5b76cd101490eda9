"""Databases with work in them, workers to be killed, and what there is to see afterwards."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, product

import environ
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from core.changes.models import WriteCount
from core.jobs import queue
from core.periods import Period
from performance.models import Figure, Finding, Indicator, Job, StagedRow, Upload
from performance.uploads import actions
from performance.uploads.receiving import receive
from places.models import Area
from tests.databases import copied, use_database

LONG_AGO = datetime(2011, 12, 1, tzinfo=UTC)
Stage, Task = Upload.Stage, Job.Task
_numbers = count(1)


def until(true, seconds=60):
    """Waits until it is so."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "It never came."
        time.sleep(0.05)
    return found


# Databases


@contextmanager
def another(database=None):
    """Puts the test into a copy of a database, or of the one in use. Its name was never used before."""
    with (
        use_database(database or connection.settings_dict["NAME"]),
        copied(f"killed{next(_numbers)}") as name,
        use_database(name),
    ):
        yield name


def fill(towns, quarters):
    """An upload of a row for each town and quarter, to be checked, and figures already there for the first half."""
    county = Area.objects.create(name="County", slug="county", kind="county", level=0, path="/c/")
    areas = Area.objects.bulk_create(
        Area(
            name=f"Town {n}", slug=f"town-{n}", kind="town", level=1, parent=county, path=f"/c/{n}/"
        )
        for n in range(towns)
    )
    crimes = Indicator.objects.create(
        slug="crimes", order=1, name="Crimes", unit="crimes", polarity="lower",
        frequency="quarter", number_kind="counted", area=county,
    )  # fmt: skip
    keys = keys_of([area.pk for area in areas], quarters)
    Figure.objects.bulk_create(
        Figure(
            indicator=crimes, area_id=area, period_start=period.start, period_end=period.end,
            value=5, known_from=LONG_AGO,
        )
        for area, period in keys[: len(keys) // 2]
    )  # fmt: skip
    names = {area.pk: area.name for area in areas}
    lines = [
        f"Crimes,{names[area]},{period},{VALUES[n % 4]}" for n, (area, period) in enumerate(keys)
    ]
    content = "\n".join(["Indicator,Area,Period,Value", *lines]).encode()
    analyst = User.objects.create_user("aled")
    receive(SimpleUploadedFile("Q1.csv", content), kind="figures", by=analyst)


# One after another down the file. Where a figure was there it was 5.
VALUES = ("remove", "5", "6", "7")


def keys_of(areas, quarters):
    periods = [Period.quarter(2010 - n // 4, 4 - n % 4) for n in range(quarters)]
    return list(product(areas, periods))


def what_applying_makes(quarters):
    """What should count once the upload is applied: value by area and the period's first day."""
    areas = Area.objects.filter(kind="town").order_by("pk").values_list("pk", flat=True)
    return {
        (area, period.start): int(VALUES[n % 4])
        for n, (area, period) in enumerate(keys_of(areas, quarters))
        if n % 4
    }


def what_counts():
    latest = Figure.objects.latest_revisions().values_list("area", "period_start", "value")
    return {(area, start): value for area, start, value in latest}


def go_on_to(task):
    """From a check that was asked for to `task` being asked for."""
    for step in (Task.APPLY, Task.UNDO)[: list(Task).index(task)]:
        queue.work()
        ask(step)


def ask(task):
    upload, analyst = Upload.objects.get(), User.objects.get()
    if task == Task.CHECK:
        actions.check_again(upload, by=analyst)
    elif task == Task.APPLY:
        assert upload.stage == Stage.CHECKED, upload.refusal
        actions.accept_warnings(upload, by=analyst)
        actions.apply(upload, by=analyst)
    else:
        actions.undo(upload, by=analyst, reason="Wrong sheet")


# What there is to see


def everything():
    """All that a task could have changed, the job apart."""
    models = (Figure, Upload, StagedRow, Finding)
    return {model: list(model.objects.order_by("pk").values_list()) for model in models}


def keep():
    """All that a task could change, to be put back."""
    models = (Upload, Job, Figure, StagedRow, Finding, WriteCount)
    return {model: list(model.objects.all()) for model in models}


def put_back(kept):
    """Quicker than a new copy of the database for each death."""
    with transaction.atomic():
        for model in (Job, StagedRow, Finding, Figure):
            model.objects.all().delete()
        for upload in kept[Upload]:
            upload.save()
        for model in (Figure, Job, StagedRow, Finding):
            model.objects.bulk_create(kept[model])
        # Last, as each of these writes is counted.
        WriteCount.objects.all().delete()
        WriteCount.objects.bulk_create(kept[WriteCount])


def meaning():
    """The same without the numbers and moments that differ between one time and another."""
    figures = Figure.objects.order_by("area", "period_start", "revision")
    return {
        "figures": [
            (row.area_id, row.period_start, row.revision, row.value, row.known_to is None,
             row.upload_id, row.cell, row.reason_for_change)
            for row in figures
        ],
        "rows": list(
            StagedRow.objects.order_by("row").values_list("row", "cell", "value", "verdict")
        ),
        "findings": list(Finding.objects.values_list("order", "cell", "code")),
        "uploads": list(Upload.objects.values_list("stage", "counts", "sheet")),
    }  # fmt: skip


def let_the_lease_run_out():
    past = timezone.now() - timedelta(seconds=1)
    assert Job.objects.filter(state=Job.State.RUNNING).update(leased_until=past)


# Workers


class Dying:
    """The process of `dying.py`."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.performance.uploads.dying"],
            cwd=settings.BASE_DIR, env=surroundings(), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def begin(self, **wish):
        """Have a worker at the database in use. `at` is the statement that kills it, or stops it for `seconds`."""
        wish = {"database": str(connection.settings_dict["NAME"]), **wish}
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()

    def end(self):
        return json.loads(self._process.stdout.readline())

    def work(self, **wish):
        self.begin(**wish)
        return self.end()

    def stop(self):
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def surroundings(**more):
    """What a process of ours needs to work in the database in use."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "safercornwall.settings.test",
        "DATABASE_URL": address(),
        **more,
    }


def address():
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    given = environ.Env().str("DATABASE_URL")
    start, _, _ = given.rpartition("/")
    return f"{start}/{facts['NAME']}"


@contextmanager
def running(*command, **more):
    """A process of ours, and all that it starts. Killed, as any process may be, if it still runs at the end."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR, env=surroundings(**more), start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        kill(process)
        process.stdout.close()


def kill(process):
    """At once and without a word to it, as when the power fails."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


# The very middle


@contextmanager
def stuck_at(cell):
    """Inside this, whoever writes the figure of `cell` gets no further for a long time."""
    with connection.cursor() as cursor:
        for statement in _STUCK[connection.vendor]:
            cursor.execute(statement.format(cell=cell))
    yield
    with connection.cursor() as cursor:
        cursor.execute(_FREE[connection.vendor])


_STUCK = {
    "sqlite": [
        """CREATE TRIGGER stuck AFTER INSERT ON performance_figure WHEN NEW.cell = '{cell}' BEGIN
            SELECT count(*) FROM (
                WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1e12) SELECT x FROM n
            );
        END"""
    ],
    "postgresql": [
        # Its own server goes on for as long as that with the statement of a client that is gone.
        """CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF NEW.cell = '{cell}' THEN PERFORM pg_sleep(5); END IF; RETURN NEW; END $$""",
        "CREATE TRIGGER stuck AFTER INSERT ON performance_figure FOR EACH ROW EXECUTE FUNCTION stay()",
    ],
}
_FREE = {
    "sqlite": "DROP TRIGGER stuck",
    "postgresql": "DROP TRIGGER stuck ON performance_figure; DROP FUNCTION stay",
}


def is_stuck():
    """Whether a worker is there, with half of its figures written and not committed."""
    if connection.vendor == "sqlite":
        # Pages of an open transaction that are no longer held in memory.
        path = f"{connection.settings_dict['NAME']}-wal"
        return os.path.exists(path) and os.path.getsize(path) > 1_000_000  # noqa: PTH110, PTH202
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event = 'PgSleep'"
        )
        return cursor.fetchone()[0] > 0
