"""The seeded plan holds the whole assessment: every count, every sum, and nobody's contact details."""

import json
import re

import pytest
from django.conf import settings
from django.db.models import Count, Sum

from accounts.models import Organisation
from performance.models import Comparator, Figure, Indicator, Measurement, Target
from places.models import Area, AreaCode, IndexRow, IndexScore, PlaceIndex, ReferenceBoundary
from priorities.models import (
    Acronym,
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Evidence,
    EvidenceFigure,
    EvidenceTopic,
    ExternalInfluence,
    ExternalInfluencePoint,
    KeyDate,
    PerformanceStatement,
    Plan,
    PlanStatement,
    PriorityArea,
    PriorityAreaReason,
    ReadingNote,
    ReasonFigure,
    ScopeItem,
    Strategy,
    Theme,
    Threat,
    ThreatWording,
)
from projects.models import FundingLine, Project, ProjectListing, ProjectScopeItem

COUNTS = [
    (Plan, 1),
    (Theme, 10),
    (ScopeItem, 17),
    (Evidence, 66),
    (EvidenceFigure, 110),
    (EvidenceTopic, 6),
    (PerformanceStatement, 38),
    (Indicator, 24),
    (Measurement, 32),
    (Target, 16),
    (Comparator, 7),
    (Figure, 21),
    (Project, 58),
    (ProjectListing, 105),
    (FundingLine, 14),
    (DeliveryGap, 25),
    (DeliveryGapWording, 45),
    (Threat, 26),
    (ThreatWording, 52),
    (PriorityArea, 21),
    (PriorityAreaReason, 99),
    (ReasonFigure, 74),
    (Area, 81),
    (PlaceIndex, 2),
    (IndexRow, 38),
    (IndexScore, 230),
    (ReferenceBoundary, 327),
    (ExternalInfluence, 4),
    (ExternalInfluencePoint, 8),
    (Organisation, 56),
    (Strategy, 21),
    (Acronym, 48),
]
FIXTURES = sorted((settings.BASE_DIR / "fixtures").glob("*.json"))


@pytest.mark.parametrize(
    ("model", "count"), COUNTS, ids=lambda value: getattr(value, "__name__", "")
)
def test_holds_as_many_as_the_assessment(seeded_db, model, count):
    assert model.objects.count() == count


def by(queryset, field):
    return dict(queryset.order_by().values_list(field).annotate(Count("pk")))


def test_themes_are_of_six_kinds(seeded_db):
    assert by(Theme.objects, "kind") == {
        "priority": 3,
        "high_risk": 1,
        "people_focus": 1,
        "place_focus": 1,
        "other_risk_factor": 3,
        "on_agenda": 1,
    }


def test_dates_and_decisions_are_32(seeded_db):
    assert Decision.objects.count() + KeyDate.objects.count() == 32


def test_statements_that_frame_the_plan_are_12_and_the_lead_into_external_influences(seeded_db):
    refs = PlanStatement.objects.values_list("ref", flat=True)
    assert sorted(refs) == ["EXT"] + [f"FR-{number:02}" for number in range(1, 13)]


def test_contradictions_are_41_and_missing_things_22(seeded_db):
    notes = by(ReadingNote.objects, "kind")
    assert (notes["inconsistency"], notes["missing"]) == (41, 22)


def test_areas_nest_as_the_assessment_has_them(seeded_db):
    assert by(Area.objects, "kind") == {
        "county": 2,
        "network_area": 20,
        "town": 28,
        "beat": 13,
        "lsoa": 18,
    }
    for area in Area.objects.exclude(parent=None).select_related("parent"):
        assert area.path == f"{area.parent.path}{area.slug}/"
        assert area.level == area.parent.level + 1


def test_towns_lsoas_and_network_areas_have_coordinates_and_say_from_where(seeded_db):
    placed = Area.objects.filter(kind__in=["town", "lsoa", "network_area"])
    assert not placed.filter(latitude=None).exists()
    assert not placed.filter(location_source="").exists()
    assert not Area.objects.exclude(population=None).filter(population_source="").exists()
    assert not Area.objects.exclude(deprivation_decile=None).filter(deprivation_source="").exists()


