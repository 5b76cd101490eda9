"""A draft plan, and all that only a draft knows of, exists for those who may change plans and for nobody else."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Organisation
from core.jobs.queue import work
from performance.models import Commentary, Figure, Indicator, Upload
from places.models import Area, PlaceIndex
from priorities.models import (
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Evidence,
    ExternalInfluence,
    ExternalInfluencePoint,
    KeyDate,
    Plan,
    PlanStatement,
    PriorityArea,
    ReadingNote,
    ScopeItem,
    Strategy,
    Theme,
    Threat,
    ThreatWording,
)
from projects.models import (
    Dependency,
    FundingLine,
    Project,
    ProjectIndicator,
    ProjectListing,
    ProjectScopeItem,
)
from safercornwall.search.entries import rebuild

SECRET = "Zennorhush"
LISTS = (
    "/",
    "/flags/",
    "/indicators/",
    "/places/",
    "/indices/",
    "/projects/",
    "/milestones/",
    "/funding/",
    "/exports/projects.csv",
    "/exports/funding.csv",
    "/exports/places.csv",
    "/exports/organisations.csv",
    "/exports/strategies.csv",
    "/plans/2012-13/evidence/",
    "/plans/2012-13/priority-areas/",
    "/strategies/",
    "/acronyms/",
    "/accounts/organisations/",
    "/plans/2012-13/",
    "/plans/2012-13/themes/",
    "/plans/2012-13/gaps/",
    "/plans/2012-13/threats/",
    "/plans/2012-13/decisions/",
    "/plans/2012-13/external-influences/",
    "/plans/2012-13/reading-notes/",
    "/uploads/",
    "/rounds/",
    "/rounds/2011-12-q1/",
)
TEMPLATES = tuple(
    f"/uploads/template/{file}?kind={kind}&period=Q1 2011/12&areas=every&others=on"
    for kind in ("figures", "comparators")
    for file in ("", "figures.xlsx")
)
SEARCHES = (
    *(f"/projects/?q={SECRET}", "/projects/?theme=hush", "/indicators/?theme=hush"),
    *("/search/?q=police", "/search/?q=waits", "/search/?q=zennorhus"),
)


class DraftPlan:
    """Next year's plan, of which nobody should hear yet. It names records that every reader knows."""

    def __init__(self):
        current = Plan.objects.get(slug="2012-13")
        self.area = Area.objects.filter(kind="town", projects__isnull=False).first()
        self.strategy = Strategy.objects.filter(themes__isnull=False).first()
        self.organisation = Organisation.objects.filter(projects_led__isnull=False).first()
        self.index = PlaceIndex.objects.first()
        self.indicator = Indicator.objects.filter(project_links__isnull=False).first()
        self.project = Project.objects.filter(listings__isnull=False, areas__isnull=False).first()
        self.gap = DeliveryGap.objects.first()
        self.threat = Threat.objects.first()
        self.decision = Decision.objects.first()
        self.plan = Plan.objects.create(
            partnership=current.partnership,
            title=f"{SECRET} plan",
            slug="2013-14",
            financial_year=2013,
            assessment_title=f"{SECRET} assessment",
            stage="draft",
            reporting_date=date(2012, 11, 30),
            continues=current,
        )
        self.theme = self.a_theme()
        self.fill_theme()
        self.needs()
        self.only_of_the_draft()

    def a_theme(self):
        theme = Theme.objects.create(
            plan=self.plan,
            slug="hush",
            code="ZH",
            order=1,
            kind="priority",
            name=f"{SECRET} theme",
            plan_statement=SECRET,
        )
        theme.areas.add(self.area)
        theme.strategies.add(self.strategy)
        theme.indices.add(self.index)
        theme.indicators.add(self.indicator)
        return theme

    def fill_theme(self):
        kept = {"theme": self.theme, "order": 1}
        self.item = ScopeItem.objects.create(text=f"{SECRET} scope", **kept)
        Evidence.objects.create(ref="EV-ZH-1", text=f"{SECRET} evidence", **kept)
        PriorityArea.objects.create(
            ref="PA-ZH-1",
            name=f"{SECRET} area",
            area=self.area,
            rating="very_high",
            rank=1,
            rank_printed="1",
            trend=SECRET,
            **kept,
        )
        ProjectListing.objects.create(
            project=self.project,
            theme=self.theme,
            order=1,
            text=f"{SECRET} listing",
            heading_printed=f"{SECRET} heading",
            status="on_hold",
        )
        ProjectScopeItem.objects.create(
            project=self.project, scope_item=self.item, reason=f"{SECRET} reason"
        )

    def needs(self):
        kept = {"plan": self.plan, "order": 1, "slug": "hush"}
        gap = DeliveryGap.objects.create(
            title=f"{SECRET} gap", text=SECRET, owner=self.organisation, **kept
        )
        gap.areas.add(self.area)
        DeliveryGapWording.objects.create(
            gap=gap, theme=self.theme, ref="DG-ZH-1", order=1, text=f"{SECRET} gap"
        )
        threat = Threat.objects.create(
            title=f"{SECRET} threat", text=SECRET, origin="external", **kept
        )
        ThreatWording.objects.create(
            threat=threat, theme=self.theme, ref="TH-ZH-1", order=1, text=f"{SECRET} threat"
        )
        decision = Decision.objects.create(
            title=f"{SECRET} decision", kind="board", owner=self.organisation, **kept
        )
        KeyDate.objects.create(title=f"{SECRET} date", kind=SECRET, date_printed=SECRET, **kept)
        influence = ExternalInfluence.objects.create(name=f"{SECRET} influence", **kept)
        ExternalInfluencePoint.objects.create(influence=influence, order=1, text=SECRET)
        PlanStatement.objects.create(
            plan=self.plan, ref="PS-ZH", order=1, kind="framing", text=f"{SECRET} statement"
        )
        ReadingNote.objects.create(
            plan=self.plan,
            ref="RN-ZH",
            order=1,
            kind="reading",
            text=f"{SECRET} note",
            source_lines=list(range(1, 400)),
        )
        self.project.gaps.add(gap)
        self.project.threats.add(threat)
        Dependency.objects.create(
            project=self.project, order=90, text="Waits", on_decision=decision
        )
        self.own_needs = [gap, threat, decision]

    def only_of_the_draft(self):
        """A project and an indicator that no other plan has, tied to what every reader can see."""
        self.own_project = project = Project.objects.create(
            slug="hush-project",
            order=900,
            name=f"{SECRET} project",
            status="current",
            lead_organisation=self.organisation,
        )
        ProjectListing.objects.create(
            project=project,
            theme=self.theme,
            order=2,
            text=SECRET,
            heading_printed=SECRET,
            status="current",
        )
        project.organisations.add(self.organisation)
        project.areas.add(self.area)
        project.strategies.add(self.strategy)
        project.gaps.add(self.gap)
        project.threats.add(self.threat)
        Dependency.objects.create(project=project, order=1, text=SECRET, on_decision=self.decision)
        Dependency.objects.create(project=self.project, order=91, text="Waits", on_project=project)
        FundingLine.objects.create(
            project=project,
            order=1,
            source=f"{SECRET} fund",
            state="sought",
            amount=1,
            organisation=self.organisation,
        )
        self.own_indicator = indicator = Indicator.objects.create(
            slug="hush-indicator",
            order=900,
            name=f"{SECRET} indicator",
            unit="%",
            polarity="lower",
            frequency="quarter",
            number_kind="share",
            area=self.area,
            provider=self.organisation,
            lead_organisation=self.organisation,
        )
        indicator.themes.add(self.theme)
        for link in ((project, self.indicator), (self.project, indicator)):
            ProjectIndicator.objects.create(project=link[0], indicator=link[1], contribution=SECRET)
        Commentary.objects.create(
            indicator=indicator,
            text=SECRET,
            period_start=date(2011, 4, 1),
            period_end=date(2011, 6, 30),
            written_at=datetime(2011, 7, 1, tzinfo=UTC),
        )

    @property
    def own_pages(self):
        plan = f"/plans/{self.plan.slug}"
        lists = ("", "themes/", "gaps/", "threats/", "decisions/")
        records = [self.theme, *self.own_needs, self.own_project, self.own_indicator]
        return [
            *(f"{plan}/{name}" for name in lists),
            f"{plan}/external-influences/",
            f"{plan}/reading-notes/",
            *(record.get_absolute_url() for record in records),
        ]

    @property
    def pages_it_touches(self):
        """What every reader may see, and a draft has a hand in."""
        touched = (self.area, self.organisation, self.index, self.indicator, self.project)
        needs = (self.gap, self.threat, self.decision)
        around = Area.objects.filter(kind="county").first()
        theme = Theme.objects.filter(plan__slug="2012-13").first()
        return [record.get_absolute_url() for record in (*touched, *needs, around, theme)]


