"""What stands in a board pack: the board's own words and statuses, in the order of the assessment."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.periods import Period
from performance.models import Commentary, Comparator
from priorities.clocks import Clocks, clocks_of
from priorities.models import Evidence, Plan
from projects.models import ProjectListing
from safercornwall.exports.packs.gathering import gather
from safercornwall.exports.packs.marks import STATUSES
from safercornwall.exports.word.contents import Bullets, Chart, Passage, SectionHeading, Table
from safercornwall.flags.keeping import flags_of
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.board.matrix import matrix
from tests.world import KNOWN, QUARTER

MADE_AT = timezone.make_aware(timezone.datetime(2026, 11, 29, 14, 30))


def pack_of(plan, as_at=None, report=lambda *progress: None):
    clocks = Clocks(as_at) if as_at else clocks_of(plan)
    return gather(Snapshot(plan, clocks), made_at=MADE_AT, report=report)


def headings(document, level=1):
    return [
        one.text
        for one in document.pieces
        if isinstance(one, SectionHeading) and one.level == level
    ]


def tables(document):
    return {one.caption: one for one in document.pieces if isinstance(one, Table)}


def performance_table(document):
    return next(one for name, one in tables(document).items() if name.startswith("Every indicator"))


def statuses_in(document):
    """What the performance table says of each indicator."""
    table = performance_table(document)
    place = table.headings.index("Status")
    return {row.cells[0].lead: row.cells[place].lead for row in table.rows if row.kind == "cells"}


def words_in(document):
    """All of them, as one text."""
    found = []
    for one in document.pieces:
        match one:
            case SectionHeading() | Passage():
                found.append(one.text)
            case Bullets():
                found += one.items
            case Chart():
                found += [one.title, one.alt]
            case Table():
                for row in one.rows:
                    for cell in row.cells:
                        found += [cell.lead, *cell.words, *cell.bullets]
                        for heading, items in cell.parts:
                            found += [heading, *items]
    return "\n".join(found)


@pytest.fixture
def seeded_plan(seeded_db):
    return Plan.objects.select_related("partnership").get(slug="2012-13")


def test_the_statuses_of_the_pack_are_those_of_the_pages(seeded_plan):
    standings = Snapshot(seeded_plan, clocks_of(seeded_plan)).standings
    expected = {row.indicator.name: f"{STATUSES[row.status][0]} {row.label}" for row in standings}
    assert statuses_in(pack_of(seeded_plan)) == expected


def test_its_sections_come_in_the_order_of_the_assessment(seeded_plan):
    found = headings(pack_of(seeded_plan))
    assert found[:5] == [
        *("At a glance", "Decisions asked for", "What needs attention", "Money", "Performance"),
    ]
    assert found[5:9] == [
        "Thematic priorities",
        "Priority 1: Domestic abuse",
        "Priority 2: Rowdy / nuisance anti-social behaviour",
        "Priority 3: Problem alcohol use",
    ]
    assert found[-1] == "External influences"


def test_the_headline_and_the_picture_come_first(seeded_plan):
    pieces = pack_of(seeded_plan).pieces
    title, headline, statuses, matrix, of_all, chart, after = pieces[:7]
    assert title.text == "At a glance"
    assert headline.lead == "Funding ends on 31 March 2012."
    assert "the last date to start one was 1 October 2011, 60 days before" in headline.text
    assert statuses.text.startswith("24 indicators: 3 off track, 4 missed")
    assert matrix.headings == (
        *("Theme", "Performance", "Direction", "Money", "Delivery", "Gaps", "Decisions"),
    )
    assert of_all.text.startswith("58 of 58 projects were never costed.")
    assert chart.title == "Furthest off target, in percent of the target"
    assert after.text == "Decisions asked for"


def test_the_matrix_of_the_pack_says_what_the_board_s_does(seeded_plan):
    """In words, with a mark before each, on a ground by how grave it is."""
    snapshot = Snapshot(seeded_plan, clocks_of(seeded_plan))
    rows = tables(pack_of(seeded_plan))["Where each theme stands"].rows
    lines = matrix(snapshot, flags_of(snapshot))
    assert [row.cells[0].lead for row in rows] == [line.theme.name for line in lines]
    for row, line in zip(rows, lines, strict=True):
        for cell, (_, shown) in zip(row.cells[1:], line.by_topic, strict=True):
            told = [mark.told for mark in shown.marks] or [shown.nothing]
            assert [words.split(" ", 1)[1] for words in cell.words] == told
    money = next(row for row in rows if row.cells[0].lead == "Domestic abuse").cells[3]
    assert (money.words, money.tone) == (("▲ 2 run out",), "red")


def test_a_plan_without_anything_still_has_its_first_page(world):
    world.theme("Burglary")
    pieces = pack_of(world.plan).pieces
    assert [one.text for one in pieces[:2]] == ["At a glance", "Nothing is measured yet."]


CORNWALLS = (
    *("Indicator", "Good is", "Direction of travel", "Same period last year", "This period"),
    *("Target", "Benchmark", "Status", "Commentary and management actions"),
)


def compared_and_discussed(indicator, world):
    """Give it last year's figure, a benchmark and what people say."""
    world.figure(indicator, Period.quarter(2010, 1), 60)
    period = {"period_start": QUARTER.start, "period_end": QUARTER.end}
    Comparator.objects.create(
        indicator=indicator, kind="national", label="England", value=70, **period
    )
    Commentary.objects.create(
        indicator=indicator, text="It is being looked at.", written_at=KNOWN, **period
    )