def test_every_lsoa_has_its_code(seeded_db):
    assert AreaCode.objects.filter(system="lsoa_2011", area__kind="lsoa").count() == 18


def test_alcohol_totals_are_the_sum_of_their_scores(seeded_db):
    index = PlaceIndex.objects.get(slug="alcohol-harm-index")
    sums = dict(
        IndexScore.objects.filter(component__index=index)
        .order_by()
        .values_list("area__slug")
        .annotate(Sum("value"))
    )
    assert sums == {row.area.slug: row.total_printed for row in index.rows.select_related("area")}
    assert len(sums) == 20
    assert index.components.filter(whole_area_value__isnull=False).count() == 7


def test_young_peoples_index_descends_by_the_sum_of_its_values(seeded_db):
    rows = IndexRow.objects.filter(index__slug="young-peoples-community-safety-index").order_by(
        "order"
    )
    totals = [
        row.area.index_scores.filter(component__index=row.index).aggregate(total=Sum("value"))[
            "total"
        ]
        for row in rows
    ]
    assert len(totals) == 18
    assert totals == sorted(set(totals), reverse=True)


def test_shared_statements_are_one_record_with_every_wording(seeded_db):
    recession = Threat.objects.get(slug="recession-families")
    assert len({wording.text for wording in recession.wordings.all()}) == 3
    for wording in (*DeliveryGapWording.objects.all(), *ThreatWording.objects.all()):
        record = getattr(wording, "gap", None) or wording.threat
        assert record.source_lines
        assert set(wording.source_lines) <= set(record.source_lines)


def test_funding_is_held_only_as_stated(seeded_db):
    assert by(FundingLine.objects, "state") == {"secured": 3, "sought": 2, "no_source": 9}
    assert not FundingLine.objects.exclude(amount=None).exists()


def test_what_we_read_into_the_text_is_marked(seeded_db):
    assert not ProjectScopeItem.objects.filter(is_judgement=False).exists()
    assert not Indicator.objects.filter(polarity_is_judgement=False).exists()
    assert not Threat.objects.filter(origin_is_judgement=False).exists()
    assert not ProjectScopeItem.objects.filter(reason="").exists()


def test_scope_items_without_a_project_stay_without(seeded_db):
    """Real gaps show: nothing is linked where the words support no link."""
    alone = ScopeItem.objects.filter(project_links=None)
    assert {(item.theme.slug, item.order) for item in alone.select_related("theme")} == {
        ("anti-social-behaviour", 3),
        ("young-people", 1),
        ("hate-crime", 1),
        ("hate-crime", 2),
        ("hate-crime", 3),
    }


def test_everything_read_from_the_assessment_says_from_which_line(seeded_db):
    for model in (Theme, ScopeItem, Evidence, PerformanceStatement, Indicator, Measurement, Target):
        assert not model.objects.filter(source_lines=[]).exists(), model.__name__
    for model in (
        DeliveryGap,
        Threat,
        Decision,
        KeyDate,
        PriorityArea,
        PriorityAreaReason,
        Project,
    ):
        assert not model.objects.filter(source_lines=[]).exists(), model.__name__


PERSONAL = {
    "an e-mail address": r"[\w.+-]+@[\w-]+\.\w",
    "a telephone number": r"(?<![\d.Ee])(?:\+44\s?|\(?0)\d(?:[\s()-]{0,2}\d){8,9}(?!\d)",
    "a web address": r"https?://",
}


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_nobodys_contact_details_are_in_it(file):
    text = file.read_text(encoding="utf-8")
    for what, pattern in PERSONAL.items():
        assert not (found := re.search(pattern, text)), f"{what}: {found and found[0]}"


def test_the_search_for_contact_details_would_find_them():
    for words in ("call 07700 900123", "(01872) 555 123", "+44 7700 900123"):
        assert re.search(PERSONAL["a telephone number"], words), words
    assert re.search(PERSONAL["an e-mail address"], "someone.else@example.org")


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_fixtures_name_records_and_never_number_them(file):
    text = file.read_text(encoding="utf-8")
    records = json.loads(text)
    assert not any("pk" in record for record in records)
    assert text == json.dumps(records, indent=1, ensure_ascii=False) + "\n"
