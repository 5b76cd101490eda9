"""How the planner grows on PostgreSQL: 10,000, 1,000,000 and 10,000,000 figures, and the most of them in partitions.

    DATABASE_URL=postgres://… .venv/bin/python -m bench.scaling [FIGURES]

Each size has the same plan, the same indicators and series of forty quarters; only the number of areas differs. Prints the
table of docs/scaling.md. It takes an hour, and 15 GB of disk.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

import django

django.setup()

from django.db import connection

from bench import steps, world
from bench.database import address, made
from bench.large_plan import large_plan
from bench.pages import PAGES, read, reader
from bench.timing import Times
from bench.world import COLUMNS, INDICATORS, KNOWN_SINCE, World, quarters, readings, write_file
from core.changes.triggers import drop_triggers, put_triggers
from core.periods import Period
from performance.models import Figure, Finding, Job, StagedRow, Upload, UploadFile

NAME = "planner_scaling"
QUARTERS, GOES = 40, 3
# What the file of 1,000 rows is of: these series are as long at each size.
IN_FILE, AREAS_IN_FILE, QUARTERS_IN_FILE = 2, 125, 4
TABLE = Figure._meta.db_table
PARTITIONS = 16


@dataclass(frozen=True)
class Size:
    """So many areas have figures of the first so many indicators."""

    name: str
    areas: int
    indicators: int = INDICATORS

    @property
    def figures(self) -> int:
        return self.areas * self.indicators * QUARTERS


SIZES = (
    Size("10,000", AREAS_IN_FILE, IN_FILE),
    Size("1,000,000", AREAS_IN_FILE),
    Size("10,000,000", 10 * AREAS_IN_FILE),
)


def main(most: int) -> None:
    sizes = [size for size in SIZES if size.figures <= most]
    # A reading is of one of so many areas.
    world.AREAS = SIZES[-1].areas
    connection.settings_dict["TEST"]["NAME"] = NAME
    found: dict[str, dict[str, str]] = {}
    with made(), tempfile.TemporaryDirectory(prefix="scaling-") as folder:
        here = World()
        large_plan()
        for size in sizes:
            _say(f"{size.name}: {_filled(here, size):.0f} s to load")
            found[size.name] = _measured(here, Path(folder))
        for name, by in (
            ("by year", _by_year),
            (f"by indicator, {PARTITIONS}", _by_indicator),
        ):
            began = perf_counter()
            _partition(
                list(by()), "RANGE (period_end)" if by is _by_year else "HASH (indicator_id)"
            )
            _say(f"{name}: {perf_counter() - began:.0f} s to move")
            found[f"{sizes[-1].name} {name}"] = _measured(here, Path(folder), backs_up=False)
    rows = list(dict.fromkeys(row for facts in found.values() for row in facts))
    _say(f"| | {' | '.join(found)} |\n|{' --- |' * (len(found) + 1)}")
    for row in rows:
        _say(f"| {row} | {' | '.join(facts.get(row, '') for facts in found.values())} |")


def _filled(here: World, size: Size) -> float:
    """Seconds to write the figures in the order in which they would come, quarter by quarter."""
    began = perf_counter()
    for model in (Job, Finding, StagedRow, UploadFile, Upload):
        model.objects.all().delete()
    drop_triggers()
    _run(f"TRUNCATE {TABLE} CASCADE")
    # No foreign key of a row is looked up: every one is known to be there.
    _run("SET session_replication_role = replica")
    facts = {
        "indicators": [one.pk for one in here.indicators][: size.indicators],
        "areas": [area.pk for area in here.areas],
        "some": size.areas,
        "known": KNOWN_SINCE,
    }
    for quarter in quarters(-QUARTERS, QUARTERS):
        _run(_INSERT, {**facts, "start": quarter.start, "end": quarter.end})
    _run("SET session_replication_role = origin")
    put_triggers()
    _run("VACUUM (ANALYZE)")
    _run("CHECKPOINT")
    return perf_counter() - began


# The readings of bench/world.py: counts, and percentages with what they are made of.
_INSERT = f"""
    INSERT INTO {TABLE} ({", ".join(COLUMNS)})
    SELECT indicator, (%(areas)s)[(i + a - 2) %% cardinality(%(areas)s) + 1], %(start)s, %(end)s, 'reported',
           CASE WHEN i %% 2 = 0 THEN round(100 * number / 150.0, 1) ELSE number END,
           CASE WHEN i %% 2 = 0 THEN number END, CASE WHEN i %% 2 = 0 THEN 150 END,
           1, %(known)s, false, '', '', '', '', ''
    FROM unnest(%(indicators)s) WITH ORDINALITY AS known(indicator, i), generate_series(1, %(some)s) a,
         LATERAL (SELECT 40 + (a * 17 + i * 13 + extract(doy FROM %(end)s::date)::int) %% 71 AS number) made
