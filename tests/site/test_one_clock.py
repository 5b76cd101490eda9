"""Seen as at an earlier day, a page reads every date from that day: what came later is not past, what ended later was not over."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from core.documents.history import BEFORE_ITS_FIRST_EDIT, keep_version
from core.periods import Period, written
from priorities.models import Decision, DeliveryGap, Threat
from projects.models import Dependency, Milestone, Project, ProjectUpdate
from tests.pages.reading_pages import words_of

DAY = "2011-09-30"
BEFORE, AFTER = date(2011, 9, 15), date(2011, 10, 15)


@pytest.fixture
def reader(sign_in, board, world):
    client = sign_in(board)
    client.post("/as-at/", {"day": DAY})
    return client


@pytest.fixture
def later(world):
    """All that comes due, ends or is taken after the day, and before the plan's own."""
    theme, town = world.theme("Burglary"), world.area("Penzance", "town")
    gap = world.gap(theme, title="A gap to come", due_on=AFTER)
    gap.areas.add(town)
    world.threat(theme, title="A threat to come", review_on=AFTER)
    decision = world.decision(title="A decision to come", due_on=AFTER)
    decision.themes.add(theme)
    project = world.project(theme, areas=[town], name="A project to come")
    world.funding(project, "secured", ends_on=AFTER + timedelta(days=200), amount=5)
    world.funding(project, "sought", decision_due_on=AFTER, bid_on=AFTER)
    Milestone.objects.create(project=project, order=1, name="A point to come", due_on=AFTER)
    indicator = world.indicator(theme, 5, target=4)
    return theme, town, project, gap, decision, indicator


@pytest.fixture
def ended_later(world):
    """All that was due before the day, and was done after it."""
    theme, town = world.theme("Burglary"), world.area("Penzance", "town")
    gap = world.gap(theme, title="A late gap", due_on=BEFORE)
    gap.areas.add(town)
    DeliveryGap.objects.filter(pk=gap.pk).update(status="closed", closed_on=AFTER)
    threat = world.threat(theme, title="A late threat", review_on=BEFORE)
    Threat.objects.filter(pk=threat.pk).update(
        status="closed", ended_on=AFTER, ended_because="It passed."
    )
    decision = world.decision(title="A late decision", due_on=BEFORE)
    decision.themes.add(theme)
    Decision.objects.filter(pk=decision.pk).update(status="decided", decided_on=AFTER)
    project = world.project(theme, areas=[town], name="A late project")
    project.gaps.add(gap)
    Dependency.objects.create(
        project=project, order=1, text="A late wait", on_decision=decision, met_on=AFTER
    )
    Milestone.objects.create(
        project=project, order=1, name="A late point", due_on=BEFORE, reached_on=AFTER
    )
    return theme, town, project, gap, threat, decision


def pages(world, *records):
    slug = world.plan.slug
    return [
        *("/", "/exceptions/", "/flags/", "/flags/?view=table", "/funding/", "/funding/ahead/"),
        *(f"/plans/{slug}/{noun}/" for noun in ("gaps", "threats", "decisions", "themes")),
        *("/indicators/", "/projects/", "/places/"),
        *(record.get_absolute_url() for record in records),
    ]


# What says that a day is past. "Was due on" and the like stand with their day.
PAST = (
    *("Past its date", "Past its review date", "overdue", "Overdue", "(past)", ", past"),
    *("was due on", "was to be looked at", "has passed", "Taken on", "went in on"),
)


def test_what_comes_later_is_called_past_on_no_page(reader, world, later):
    for address in pages(world, *later):
        response = reader.get(address)
        assert response.status_code == 200, address
        main = words_of(response)
        for said in PAST:
            near = [main[at : at + 100] for at in range(len(main)) if main.startswith(said, at)]
            assert not [words for words in near if written(AFTER) in words], (address, said)


@pytest.mark.parametrize("noun", ["gaps", "decisions"])
def test_nothing_to_come_is_among_what_is_past(reader, world, later, noun):
    page = reader.get(f"/plans/{world.plan.slug}/{noun}/?due=past")
    assert "to come</a>" not in page.content.decode()


