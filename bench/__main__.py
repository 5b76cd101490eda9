"""Measures uploads, flags and the search on SQLite and on the PostgreSQL that DATABASE_URL names: `make bench`.

Prints a table for each, and ends with an error when a limit is broken. With --keep, writes them to
docs/benchmarks.md too. Names of measures (files in bench/measures) choose those; of these alone the rows are then renewed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import machine, report
from bench.timing import Measure

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "benchmarks.md"


def main(*words: str) -> int:
    chosen = [word for word in words if word != "--keep"]
    found: dict[str, list[Measure]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for url in (f"sqlite:///{folder}/planner.sqlite3", os.environ["DATABASE_URL"]):
            name, measures = _measured(url, Path(folder) / "found.json", chosen)
            found[name] = measures
            sys.stdout.write(f"\n{name}\n\n{report.plain(measures)}\n")
            sys.stdout.flush()
    if "--keep" in words:
        facts = machine.facts(list(found))
        page = (
            report.renewed(KEPT.read_text(encoding="utf-8"), facts, found)
            if chosen
            else report.page(facts, found)
        )
        KEPT.write_text(page, encoding="utf-8")
        sys.stdout.write(f"\nKept in {KEPT.relative_to(ROOT)}.\n")
    broken = [one for measures in found.values() for one in measures if not one.is_within]
    for one in broken:
        sys.stdout.write(f"\nNot within its limit: {one.what}.\n")
    return 1 if broken else 0


def _measured(url: str, answer: Path, chosen: list[str]) -> tuple[str, list[Measure]]:
    """Each database in a process of its own, as Django knows one at a time."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    command = [sys.executable, "-m", "bench.one", str(answer), *chosen]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)  # noqa: S603
    facts = json.loads(answer.read_text(encoding="utf-8"))
    return facts["database"], [Measure(**one) for one in facts["measures"]]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
