"""What a planner does when much goes on, and when its processes are killed: `make drills`.

On SQLite and on the PostgreSQL that DATABASE_URL names, each in a database of its own, and on a PostgreSQL of the drills'
own, which is stopped and started. Prints a table, and ends with an
error where a limit is broken. --long takes as long as the figures of docs/drills.md do, and --keep writes them there.
Names (files in drills/each) choose drills.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from drills import cluster, report
from drills.result import DrillResult

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "drills.md"
NAME = "planner_drills"


def main(*words: str) -> int:
    chosen = [word for word in words if not word.startswith("--")]
    length = "long" if "--long" in words else "short"
    found: dict[str, dict[str, list[DrillResult]]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="drills-") as folder,
        _on_postgres() as postgres,
        cluster.made() as own,
    ):
        on_sqlite = f"sqlite:///{folder}/planner.sqlite3"
        for variables in ({"DATABASE_URL": on_sqlite}, {"DATABASE_URL": postgres}, own):
            name, findings = _drilled(variables, Path(folder) / "found.json", length, chosen)
            if not findings:
                continue
            found[name] = findings
            sys.stdout.write(f"\n{name}\n\n{report.plain(findings)}\n")
            sys.stdout.flush()
    if "--keep" in words:
        KEPT.write_text(report.renewed(KEPT.read_text("utf-8"), length, found), "utf-8")
    findings = [one for drills in found.values() for drill in drills.values() for one in drill]
    for one in findings:
        if not one.is_within:
            sys.stdout.write(f"\nNot within its limit: {one.what}.\n")
    return 0 if all(one.is_within for one in findings) else 1


def _drilled(
    variables: dict[str, str], answer: Path, length: str, chosen: list[str]
) -> tuple[str, dict[str, list[DrillResult]]]:
    """Each database in a process of its own, as Django knows one at a time."""
    environment = {
        **os.environ,
        **variables,
        "DJANGO_SETTINGS_MODULE": "drills.settings",
    }
    command = [sys.executable, "-m", "drills.one", str(answer), length, *chosen]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)  # noqa: S603
    facts = json.loads(answer.read_text(encoding="utf-8"))
    found = {name: [DrillResult(**one) for one in drill] for name, drill in facts["found"].items()}
    return facts["database"], found


@contextmanager
def _on_postgres() -> Iterator[str]:
    """The address of a new database beside the one that DATABASE_URL names."""
    server = urlsplit(os.environ["DATABASE_URL"])
    connection = psycopg2.connect(server._replace(path="/postgres").geturl())
    connection.autocommit = True
    name, cursor = sql.Identifier(NAME), connection.cursor()
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
    try:
        yield server._replace(path=f"/{NAME}").geturl()
    finally:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