def test_what_ended_later_counts_as_open_everywhere(reader, world, ended_later):
    plan = f"/plans/{world.plan.slug}"
    for address in (
        f"{plan}/gaps/?status=open",
        f"{plan}/gaps/?due=past",
        f"{plan}/threats/?status=open",
        f"{plan}/threats/?review=past",
        f"{plan}/decisions/?status=outstanding",
        f"{plan}/decisions/?due=past",
    ):
        assert "A late" in words_of(reader.get(address)), address
    for address in (f"{plan}/gaps/?status=closed", f"{plan}/decisions/?status=decided"):
        assert "A late" not in words_of(reader.get(address)), address
    tiles = {tile.label: tile.count for tile in reader.get("/").context["plan_tiles"]}
    for label in ("Open delivery gaps", "Emerging threats", "Outstanding decisions"):
        assert tiles[label] == 1, label
    page = reader.get(f"{plan}/").context["counts"]
    assert (page["gap_count"], page["threat_count"], page["decision_count"]) == (1, 1, 1)
    [row] = reader.get(f"{plan}/themes/").context["list"].listing.found()
    assert (row.gap_count, row.threat_count, row.decision_count) == (1, 1, 1)


def test_the_pages_of_what_ended_later_say_so(reader, world, ended_later):
    theme, _town, project, gap, threat, decision = ended_later
    assert "Open; closed later, on 15 October 2011" in words_of(reader.get(gap.get_absolute_url()))
    assert "Open; closed later, on 15 October 2011" in words_of(
        reader.get(threat.get_absolute_url())
    )
    said = words_of(reader.get(decision.get_absolute_url()))
    assert "Outstanding; taken later, on 15 October 2011" in said
    said = words_of(reader.get(project.get_absolute_url()))
    assert "Reached later, on 15 October 2011" in said
    assert "Overdue" in said
    said = words_of(reader.get(theme.get_absolute_url()))
    assert "taken later, on 15 October 2011" in said
    assert "closed later, on 15 October 2011" in said


def test_on_the_plans_own_day_it_is_over(sign_in, board, world, ended_later):
    client = sign_in(board)
    plan = f"/plans/{world.plan.slug}"
    assert "A late" not in words_of(client.get(f"{plan}/gaps/?status=open"))
    assert "A late" in words_of(client.get(f"{plan}/gaps/?status=closed"))
    assert "A late" in words_of(client.get(f"{plan}/decisions/?status=decided"))
    gap = ended_later[3]
    assert "Closed, on 15 October 2011" in words_of(client.get(gap.get_absolute_url()))


def test_a_project_closed_later_is_open_where_it_is_counted(reader, world):
    theme = world.theme()
    project = world.project(theme)
    Project.objects.filter(pk=project.pk).update(
        status="closed", closed_on=AFTER, lessons="Ask tenants first."
    )
    said = words_of(reader.get(project.get_absolute_url()))
    assert "Closed Later, on 15 October 2011" in said
    assert "Ask tenants first." not in said


def test_what_was_learned_shows_once_it_is_closed(sign_in, board, world):
    project = world.project(world.theme())
    Project.objects.filter(pk=project.pk).update(
        status="closed", closed_on=AFTER, lessons="Ask tenants first."
    )
    assert "Ask tenants first." in words_of(sign_in(board).get(project.get_absolute_url()))


def test_figures_of_periods_that_ended_later_are_not_read(reader, world):
    theme = world.theme()
    indicator = world.indicator(theme, 2, target=4)
    world.figure(indicator, Period.quarter(2011, 3), "0.875")
    said = words_of(reader.get("/exceptions/"))
    assert "1 of 1 indicators" in said
    assert "0.88" not in said
    assert "Q3" not in said


def edited(record, on, **values):
    """Saved on a day with other values, as an editor does, with a version of before and one of after."""
    with time_machine.travel(on):
        keep_version(record, by=None, reason=BEFORE_ITS_FIRST_EDIT)
        type(record).objects.filter(pk=record.pk).update(version=2, **values)
        record.refresh_from_db()
        keep_version(record, by=None)


