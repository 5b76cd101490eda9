"""Everything that the assessment says can be read by a board member, word for word."""

import json

import pytest
from django.conf import settings

from tests.assessment import catalogue_file, needs_catalogue

from .crawler import crawl_once, plain

# Fields that hold the assessment's own words.
STATEMENTS = {
    "priorities.planstatement": ["text"],
    "priorities.theme": [
        "name",
        "heading_printed",
        "plan_statement",
        "risk_level_note",
        "area_criteria_printed",
    ],
    "priorities.scopeitem": ["text"],
    "priorities.evidence": ["text"],
    "priorities.performancestatement": ["text", "group_printed"],
    "priorities.deliverygapwording": ["text"],
    "priorities.threatwording": ["text"],
    "priorities.decision": ["title"],
    "priorities.keydate": ["title", "date_printed", "derived"],
    "priorities.priorityarea": [
        "name",
        "rank_printed",
        "trend",
        "hotspots",
        "key_issues",
        "reasoning",
    ],
    "priorities.priorityareareason": ["text"],
    "priorities.externalinfluence": ["name"],
    "priorities.externalinfluencepoint": ["text"],
    "priorities.strategy": ["name"],
    "priorities.acronym": ["acronym", "expansion"],
    "priorities.readingnote": ["text"],
    "priorities.peoplegroup": ["name"],
    "accounts.organisation": ["name"],
    "places.area": ["name"],
    "places.areacode": ["code"],
    "places.placeindex": [
        "name",
        "source",
        "description",
        "top_areas",
        "other_points",
        "chart_note",
    ],
    "places.indexcomponent": ["name", "whole_area_printed"],
    "places.indexrow": ["area_printed", "narrative"],
    "performance.indicator": ["name", "definition"],
    "performance.measurement": [
        "actual_printed",
        "target_printed",
        "status_printed",
        "change_printed",
    ],
    "projects.project": ["name", "summary", "status_note"],
    "projects.projectlisting": ["text", "heading_printed"],
    "projects.dependency": ["text"],
    "projects.post": ["role"],
}
pytestmark = pytest.mark.xdist_group("crawl-board")


@pytest.fixture
def everything_read(seeded_db, sign_in, board):
    """All words on all pages that a board member can reach."""
    return "\n".join(page.text for page in crawl_once("board", sign_in(board)).values())


def test_every_statement_of_the_fixtures_is_on_a_page(everything_read):
    checked, missing = 0, []
    for path in sorted((settings.BASE_DIR / "fixtures").glob("*.json")):
        for record in json.loads(path.read_text()):
            for field in STATEMENTS.get(record["model"], []):
                text = plain(str(record["fields"].get(field) or ""))
                checked += bool(text)
                if text not in everything_read:
                    missing.append((record["model"], field, text[:80]))
                if (
                    record["fields"].get("note")
                    and plain(record["fields"]["note"]) not in everything_read
                ):
                    missing.append((record["model"], "note", record["fields"]["note"][:80]))

    assert missing == []
    assert checked > 1000


@needs_catalogue
def test_every_statement_of_the_catalogue_is_on_a_page(everything_read):
    statements = list(_statements(json.loads(catalogue_file().read_text())))

    assert [text[:80] for text in statements if plain(text) not in everything_read] == []
    assert len(statements) > 600


def _statements(catalogue):
    """The words that the catalogue copies from the assessment."""
    for group in ("framing", "themes", "evidence"):
        for row in catalogue[group]:
            yield from (
                row[name]
                for name in ("text", "heading_verbatim", "plan_statement")
                if row.get(name)
            )
            yield from (item["text"] for item in row.get("scope_items", []))
    yield from (row["text"] for row in catalogue["performance"]["statements"])
    yield from (row["name"] for row in catalogue["performance"]["indicators"])
    for project in catalogue["projects"]["items"]:
        yield project["name"]
        yield from (listing["text"] for listing in project["listings"])
    yield from (row["text"] for row in catalogue["delivery_gaps"]["items"])
    yield from (row["text"] for row in catalogue["threats"]["items"])
    for row in catalogue["priority_areas"]["rows"]:
        yield from (row[name] for name in ("area", "trend", "hotspots", "key_issues") if row[name])
        yield from (factor["text"] for factor in row["risk_factors"])
    yield from (row["text"] for row in catalogue["priority_areas"]["criteria"])
    for influence in catalogue["external_influences"]["items"]:
        yield influence["name"]
        yield from (point["text"] for point in influence["bullets"])
    for index in catalogue["indices"].values():
        # The catalogue's own titles: those of the tables are lost.
        titles = (column["name"] for column in index["columns"] if isinstance(column, dict))
        yield from (title[0].upper() + title[1:] for title in titles)
        yield from (row["text"] for row in index.get("narratives", []))
        yield from index.get("interpretation", [])
    yield from (row["item"] for row in catalogue["dates_deadlines_decisions"])
    yield from (row["name"] for row in catalogue["organisations"])
    yield from (row["name"] for row in catalogue["documents_and_strategies"])
    yield from (row["acronym"] for row in catalogue["acronyms"])
    yield from (row["text"] for row in catalogue["inconsistencies"])
    yield from (row["text"] for row in catalogue["missing_or_vague"])
