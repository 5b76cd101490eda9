"""Flags about the gaps that nobody typed in."""

from datetime import date

import pytest

from priorities.models import DeliveryGap
from projects.models import ProjectScopeItem


def test_a_theme_that_nothing_measures(world):
    unmeasured, measured = world.theme("Deprived areas"), world.theme()
    world.indicator(measured)

    assert [flag.record for flag in world.flags("unmeasured_theme")] == [unmeasured]


def test_failing_with_nothing_being_delivered(world):
    theme = world.theme()
    world.indicator(theme, "10", target=80)
    world.project(theme, status="planned")
    assert [flag.record for flag in world.flags("failing_without_project")] == [theme]

    world.project(theme, ends_on=date(2011, 10, 1))
    assert len(world.flags("failing_without_project")) == 1, "that project is over"

    world.project(theme)
    assert world.flags("failing_without_project") == []


def test_a_scope_item_that_no_active_project_addresses(world):
    theme = world.theme()
    item = world.scope_item(theme)
    planned = world.project(theme, status="planned")
    ProjectScopeItem.objects.create(project=planned, scope_item=item, reason="It says so.")
    (flag,) = world.flags("scope_not_addressed")
    assert flag.record == item
    assert flag.is_about(theme)

    current = world.project(theme)
    ProjectScopeItem.objects.create(project=current, scope_item=item, reason="It says so.")
    assert world.flags("scope_not_addressed") == []


@pytest.fixture
def places(world):
    network = world.area("West", "network_area", world.county)
    town = world.area("Penzance", within=network)
    return {
        "county": world.county,
        "network area": network,
        "town": town,
        "beat": world.area("Promenade", "beat", town),
        "other town": world.area("Bude", within=network),
    }


@pytest.mark.parametrize(
    ("where", "severity"),
    [
        (None, "medium"),
        ("county", "medium"),
        ("network area", None),
        ("town", None),
        ("beat", None),
        ("other town", "high"),
    ],
)
def test_a_priority_area_is_covered_by_what_is_in_it_or_around_it(world, places, where, severity):
    theme = world.theme()
    row = world.priority_area(theme, places["town"])
    world.project(theme, areas=[places[where]] if where else [])

    found = world.flags("priority_area_not_covered")

    assert [flag.severity for flag in found] == ([severity] if severity else [])
    assert all(flag.record == row and flag.is_about(places["town"]) for flag in found)


def test_a_priority_area_made_of_beats_is_covered_through_one_of_them(world, places):
    theme = world.theme()
    world.priority_area(theme, places["town"], parts=[places["beat"]])
    elsewhere = world.area("Newlyn", "beat", places["town"])
    project = world.project(theme, areas=[elsewhere])
    assert len(world.flags("priority_area_not_covered")) == 1

    project.areas.set([places["beat"]])
    assert world.flags("priority_area_not_covered") == []


def test_a_priority_area_wants_a_project_of_its_own_theme(world, places):
    theme, other = world.theme(), world.theme("Drugs")
    world.priority_area(theme, places["town"], rating="very_high")
    world.priority_area(other, places["town"], rating="medium")
    world.project(other, areas=[places["town"]])

    (flag,) = world.flags("priority_area_not_covered")
    assert flag.severity == "high"
    assert "very high" in flag.reason


@pytest.mark.parametrize(
    ("owned", "due_on", "severity", "words"),
    [
        (False, None, "medium", "no owner and no due date"),
        (True, None, "low", "no due date"),
        (False, date(2012, 1, 1), "medium", "no owner"),
        (True, date(2011, 11, 29), "high", "was due on 29 November 2011"),
        (True, date(2011, 11, 30), None, ""),
    ],
)
def test_an_open_gap_wants_an_owner_and_a_day(world, owned, due_on, severity, words):
    theme = world.theme()
    gap = world.gap(theme, owner=world.partnership if owned else None, due_on=due_on)

    found = world.flags("gap_not_owned")

    assert [flag.severity for flag in found] == ([severity] if severity else [])
    assert all(
        flag.record == gap and words in flag.reason and flag.is_about(theme) for flag in found
    )


def test_a_closed_gap_and_a_mere_statement_want_nothing(world):
    theme = world.theme()
    world.gap(theme, status=DeliveryGap.Status.CLOSED, closed_on=date(2011, 11, 1))
    world.gap(theme, status=DeliveryGap.Status.STATEMENT)

    assert world.flags("gap_not_owned") == []


def test_a_threat_that_nothing_is_done_about(world):
    theme = world.theme()
    threat = world.threat(theme)
    world.threat(theme, mitigation="Training")
    world.threat(theme, status="closed", ended_because="Over.")

    assert [flag.record for flag in world.flags("threat_not_mitigated")] == [threat]


@pytest.mark.parametrize(
    ("review_on", "is_raised"),
    [(date(2011, 11, 29), True), (date(2011, 11, 30), False), (None, False)],
)
def test_a_threat_past_its_review_date(world, review_on, is_raised):
    theme = world.theme()
    threat = world.threat(theme, review_on=review_on)
    world.threat(theme, review_on=review_on, status="closed", ended_because="Over.")

    found = world.flags("threat_review_past")

    assert [flag.record for flag in found] == ([threat] if is_raised else [])
    assert all(flag.is_about(theme) for flag in found)


@pytest.mark.parametrize(
    ("due_on", "severity"),
    [
        (date(2011, 11, 29), "high"),
        (date(2011, 11, 30), "medium"),
        (date(2011, 12, 30), "medium"),
        (date(2011, 12, 31), None),
        (None, None),
    ],
)
def test_a_decision_is_due_within_thirty_days_or_overdue(world, due_on, severity):
    world.decision(due_on=due_on)
    world.decision(due_on=due_on, status="decided", decided_on=date(2011, 11, 1))

    found = world.flags("decision_due")

    assert [flag.severity for flag in found] == ([severity] if severity else [])