@pytest.fixture
def draft(seeded_db, db):
    found = DraftPlan()
    rebuild()
    return found


@pytest.mark.parametrize("role", ["board", "analyst"])
def test_a_reader_hears_nothing_of_a_draft_on_any_page(draft, role, request, sign_in):
    client = sign_in(request.getfixturevalue(role))

    told = {}
    for address in (*LISTS, *draft.pages_it_touches, *SEARCHES):
        response = client.get(address)
        assert response.status_code == 200, address
        page = without_what_was_asked(response.content.decode())
        if SECRET in page or "hush-" in page or "2013-14" in page:
            told[address] = page.count(SECRET)
    assert told == {}


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_a_template_is_for_everybody_to_read(draft, role, request, sign_in):
    """Whoever fills it in: it comes back as a file that all may open."""
    client = sign_in(request.getfixturevalue(role))
    for address in TEMPLATES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert SECRET not in words_in(answer.content), address
        assert "hush-" not in words_in(answer.content), address


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_a_file_names_nothing_of_a_draft(draft, role, request, sign_in):
    """Neither near enough to be told the rest, nor right, nor by way of what its columns hold."""
    client = sign_in(request.getfixturevalue(role))
    rows = [f"{SECRET} indicato", "hush-indicator", f"{SECRET} indicator"]
    lines = [f"{name},{draft.area.slug},Q1 2011/12,5\n" for name in rows]
    known = sent(client, "Indicator,Area,Period,Value\n" + "".join(lines))
    asked = sent(client, f"Period,{SECRET} indicator,Other\nQ1 2011/12,5,6\n")

    assert known.findings.filter(code="unknown_indicator").count() == 3
    assert not Figure.objects.filter(indicator=draft.own_indicator).exists()
    remedies = " ".join(known.findings.values_list("remedy", flat=True))
    assert SECRET not in remedies
    assert "hush" not in remedies
    assert asked.stage == Upload.Stage.MAPPING
    page = client.get(f"{asked.get_absolute_url()}columns/").content.decode()
    assert "hush-" not in page


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_columns_are_never_said_to_be_of_a_draft(draft, role, request, sign_in):
    client = sign_in(request.getfixturevalue(role))
    asked = sent(client, "Period,a,b\nQ1 2011/12,5,6\n")
    answers = {"column_0": "period", "column_1": "subject:hush-indicator"}

    answer = client.post(f"{asked.get_absolute_url()}columns/", answers)

    assert answer.status_code == 200
    assert "Choose what the column holds from the list" in answer.content.decode()


