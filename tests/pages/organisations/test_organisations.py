"""The organisations that the plan names."""

import re
from datetime import date

import pytest

from accounts.models import Organisation

ORGANISATIONS = "/accounts/organisations/"


@pytest.fixture
def read(board, sign_in):
    """What a board member reads at an address, tags taken out."""

    def page(address=ORGANISATIONS):
        response = sign_in(board).get(address)
        assert response.status_code == 200
        text = re.sub(r"<[^>]+>", " ", response.content.decode())
        return " ".join(text.split())

    return page


@pytest.fixture
def bodies(db):
    return [
        Organisation.objects.create(
            name=name, slug=name.lower(), kind=kind, description=description
        )
        for name, kind, description in [
            ("Probation", "probation", "justice service"),
            ("Coastline", "housing", "housing association"),
            ("Ocean", "housing", "housing association"),
        ]
    ]


def test_organisations_are_listed_by_kind(bodies, read):
    text = read()
    assert text.index("Probation and justice 1") < text.index("Housing association 2")
    assert "3 organisations" in text


def test_they_are_found_by_kind_and_by_words(bodies, read):
    assert "2 organisations match" in read(f"{ORGANISATIONS}?kind=housing")
    assert "1 organisation match" in read(f"{ORGANISATIONS}?q=JUSTICE")
    assert "No organisation matches these filters." in read(f"{ORGANISATIONS}?q=circus")


@pytest.mark.parametrize("query", ["kind=circus", "q=%00", f"q={'x' * 101}"])
def test_a_filter_that_makes_no_sense_narrows_nothing(bodies, read, query):
    assert "3 organisations" in read(f"{ORGANISATIONS}?{query}")


def test_counts_are_not_multiplied_by_one_another(seeded_db, read):
    text = read(f"{ORGANISATIONS}?q=Safer+Cornwall+Partnership")
    body = Organisation.objects.get(slug="safer-cornwall-partnership")
    assert body.delivery_gaps.count() == 1
    assert body.decisions.count() == 2
    assert "1 delivery gap owned, 2 decisions owned" in text


def test_one_that_is_only_named_says_so(bodies, read):
    assert "Named only" in read()
    assert "The plan records none of these for Ocean" in read(f"{ORGANISATIONS}ocean/")


def test_the_page_leads_to_everything_it_has_a_hand_in(seeded_db, board, sign_in):
    body = Organisation.objects.get(slug="safer-cornwall-partnership")
    html = sign_in(board).get(body.get_absolute_url()).content.decode()
    theirs = [*body.delivery_gaps.all(), *body.decisions.all(), *body.plans.all()]
    assert len(theirs) == 4
    for record in theirs:
        assert f'href="{record.get_absolute_url()}"' in html


def test_a_decision_is_due_on_its_day_or_on_one_that_is_worked_out(world, read):
    body = world.partnership
    world.decision(title="Rent", owner=body, due_on=date(2012, 3, 1))
    waiting = world.decision(title="Locks", owner=body)
    waiting.gaps.add(world.gap(world.theme(), title="No locks", due_on=date(2012, 2, 1)))
    world.decision(title="Lamps", owner=body)
    text = read(body.get_absolute_url())
    assert "Rent Outstanding, due 1 March 2012" in text
    assert (
        "Locks Outstanding, due 1 February 2012"
        " (worked out: the delivery gap “No locks” is due then)"
    ) in text
    assert "Lamps Outstanding, due" not in text


def test_its_note_is_shown(seeded_db, read):
    body = Organisation.objects.get(slug="safer-cornwall-partnership")
    assert body.note
    assert body.note.replace(" ", "") in read(body.get_absolute_url()).replace(" ", "")


def test_what_is_in_a_draft_is_neither_counted_nor_shown(seeded_db, read):
    body = Organisation.objects.get(slug="safer-cornwall-partnership")
    gap = body.delivery_gaps.get()
    type(gap.plan).objects.update(stage="draft")
    assert "delivery gap owned" not in read()
    assert gap.title not in read(body.get_absolute_url())


def test_one_that_there_is_not_is_not_found(board, sign_in):
    assert sign_in(board).get(f"{ORGANISATIONS}circus/").status_code == 404


def test_only_those_with_a_role_read_them_and_nobody_posts(bodies, stranger, board, sign_in):
    for address in (ORGANISATIONS, f"{ORGANISATIONS}ocean/"):
        assert sign_in(stranger).get(address).status_code == 403
        assert sign_in(board).post(address).status_code == 405


def test_more_organisations_cost_no_more_queries(
    bodies, board, sign_in, django_assert_max_num_queries
):
    client = sign_in(board)
    with django_assert_max_num_queries(9) as few:
        client.get(ORGANISATIONS)
    for n in range(30):
        Organisation.objects.create(name=f"Body {n}", slug=f"body-{n}", kind="other")
    with django_assert_max_num_queries(len(few)):
        client.get(ORGANISATIONS)


@pytest.mark.parametrize("slug", ["cornwall-council", "safer-cornwall-partnership"])
def test_a_page_costs_few_queries(seeded_db, board, sign_in, slug, django_assert_max_num_queries):
    client = sign_in(board)
    with django_assert_max_num_queries(13):
        client.get(f"{ORGANISATIONS}{slug}/")