@pytest.fixture
def changed_later(world):
    """A plan known since 1 September: a project and a threat that had one status then, and another later."""
    world.plan.known_since = datetime(2011, 9, 1, tzinfo=UTC)
    world.plan.save()
    theme = world.theme("Burglary")
    project = world.project(theme, name="A changed project")
    edited(project, AFTER, status="on_hold")
    project.listings.update(status="on_hold")
    threat = world.threat(theme, title="A changed threat")
    edited(threat, AFTER, status="assessed")
    return theme, project, threat


def test_a_status_changed_later_is_shown_as_it_was(reader, world, changed_later):
    theme, project, threat = changed_later
    plan = f"/plans/{world.plan.slug}"
    assert "Status Current" in words_of(reader.get(project.get_absolute_url()))
    assert "Status Signal" in words_of(reader.get(threat.get_absolute_url()))
    assert "A changed project" in words_of(reader.get("/projects/?status=current"))
    assert "A changed project" not in words_of(reader.get("/projects/?status=on_hold"))
    assert "A changed threat" in words_of(reader.get(f"{plan}/threats/?status=signal"))
    assert "A changed threat" not in words_of(reader.get(f"{plan}/threats/?status=assessed"))
    for page in (project, threat, theme):
        assert "2011 is not recorded" not in words_of(reader.get(page.get_absolute_url()))
    assert not world.flags("on_hold", as_at=date.fromisoformat(DAY))
    assert world.flags("on_hold")


def test_on_the_plans_own_day_a_changed_status_is_the_newest(sign_in, board, changed_later):
    _theme, project, threat = changed_later
    client = sign_in(board)
    assert "Status On hold" in words_of(client.get(project.get_absolute_url()))
    assert "Status Being assessed" in words_of(client.get(threat.get_absolute_url()))


def test_a_status_that_nothing_tells_is_said_to_be_unknown(reader, world):
    """The plan is known since 30 November 2011."""
    theme = world.theme()
    project, threat = world.project(theme), world.threat(theme)
    first = "As first recorded, on 30 November 2011"
    unknown = f"{first}. What it was on 30 September 2011 is not recorded."
    plan = f"/plans/{world.plan.slug}"
    for record in (project, threat):
        assert unknown in words_of(reader.get(record.get_absolute_url()))
    for address in (
        *("/projects/", "/exports/projects.csv", f"{plan}/threats/", f"{plan}/exports/threats.csv"),
    ):
        response = reader.get(address)
        said = response.getvalue().decode() if address.endswith("csv") else words_of(response)
        assert first in said, address
    Project.objects.update(starts_on=AFTER)
    said = words_of(reader.get(project.get_absolute_url()))
    assert "Status Planned" in said
    assert unknown not in said


def test_an_update_tells_the_status_of_its_day(reader, world):
    project = world.project(world.theme(), status="current")
    said = {"project": project, "text": "So it was."}
    ProjectUpdate.objects.create(on=BEFORE, status="on_hold", **said)
    ProjectUpdate.objects.create(on=AFTER, status="current", **said | {"text": "It runs again."})
    page = words_of(reader.get(project.get_absolute_url()))
    assert "Status On hold" in page
    assert "So it was." in page
    assert "It runs again." not in page


def test_an_organisation_and_the_search_say_how_a_project_stood(reader, world, changed_later):
    _theme, project, _threat = changed_later
    project.organisations.add(world.partnership)
    call_command("rebuild_search", verbosity=0)
    assert "A changed project Current" in words_of(reader.get(world.partnership.get_absolute_url()))
    assert "On hold now" in words_of(reader.get("/search/?q=changed"))


def test_a_project_closed_later_has_no_lessons_yet(reader, world):
    project = world.project(world.theme(), name="To be learned from")
    facts = {"status": "closed", "closed_on": AFTER, "lessons": "Begin sooner."}
    Project.objects.filter(pk=project.pk).update(**facts)
    assert "To be learned from" not in words_of(reader.get("/projects/lessons/"))
    reader.post("/as-at/", {"back": ""})
    assert "To be learned from" in words_of(reader.get("/projects/lessons/"))
