"""What no form of ours would send: it ends in a message, and whatever is kept breaks no page."""

from time import monotonic

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import FormDraft
from core.documents.history import keep_version
from priorities.models import DeliveryGap, Theme
from projects.models import Project
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import words_of

AT_ONCE = "Something else was saved with the same name or number at the same moment"


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def theme(world):
    return world.theme()


@pytest.fixture
def gap(world, theme):
    return world.gap(theme, title="No outreach", text="Nobody visits.")


@pytest.fixture
def project(world, theme):
    return world.project(theme, name="Refuge")


def at(record, page):
    return record.get_absolute_url() + f"{page}/"


@pytest.mark.parametrize("day", ["1/1/0001", "31/12/1899", "1/1/2200", "31/12/9999"])
def test_a_day_that_no_rule_can_count_from_is_refused(client, world, day):
    answer = fill_in(client, at(world.plan, "edit"), reporting_date=day)
    assert errors_on(answer) == ["The day it is described as at must be from 1900 to 2199"]
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("day", ["1/1/1900", "31/12/2199"])
def test_the_first_and_the_last_day_break_no_page(client, world, project, day):
    fill_in(client, at(project, "edit"), ends_on="31/12/2199", procurement_lead_months="120")
    assert fill_in(client, at(world.plan, "edit"), reporting_date=day).status_code == 302
    for page in ("/", "/flags/", "/my-work/", "/ownership/", "/projects/", at(project, "")[:-1]):
        assert client.get(page).status_code == 200


def test_a_tender_takes_no_lifetime(client, project):
    answer = fill_in(client, at(project, "edit"), procurement_lead_months="32767")
    assert errors_on(answer) == ["A tender takes at most 120 months"]


@pytest.mark.parametrize("money", ["9" * 41, "1" * 1_000_001 + "m", "0." + "1" * 50, "9" * 30])
def test_no_amount_is_too_large_to_be_told_so(client, gap, money):
    answer = fill_in(client, at(gap, "edit"), money_affected=money, size_source="Council")
    assert len(errors_on(answer)) == 1


@pytest.mark.parametrize("lines", ["odd\x00", "x" * 20_001, "x\n" * 10_001])
def test_a_list_of_lines_is_a_text_like_others(client, theme, lines):
    answer = fill_in(client, at(theme, "edit"), area_criteria=lines)
    assert len(errors_on(answer)) == 1
    assert Theme.objects.get(pk=theme.pk).version == 1


def test_a_reason_is_kept_without_what_no_database_keeps(client, gap):
    fill_in(client, at(gap, "edit"), title="Said better", reason="It was\x00 wrong")
    client.post(at(gap, "archive"), {"reason": "Over\x00"})
    said = words_of(client.get(at(gap, "history")))
    assert "It was wrong" in said
    assert "Over" in said


def test_a_draft_is_kept_without_what_no_database_keeps(client, gap):
    held = {"draft_of": at(gap, "edit"), "title": "Half\x00 a title", "\x00": "x"}
    assert client.post(reverse("drafts:keep"), held).status_code == 200
    page = client.get(at(gap, "edit"), {"draft": "1"})
    assert controls_of(page)["title"] == ["Half a title"]
    assert FormDraft.objects.count() == 1


@pytest.mark.parametrize("theme_said", ["%00", "x%00", "%ff", "'"])
def test_a_new_record_of_no_theme_is_of_none(client, world, theme_said):
    for new in (reverse("gaps:new", args=["2012-13"]), reverse("projects:new")):
        address = f"{new}?theme={theme_said}&plan={theme_said}"
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("ref", ["%00", "EV-1%00", "%ff", "9" * 3000])
@pytest.mark.parametrize("kind", ["evidence", "priority-areas", "performance"])
def test_no_reference_breaks_a_page(client, theme, kind, ref):
    answer = client.get(f"{theme.get_absolute_url()}{kind}/{ref}/history/")
    assert answer.status_code == 404


@pytest.mark.parametrize("number", ["0", "99", str(2**31), str(2**63), "9" * 40])
def test_a_version_that_never_was_is_not_found(client, gap, officer, number):
    keep_version(gap, by=officer)
    assert client.get(f"{at(gap, 'history')}{number}/").status_code == 404
    restore = f"{at(gap, 'history')}{number}/restore/"
    assert client.post(restore, {"version": "1"}).status_code == 302
    assert DeliveryGap.objects.get(pk=gap.pk).version == 1


