"""The page that shows officers what has no owner, is late, or was not touched for a quarter."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Organisation
from core.periods import Period
from performance.models import Indicator
from priorities.models import Plan
from projects.models import Milestone, ProjectUpdate
from tests.exports.reading_files import lines_of, table_of
from tests.pages.editing.filling_in import fill_in
from tests.pages.reading_pages import queries_of, words_of
from tests.world import AS_AT

URL = "/ownership/"
OLD = datetime(2010, 1, 1, tzinfo=UTC)


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def owned(world, records):
    """Every record has an owner, and the plan is known since long."""
    Plan.objects.update(known_since=OLD)
    for kind, record in records.items():
        name = {"indicator": "provider", "project": "lead_organisation"}.get(kind, "owner")
        setattr(record, name, world.partnership)
        record.confirmed_on = date(2011, 11, 1)
        record.save()
    # As if it came with a fixture.
    Indicator.history.all().delete()
    return records


def listed(client, **query):
    page = client.get(URL, query).context["page"]
    return {row.kind.key: [problem.value for problem in wrong] for row, wrong in page.object_list}


def counts(client, **query):
    return [tile.count for tile in client.get(URL, query).context["tiles"]]


def change(record, **facts):
    type(record)._base_manager.filter(pk=record.pk).update(**facts)


def test_what_is_owned_in_time_and_confirmed_is_not_listed(client, owned):
    assert listed(client) == {}
    assert "Nothing is wrong with the records" in words_of(client.get(URL))


@pytest.mark.parametrize("kind", ["theme", "indicator", "project", "gap", "threat", "decision"])
def test_a_record_without_organisation_and_person_has_no_owner(client, officer, owned, kind):
    organisation, person = {
        "indicator": ("provider", "owner"),
        "project": ("lead_organisation", "owner_person"),
    }.get(kind, ("owner", "owner_person"))
    change(owned[kind], **{organisation: None})
    assert listed(client) == {kind: ["no-owner"]}
    change(owned[kind], **{person: officer})
    assert listed(client) == {}


def test_a_deactivated_person_or_an_archived_organisation_has_left(client, person, owned):
    percy = person("percy", "officer")
    change(owned["gap"], owner_person=percy)
    assert listed(client) == {}
    change(percy, is_active=False)
    assert listed(client) == {"gap": ["left"]}
    assert "Percy Has left the planner" in words_of(client.get(URL))
    post = Organisation.objects.create(
        name="Old post", slug="old-post", kind="post", archived_at=OLD
    )
    change(owned["threat"], owner=post)
    assert listed(client, show="left") == {"gap": ["left"], "threat": ["left"]}


def test_what_is_due_by_the_day_of_the_plan_is_not_overdue_and_a_day_earlier_is(client, owned):
    stone = Milestone.objects.create(
        project=owned["project"], order=1, name="Staff hired", due_on=AS_AT
    )
    change(owned["gap"], due_on=AS_AT)
    change(owned["decision"], due_on=AS_AT)
    change(owned["threat"], review_on=AS_AT)
    # A figure for July to September.
    change(owned["indicator"], reporting_lag_days=61)
    assert listed(client) == {}
    earlier = AS_AT - timedelta(1)
    change(owned["gap"], due_on=earlier)
    change(owned["decision"], due_on=earlier)
    change(owned["threat"], review_on=earlier)
    change(owned["indicator"], reporting_lag_days=60)
    change(stone, due_on=earlier)
    kinds = ("gap", "decision", "threat", "indicator", "project")
    assert listed(client) == {kind: ["overdue"] for kind in kinds}
    words = words_of(client.get(URL))
    assert "Milestone: Staff hired, due on 29 November 2011" in words
    assert "Figure for Q2 2011/12, due on 29 November 2011" in words
    change(stone, reached_on=AS_AT)
    assert "project" not in listed(client)


def test_a_decision_is_overdue_by_the_day_worked_out_too(client, world, owned):
    project = world.project(world.theme(), status="planned", starts_on=AS_AT)
    project.dependencies.create(order=1, text="It waits.", on_decision=owned["decision"])
    assert "decision" not in listed(client)
    change(project, starts_on=AS_AT - timedelta(1))
    assert listed(client)["decision"] == ["overdue"]
    told = f"Decision, due on 29 November 2011 (worked out: {project} starts then)"
    assert told in words_of(client.get(URL))


def test_an_indicator_is_overdue_where_its_status_says_so(client, world, owned):
    on_time = world.indicator(
        owned["theme"], "3", target="3", period=Period.quarter(2011, 2), reporting_lag_days=30
    )
    # Its target begins in April, so its first quarter is waited for too.
    world.figure(on_time, Period.quarter(2011, 1), 3)
    late = world.indicator(owned["theme"], target="3", reporting_lag_days=30)
    undated = world.indicator(owned["theme"], "3", target="3")
    rows = client.get(URL, {"kind": "indicator", "show": "overdue"}).context["page"].object_list
    assert [row.record for row, _ in rows] == [late]
    page = client.get(late.get_absolute_url())
    assert page.context["page"].current.status == "overdue"
    for record in (on_time, undated):
        assert client.get(record.get_absolute_url()).context["page"].current.status != "overdue"


def test_what_is_closed_decided_or_retired_is_not_looked_at(client, owned):
    for record in owned.values():
        change(record, confirmed_on=None)
    change(owned["gap"], status="closed", closed_on=AS_AT)
    change(owned["decision"], status="decided", decided_on=AS_AT)
    change(owned["threat"], status="closed", ended_because="Over")
    change(owned["indicator"], retired_on=AS_AT)
    change(owned["project"], status="closed")
    assert set(listed(client)) == {"theme"}


def test_three_months_untouched_are_a_quarter(client, owned):
    gap = owned["gap"]
    change(gap, confirmed_on=date(2011, 8, 30))
    assert listed(client) == {}
    change(gap, confirmed_on=date(2011, 8, 29))
    assert listed(client) == {"gap": ["untouched"]}
    assert "29 August 2011" in words_of(client.get(URL))
    change(gap, confirmed_on=None)
    Plan.objects.update(known_since=None)
    assert "Never" in words_of(client.get(URL))


def test_an_edit_an_update_a_figure_and_a_new_plan_are_touches(client, world, owned):
    for name in ("gap", "project", "indicator"):
        change(owned[name], confirmed_on=None)
    owned["indicator"].figures.update(known_from=OLD)
    assert set(listed(client)) == {"gap", "project", "indicator"}
    fill_in(client, f"/plans/2012-13/gaps/{owned['gap'].slug}/edit/", note="Looked at")
    ProjectUpdate.objects.create(
        project=owned["project"], on=date(2011, 10, 1), status="current", text="Going well"
    )
    owned["indicator"].figures.update(known_from=datetime(2011, 10, 1, tzinfo=UTC))
    assert listed(client) == {}
    change(owned["threat"], confirmed_on=None)
    assert set(listed(client)) == {"threat"}
    Plan.objects.update(known_since=datetime(2011, 10, 1, tzinfo=UTC))
    assert listed(client) == {}


def test_the_counts_lead_to_what_they_count_and_keep_the_filters(client, world, owned):
    other = world.theme("Arson")
    world.gap(other, title="No fire wardens")
    change(owned["gap"], owner=None, due_on=date(2011, 1, 1))
    assert counts(client) == [3, 0, 1, 2]
    assert counts(client, kind="gap") == [2, 0, 1, 1]
    page = client.get(URL, {"kind": "gap", "theme": other.slug})
    assert [tile.count for tile in page.context["tiles"]] == [1, 0, 0, 1]
    address = page.context["tiles"][0].url
    assert address == f"?show=no-owner&kind=gap&theme={other.slug}"
    words = words_of(client.get(URL + address))
    assert "No fire wardens" in words
    assert "No outreach" not in words


def test_a_value_that_is_not_offered_narrows_nothing(client, owned):
    change(owned["gap"], owner=None)
    assert set(listed(client, show="<script>", kind="x", theme="x")) == {"gap"}


def test_it_is_for_those_who_may_change_records(
    sign_in, records, officer, analyst, board, administrator, stranger
):
    for person, status in [
        (officer, 200), (analyst, 200), (administrator, 200), (board, 403), (stranger, 403),
    ]:  # fmt: skip
        client = sign_in(person)
        assert client.get(URL).status_code == status
        assert client.post(URL).status_code == 405
        linked = 'href="/ownership/"' in client.get("/accounts/your-account/").content.decode()
        assert linked == (status == 200)


def test_hostile_names_are_shown_as_text(client, owned):
    change(owned["gap"], owner=None, title="<script>alert(1)</script>")
    html = client.get(URL).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_ten_times_the_records_take_no_query_more(client, world, owned, person):
    change(owned["gap"], owner=None, owner_person=person("percy", "officer"))
    client.get(URL)
    few = queries_of(client, URL)
    theme = owned["theme"]
    for number in range(10):
        owner = person(f"p{number}", "officer")
        world.gap(theme, owner_person=owner)
        world.threat(theme)
        world.decision(due_on=date(2011, 1, 1))
        world.project(theme)
        world.indicator(world.theme(f"Theme {number}"), "3")
    assert queries_of(client, URL) == few <= 25


# Sorted, and taken away


def test_it_is_sorted_by_when_a_record_was_last_touched(client, owned):
    for name, day in (("gap", 3), ("threat", 1), ("decision", 2)):
        change(owned[name], owner=None, confirmed_on=date(2011, 10, day))
    page = client.get(URL, {"order": "touched"}).context["page"]
    assert [row.kind.key for row, _ in page.object_list] == ["threat", "decision", "gap"]


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_it_is_exported_as_it_is_filtered(client, world, officer, owned, extension):
    change(owned["gap"], owner=None, due_on=date(2011, 1, 1))
    change(owned["threat"], owner=None)
    assert (
        f"/exports/ownership.{extension}?kind=gap"
        in client.get(URL, {"kind": "gap"}).content.decode()
    )
    answer = client.get(f"/exports/ownership.{extension}", {"kind": "gap"})
    (row,) = {"xlsx": table_of, "csv": lines_of}[extension](answer)
    assert (row["Record"], row["Kind of record"]) == (str(owned["gap"]), "Delivery gap")
    assert row["What is wrong"] == "No owner; Overdue"
    assert row["What is overdue"] == "To be closed, due on 1 January 2011"
    assert not row["Owner"]


def test_an_export_is_for_those_who_may_change_records(sign_in, owned, analyst, board, stranger):
    for person, status in [(analyst, 200), (board, 403), (stranger, 403)]:
        assert sign_in(person).get("/exports/ownership.csv").status_code == status


def test_the_seeded_plan_is_reviewed(seeded_db, sign_in, officer):
    page = sign_in(officer).get(URL)
    assert page.status_code == 200
    assert page.context["looked_at"] > 100
