"""Strategies, acronyms and reading notes, and the way from each to what it is about."""

import pytest
from django.urls import reverse

from places.models import Area
from priorities.models import PriorityArea, PriorityAreaReason
from safercornwall.pages.components.records_by_line import RecordsByLine
from tests.pages.reading_pages import queries_of, words_of
from tests.small_plan import SmallPlan


def notes_listing(world, **filters):
    return reverse("reading_notes:list", args=[world.plan.slug], query=filters)


STRATEGIES, ACRONYMS = "/strategies/", "/acronyms/"


def test_a_strategy_leads_to_the_themes_and_projects_that_use_it(client, world):
    theme = world.theme("Alcohol")
    strategy, unused = world.strategy("Alcohol Strategy"), world.strategy("Big Society")
    theme.strategies.add(strategy)
    project = world.project("Strategy lead", theme)
    project.strategies.add(strategy)
    response = client.get(STRATEGIES)
    html = response.content.decode()
    for url in (theme.get_absolute_url(), project.get_absolute_url()):
        assert f'href="{url}"' in html
    for row in (strategy, unused):
        assert f'id="{row.slug}"' in html
    assert "Big Society Themes None of this plan Projects None linked" in words_of(response)


def test_a_strategy_does_not_give_a_draft_away(client, world):
    draft = SmallPlan(stage="draft", year=2013)
    strategy = world.strategy("Alcohol Strategy")
    draft.theme("Secret theme").strategies.add(strategy)
    words = words_of(client.get(STRATEGIES))
    assert "Alcohol Strategy" in words
    assert "Secret theme" not in words


def test_an_acronym_says_whose_its_meaning_is(client, world):
    world.acronym("MARAC", "Multi-Agency Risk Assessment Conference")
    world.acronym("BME", "black and minority ethnic", is_in_text=False)
    words = words_of(client.get(ACRONYMS))
    assert "BME black and minority ethnic JOur judgement, not stated in the assessment" in words
    assert "MARAC Multi-Agency Risk Assessment Conference The assessment says so itself" in words


def test_acronyms_stand_in_the_order_of_a_glossary_and_are_narrowed(client, world):
    for acronym in ("YP", "fte", "ASB"):
        world.acronym(acronym, f"meaning of {acronym}", is_in_text=acronym != "fte")

    def shown(**filters):
        response = client.get(ACRONYMS, filters)
        return [entry.acronym.acronym for entry in response.context["entries"]]

    assert shown() == ["ASB", "fte", "YP"]
    assert shown(meaning="ours") == ["fte"]
    assert shown(meaning="theirs") == ["ASB", "YP"]
    assert shown(q="asb") == ["ASB"]
    assert shown(meaning="nobody's") == ["ASB", "fte", "YP"]


def test_an_acronym_leads_to_where_it_appears(client, world):
    theme = world.theme("Domestic abuse")
    evidence = world.evidence(theme, "EV-DA-01", 66)
    world.acronym("MARAC", "Multi-Agency Risk Assessment Conference", 66, 999)
    response = client.get(ACRONYMS)
    assert f'href="{evidence.get_absolute_url()}"' in response.content.decode()
    assert (
        "Where MARAC appears (2 lines) Evidence EV-DA-01, Domestic abuse assessment line 66 "
        "No record stands here assessment line 999"
    ) in words_of(response)


def test_reading_notes_stand_under_their_kinds_and_are_narrowed(client, world):
    world.note("Says 3% and 3.5%.", kind="inconsistency", ref="INC-01")
    world.note("No target.", kind="missing", ref="MIS-01")
    world.note("Lost its cells.", kind="reading", ref="READ-01")

    def shown(**filters):
        groups = client.get(notes_listing(world, **filters)).context["groups"]
        return {group.title: [entry.note.ref for entry in group.entries] for group in groups}

    assert shown() == {
        "Contradictions": ["INC-01"],
        "Vague or missing": ["MIS-01"],
        "Doubtful readings": ["READ-01"],
    }
    assert shown(kind="missing") == {"Vague or missing": ["MIS-01"]}
    assert shown(q="cells") == {"Doubtful readings": ["READ-01"]}
    assert shown(q="inc-01") == {"Contradictions": ["INC-01"]}
    assert shown(kind="rumour") == shown()
    assert shown(q="nothing like it") == {}
    assert 'id="inc-01"' in client.get(notes_listing(world)).content.decode()