def test_a_wording_comes_back_though_another_has_its_reference(client, world, theme, gap):
    """The last reference is free once its wording is taken out, and the next one takes it."""
    other_theme = world.theme("Arson")
    new = {"wordings": ["new-1"], "wordings-new-1-theme": str(other_theme.pk), "wordings-new-1-text": "Here"}  # fmt: skip
    page = client.get(at(gap, "edit"))
    stored = controls_of(page)["wordings"]
    send(client, page, **{**new, "wordings": [*stored, "new-1"]})
    wording = gap.wordings.get(theme=other_theme)
    fill_in(client, at(gap, "edit"), **{f"wordings-{wording.pk}-remove": "on"})
    rival = world.gap(theme, title="No staff", text="Nobody works.")
    page = client.get(at(rival, "edit"))
    send(client, page, **{**new, "wordings": [*controls_of(page)["wordings"], "new-1"]})
    assert rival.wordings.get(theme=other_theme).ref == wording.ref
    client.post(f"{at(gap, 'history')}2/restore/", {"version": "3"})
    assert gap.wordings.get(theme=other_theme).text == "Here"
    assert gap.wordings.get(theme=other_theme).ref != wording.ref


@pytest.mark.parametrize("key", ["9" * 19, "9" * 5000, "-" + "9" * 30, "x", "\x00", "0"])
def test_a_place_that_no_table_holds_is_not_in_the_list(client, gap, key):
    answer = fill_in(client, at(gap, "edit"), areas=[key])
    assert len(errors_on(answer)) == 1
    assert DeliveryGap.objects.get(pk=gap.pk).version == 1


def too_late(*_, **__):
    """As the database says it of the second of two that take one number at once."""
    raise IntegrityError


def test_who_confirms_a_proposal_as_another_takes_its_number_is_told(client, world, theme, monkeypatch):  # fmt: skip
    row = world.priority_area(theme, world.area("Camborne", within=world.county))
    address = reverse("gaps:confirm", args=["2012-13", f"priority-area-not-covered-{row.pk}"])
    monkeypatch.setattr("safercornwall.pages.gaps.proposed.confirm_proposal", too_late)
    filled = {"owner": str(world.partnership.pk), "action_required": "Act", "due_on": "31/3/2012"}
    assert AT_ONCE in errors_on(fill_in(client, address, **filled))[0]


def test_who_promotes_a_threat_as_another_takes_its_number_is_told(client, world, theme, monkeypatch):  # fmt: skip
    threat = world.threat(theme, text="Less money.")
    monkeypatch.setattr("safercornwall.pages.threats.promote.promote_to_new", too_late)
    page = client.get(at(threat, "promote"), {"to": "gap"})
    typed = {
        "action_required": "Find money",
        "due_on": "1/4/2012",
        "owner": str(world.partnership.pk),
    }
    assert AT_ONCE in errors_on(send(client, page, **typed))[0]


def test_who_restores_as_another_takes_its_number_is_told(client, gap, monkeypatch):
    fill_in(client, at(gap, "edit"), title="Said better")
    monkeypatch.setattr("core.documents.actions.write", too_late)
    answer = client.post(f"{at(gap, 'history')}1/restore/", {"version": "2"})
    assert "Look at it again, then restore it" in words_of(client.get(answer.url))


def test_the_words_of_two_long_texts_are_compared_in_time(client, gap):
    """Each has ten thousand words, all of them the same."""
    fill_in(client, at(gap, "edit"), text="a " * 9_999)
    fill_in(client, at(gap, "edit"), text="a b " * 4_999)
    began = monotonic()
    assert client.get(at(gap, "history")).status_code == 200
    assert monotonic() - began < 5


def test_a_long_record_is_saved_with_all_its_parts(client, project):
    names = [f"new-{number}" for number in range(1, 151)]
    parts = {f"funding_lines-{name}-source": "Council" for name in names}
    parts |= {f"funding_lines-{name}-state": "secured" for name in names}
    parts |= {f"funding_lines-{name}-amount": "100" for name in names}
    fill_in(client, at(project, "edit"), funding_lines=names, **parts)
    page = client.get(at(project, "edit"))
    assert sum(map(len, controls_of(page).values())) > 1_000
    assert send(client, page, name="Refuge, renamed").status_code == 302
    assert Project.objects.get(pk=project.pk).funding_lines.count() == 150