def test_the_performance_table_has_cornwall_s_own_columns(world):
    compared_and_discussed(world.indicator(world.theme(), 75, 80), world)
    assert performance_table(pack_of(world.plan)).headings == CORNWALLS


def test_a_column_that_hardly_a_row_fills_is_said_under_the_row(world):
    theme = world.theme()
    compared_and_discussed(world.indicator(theme, 75, 80), world)
    for _ in range(4):
        world.indicator(theme, 75, 80)
    table = performance_table(pack_of(world.plan))
    assert table.headings == ("Indicator", "Good is", "This period", "Target", "Status")
    said = next(row.cells[0].words[0] for row in table.rows if row.kind == "note")
    for words in (
        *("Direction of travel: ↗ Improving, against Q1 2010/11.", "Same period last year: 60%"),
        *("England", "Commentary and management actions: It is being looked at."),
    ):
        assert words in said


def test_a_theme_is_laid_out_as_its_spread_in_the_assessment(seeded_plan):
    found = tables(pack_of(seeded_plan))
    delivering = found["Domestic abuse: performance as printed, and projects"]
    assert delivering.headings == ("Performance", "Projects")
    performance, projects = delivering.rows[0].cells
    assert [name for name, _ in performance.parts] == ["Achieved in 2010/11:", "Failed:", "Risks:"]
    assert next(name for name, _ in projects.parts) == "Current"
    gaps = found["Domestic abuse: delivery gaps, threats and influences"]
    assert gaps.headings[0] == "Delivery gaps / action required"
    assert found["Domestic abuse: priority geographical areas"].rows[0].cells[0].lead == "Liskeard"


def test_statements_are_printed_word_for_word(seeded_plan):
    words = words_in(pack_of(seeded_plan))
    for row in Evidence.objects.filter(theme__plan=seeded_plan):
        assert row.text in words


def test_every_flag_of_high_severity_is_in_it_with_its_reason(seeded_plan):
    document = pack_of(seeded_plan)
    table = tables(document)["What needs attention first, and why"]
    printed = {
        (row.cells[1].words[0], row.cells[2].words[0], subject)
        for row in table.rows
        for subject in (*row.cells[3].words, *row.cells[3].bullets)
    }
    flags = flags_of(Snapshot(seeded_plan, clocks_of(seeded_plan)))
    assert printed == {
        (flag.title, flag.reason, flag.subject) for flag in flags if flag.severity == "high"
    }


def test_every_chart_says_in_words_what_it_shows(seeded_plan):
    charts = [one for one in pack_of(seeded_plan).pieces if isinstance(one, Chart)]
    assert [one.title for one in charts][:2] == [
        "Furthest off target, in percent of the target",
        "Indicators by status",
    ]
    furthest, statuses = charts[:2]
    assert all(name.lower() in statuses.alt for name in statuses.categories)
    assert (
        "2.8 per 100,000 population in Q1 2011/12 against a target of at most 1.9" in furthest.alt
    )
    assert all(chart.alt and chart.alt != chart.title for chart in charts)


def test_the_front_says_as_at_which_day_and_what_was_known(seeded_plan):
    front = "\n".join(pack_of(seeded_plan).front)
    assert "As at 30 November 2011" in front
    assert "as known on 29 November 2026 at 14:30" in front


