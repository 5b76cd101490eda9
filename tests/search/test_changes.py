"""Whatever is written is searched anew once it is committed, whichever way it was written."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.comments import comment_on, withdraw_comment
from accounts.models import Organisation
from core.documents.actions import archive, bring_back
from core.records.versions import edit
from performance.models import Commentary, Indicator, Upload
from places.models import AreaCode
from priorities.models import (
    DeliveryGap,
    DeliveryGapWording,
    Evidence,
    PeopleGroup,
    Plan,
    PriorityAreaReason,
    ReasonFigure,
    Strategy,
)
from projects.models import Milestone, Project, ProjectListing
from safercornwall.search.changes import fill_when_empty
from safercornwall.search.entries import rebuild
from safercornwall.search.models import SearchEntry


@pytest.fixture
def theme(world):
    return world.theme("Burglary")


@pytest.fixture
def project(world, theme, committed):
    with committed():
        made = world.project(theme, name="Target hardening")
        made.listings.update(text="As the plan lists it")
    return made


def a_draft(world):
    return Plan.objects.create(
        partnership=world.partnership, title="Next year", slug="next", financial_year=2013,
        assessment_title="Next", stage="draft",
    )  # fmt: skip


def test_a_new_record_is_found(project, found):
    assert found("hardening") == ["Target hardening"]


def test_nothing_is_found_before_it_is_committed(world, found):
    Strategy.objects.create(name="Zelah strategy", slug="zelah")
    assert found("zelah") == []


def test_a_saved_record_is_found_by_its_new_words_and_no_longer_by_the_old(
    project, committed, found
):
    with committed():
        project.name = "Alley gates"
        project.save()
    assert found("gates") == ["Alley gates"]
    assert found("hardening") == []


def test_a_deleted_record_is_not_found(project, committed, found):
    with committed():
        project.delete()
    assert found("hardening") == []
    assert not SearchEntry.objects.filter(kind="projects.project").exists()


def test_a_part_is_found_with_its_record_until_it_is_deleted(project, committed, found):
    with committed():
        milestone = Milestone.objects.create(project=project, order=1, name="Locksmith hired")
    assert found("locksmiths") == ["Target hardening"]
    with committed():
        milestone.delete()
    assert found("locksmiths") == []


def test_a_part_of_a_part_is_found_until_it_is_deleted(world, theme, committed, found):
    with committed():
        row = world.priority_area(theme, world.area("Camborne"))
        reason = PriorityAreaReason.objects.create(priority_area=row, order=1, text="Void homes")
        figure = ReasonFigure.objects.create(
            reason=reason, order=1, label="Squatters", value_printed="three"
        )
    assert "Camborne" in found("squatters")
    with committed():
        figure.delete()
    assert found("squatters") == []
    assert "Camborne" in found("void homes")


def test_a_comment_is_found_with_its_record_until_it_is_withdrawn(
    world, theme, project, officer, committed, found
):
    world.gap(theme, pk=project.pk, title="No outreach")
    with committed():
        said = comment_on(project, by=officer, text="Ask Kerensa", readers=[], tell=[])
    assert found("kerensa") == ["Target hardening"]
    with committed():
        withdraw_comment(said, by=officer)
    assert found("kerensa") == []
    assert found("hardening") == ["Target hardening"]


def test_a_comment_on_a_record_of_a_draft_is_found_by_its_readers_alone(
    world, officer, committed, found
):
    draft = a_draft(world)
    with committed():
        gap = draft.delivery_gaps.create(slug="x", order=1, title="No outreach", text="x")
        comment_on(gap, by=officer, text="Ask Kerensa", readers=[], tell=[])
    assert found("kerensa") == []
    assert found("kerensa", plans=[draft]) == ["No outreach"]


def test_rows_written_at_once_are_found(world, committed, found):
    with committed():
        Strategy.objects.bulk_create([Strategy(name="Zelah strategy", slug="zelah")])
    assert found("zelah") == ["Zelah strategy"]
    with committed():
        Strategy.objects.filter(slug="zelah").update(name="Goonhavern strategy")
    assert found("zelah") == []
    assert found("goonhavern") == ["Goonhavern strategy"]


def test_rows_are_found_though_the_update_takes_them_out_of_what_it_was_of(
    world, theme, committed, found
):
    with committed():
        world.indicator(theme, name="Break-ins")
    with committed():
        Indicator.objects.filter(name="Break-ins").update(name="Forced doors")
    assert found("break-ins") == []
    assert found("forced") == ["Forced doors"]


def test_an_edit_with_its_trace_is_found(world, theme, officer, committed, found):
    indicator = world.indicator(theme, name="Break-ins")
    with committed():
        edit(indicator, version=1, by=officer, source="Constabulary ledger")
    assert found("ledger") == ["Break-ins"]


def test_what_a_fixture_loads_is_found(world, tmp_path, committed, found):
    record = {"model": "priorities.strategy", "fields": {"name": "Zelah strategy", "slug": "zelah"}}
    file = tmp_path / "strategies.json"
    file.write_text(json.dumps([record]))
    with committed():
        call_command("loaddata", file, verbosity=0)
    assert found("zelah") == ["Zelah strategy"]


def test_the_address_of_what_stands_under_a_theme_follows_the_theme(world, theme, committed):
    with committed():
        Evidence.objects.create(theme=theme, ref="EV-1", order=1, text="Rising")
    with committed():
        theme.slug, theme.name = "break-ins", "Break-ins"
        theme.save()
    entry = SearchEntry.objects.get(kind="priorities.evidence")
    assert (entry.heading, entry.address) == (
        "Break-ins, EV-1",
        "/plans/2012-13/themes/break-ins/#ev-1",
    )


def test_a_code_of_a_place_is_found_exactly(world, committed, found):
    with committed():
        area = world.area("Gannel")
        AreaCode.objects.create(area=area, system="lsoa_2001", code="E01018958")
    assert found("e01018958") == ["Gannel"]
    assert found("E0101895") == []
    assert found("E010189581") == []


def test_a_group_of_people_is_found_where_it_is_linked(world, theme, committed, found):
    leavers = PeopleGroup.objects.create(name="Care leavers", slug="care-leavers")
    with committed():
        leavers.themes.add(theme)
    assert found("care leaver") == ["Burglary"]
    with committed():
        leavers.name = "Young carers"
        leavers.save()
    assert found("young carers") == ["Burglary"]
    with committed():
        leavers.themes.clear()
    assert found("young carers") == []


def test_what_was_said_of_an_indicator_is_found(world, theme, committed, found):
    with committed():
        indicator = world.indicator(theme, name="Break-ins")
        Commentary.objects.create(
            indicator=indicator, text="Padlocks were cut", period_start=date(2011, 4, 1),
            period_end=date(2011, 6, 30), written_at=datetime(2011, 7, 1, tzinfo=UTC),
        )  # fmt: skip
    assert found("padlock") == ["Break-ins, Q1 2011/12"]


def test_an_indicator_is_not_found_while_it_waits(world, theme, analyst, committed, found):
    upload = Upload.objects.create(file_name="x", size=1, sha256="0", uploaded_by=analyst)
    with committed():
        world.indicator(theme, name="Break-ins", made_for=upload, is_waiting=True)
    assert found("break-ins") == []
    with committed():
        Indicator.objects.update(is_waiting=False)
    assert found("break-ins") == ["Break-ins"]


# What is archived


def test_an_archived_record_is_not_found_until_it_is_brought_back(
    world, theme, officer, committed, found
):
    with committed():
        gap = world.gap(theme, title="No locks")
    with committed():
        archive(gap, by=officer)
    assert found("locks") == []
    with committed():
        bring_back(gap, by=officer)
    assert found("locks") == ["No locks"]


def test_what_stands_under_an_archived_theme_is_not_found(
    world, theme, project, officer, committed, found
):
    with committed():
        Evidence.objects.create(theme=theme, ref="EV-1", order=1, text="Rising")
    assert found("rising") == ["Burglary, EV-1"]
    with committed():
        archive(theme, by=officer)
    assert found("rising") == []
    assert found("as the plan lists it") == []
    assert found("hardening") == ["Target hardening"]


def test_a_plan_that_is_archived_takes_its_records_along(world, theme, officer, committed, found):
    with committed():
        world.gap(theme, title="No locks")
    archive(world.plan, by=officer)
    assert found("locks") == []


# Whose readers find it


def test_what_only_a_draft_says_of_a_known_project_is_for_readers_of_the_draft(
    world, project, committed, found
):
    draft = a_draft(world)
    with committed():
        hush = world.theme("Hush")
        hush.plan = draft
        hush.save()
        ProjectListing.objects.create(
            project=project, theme=hush, order=1, status="current", heading_printed="",
            text="To be closed quietly",
        )  # fmt: skip
    assert found("quietly") == []
    assert found("quietly", [draft]) == ["Target hardening"]
    assert found("hardening") == ["Target hardening"]
    assert found("hardening", [draft, world.plan]) == ["Target hardening"]


def test_a_project_of_a_draft_alone_is_for_readers_of_the_draft(world, committed, found):
    draft = a_draft(world)
    with committed():
        hush = world.theme("Hush")
        hush.plan = draft
        hush.save()
        world.project(hush, name="Quiet closing")
    assert found("quiet") == []
    assert found("quiet", [draft]) == ["Quiet closing"]
    draft.stage = Plan.Stage.CURRENT
    draft.save()
    assert found("quiet") == ["Quiet closing"]


def test_a_record_of_no_theme_yet_is_for_everybody(world, committed, found):
    with committed():
        world.project(name="Unlisted")
    assert found("unlisted") == ["Unlisted"]


def test_an_indicator_that_a_draft_takes_over_is_no_longer_for_everybody(
    world, theme, committed, found
):
    with committed():
        indicator = world.indicator(theme, name="Break-ins")
    assert found("break-ins") == ["Break-ins"]
    hush = world.theme("Hush")
    hush.plan = a_draft(world)
    hush.save()
    with committed():
        indicator.themes.set([hush])
    assert found("break-ins") == []


def test_a_wording_of_another_plans_theme_is_not_found_with_the_gap(world, theme, committed, found):
    draft = a_draft(world)
    with committed():
        gap = world.gap(theme, title="No locks")
        hush = world.theme("Hush")
        hush.plan = draft
        hush.save()
        DeliveryGapWording.objects.create(gap=gap, theme=hush, ref="G-9", order=9, text="Quietly")
    assert found("quietly") == []
    assert found("locks") == ["No locks"]


# All of it anew


def test_a_planner_that_had_no_search_has_its_records_searched_after_migrating(world, found):
    Strategy.objects.create(name="Zelah strategy", slug="zelah")
    SearchEntry.objects.all().delete()
    fill_when_empty()
    assert found("zelah") == ["Zelah strategy"]


def test_the_command_makes_the_index_anew(world, found):
    rebuild()
    Strategy.objects.create(name="Zelah strategy", slug="zelah")
    call_command("rebuild_search", verbosity=0)
    assert found("zelah") == ["Zelah strategy"]


def test_rebuilding_asks_no_more_of_the_database_for_more_records(world, theme):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            rebuild()
        return len(captured)

    world.project(theme)
    world.gap(theme)
    few = queries()
    for number in range(30):
        world.project(theme, name=f"Project of {number}")
        world.gap(theme)
        Evidence.objects.create(theme=theme, ref=f"EV-{number}", order=1, text="x")
        Organisation.objects.create(name=f"Body {number}", slug=f"body-{number}", kind="other")
    # More statements only to insert what is of kinds that had none.
    assert queries() <= few + 4
    assert Project.objects.count() + DeliveryGap.objects.count() == 62


def test_the_seeded_plan_can_be_searched_as_soon_as_it_is_loaded(seeded_db, db, found):
    kept = set(SearchEntry.objects.values_list("kind", "object_id", "plan", "pieces"))
    rebuild()
    assert set(SearchEntry.objects.values_list("kind", "object_id", "plan", "pieces")) == kept
    assert found("domestic abuse")[0] == "Domestic abuse"


def test_of_more_words_than_an_index_holds_the_first_are_found(world, theme, found):
    first, last = 100_000, 250_000
    text = " ".join(map(str, range(first, last)))
    assert len(text) > 1_048_576
    gap = world.gap(theme, title="No outreach", text=text)
    rebuild()
    assert found(str(first)) == found("outreach") == ["No outreach"]
    assert found(str(last - 1)) == []
    words = SearchEntry.objects.get(kind="priorities.deliverygap", object_id=gap.pk)
    assert len(words.body.split()) > 30_000


def test_a_text_that_repeats_few_words_is_searched_to_its_end(world, theme, found):
    world.gap(theme, title="No outreach", text="housing first " * 100_000 + "at last")
    rebuild()
    assert found("last") == ["No outreach"]
