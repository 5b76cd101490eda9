"""Compares requirements/*.txt with the weaknesses that are known of packages: requirements/advisories.json, which is pinned.

    scripts/advisories.py            compares; asks no other machine
    scripts/advisories.py refresh    has pip-audit look every package up, and writes the list anew

It fails on a weakness of a pinned version that is not excused. It says how old the list is, warns once that is too old, and
names the packages that the list was not made for.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("run", "s3", "build", "installer", "dev")
KNOWN = ROOT / "requirements" / "advisories.json"
PINNED = re.compile(r"^([a-z0-9-]+)==([^\s;\\]+)", re.MULTILINE)
OLDEST_DAYS = 90
MOST_NAMED = 6
AUDIT = "pip-audit==2.10.1"


@dataclass(frozen=True)
class Compared:
    """What came of it. `failures` are weaknesses that nobody excused; `remarks` are what else to know."""

    failures: list[str]
    remarks: list[str]


def pinned() -> dict[str, str]:
    """{package: version}. All lists have the same version of a package."""
    texts = [(ROOT / "requirements" / f"{name}.txt").read_text("utf-8") for name in LISTS]
    return dict(pair for text in texts for pair in PINNED.findall(text))


def compare(known: Mapping[str, Any], packages: Mapping[str, str], today: date) -> Compared:
    """`known` is the list as requirements/advisories.json has it."""
    taken_on = date.fromisoformat(known["taken_on"])
    age = (today - taken_on).days
    remarks = [f"The list of known weaknesses is of {taken_on:%-d %B %Y}: {_days(age)} old."]
    if age > OLDEST_DAYS:
        remarks.append(f"Warning: it is older than {OLDEST_DAYS} days. Run `make advisories`.")
    unseen = [name for name, version in packages.items() if known["covers"].get(name) != version]
    if unseen:
        remarks.append(f"Not looked up in this version: {_named(unseen)}.")
    failures = []
    for one in known["weaknesses"]:
        name, version = one["package"], packages.get(one["package"])
        if version is None or not _affects(one, version):
            continue
        because = known["excused"].get(one["id"])
        if because:
            remarks.append(f"Excused: {one['id']} of {name} {version}. {because}")
        else:
            fixed = ", ".join(one["fixed_in"]) or "no version yet"
            failures.append(f"{name} {version} has {one['id']}, fixed in {fixed}: {one['source']}")
    return Compared(failures, remarks)


def read_audit(audit: Mapping[str, Any], packages: Mapping[str, str]) -> dict[str, Any]:
    """The `covers` and `weaknesses` that an audit found. What it could not look up is in neither."""
    covers, weaknesses = {}, []
    for found in audit["dependencies"]:
        name = found["name"].lower().replace("_", "-")
        if "skip_reason" in found or packages.get(name) != found["version"]:
            continue
        covers[name] = found["version"]
        weaknesses += [
            {
                "id": one["id"],
                "package": name,
                "affects": [f"=={found['version']}"],
                "fixed_in": one["fix_versions"],
                "source": f"https://osv.dev/vulnerability/{one['id']}",
            }
            for one in found["vulns"]
        ]
    return {"covers": dict(sorted(covers.items())), "weaknesses": weaknesses}


def refresh(today: date) -> str:
    """Write the list anew, with what was excused before. Returns what to say."""
    packages = pinned()
    lists = [f"--requirement=requirements/{name}.txt" for name in LISTS]
    command = [".venv/bin/uv", "tool", "run", "--from", AUDIT, "pip-audit", *lists]
    command += ["--disable-pip", "--no-deps", "--format=json", "--progress-spinner=off"]
    # It ends with 1 where it finds something.
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        found = read_audit(json.loads(done.stdout), packages)
    except ValueError:
        return f"Nothing is written: {done.stderr.strip().splitlines()[-1:]}"
    if not found["covers"]:
        return "Nothing is written: no package could be looked up from here."
    before = json.loads(KNOWN.read_text("utf-8"))
    made = {
        "taken_on": today.isoformat(),
        "how": f"{AUDIT}, which asks PyPI about each package in its pinned version.",
        "excused": before["excused"],
        **found,
    }
    KNOWN.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return f"{len(found['covers'])} of {len(packages)} packages were looked up."


def _affects(weakness: Mapping[str, Any], version: str) -> bool:
    return any(
        SpecifierSet(one).contains(Version(version), prereleases=True)
        for one in weakness["affects"]
    )


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _named(names: Iterable[str]) -> str:
    names = sorted(names)
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def main(arguments: list[str]) -> int:
    today = date.today()  # noqa: DTZ011
    if arguments == ["refresh"]:
        print(refresh(today))
    compared = compare(json.loads(KNOWN.read_text("utf-8")), pinned(), today)
    print("\n".join([*compared.remarks, *compared.failures]))
    if not compared.failures:
        print("No weakness of a pinned version is on the list.")
    return 1 if compared.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