def test_another_day_gives_another_pack(world):
    world.indicator(world.theme(), 50, 80, name="Coming back")
    assert statuses_in(pack_of(world.plan)) == {"Coming back": "◆ Off track"}
    later = pack_of(world.plan, date(2012, 9, 30))
    assert "As at 30 September 2012" in "\n".join(later.front)
    before = pack_of(world.plan, date(2011, 6, 1))
    assert statuses_in(before)["Coming back"] == "– No figures yet"


def test_a_series_is_drawn_with_its_target(world):
    indicator = world.indicator(world.theme(), 50, 80, name="Coming back")
    for quarter, value in ((2, 40), (3, 45), (4, 47)):
        world.figure(indicator, Period.quarter(2010, quarter), value)
    charts = [one for one in pack_of(world.plan).pieces if isinstance(one, Chart)]
    chart = next(one for one in charts if one.kind == "lines")
    assert chart.categories == ("Q2 2010/11", "Q3 2010/11", "Q4 2010/11", "Q1 2011/12")
    assert [line.values for line in chart.lines] == [(40, 45, 47, 50), (80, 80, 80, 80)]
    assert "Q4 2010/11: 47" in chart.alt


def test_a_series_is_not_drawn_across_a_break(world):
    indicator = world.indicator(world.theme(), 50, 80)
    for quarter, value in ((2, 40), (3, 45), (4, 47)):
        world.figure(indicator, Period.quarter(2010, quarter), value)
    indicator.breaks.create(
        starts_on=Period.quarter(2010, 4).start, what_changed="A new counting rule"
    )
    charts = [one for one in pack_of(world.plan).pieces if isinstance(one, Chart)]
    assert [one for one in charts if one.kind == "lines"] == []


def test_money_that_is_not_stated_is_counted_and_in_no_sum(world):
    project = world.project(world.theme())
    world.funding(project, "secured", amount=1000, financial_year=2011)
    world.funding(project, "sought", financial_year=2011)
    world.funding(project, "no_source", amount=0, financial_year=2011)
    document = pack_of(world.plan)
    assert "1 of 3 funding lines state no amount or no year" in words_in(document)
    (row,) = tables(document)["Stated amounts by financial year"].rows
    assert [cell.words[0] for cell in row.cells] == ["2011/12", "£1,000", "–", "£0"]


def test_a_theme_that_nothing_measures_says_so(world):
    world.theme("Deprived areas")
    assert "Nothing measures this theme" in words_in(pack_of(world.plan))


def test_nothing_of_another_plan_is_in_it(world):
    draft = Plan.objects.create(
        partnership=world.partnership, title="Next", slug="2013-14", financial_year=2013,
        stage="draft",
    )  # fmt: skip
    theme = draft.themes.create(slug="hush", code="H", order=1, kind="priority", name="Zennorhush")
    shared = world.project(world.theme(), name="Watch")
    ProjectListing.objects.create(
        project=shared,
        theme=theme,
        order=1,
        status="current",
        heading_printed="x",
        text="Zennorhush",
    )
    world.indicator(theme, 3, name="Zennorhush rate")
    assert "Zennorhush" not in words_in(pack_of(world.plan))


def test_a_draft_says_that_it_is_one(world):
    world.plan.stage = "draft"
    world.plan.save()
    assert pack_of(world.plan).front[0].startswith("A draft")


def test_it_reports_how_far_it_is_theme_by_theme(world):
    world.theme("Burglary")
    world.theme("Hate crime")
    said = []
    pack_of(world.plan, report=lambda *progress: said.append(progress))
    assert said == [
        (0, 4, "Reading the plan"),
        (1, 4, "Writing Burglary"),
        (2, 4, "Writing Hate crime"),
        (3, 4, "Putting it into Word"),
    ]


def test_it_asks_as_little_of_many_themes_as_of_one(world):
    def queries():
        pack_of(world.plan)
        with CaptureQueriesContext(connection) as captured:
            pack_of(world.plan)
        return len(captured)

    def grow():
        theme = world.theme()
        world.indicator(theme, 50, 80)
        world.project(theme)
        world.gap(theme)
        world.threat(theme)
        world.priority_area(theme, world.area(f"Town {world.next()}"))
        world.decision().themes.add(theme)

    grow()
    few = queries()
    for _ in range(4):
        grow()
    assert queries() == few
