"""What is installed, and from where."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from plotly.offline import get_plotlyjs_version

ROOT = Path(settings.BASE_DIR)
LISTS = sorted((ROOT / "requirements").glob("*.txt"))


def test_there_are_lists_to_look_at():
    assert [path.stem for path in LISTS] == ["build", "dev", "installer", "run", "s3"]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_package_has_one_exact_version_and_its_hashes(path):
    text = path.read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+==[\w.]+ ", line), line
        assert "--hash=sha256:" in line


@pytest.mark.parametrize(
    "path", [*LISTS, ROOT / "package.json", ROOT / "package-lock.json"], ids=lambda path: path.name
)
def test_no_list_names_an_address(path):
    assert not re.search(r"://|--index|--find-links|\"resolved\"", path.read_text())


def test_both_lists_have_the_same_versions():
    versions = {}
    for path in LISTS:
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(), re.MULTILINE):
            assert versions.setdefault(name, version) == version
    assert "django" in versions


def test_the_bill_of_materials_names_what_the_running_planner_is_made_of():
    bill = json.loads((ROOT / "requirements" / "bill-of-materials.cdx.json").read_text())
    pinned = re.findall(
        r"^([a-z0-9-]+)==([\w.]+)", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE
    )
    fetched = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [part["purl"] for part in bill["components"]] == [
        *(f"pkg:pypi/{name}@{version}" for name, version in pinned),
        *(
            f"pkg:npm/{path.removeprefix('node_modules/')}@{facts['version']}"
            for path, facts in fetched.items()
            if path and "dev" not in facts
        ),
    ]
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")


def test_every_script_from_elsewhere_is_checked_against_its_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: entry["integrity"] for name, entry in packages.items() if name}
    assert "node_modules/govuk-frontend" in fetched
    assert all(integrity.startswith("sha512-") for integrity in fetched.values())


def test_the_browser_draws_with_the_plotly_that_the_tests_check_against():
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert wanted["plotly.js-cartesian-dist-min"] == get_plotlyjs_version()


def test_only_one_driver_for_postgresql():
    """Django would take psycopg 3 if it were there."""
    lists = "".join(path.read_text() for path in LISTS)
    assert "psycopg2-binary==" in lists
    assert not re.search(r"^psycopg(-\w+)?==", lists, re.MULTILINE)
