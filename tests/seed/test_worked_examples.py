"""What the seeded plan must come to, computed and never typed, as at 30 November 2011."""

import pytest

from performance.choices import Status
from priorities.clocks import clocks_of
from priorities.models import Plan
from safercornwall.flags.catalogue import raise_flags
from safercornwall.flags.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("seeded_db")

# What its name holds, its value with its period, its status, and the word that was printed.
WORKED = [
    ("Adults not coming to attention", "77% in Q1 2011/12", Status.OFF_TRACK, "off track"),
    ("Young people not coming to attention", "85% in Q1 2011/12", Status.ON_TRACK, ""),
    ("Premises closures", "4 closures in Q1 2011/12", Status.ON_TRACK, ""),
    (
        "Deliberate fires, secondary",
        "2.8 per 100,000 population in Q1",
        Status.OFF_TRACK,
        "off track",
    ),
    ("Deliberate fires, primary", "0.9 per 100,000 population in Q1", Status.ON_TRACK, ""),
    ("SARC clients", "100% in Q1 2011/12", Status.ON_TRACK, "achieved"),
    ("forensic examination", "25% in Q1 2011/12", Status.OFF_TRACK, "failing"),
    ("Serious and sexual violence", "4.8% in 2010/11", Status.MISSED, "failed"),
    (
        "Hospital admissions",
        "1,294 admissions from April to December 2010",
        Status.MISSED,
        "failed",
    ),
    ("First time entrants", "900 per 100,000", Status.MISSED, "failed"),
    ("sentenced to custody", "3.5% in 2010/11", Status.ACHIEVED, "achieved"),
    ("MARAC", "17% in 2010/11", Status.NO_TARGET, "achieved"),
    # A status stated without a figure: the words are kept, and no figure is made up.
    ("Violence with injury", "No figures yet", Status.NO_FIGURES, "just on track"),
    ("Dwelling burglary", "No figures yet", Status.NO_FIGURES, "just on target"),
]


@pytest.fixture
def snapshot(seeded_db):
    plan = Plan.objects.get()
    return Snapshot(plan, clocks_of(plan))


@pytest.mark.parametrize(("name", "words", "status", "printed"), WORKED)
def test_each_worked_example_holds(snapshot, name, words, status, printed):
    (standing,) = [row for row in snapshot.standings if name in row.indicator.name]

    assert standing.status == status
    assert words in standing.sentence
    assert (standing.printed.status_printed if standing.printed else "").lower() == printed


def test_an_example_in_full(snapshot):
    sentences = {row.sentence for row in snapshot.standings}

    assert (
        "Off track: 2.8 per 100,000 population in Q1 2011/12 against a target of at most 1.9 "
        "for 2011/12 (amber up to 2.0); lower is better."
    ) in sentences
    assert (
        "No target: 17% in 2010/11; better than the national benchmark of 28%; lower is better."
    ) in sentences


def test_the_adults_target_has_the_tighter_tolerance(snapshot):
    (standing,) = [row for row in snapshot.standings if row.indicator.name.startswith("Adults not")]

    assert "amber down to 77.6%" in standing.sentence


def flags(snapshot, key):
    return [flag for flag in raise_flags(snapshot) if flag.rule.key == key]


def test_nothing_measures_deprived_areas(snapshot):
    assert "Deprived areas" in {flag.subject for flag in flags(snapshot, "unmeasured_theme")}


def test_burglary_s_seven_areas_have_county_wide_projects_only(snapshot):
    found = [
        flag
        for flag in flags(snapshot, "priority_area_not_covered")
        if flag.record.theme.slug == "burglary-acquisitive-crime"
    ]

    assert sorted(flag.record.name for flag in found) == [
        "Bodmin", "Camborne", "Falmouth", "Newquay", "Penzance", "Pool", "Redruth",
    ]  # fmt: skip
    assert {flag.severity for flag in found} == {"medium"}


def test_the_advisers_funding_is_past_its_last_tender_date(snapshot):
    found = flags(snapshot, "funding_ends")

    assert {flag.record.slug for flag in found} == {"idva-high", "idva-medium"}
    assert all("was 1 October 2011" in flag.reason and flag.severity == "high" for flag in found)


def test_seven_projects_are_on_hold(snapshot):
    assert len(flags(snapshot, "on_hold")) == 7
