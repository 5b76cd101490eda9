"""Whatever anybody writes into any field is shown as they wrote it, and does nothing."""

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from accounts.models import Organisation, User
from core.documents.history import keep_version
from performance.models import Comparator, Figure, Indicator, Upload
from places.models import Area, PlaceIndex, PopulationEstimate
from priorities.models import Acronym, Decision, DeliveryGap, Plan, Theme, Threat
from projects.models import Project
from safercornwall.pages.components.editing.edited_noun import EDITORS
from safercornwall.search.entries import rebuild

from .canaries import LONG, MIDDLE, SHORT, alive_in, canary_for, fields_of_words, release
from .test_every_link import NOT_BY_LINK, WITH_A_FORM, names_of_all_views

IN_A_PLAN = ("plans:page", "gaps:proposed", "exports:take_away", "places:by_theme")
LISTS = (
    *(
        "board:page",
        "board:exceptions",
        "board:since",
        "board:day",
        "your_account:page",
        "projects:lessons",
    ),
    *("funding:ahead", "maps:page", "small_numbers:page"),
)
# Read by others than the board.
NOT_FOR_THE_BOARD = {"people:list", "people:security_log", "uploads:list"}

# To be saved, and never shown by a browser.
FILES = {
    *("uploads:file", "uploads:marked_file", "exports:list", "exports:list_in_plan"),
    *("exports:figures", "exports:performance", "exports:own_held", "exports:person_held"),
}


@pytest.fixture
def canaries(seeded_db, db):
    release()
    rebuild()


