"""Rows of a list are chosen, what is not changed is said by name, and nobody's later edit is lost."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from priorities.models import DeliveryGap, Plan, Theme
from projects.models import Project
from safercornwall.pages.components.several.verbs import SetStatus
from tests.pages.editing.filling_in import fill_in
from tests.pages.reading_pages import words_of
from tests.pages.several.choosing import AT, agree, asked, change, hidden_in, look, seen, told


def now(record):
    return type(record).with_archived.get(pk=record.pk)


# On the list


@pytest.mark.parametrize("noun", AT)
@pytest.mark.parametrize("view", ["", "table"])
def test_who_may_change_them_chooses_each_by_its_name(noun, view, client, several):
    records = several(noun)
    html = client.get(AT[noun], {"view": view} if view else {}).content.decode()
    for record in records:
        label = f'for="choose-{record.pk}"'
        assert html.count(label) == 1
        assert str(record) in html.split(label)[1].split("</label>")[0]
        assert f'value="{seen(record)[0]}"' in html
    assert "Choose all on this page" in html


@pytest.mark.parametrize("noun", AT)
@pytest.mark.parametrize("who", ["board", "analyst"])
def test_who_may_not_change_them_sees_nothing_to_choose(noun, who, request, sign_in, several):
    several(noun)
    for view in ("", "?view=table"):
        page = sign_in(request.getfixturevalue(who)).get(AT[noun] + view)
        assert page.status_code == 200
        assert "choose-" not in page.content.decode()
        assert "several/" not in page.content.decode()


def test_an_empty_list_has_nothing_to_choose(client, world):
    page = client.get(AT["gaps"])
    assert page.status_code == 200
    assert "Choose all" not in page.content.decode()


@pytest.mark.parametrize("noun", AT)
def test_all_on_the_page_are_chosen_without_javascript(noun, client, several):
    records = several(noun)
    at = f"{AT[noun]}several/"
    page = client.post(at, {"verb": "archive", "all": "all", "shown": seen(*records)})
    assert hidden_in(page, f"{at}preview/")["chosen"] == seen(*records)


def test_the_filters_of_the_list_are_kept(client, several):
    gap, _ = several("gaps")
    html = client.get(AT["gaps"], {"status": "open", "view": "table", "odd": "1"}).content.decode()
    assert 'name="back" value="status=open&amp;view=table"' in html
    answer = change(client, "gaps", "archive", gap, back="status=open&view=table")
    assert answer.redirect_chain == [("/plans/2012-13/gaps/?status=open&view=table", 302)]


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/?x=1", "\r\nX: y"])
def test_nobody_is_led_away_from_the_list(client, several, back):
    gap, _ = several("gaps")
    answer = change(client, "gaps", "archive", gap, back=back)
    assert answer.redirect_chain[0][0].startswith("/plans/2012-13/gaps/?")


def test_what_was_asked_can_be_asked_otherwise(client, several, police):
    gap, _ = several("gaps")
    page = look(client, "gaps", "hand_over", gap, owner=police.pk, reason="New team")
    at = f"{AT['gaps']}several/"
    page = client.post(at, hidden_in(page, f"{at}apply/"))
    assert f'<option value="{police.pk}" selected>' in page.content.decode()
    assert "New team" in page.content.decode()


def test_the_form_of_the_list_is_accepted(officer, several):
    gap, _ = several("gaps")
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(officer, backend="accounts.backends.RightsBackend")
    html = careful.get(AT["gaps"]).content.decode().split('id="several"')[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    sent = asked("archive", [gap], csrfmiddlewaretoken=token)
    assert careful.post(f"{AT['gaps']}several/", sent).status_code == 200


# What does not change


def test_what_is_so_already_is_left_out_and_said(client, several, police):
    first, second = several("gaps")
    DeliveryGap.objects.filter(pk=first.pk).update(owner=police)
    page = look(client, "gaps", "hand_over", first, second, owner=police.pk)
    assert "1 delivery gap would change" in words_of(page)
    assert "First: It would stay as it is." in words_of(page)
    agree(client, "gaps", page)
    assert [now(first).version, now(second).version] == [1, 2]


def test_an_archived_one_is_left_out_and_said(client, colleague, several, police):
    first, second = several("gaps")
    colleague.post(f"{first.get_absolute_url()}archive/")
    page = look(client, "gaps", "hand_over", first, second, owner=police.pk)
    assert "First: It is archived." in words_of(page)
    assert "1 delivery gap would change" in words_of(page)


def test_one_that_was_edited_since_the_list_was_shown_is_left_out(
    client, colleague, several, police
):
    first, second = several("gaps")
    fill_in(colleague, f"{first.get_absolute_url()}edit/", title="Changed")
    page = look(client, "gaps", "hand_over", first, second, owner=police.pk)
    assert "Changed: It was changed since you looked at it." in words_of(page)
    agree(client, "gaps", page)
    assert [now(first).owner, now(second).owner] == [None, police]


@pytest.mark.parametrize(
    ("verb", "more"),
    [("archive", {}), ("status", {"status": "statement", "reason": "x"}), ("add_to_theme", {})],
)
def test_one_that_is_edited_between_the_preview_and_the_change_is_left_out_by_name(
    verb, more, client, colleague, several, alcohol
):
    first, second = several("gaps")
    if verb == "add_to_theme":
        more = {"theme": alcohol.pk}
    page = look(client, "gaps", verb, first, second, **more)
    fill_in(colleague, f"{first.get_absolute_url()}edit/", text="Mine.")
    messages = told(agree(client, "gaps", page))
    assert messages[0].startswith("1 delivery gap is ")
    assert messages[1] == "Not changed: “First”. It was changed since you looked at it."
    assert (now(first).text, now(first).version, now(first).archived_at) == ("Mine.", 2, None)
    assert now(first).status == "open"
    assert list(first.themes.all()) != [alcohol]
    assert now(second).version == 2


def test_one_that_is_archived_between_the_preview_and_the_change_is_left_out(
    client, colleague, several, police
):
    first, second = several("gaps")
    page = look(client, "gaps", "hand_over", first, second, owner=police.pk)
    colleague.post(f"{first.get_absolute_url()}archive/")
    assert "Not changed: “First”. It is archived." in told(agree(client, "gaps", page))
    assert now(first).owner is None


def test_the_same_change_sent_twice_is_made_once(client, several, police):
    gap, _ = several("gaps")
    page = look(client, "gaps", "hand_over", gap, owner=police.pk)
    agree(client, "gaps", page)
    agree(client, "gaps", page)
    assert now(gap).version == 2


def test_one_that_breaks_a_rule_is_left_out_and_the_rule_is_said(client, several, monkeypatch):
    """No verb breaks a rule by itself; here the form no longer asks for the day."""
    monkeypatch.setattr(SetStatus, "check", lambda self, form: None)
    first, second = several("gaps")
    rule = "A closed delivery gap says on which day it was closed."
    page = look(client, "gaps", "status", first, second, status="closed", reason="x")
    assert "None of them would change" in words_of(page)
    assert words_of(page).count(rule) == 2
    answer = client.post(
        f"{AT['gaps']}several/apply/",
        asked("status", [first, second], status="closed", reason="x"),
        follow=True,
    )
    assert told(answer) == [f"Not changed: “First”, “Second”. {rule}"]
    assert [now(first).version, now(second).version] == [1, 1]


# Who may, and hostile input


@pytest.mark.parametrize("noun", AT)
@pytest.mark.parametrize("who", ["board", "analyst", "stranger"])
@pytest.mark.parametrize("step", ["", "preview/", "apply/"])
def test_who_may_not_is_refused(noun, who, step, request, sign_in, several):
    records = several(noun)
    client = sign_in(request.getfixturevalue(who))
    answer = client.post(f"{AT[noun]}several/{step}", asked("archive", records))
    assert answer.status_code == 403
    assert [now(record).archived_at for record in records] == [None, None]


@pytest.mark.parametrize("noun", AT)
@pytest.mark.parametrize("step", ["", "preview/", "apply/"])
def test_reading_the_address_leads_back_to_the_list(noun, step, client, world):
    answer = client.get(f"{AT[noun]}several/{step}")
    assert (answer.status_code, answer.url) == (302, AT[noun])


@pytest.mark.parametrize("step", ["", "preview/", "apply/"])
@pytest.mark.parametrize(
    ("sent", "told_or_status"),
    [
        ({}, "Choose at least one delivery gap."),
        ({"verb": "archive"}, "Choose at least one delivery gap."),
        ({"chosen": "{gap}"}, "Choose what to do with them."),
        ({"chosen": "{gap}", "verb": "delete"}, 404),
        ({"chosen": "{gap}", "verb": "archive", "all": "all"}, "Choose at least one delivery gap."),
        ({"chosen": "999-1", "verb": "archive"}, 404),
        ({"chosen": "{other}", "verb": "archive"}, 404),
        ({"chosen": ["{gap}", "{other}"], "verb": "archive"}, 404),
        ({"chosen": "1", "verb": "archive"}, 400),
        ({"chosen": "1-1; DROP", "verb": "archive"}, 400),
        ({"chosen": "-1-1", "verb": "archive"}, 400),
        ({"chosen": "٣-1", "verb": "archive"}, 400),
        ({"chosen": "9" * 30 + "-1", "verb": "archive"}, 400),
        (
            {"chosen": [f"{n}-1" for n in range(1, 202)], "verb": "archive"},
            "Choose at most 200 delivery gaps at a time.",
        ),
    ],
)
def test_what_nobody_can_choose_changes_nothing(
    step, sent, told_or_status, client, several, another_plan
):
    gap, _ = several("gaps")
    words = {"gap": seen(gap)[0], "other": seen(another_plan("current"))[0]}

    def filled(value):
        return (
            [one.format(**words) for one in value]
            if isinstance(value, list)
            else value.format(**words)
        )

    answer = client.post(
        f"{AT['gaps']}several/{step}", {k: filled(v) for k, v in sent.items()}, follow=True
    )
    if isinstance(told_or_status, int):
        assert answer.status_code == told_or_status
    else:
        assert told(answer) == [told_or_status]
    assert not DeliveryGap.with_archived.exclude(archived_at=None).exists()


@pytest.fixture
def another_plan(world):
    """Makes a gap of another plan of some stage."""

    def make(stage):
        plan = Plan.objects.create(
            partnership=world.partnership, title="Other", slug="other", financial_year=2014,
            assessment_title="Other", stage=stage, reporting_date=world.plan.reporting_date,
        )  # fmt: skip
        return DeliveryGap.objects.create(plan=plan, title="Other", text="x", slug="o", order=1)

    return make


def with_only(person, codename):
    """Somebody of a role of their own."""
    user = person("kit")
    user.user_permissions.add(*Permission.objects.filter(codename__in=codename))
    return user


def test_a_draft_does_not_exist_for_who_may_not_know_of_it(person, sign_in, another_plan):
    gap = another_plan("draft")
    client = sign_in(with_only(person, ["view_deliverygap", "change_deliverygap"]))
    answer = client.post("/plans/other/gaps/several/apply/", asked("archive", [gap]))
    assert answer.status_code == 404
    assert now(gap).archived_at is None


def test_nor_a_project_or_a_theme_that_only_a_draft_has(person, sign_in, world, another_plan):
    plan = another_plan("draft").plan
    hidden = Theme.objects.create(
        plan=plan, slug="h", code="H", order=1, kind="priority", name="Hush", plan_statement="x"
    )
    client = sign_in(with_only(person, ["view_project", "change_project"]))
    secret, known = world.project(hidden), world.project()
    assert look(client, "projects", "archive", secret).status_code == 404
    page = look(client, "projects", "add_to_theme", known, theme=hidden.pk)
    assert "choose from the list" in words_of(page)
    assert "Hush" not in page.content.decode()
    assert not Project.objects.get(pk=known.pk).listings.exists()


def test_a_theme_of_another_plan_and_a_person_who_left_are_not_offered(
    client, several, another_plan, person
):
    gap, _ = several("gaps")
    theirs = Theme.objects.create(
        plan=another_plan("current").plan, slug="h", code="H", order=1, kind="priority", name="H",
        plan_statement="x",
    )  # fmt: skip
    gone = person("gone")
    gone.is_active = False
    gone.save()
    for verb, more in (
        ("add_to_theme", {"theme": theirs.pk}),
        ("hand_over", {"owner_person": gone.pk}),
    ):
        page = look(client, "gaps", verb, gap, **more)
        assert "choose from the list" in words_of(page)
    assert now(gap).version == 1


# Queries


def queries_of_preview(client, noun, verb, records, **more):
    with CaptureQueriesContext(connection) as captured:
        page = look(client, noun, verb, *records, **more)
    assert f"{len(records)} " in words_of(page)
    return len(captured)


@pytest.mark.parametrize(
    ("noun", "verb", "more"),
    [
        ("gaps", "hand_over", {"owner": "police"}),
        ("gaps", "status", {"status": "closed", "closed_on": "31/3/12", "reason": "x"}),
        ("gaps", "add_to_theme", {"theme": "alcohol"}),
        ("gaps", "archive", {}),
        ("threats", "status", {"status": "closed", "ended_on": "31/3/12", "reason": "x"}),
        ("decisions", "add_to_theme", {"theme": "alcohol"}),
        ("projects", "status", {"status": "on_hold", "reason": "x"}),
        ("projects", "add_to_theme", {"theme": "alcohol"}),
        ("themes", "hand_over", {"owner": "police"}),
    ],
)
def test_a_preview_of_many_takes_no_more_queries_than_one_of_few(
    noun, verb, more, client, several, police, alcohol
):
    named = {"police": police.pk, "alcohol": alcohol.pk}
    more = {key: named.get(value, value) for key, value in more.items()}
    few = several(noun)
    many = [*few, *several(noun), *several(noun), *several(noun)]
    queries_of_preview(client, noun, verb, few, **more)
    assert queries_of_preview(client, noun, verb, many, **more) == queries_of_preview(
        client, noun, verb, few, **more
    )