def test_a_reading_note_leads_to_every_record_on_its_lines(client, world):
    theme = world.theme("Burglary")
    theme.source_lines = [5]
    theme.save()
    evidence = world.evidence(theme, "EV-BUR-01", 10, 11)
    gap = world.gap("No team", theme, source_lines=[])
    gap.wordings.update(source_lines=[12])
    threat = world.threat("Recession", theme)
    threat.wordings.update(source_lines=[13])
    decision = world.decision("Fund it", source_lines=[13])
    world.note("Reads both ways.", 5, 10, 11, 12, 13, 14)
    response = client.get(notes_listing(world))
    for record in (theme, evidence, gap, threat, decision):
        assert f'href="{record.get_absolute_url()}"' in response.content.decode()
    assert (
        "Theme: Burglary assessment line 5 Evidence EV-BUR-01, Burglary assessment lines 10, 11 "
        "Delivery gap: No team assessment line 12 Decision: Fund it assessment line 13 "
        "Threat: Recession assessment line 13 No record stands here assessment line 14"
    ) in words_of(response)


def priority_area(theme, line):
    town, _ = Area.objects.get_or_create(
        name="Bodmin", slug="bodmin", kind="town", level=0, path="/bodmin/"
    )
    return PriorityArea.objects.create(
        theme=theme, ref="PA-1", order=1, name="Bodmin", area=town, rating="high", rank=1,
        rank_printed="1", source_lines=[line],
    )  # fmt: skip


def test_a_line_inside_a_priority_area_s_reasons_leads_to_the_area(world):
    row = priority_area(world.theme("Burglary"), 20)
    PriorityAreaReason.objects.create(priority_area=row, order=1, text="x", source_lines=[21])
    records = RecordsByLine(world.plan)
    for line in (20, 21):
        assert [place.url for place in records.on(line)] == [row.get_absolute_url()]


def test_all_records_by_line_take_five_queries(world, django_assert_num_queries):
    for n in range(3):
        theme = world.theme(f"Theme {n}")
        priority_area(theme, 20 + n)
        world.gap(f"Gap {n}", theme, source_lines=[20 + n])
        world.decision(f"Decision {n}", theme, source_lines=[20 + n])
        world.plan.external_influences.create(
            slug=f"influence-{n}", order=n, name=f"Influence {n}", source_lines=[20 + n]
        )
    with django_assert_num_queries(5):
        records = RecordsByLine(world.plan)
    assert len(records.on(20)) >= 3


def test_a_line_leads_to_no_record_of_another_plan(world):
    other = SmallPlan(year=2013)
    theme = other.theme()
    other.evidence(theme, "EV-1", 10)
    other.gap("No team", theme, source_lines=[10])
    other.decision("Fund it", source_lines=[10])
    priority_area(theme, 10)
    assert RecordsByLine(world.plan).on(10) == []
    assert len(RecordsByLine(other.plan).on(10)) == 3


@pytest.mark.parametrize("url", [STRATEGIES, ACRONYMS])
def test_without_any_plan_the_pages_still_open(client, url):
    assert client.get(url).status_code == 200


def test_every_role_may_read_them_and_a_stranger_may_not(
    sign_in, officer, analyst, board, administrator, stranger, world
):
    for url in (STRATEGIES, ACRONYMS, notes_listing(world)):
        for person in (officer, analyst, board, administrator):
            assert sign_in(person).get(url).status_code == 200
            assert sign_in(person).post(url).status_code == 405
        assert sign_in(stranger).get(url).status_code == 403


def test_they_ask_as_few_questions_of_much_as_of_little(client, world):
    def grow(number):
        for _ in range(number):
            n = world.next()
            theme = world.theme(f"Theme {n}")
            world.evidence(theme, f"EV-{n}", n)
            world.gap("No team", theme)
            world.threat("Recession", theme)
            world.note("A note.", n)
            world.acronym(f"AC{n}", "meaning", n)
            strategy = world.strategy(f"Strategy {n}")
            theme.strategies.add(strategy)
            world.project(f"Project {n}", theme).strategies.add(strategy)

    urls = (STRATEGIES, ACRONYMS, notes_listing(world))
    grow(1)
    client.get(STRATEGIES)
    few = [queries_of(client, url) for url in urls]
    grow(9)
    assert few == [queries_of(client, url) for url in urls]
    assert max(few) <= 15


@pytest.mark.usefixtures("seeded_db")
def test_every_reading_note_of_the_seeded_plan_has_its_anchor_and_its_way(sign_in, board):
    response = sign_in(board).get("/plans/2012-13/reading-notes/")
    html = response.content.decode()
    entries = [entry for group in response.context["groups"] for entry in group.entries]
    assert len(entries) >= 63
    for entry in entries:
        assert f'id="{entry.note.ref.lower()}"' in html
        for found in entry.records:
            assert found.record is None or f'href="{found.record.url}"' in html