def spread(records, most=3):
    """A few records from all over a table: the first, the last and some between."""
    records = list(records)
    return records[:: max(1, len(records) // most)]


def pages():
    """A page of every kind, and several of those that show one record."""
    yield from (reverse(name) for name in LISTS)
    plan = Plan.objects.get(slug="2012-13")
    lists = {name for name in names_of_all_views() if name.endswith(":list")} - NOT_FOR_THE_BOARD
    for name in sorted(lists - {"exports:list"}):
        try:
            yield reverse(name)
        except NoReverseMatch:
            yield reverse(name, args=[plan.slug])
    yield from (reverse(name, args=[plan.slug]) for name in IN_A_PLAN)
    kinds = (Theme, Indicator, Project, DeliveryGap, Threat, Decision, Organisation)
    for kind in kinds:
        yield from (record.get_absolute_url() for record in spread(kind.objects.all()))
    for place_kind in Area.Kind:
        yield from (
            row.get_absolute_url() for row in spread(Area.objects.filter(kind=place_kind), 2)
        )
    for index in PlaceIndex.objects.all():
        yield index.get_absolute_url()
        yield f"{reverse('maps:page')}?show=index:{index.slug}"
    for theme in spread(Theme.objects.all()):
        for name in ("themes:brief", "golden_threads:page"):
            yield reverse(name, args=[plan.slug, theme.slug])
    yield from (reverse("places:brief", args=[row.slug]) for row in spread(Area.objects.all()))
    yield f"{reverse('board:since')}?since=2000-01-01"
    yield reverse("rounds:page", args=["2011-12-q1"])
    for figure in spread(Figure.objects.select_related("indicator", "area")):
        key = (figure.indicator.slug, figure.area.slug, figure.period_start, figure.period_end)
        yield reverse("figures:history", args=key)
    yield f"{reverse('places:list')}?q={'%3Cscript%3Ealert(1)%3C/script%3E%22onx=1'}"
    yield from (f"{reverse('search:page')}?q={words}" for words in ("script", "alert", "onx", "b"))
    for name in ("search:page", "projects:list", "acronyms:list", "organisations:list"):
        yield f"{reverse(name)}?q=%22%3E%3Cimg src=x onerror=alert(1)%3E&order=%22onx&kind=%27onx"


def pages_of_an_upload(person, analyst):
    """What somebody's file says is shown too: its name, its cells, what was found in them."""
    upload = Upload.objects.create(
        file_name=LONG[:250], size=1, sha256="0", uploaded_by=person, stage=Upload.Stage.CHECKED
    )
    upload.findings.create(
        order=1, severity="error", code="text", cell=LONG[:120], found=LONG[:200],
        message=LONG, remedy=LONG,
    )  # fmt: skip
    upload.rows.create(row=1, cell=LONG[:120], label=LONG[:150], comment=LONG, verdict="rejected")
    yield person, reverse("uploads:list")
    yield analyst, reverse("uploads:page", args=[upload.pk])
    yield analyst, reverse("uploads:rows", args=[upload.pk])


def test_every_field_of_words_has_its_canary(canaries):
    bare = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ("priorities", "performance", "projects", "places")
        for field in fields_of_words(model)
        if model._default_manager.exists()
        and not model._default_manager.filter(**{f"{field.name}__startswith": canary_for(field)})
    ]
    assert bare == []


def pages_of_editing(administrator):
    """The form of each kind of record, and what is kept of what it said."""
    for model, editor in EDITORS.items():
        record = model.objects.order_by("pk").first()
        if record is None:
            continue
        keep_version(record, by=administrator)
        for page in ("edit", "archive", "history"):
            yield administrator, editor.address_of(record, page)
        names = editor.record_names(record) | {"number": record.version}
        yield administrator, editor.address("version", names)


def pages_of_comparators(analyst):
    comparator = Comparator.objects.select_related("indicator").first()
    names = [comparator.indicator.slug, comparator.pk]
    yield analyst, reverse("comparators:history", args=names)


def pages_of_populations(analyst):
    row = PopulationEstimate.objects.create(
        area=Area.objects.first(), year=2011, people=1, source=LONG[:200], reason_for_change=LONG
    )
    yield analyst, reverse("populations:list")
    yield analyst, reverse("populations:history", args=[row.pk])


def pages_of_people(administrator, *people):
    """What is said of whoever signs in: names, posts and addresses that they, or others, wrote."""
    for name in ("people:list", "people:security_log", "my_work:page", "ownership:page"):
        yield administrator, reverse(name)
    for person in people:
        yield administrator, reverse("people:page", args=[person.pk])
    passkey = Authenticator.objects.create(user=administrator, type="webauthn", data={"name": LONG})
    yield administrator, reverse("people:second_factor", args=[administrator.pk])
    yield administrator, reverse("mfa_index")
    yield administrator, reverse("mfa_remove_webauthn", args=[passkey.pk])


def test_no_page_brings_a_canary_to_life(canaries, sign_in, board, analyst, administrator):
    User.objects.filter(pk=board.pk).update(first_name=LONG[:150], job_title=LONG[:150])
    clients = {person: sign_in(person) for person in (board, analyst, administrator)}

    alive, seen = {}, set()
    of_the_plan = ((board, address) for address in pages())
    of_people = pages_of_people(administrator, board, analyst)
    of_editing = pages_of_editing(administrator)
    of_uploads = pages_of_an_upload(board, analyst)
    of_comparators = pages_of_comparators(analyst)
    of_populations = pages_of_populations(analyst)
    for person, address in [
        *(*of_the_plan, *of_uploads, *of_people, *of_editing),
        *(*of_comparators, *of_populations),
    ]:
        response = clients[person].get(address)
        assert response.status_code == 200, address
        seen.add(response.resolver_match.view_name)
        if found := alive_in(response.content.decode()):
            alive[address] = found

    assert alive == {}
    # Those of an upload that only take a form, or are for others than the board.
    unseen = set(names_of_all_views()) - seen - NOT_BY_LINK - WITH_A_FORM - FILES
    assert unseen == set()


def test_a_canary_is_shown_as_it_was_written(canaries, sign_in, board):
    theme = Theme.objects.first()
    page = sign_in(board).get(theme.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{7*7}}zz" in page


def test_acronyms_of_markup_are_explained_and_do_nothing(seeded_db, db, sign_in, board):
    Acronym.objects.all().update(expansion=LONG)
    for number, text in enumerate(("<script>", "&", '"', "(a+)+$", "\\", "[", "<")):
        Acronym.objects.create(acronym=text, expansion=f"{LONG}{number}", is_in_text=False)
    client = sign_in(board)
    for address in (Theme.objects.first().get_absolute_url(), "/acronyms/", "/"):
        page = client.get(address).content.decode()
        assert alive_in(page) == []


def test_an_acronym_of_nothing_breaks_no_page(seeded_db, db, sign_in, board):
    Acronym.objects.create(acronym=" ", expansion="Nothing at all", is_in_text=False)
    client = sign_in(board)
    assert client.get(Theme.objects.first().get_absolute_url()).status_code == 200


@pytest.mark.parametrize("text", [LONG, MIDDLE, SHORT])
def test_a_page_that_trusted_its_text_would_be_caught(text):
    assert alive_in(f"<p>{text}</p>")
    assert alive_in(f'<a title="{text}">words</a>')
    assert not alive_in("<p>&lt;script&gt;</p>")