def test_whoever_knows_the_draft_enters_its_figures_by_hand(draft, administrator, sign_in):
    entry = f"{draft.own_indicator.get_absolute_url()}figures/enter/"
    assert sign_in(administrator).get(f"{entry}?period=Q1 2011/12").status_code == 200


def without_what_was_asked(page):
    """A page without the words that its reader searched for, which it repeats."""
    for echo in (f'value="{SECRET}"', f"“{SECRET}”", f"?q={SECRET}", f"%3Fq%3D{SECRET}"):
        page = page.replace(echo, "")
    return page


def sent(client, content):
    """The upload of a file of figures with this text, checked."""
    file = SimpleUploadedFile("figures.csv", content.encode())
    client.post("/uploads/new/", {"kind": "figures", "file": file})
    work()
    return Upload.objects.latest("pk")


def words_in(content):
    """What a page says, or a workbook with all of its parts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(BytesIO(content)) as workbook:
        return "".join(workbook.read(name).decode() for name in workbook.namelist())


@pytest.mark.parametrize("role", ["board", "analyst"])
def test_the_pages_of_a_draft_are_not_found_by_a_reader(draft, role, request, sign_in):
    client = sign_in(request.getfixturevalue(role))
    found = {address: client.get(address).status_code for address in draft.own_pages}
    assert {address for address, status in found.items() if status != 404} == set()


@pytest.mark.parametrize("role", ["board", "analyst"])
def test_a_page_that_is_not_found_says_nothing_of_the_draft(draft, role, request, sign_in):
    client = sign_in(request.getfixturevalue(role))
    for address in draft.own_pages:
        page = client.get(address).content.decode()
        assert SECRET not in page, address
        assert "/plans/2013-14/themes/" not in page, address


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_who_writes_plans_reads_the_draft(draft, role, request, sign_in):
    client = sign_in(request.getfixturevalue(role))
    found = {address: client.get(address).status_code for address in draft.own_pages}
    assert {address for address, status in found.items() if status != 200} == set()
    assert SECRET in client.get(draft.theme.get_absolute_url()).content.decode()


def test_who_writes_plans_finds_all_of_the_draft_by_its_words(draft, officer, sign_in):
    page = sign_in(officer).get(f"/search/?q={SECRET}").content.decode()
    kinds = ("theme", "deliverygap", "threat", "decision", "evidence", "scopeitem", "keydate")
    for kind in kinds:
        assert f"kind=priorities.{kind}" in page
    for kind in ("projects.project", "performance.indicator", "performance.commentary"):
        assert f"kind={kind}" in page


def test_a_draft_that_becomes_current_is_read_by_all(draft, board, sign_in):
    draft.plan.stage = "current"
    draft.plan.save()
    client = sign_in(board)
    for address in draft.own_pages:
        assert client.get(address).status_code == 200, address
