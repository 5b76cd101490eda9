"""What is true of every record is one flag that counts them."""

from datetime import date

import pytest

from priorities.clocks import Clocks, clocks_of
from projects.models import Project
from safercornwall.flags.catalogue import raise_flags
from safercornwall.flags.keeping import flags_about, flags_of
from safercornwall.flags.proposals import all_proposals
from safercornwall.flags.snapshot import Snapshot
from tests.world import AS_AT, QUARTER


def costed(world, *themes):
    project = world.project(*themes)
    world.funding(project, "secured", amount=5000, ends_on=date(2015, 3, 31))
    return project


@pytest.mark.parametrize(
    ("without", "with_cost", "subjects"),
    [
        (1, 0, ["Project"]),
        (2, 0, ["2 of 2 projects were never costed"]),
        (5, 0, ["5 of 5 projects were never costed"]),
        (2, 1, ["Project", "Project"]),
        (0, 2, []),
    ],
)
def test_projects_that_were_never_costed(world, without, with_cost, subjects):
    theme = world.theme()
    for _ in range(without):
        world.project(theme, name="Project")
    for _ in range(with_cost):
        costed(world, theme)
    assert [flag.subject for flag in world.flags("never_costed")] == subjects


def test_it_shows_on_each_record_that_it_counts_and_on_their_themes(world):
    here, there, nowhere = world.theme("Burglary"), world.theme("Alcohol"), world.theme("Fire")
    projects = [world.project(here), world.project(here, there)]
    [flag] = world.flags("never_costed")
    assert all(flag.is_about(one) for one in (here, there, *projects))
    assert not flag.is_about(nowhere)
    assert flag.is_of_all
    assert flag.kind is Project
    assert flag.url == "/projects/?flag=never_costed"


def test_one_that_is_more_severe_keeps_them_apart(world):
    theme = world.theme()
    world.gap(theme)
    world.gap(theme, due_on=date(2011, 11, 1))
    assert len(world.flags("gap_not_owned")) == 2


def test_gaps_threats_and_updates_are_counted_too(world):
    theme = world.theme()
    for _ in range(3):
        world.gap(theme)
        world.threat(theme)
        world.project(theme)
    subjects = {
        flag.rule.key: flag.subject for flag in raise_flags(Snapshot(world.plan, Clocks(AS_AT)))
    }
    assert subjects["gap_not_owned"] == "3 of 3 open delivery gaps are adrift"
    assert subjects["threat_not_mitigated"] == "3 of 3 open threats have no mitigation"
    [late] = world.flags("no_update", as_at=date(2013, 1, 1))
    assert late.subject == "3 of 3 projects in delivery have no update"


def test_indicators_without_a_target_and_themes_without_an_indicator_are_counted(world):
    here, there = world.theme(), world.theme()
    subjects = [flag.subject for flag in world.flags("unmeasured_theme")]
    assert subjects == ["2 of 2 themes have nothing that measures them"]
    first, waiting = world.indicator(here, 5), world.indicator(there)
    assert [flag.record for flag in world.flags("no_target")] == [first]
    world.figure(waiting, QUARTER, 6)
    (flag,) = world.flags("no_target")
    assert flag.subject == "2 of 2 indicators with figures have no target"
    assert flag.url == "/indicators/?flag=no_target"
    assert world.flags("unmeasured_theme") == []


def test_each_theme_that_nothing_measures_is_still_proposed_as_a_gap(world):
    themes = [world.theme("Burglary"), world.theme("Alcohol")]
    found = all_proposals(Snapshot(world.plan, clocks_of(world.plan)))
    assert [one.theme for one in found if one.rule == "unmeasured_theme"] == themes


def test_a_project_closed_before_the_day_is_not_counted(world):
    theme = world.theme()
    for closed_on in (None, None, date(2011, 11, 1)):
        world.project(theme, status="closed" if closed_on else "current", closed_on=closed_on)
    assert [flag.subject for flag in world.flags("never_costed")] == [
        "2 of 2 projects were never costed"
    ]


@pytest.mark.parametrize("day", [None, date(2011, 9, 30)])
def test_the_page_of_a_record_says_what_the_list_says(world, day):
    """Though its page reads no other project, and of an earlier day nothing is kept."""
    here, there = world.theme("Burglary"), world.theme("Alcohol")
    project = world.project(here)
    for other in (world.project(there), costed(world, there)):
        clocks = Clocks(day) if day else clocks_of(world.plan)
        snapshot = Snapshot(world.plan, clocks)
        for record in (here, project):
            listed = [flag for flag in flags_of(snapshot) if flag.is_about(record)]
            about = flags_about(snapshot.about(record), record)
            assert [(one.key, one.subject) for one in about] == [
                (one.key, one.subject) for one in listed
            ], (record, other)


def test_it_comes_apart_when_one_becomes_costed(world):
    theme = world.theme()
    projects = [world.project(theme) for _ in range(3)]
    snapshot = Snapshot(world.plan, clocks_of(world.plan))
    assert "3 of 3 projects were never costed" in {flag.subject for flag in flags_of(snapshot)}
    world.funding(projects[0], "secured", amount=5000, ends_on=date(2015, 3, 31))
    found = flags_of(Snapshot(world.plan, clocks_of(world.plan)))
    assert [flag.record for flag in found if flag.rule.key == "never_costed"] == projects[1:]