"""  # noqa: S608


def _measured(here: World, folder: Path, *, backs_up: bool = True) -> dict[str, str]:
    client, times, found = reader(), Times(), {}
    for path in PAGES.values():
        read(client, path)
    for _ in range(GOES):
        for name, path in PAGES.items():
            times.of(name, read, client, path)
    for name in PAGES:
        found[name.capitalize()] = f"{times[name] * 1000:,.0f} ms"
    file = write_file(folder / "figures.xlsx", _file(), ("Indicator", "Area", "Period", "Value"))
    for _ in range(GOES):
        upload = times.of("check", steps.check, here.analyst, file)
        upload = times.of("apply", steps.apply, here.analyst, steps.accept(here.analyst, upload))
        times.of("board", read, client, "/")
        times.of("undo", steps.undo, here.analyst, upload)
    found["Check 1,000 rows"] = f"{times['check'] * 1000:,.0f} ms"
    found["Apply them"] = f"{times['apply'] * 1000:,.0f} ms"
    found["The board, first read after that"] = f"{times['board'] * 1000:,.0f} ms"
    found["Take them back"] = f"{times['undo'] * 1000:,.0f} ms"
    table, indexes, whole = _sizes()
    found["Figures, table"] = f"{table / 1e6:,.0f} MB"
    found["Figures, indexes"] = f"{indexes / 1e6:,.0f} MB"
    found["The database"] = f"{whole / 1e6:,.0f} MB"
    if backs_up:
        seconds, size = _backed_up(folder)
        found["Backed up, read back, rows counted"] = f"{seconds:,.0f} s"
        found["The file of the backup"] = f"{size / 1e6:,.0f} MB"
    _say("\n".join(f"  {name}: {value}" for name, value in found.items()))
    return found


def _file() -> Iterator[world.MadeFigure]:
    return readings(quarters(0, QUARTERS_IN_FILE), indicators=IN_FILE, areas=AREAS_IN_FILE)


def _sizes() -> tuple[int, int, int]:
    """Bytes of the figures, of their indexes, and of the database, partitions included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_table_size(one)), sum(pg_indexes_size(one)), pg_database_size(current_database())"
            " FROM (SELECT relid AS one FROM pg_partition_tree(%s) UNION SELECT %s::regclass) parts",
            [TABLE, TABLE],
        )
        table, indexes, whole = cursor.fetchone()
    return int(table), int(indexes), int(whole)


def _backed_up(folder: Path) -> tuple[float, int]:
    key = folder / "backup.key"
    key.unlink(missing_ok=True)
    environment = {**os.environ, "DATABASE_URL": address()}
    command = [sys.executable, "manage.py"]
    made_key = subprocess.run(  # noqa: S603
        [*command, "make_backup_key", str(key)], env=environment, check=True, capture_output=True, text=True
    )  # fmt: skip
    [recipient] = re.findall(r"\bage1\w+", made_key.stdout)
    began = perf_counter()
    subprocess.run(  # noqa: S603
        [*command, "backup", str(folder)],
        env={**environment, "BACKUP_RECIPIENTS": recipient},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = perf_counter() - began
    [file] = folder.glob("*.age")
    size = file.stat().st_size
    file.unlink()
    return seconds, size


def _by_year() -> Iterator[tuple[str, str]]:
    first, last = quarters(-QUARTERS, 1)[0].start.year, quarters(0, QUARTERS_IN_FILE)[-1].end.year
    for year in range(first, last + 1):
        start = Period.quarter(year, 1).start
        yield f"y{year}", f"FROM ('{start}') TO ('{start.replace(year=year + 1)}')"


def _by_indicator() -> Iterator[tuple[str, str]]:
    for n in range(PARTITIONS):
        yield f"h{n}", f"WITH (MODULUS {PARTITIONS}, REMAINDER {n})"


def _partition(parts: list[tuple[str, str]], by: str) -> None:
    """Put a partitioned table in the place of the figures, with the same keys as far as PostgreSQL allows: each holds the
    column that is partitioned by."""
    column = by.split("(")[1].rstrip(")")
    drop_triggers()
    _run(
        f"CREATE TABLE parted (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY {by}"
    )
    for name, values in parts:
        _run(f"CREATE TABLE parted_{column}_{name} PARTITION OF parted FOR VALUES {values}")
    columns = ", ".join(f'"{field.column}"' for field in Figure._meta.concrete_fields)
    _run(f"INSERT INTO parted ({columns}) SELECT {columns} FROM {TABLE}")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [TABLE])
        definitions = [row[0] for row in cursor.fetchall()]
    _run(f"CREATE SEQUENCE IF NOT EXISTS parted_id_{column}")
    _run(f"SELECT setval('parted_id_{column}', (SELECT max(id) FROM {TABLE}))")  # noqa: S608
    _run(f"DROP TABLE {TABLE} CASCADE")
    _run(f"ALTER TABLE parted RENAME TO {TABLE}")
    _run(f"ALTER TABLE {TABLE} ALTER id SET DEFAULT nextval('parted_id_{column}')")
    for n, definition in enumerate(definitions):
        head, _, rest = definition.partition(" USING ")
        if "UNIQUE" in head and column not in rest:
            rest = rest.replace(")", f", {column})", 1)
        unique = "UNIQUE " if "UNIQUE" in head else ""
        _run(f"CREATE {unique}INDEX parted_{column}_{n} ON {TABLE} USING {rest}")
    put_triggers()
    _run("VACUUM (ANALYZE)")
    _run("CHECKPOINT")


def _run(statement: str, values: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1].figures)
