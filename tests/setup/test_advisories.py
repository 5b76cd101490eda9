"""Pinned packages against a pinned list of known weaknesses: what fails, what is excused, how old the list is, and what it is not about."""

import json
from datetime import date

import pytest

from scripts import advisories

TODAY = date(2026, 11, 30)
WEAK = {
    "id": "CVE-1",
    "package": "django",
    "affects": [">=5.2,<5.2.18", ">=6.0,<6.0.9"],
    "fixed_in": ["5.2.18"],
    "source": "https://example.org/1",
}
PINS = {"django": "5.2.17"}


def known(*weaknesses, **facts):
    made = {"taken_on": "2026-11-30", "covers": PINS, "excused": {}, "weaknesses": list(weaknesses)}
    return made | facts


@pytest.mark.parametrize(
    ("version", "is_weak"),
    [
        *(("5.2.17", True), ("5.2.18", False), ("5.2", True), ("5.1", False)),
        *(("6.0.8", True), ("6.0rc1", False)),
    ],
)
def test_a_pinned_version_that_is_affected_fails(version, is_weak):
    found = advisories.compare(known(WEAK), {"django": version}, TODAY)
    assert bool(found.failures) is is_weak
    if is_weak:
        assert found.failures == [
            f"django {version} has CVE-1, fixed in 5.2.18: https://example.org/1"
        ]


def test_what_is_excused_with_a_reason_is_told_and_does_not_fail():
    found = advisories.compare(known(WEAK, excused={"CVE-1": "No GIS here."}), PINS, TODAY)
    assert found.failures == []
    assert "Excused: CVE-1 of django 5.2.17. No GIS here." in found.remarks


def test_a_package_that_is_not_pinned_does_not_count():
    assert advisories.compare(known(WEAK), {}, TODAY).failures == []


@pytest.mark.parametrize(
    ("day", "age", "is_old"),
    [("2026-11-30", "0 days", False), ("2026-11-29", "1 day", False), ("2026-09-01", "90 days", False), ("2026-08-31", "91 days", True)],
)  # fmt: skip
def test_the_age_of_the_list_is_said_and_an_old_one_warns(day, age, is_old):
    first, *rest = advisories.compare(known(taken_on=day), PINS, TODAY).remarks
    assert first.endswith(f": {age} old.")
    assert any("older than 90 days" in one for one in rest) is is_old


def test_what_the_list_was_not_made_for_is_named():
    found = advisories.compare(known(), {"django": "5.2.18", "lxml": "6.1"}, TODAY)
    assert "Not looked up in this version: django, lxml." in found.remarks


def test_an_audit_gives_what_it_could_look_up():
    audit = {
        "dependencies": [
            {
                "name": "Django",
                "version": "5.2.17",
                "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.2.18"], "aliases": []}],
            },
            {"name": "uv", "skip_reason": "not found"},
            # Of another list, or left from before.
            {"name": "lxml", "version": "5.0", "vulns": []},
        ]
    }
    found = advisories.read_audit(audit, PINS | {"uv": "1", "lxml": "6.1"})
    assert found["covers"] == {"django": "5.2.17"}
    made = known() | found
    assert len(advisories.compare(made, PINS, TODAY).failures) == 1
    assert advisories.compare(made, {"django": "5.2.18"}, TODAY).failures == []


def test_no_pinned_version_has_a_known_weakness():
    made = json.loads(advisories.KNOWN.read_text("utf-8"))
    found = advisories.compare(made, advisories.pinned(), date.fromisoformat(made["taken_on"]))
    assert found.failures == []
    assert len(advisories.pinned()) > 90
    assert all(made["excused"].values()), "each excuse has a reason"
