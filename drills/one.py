"""Drills on the database that DATABASE_URL names, and writes what was found: python -m drills.one FILE LENGTH [DRILL …]"""

import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

django.setup()

from django.db import connection

from drills.planner import prepared

DRILLS = ("edits", "writers", "kills", "load", "hostile", "hostile_checks")


def main(answer: str, length: str, *chosen: str) -> None:
    found = {}
    with tempfile.TemporaryDirectory(prefix="drills-") as folder, prepared(Path(folder)) as planner:
        for name in chosen or DRILLS:
            drill = import_module(f"drills.each.{name}")
            if connection.vendor in getattr(drill, "ONLY_ON", (connection.vendor,)):
                sys.stderr.write(f"{connection.display_name}: {name}\n")
                found[name] = [
                    one.as_json() for one in drill.run(planner, is_long=length == "long")
                ]
    facts = {"database": _version(), "found": found}
    Path(answer).write_text(json.dumps(facts), encoding="utf-8")


def _version() -> str:
    number = connection.get_database_version()
    used = number if connection.vendor == "sqlite" else number[:2]
    return f"{connection.display_name} {'.'.join(map(str, used))}"


if __name__ == "__main__":
    main(*sys.argv[1:])
