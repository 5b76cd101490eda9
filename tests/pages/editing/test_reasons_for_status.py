"""Who changes a status by hand says why."""

import pytest
from django.urls import reverse

from core.documents.history import versions_of
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send

SAY_WHY = ["Say why the status changes"]


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def theme(world):
    return world.theme("Burglary")


def edit(record, app):
    names = {"slug": record.slug} | ({} if app == "projects" else {"plan": "2012-13"})
    return reverse(f"{app}:edit", kwargs=names)


def status_of(record):
    return type(record).objects.get(pk=record.pk).status


@pytest.mark.parametrize(
    ("app", "changed"),
    [
        ("gaps", {"status": "closed", "closed_on": "1 Nov 2011"}),
        ("threats", {"status": "assessed"}),
        ("decisions", {"status": "decided", "decided_on": "1 Nov 2011"}),
        ("projects", {"status": "on_hold"}),
    ],
)
def test_a_changed_status_asks_for_a_reason_and_loses_nothing(client, world, theme, app, changed):
    make = {
        "gaps": lambda: world.gap(theme),
        "threats": lambda: world.threat(theme),
        "decisions": world.decision,
        "projects": lambda: world.project(theme),
    }
    record = make[app]()
    before = record.status
    page = fill_in(client, edit(record, app), note="Kept", reason="  ", **changed)
    assert errors_on(page) == SAY_WHY
    assert 'href="#reason"' in page.content.decode()
    assert controls_of(page)["note"] == ["Kept"]
    assert status_of(record) == before

    send(client, page, reason="The board said so.")
    assert status_of(record) == changed["status"]
    assert versions_of(record)[0].reason == "The board said so."


def test_a_theme_s_listing_asks_too_but_a_new_one_does_not(client, world, theme):
    project, drugs = world.project(theme), world.theme("Drugs")
    (listing,) = project.listings.all()
    changed = {f"listings-{listing.pk}-status": "on_hold"}
    assert errors_on(fill_in(client, edit(project, "projects"), **changed)) == SAY_WHY
    new = {
        "listings-new-1-theme": str(drugs.pk),
        "listings-new-1-status": "planned",
        "listings-new-1-text": "Locks.",
    }
    assert fill_in(client, edit(project, "projects"), **new).status_code == 302


def test_whatever_else_changes_needs_no_reason(client, world, theme):
    gap = world.gap(theme)
    fill_in(client, edit(gap, "gaps"), title="No beds")
    gap.refresh_from_db()
    assert gap.title == "No beds"


def test_a_reason_is_kept_in_its_box_while_something_else_is_wrong(client, world, theme):
    gap = world.gap(theme)
    page = fill_in(client, edit(gap, "gaps"), title="", reason="Typed already")
    assert errors_on(page) == ["Enter the title"]
    assert controls_of(page)["reason"] == ["Typed already"]


def test_what_somebody_else_changed_asks_nobody_for_a_reason(client, sign_in, person, world, theme):
    threat = world.threat(theme)
    mine = client.get(edit(threat, "threats"))
    colleague = sign_in(person("percy", "officer"))
    fill_in(colleague, edit(threat, "threats"), status="assessed", reason="We looked.")
    assert send(client, mine, risk_to="Everyone").status_code == 302
    assert status_of(threat) == "assessed"
