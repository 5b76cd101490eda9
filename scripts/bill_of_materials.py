"""Writes requirements/bill-of-materials.cdx.json: what the running planner is made of, in CycloneDX's form.

`make lock` runs it. A licence is what a package that is installed here says of itself.
"""

import base64
import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BILL = ROOT / "requirements" / "bill-of-materials.cdx.json"
PINNED = re.compile(r"^([a-z0-9-]+)==([^\s;\\]+)", re.MULTILINE)
# Longer ones are the whole text of a licence.
LONGEST_LICENCE = 60


def python_packages():
    for name, version in PINNED.findall((ROOT / "requirements" / "run.txt").read_text()):
        yield component(name, version, "pypi", licence=licence_of(name))


def scripts_and_styles():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for path, facts in packages.items():
        if path and not facts.get("dev"):
            algorithm, _, digest = facts["integrity"].partition("-")
            content = base64.b64decode(digest).hex()
            yield {
                **component(
                    path.removeprefix("node_modules/"),
                    *(facts["version"], "npm"),
                    licence=facts.get("license"),
                ),
                "hashes": [{"alg": algorithm.replace("sha", "SHA-"), "content": content}],
            }


def component(name, version, kind, *, licence):
    address = f"pkg:{kind}/{name}@{version}"
    found = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
    }
    return {**found, "licenses": [{"license": {"name": licence}}]} if licence else found


def licence_of(name):
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    classified = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    named = said.get("License-Expression") or ", ".join(classified) or said.get("License") or ""
    return named if 0 < len(named) <= LONGEST_LICENCE else None


def bill():
    planner = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": planner["name"],
                "version": planner["version"],
            }
        },
        "components": [*python_packages(), *scripts_and_styles()],
    }


if __name__ == "__main__":
    BILL.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n")
    print(f"{BILL.relative_to(ROOT)}: {len(bill()['components'])} packages")
