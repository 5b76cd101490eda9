"""Drills on the database that DATABASE_URL names, and writes what was found: python -m drills.one FILE LENGTH [DRILL …]"""

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from types import ModuleType

import django

django.setup()

from django.db import connection

from drills.cluster import VARIABLE
from drills.planner import prepared

DRILLS = ("edits", "writers", "kills", "load", "hostile", "hostile_checks", "restarts")


def main(answer: str, length: str, *chosen: str) -> None:
    found = {}
    with tempfile.TemporaryDirectory(prefix="drills-") as folder, prepared(Path(folder)) as planner:
        for name in chosen or DRILLS:
            drill = import_module(f"drills.each.{name}")
            if _is_for_here(drill):
                sys.stderr.write(f"{connection.display_name}: {name}\n")
                found[name] = [
                    one.as_json() for one in drill.run(planner, is_long=length == "long")
                ]
    facts = {"database": _version(), "found": found}
    Path(answer).write_text(json.dumps(facts), encoding="utf-8")


def _is_for_here(drill: ModuleType) -> bool:
    needs_cluster = getattr(drill, "NEEDS_OWN_CLUSTER", False)
    vendors = getattr(drill, "ONLY_ON", (connection.vendor,))
    return connection.vendor in vendors and needs_cluster == (VARIABLE in os.environ)


def _version() -> str:
    number = connection.get_database_version()
    used = number if connection.vendor == "sqlite" else number[:2]
    ours = ", stopped and started" if VARIABLE in os.environ else ""
    return f"{connection.display_name} {'.'.join(map(str, used))}{ours}"


if __name__ == "__main__":
    main(*sys.argv[1:])
