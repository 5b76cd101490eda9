"""Beside the catalogue that the seed was read from, where it is at hand: every statement, word for word."""

import json

import pytest
from django.conf import settings

from tests.assessment import catalogue_file, needs_catalogue

FIXTURES = settings.BASE_DIR / "fixtures"


FILE = catalogue_file()
pytestmark = needs_catalogue


@pytest.fixture(scope="module")
def catalogue():
    return json.loads(FILE.read_text(encoding="utf-8"))


def seeded(kind, *fields):
    """The values of `fields` in the fixture of one kind; of one field, plain values."""
    (file,) = FIXTURES.glob(f"[0-9][0-9]_{kind}.json")
    rows = [record["fields"] for record in json.loads(file.read_text(encoding="utf-8"))]
    values = [tuple(row.get(field) for field in fields) for row in rows]
    return [value[0] for value in values] if len(fields) == 1 else values


def theme(key):
    return key[1]


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("evidence", "evidence"),
        ("delivery_gap_wordings", "delivery_gaps"),
        ("threat_wordings", "threats"),
    ],
)
def test_statements_by_theme(catalogue, kind, section):
    stated = catalogue[section]
    items = stated if isinstance(stated, list) else stated["items"]
    assert sorted(
        (theme(t), ref, text) for t, ref, text in seeded(kind, "theme", "ref", "text")
    ) == sorted((item["theme"], item["id"], item["text"]) for item in items)


def test_plan_statements(catalogue):
    stated = [(item["id"], item["text"]) for item in catalogue["framing"]]
    lead_in = ("EXT", catalogue["external_influences"]["intro"])
    assert seeded("plan_statements", "ref", "text") == [*stated, lead_in]


def test_themes_and_scope(catalogue):
    assert seeded("themes", "slug", "name", "heading_printed", "plan_statement") == [
        (item["id"], item["name"], item["heading_verbatim"], item["plan_statement"])
        for item in catalogue["themes"]
    ]
    assert [(theme(t), text) for t, text in seeded("scope_items", "theme", "text")] == [
        (item["id"], scope["text"]) for item in catalogue["themes"] for scope in item["scope_items"]
    ]


def test_performance_statements(catalogue):
    assert seeded("performance_statements", "ref", "group_printed", "text") == [
        (item["id"], item["group_verbatim"], item["text"])
        for item in catalogue["performance"]["statements"]
    ]


def test_indicators_and_their_measurements(catalogue):
    indicators = catalogue["performance"]["indicators"]
    assert seeded("indicators", "name", "unit_printed") == [
        (item["name"], item["unit"]) for item in indicators
    ]
    assert [key[2] for key in seeded("measurements", "statement")] == [
        measured["statement"] for item in indicators for measured in item["measurements"]
    ]


def test_project_listings(catalogue):
    assert sorted(
        (project[0], theme(t), heading, text)
        for project, t, heading, text in seeded(
            "project_listings", "project", "theme", "heading_printed", "text"
        )
    ) == sorted(
        (item["slug"], listing["theme"], listing["status_group_verbatim"], listing["text"])
        for item in catalogue["projects"]["items"]
        for listing in item["listings"]
    )


def test_shared_statements_stand_together(catalogue):
    for section, kind, field in [
        ("delivery_gaps", "delivery_gap_wordings", "gap"),
        ("threats", "threat_wordings", "threat"),
    ]:
        record_of = {ref: key[1] for ref, key in seeded(kind, "ref", field)}
        for group in catalogue[section]["shared"]:
            together = sorted(ref for ref, slug in record_of.items() if slug == group["cluster"])
            assert together == sorted(group["members"])


def test_priority_areas(catalogue):
    rows = catalogue["priority_areas"]["rows"]
    fields = ("ref", "rank_printed", "trend", "hotspots", "key_issues", "certainty", "reasoning")
    assert seeded("priority_areas", *fields) == [
        (
            row["id"],
            row["rank_verbatim"],
            row["trend"],
            row["hotspots"],
            row["key_issues"],
            row["confidence"],
            row["reasoning"],
        )
        for row in rows
    ]
    assert seeded("priority_area_reasons", "text") == [
        reason["text"] for row in rows for reason in row["risk_factors"]
    ]


def test_place_indices(catalogue):
    alcohol, young = catalogue["indices"]["alcohol_harm"], catalogue["indices"]["young_people"]
    assert seeded("index_rows", "row_printed") == [
        *(row["row_verbatim"] for row in alcohol["rows"]),
        *(" ".join(row["values_verbatim"]) for row in young["rows"]),
    ]
    narratives = set(seeded("index_rows", "narrative")) - {None}
    assert narratives == {item["text"] for item in alcohol["narratives"]}
    assert seeded(
        "indices", "description", "top_areas", "other_points", "chart_note", "interpretation"
    ) == [
        (None, alcohol["lead_in"], alcohol["other_points_lead_in"], None, None),
        (
            young["description"],
            young["top_areas"],
            None,
            young["chart_note"],
            young["interpretation"],
        ),
    ]


def test_influences_and_dates(catalogue):
    influences = catalogue["external_influences"]["items"]
    assert seeded("external_influences", "name") == [item["name"] for item in influences]
    assert seeded("external_influence_points", "text") == [
        point["text"] for item in influences for point in item["bullets"]
    ]
    assert sorted(seeded("decisions", "title") + seeded("key_dates", "title")) == sorted(
        item["item"] for item in catalogue["dates_deadlines_decisions"]
    )


def test_organisations_strategies_and_acronyms(catalogue):
    for kind, section, field in [
        ("organisations", "organisations", "name"),
        ("strategies", "documents_and_strategies", "name"),
        ("acronyms", "acronyms", "acronym"),
    ]:
        assert seeded(kind, field) == [item[field] for item in catalogue[section]]


def test_reading_notes(catalogue):
    notes = dict(seeded("reading_notes", "ref", "text"))
    for item in catalogue["inconsistencies"] + catalogue["missing_or_vague"]:
        assert notes[item["id"]] == item["text"]


def test_figures_in_statements(catalogue):
    stated = [
        figure
        for statements in (
            catalogue["evidence"],
            (r for row in catalogue["priority_areas"]["rows"] for r in row["risk_factors"]),
        )
        for statement in statements
        for figure in statement["figures"]
    ]
    held = seeded("evidence_figures", "label", "value", "unit") + seeded(
        "reason_figures", "label", "value", "unit"
    )
    assert [(label.lower(), value and float(value), unit) for label, value, unit in held] == [
        (
            figure["label"].lower(),
            None if isinstance(figure["value"], str) else figure["value"],
            figure["unit"],
        )
        for figure in stated
    ]
