"""Whoever is limited to organisations reads everything, and changes only what these own or lead, whatever they send."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from accounts.models import Comment
from core.jobs import queue
from performance.models import Commentary, Figure, Upload, UploadFile
from performance.uploads.stages import enqueue
from priorities.models import DeliveryGap, Plan

# Every editor is made when its addresses are read.
from safercornwall import urls  # noqa: F401
from safercornwall.pages.components.editing.edited_noun import EDITORS
from safercornwall.pages.components.limits import LimitedPeople, keeps_limits
from tests.pages.editing.filling_in import controls_of, send
from tests.pages.reading_pages import queries_of, words_of
from tests.site.test_permission_matrix import contents_of_database

EDITED_BY = {
    "officer": (
        *("theme", "evidence", "statement", "priority_area", "gap", "threat", "decision"),
        "project",
    ),
    "analyst": ("target", "series_break"),
}
IN_PLACE = ("edit", "archive")
POSTED = ("edit", "archive", "bring_back", "restore")
CASES = [(who, kind) for who, kinds in EDITED_BY.items() for kind in kinds]
each_kind = pytest.mark.parametrize(("who", "kind"), CASES)


def at(record, page):
    editor = EDITORS[type(record)]
    more = {"number": 1} if page == "restore" else {}
    return editor.address(page, editor.record_names(record) | more)


def new_beside(record):
    editor = EDITORS[type(record)]
    return editor.address("new", editor.list_names(editor.record_names(record)))


def other_views(records):
    """{view: (who, address)} of the views that change something of a record, beside its own editor."""
    slug, plan = records.indicator.slug, "2012-13"
    figure = "?period=Q1 2011/12&area=somewhere"
    found = {
        "projects:update": ("officer", [records.project.slug], ""),
        "projects:close": ("officer", [records.project.slug], ""),
        "projects:correct": ("officer", [records.project.slug, records.update.pk], ""),
        "threats:promote": ("officer", [plan, records.threat.slug], ""),
        "decisions:decide": ("officer", [plan, records.decision.slug], ""),
        "indicators:edit": ("analyst", [slug], ""),
        "indicators:reporting": ("analyst", [slug], ""),
        "indicators:number_kind": ("analyst", [slug], ""),
        "figures:enter": ("analyst", [slug], figure),
        "figures:remove": ("analyst", [slug], figure),
        "commentary:enter": ("analyst", [slug], ""),
        "comparators:new": ("analyst", [slug], ""),
        "comparators:edit": ("analyst", [slug, records.comparator.pk], ""),
        "comparators:remove": ("analyst", [slug, records.comparator.pk], ""),
        "ownership:confirm": ("officer", ["gap", records.gap.pk], ""),
    }
    return {
        view: (who, reverse(view, args=args) + query) for view, (who, args, query) in found.items()
    }


def views_of(resolver=None, folder=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from views_of(one, one.namespace or folder)
        else:
            yield f"{folder}:{one.name}", one.callback


@pytest.fixture
def as_(request, sign_in):
    return lambda who: sign_in(request.getfixturevalue(who))


@each_kind
def test_what_others_own_is_refused_and_what_is_theirs_is_not(who, kind, own, others, as_):
    client, mine, theirs = as_(who), getattr(own, kind), getattr(others, kind)
    before = contents_of_database()
    for page in IN_PLACE:
        refused = client.get(at(theirs, page))
        assert refused.status_code == 403, page
        assert "belongs to The fire service" in words_of(refused)
        assert client.get(at(mine, page)).status_code == 200, page
    for page in POSTED:
        assert client.post(at(theirs, page), {"version": "1"}).status_code == 403, page
    assert contents_of_database() == before
    # Everybody reads on.
    page = client.get(at(theirs, "history"))
    assert page.status_code == 200
    assert "/restore/" not in page.content.decode()
    client.post(at(mine, "archive"))
    mine.refresh_from_db()
    assert mine.archived_at is not None
    client.post(at(mine, "bring_back"))
    mine.refresh_from_db()
    assert mine.archived_at is None


def test_every_other_view_refuses_what_others_own(own, others, as_):
    clients = {who: as_(who) for who in ("officer", "analyst")}
    before = contents_of_database()
    for view, (who, address) in other_views(others).items():
        for method in ("get", "post"):
            answer = getattr(clients[who], method)(address)
            if answer.status_code == 405:
                continue
            assert answer.status_code == 403, (view, method)
            assert "belongs to The fire service" in words_of(answer), view
    assert contents_of_database() == before
    for view, (who, address) in other_views(own).items():
        assert clients[who].get(address).status_code in (200, 405), view


def test_each_view_that_keeps_limits_is_tried_here(own):
    """A view that changes something is refused to limited people until it is marked, and a marked one is tried."""
    marked = {
        name
        for name, view in views_of()
        if getattr(view, "keeps_limits", False)
        and name.partition(":")[2] not in ("new", "archived", "history", "version", *POSTED)
    }
    several = {
        f"{noun}:several{step}"
        for noun in ("gaps", "threats", "decisions", "themes", "projects")
        for step in ("", "_preview", "_apply")
    }
    uploads = {name for name, _ in views_of() if name.startswith("uploads:")} & marked
    tried = {*other_views(own), *several, "gaps:confirm", "gaps:dismiss"}
    assert marked - uploads == tried - {"indicators:edit", "comparators:edit", "comparators:new"}
    assert uploads == {
        f"uploads:{step}"
        for step in (
            *("columns", "sheets", "incidents", "indicators", "answers"),
            *("check", "accept", "apply", "discard", "undo", "marked"),
        )
    }


def test_what_is_shared_is_nobodys_to_change(officer, analyst, sign_in, world):
    client = sign_in(officer)
    before = contents_of_database()
    for address in (
        *("/plans/new/", "/plans/2012-13/edit/", "/plans/2012-13/next/", "/acronyms/new/"),
        *("/strategies/new/", "/people-groups/new/", "/plans/2012-13/key-dates/new/"),
    ):
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code == 403, address
            assert "shared by the whole partnership" in words_of(answer)
    page = sign_in(analyst).post("/rounds/2011-12-q1/close/")
    assert page.status_code == 403
    assert contents_of_database() == before


def test_drafts_of_plans_are_read_as_before(officer, sign_in, world):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert sign_in(officer).get(world.plan.get_absolute_url()).status_code == 200


# Whose a record becomes


def test_a_record_is_not_given_away(own, officer, sign_in, fire, police):
    client = sign_in(officer)
    page = client.get(at(own.gap, "edit"))
    offered = dict(page.context["form"].form.fields["owner"].choices)
    assert {str(key) for key in offered} == {"", str(police.pk)}
    for owner in (str(fire.pk), ""):
        answer = send(client, page, owner=owner)
        assert answer.status_code == 200
        assert answer.context["form"].form.errors["owner"]
    own.gap.refresh_from_db()
    assert own.gap.owner == police
    assert "Choose The police" in words_of(send(client, page, owner=""))


def test_a_record_that_was_handed_over_meanwhile_is_out_of_reach(
    own, officer, sign_in, fire, administrator
):
    client = sign_in(officer)
    page = client.get(at(own.gap, "edit"))
    send(sign_in(administrator), sign_in(administrator).get(at(own.gap, "edit")), owner=fire.pk)
    answer = send(client, page, title="Taken back")
    assert answer.status_code == 403
    own.gap.refresh_from_db()
    assert (own.gap.owner, own.gap.title) == (fire, "Gap of The police")
    # And the version in which it was theirs does not come back.
    assert client.post(at(own.gap, "restore"), {"version": own.gap.version}).status_code == 403


def test_a_version_with_another_owner_is_not_restored(
    others, officer, sign_in, police, administrator, fire
):
    boss = sign_in(administrator)
    send(boss, boss.get(at(others.gap, "edit")), owner=police.pk)
    others.gap.refresh_from_db()
    client = sign_in(officer)
    answer = client.post(at(others.gap, "restore"), {"version": others.gap.version}, follow=True)
    assert "has another owner" in words_of(answer)
    others.gap.refresh_from_db()
    assert others.gap.owner == police


@pytest.mark.parametrize("kind", ["gap", "threat", "decision", "project", "theme"])
def test_a_new_record_is_theirs_from_the_start(kind, own, officer, sign_in, fire, police):
    client, record = sign_in(officer), getattr(own, kind)
    model, field = type(record), "lead_organisation" if kind == "project" else "owner"
    count = model.objects.count()
    page = client.get(new_beside(record))
    words = {
        name: f"New {name}"
        for name in page.context["form"].form.fields
        if name in ("title", "name", "text", "code", "plan_statement", "asked", "summary")
    }
    choices = {
        name: next(str(key) for key, _ in one.choices if key)
        for name, one in page.context["form"].form.fields.items()
        if one.required and hasattr(one, "choices")
    }
    for owner in (str(fire.pk), ""):
        answer = send(client, page, **words, **choices, **{field: owner})
        assert answer.status_code == 200
        assert answer.context["form"].form.errors[field]
    assert model.objects.count() == count
    answer = send(client, page, **words, **choices, **{field: police.pk})
    assert answer.status_code == 302, answer.context["form"].problems
    assert getattr(model.objects.latest("pk"), field) == police


@pytest.mark.parametrize(
    ("who", "kind"),
    [(who, kind) for who, kind in CASES if kind in ("evidence", "statement", "priority_area", "target", "series_break")],
)  # fmt: skip
def test_a_part_is_added_to_their_own_records_only(who, kind, own, others, as_):
    client = as_(who)
    assert client.get(new_beside(getattr(own, kind))).status_code == 200
    for method in (client.get, client.post):
        assert method(new_beside(getattr(others, kind))).status_code == 403


def test_a_new_indicator_is_provided_by_them(own, analyst, sign_in, fire):
    client = sign_in(analyst)
    form = {
        "name": "New", "unit": "fires", "number_kind": "counted", "polarity": "lower",
        "frequency": "quarter", "area": "somewhere",
    }  # fmt: skip
    for provider in ("", str(fire.pk)):
        answer = client.post(reverse("indicators:new"), form | {"provider": provider})
        assert answer.context["form"].errors["provider"]


def test_an_indicator_is_not_given_away(own, analyst, sign_in, fire, police):
    client = sign_in(analyst)
    at_reporting = reverse("indicators:reporting", args=[own.indicator.slug])
    form = {"frequency": "quarter", "version": own.indicator.version}
    for provider in ("", str(fire.pk)):
        answer = client.post(at_reporting, form | {"provider": provider})
        assert answer.context["form"].errors["provider"]
    own.indicator.refresh_from_db()
    assert own.indicator.provider == police


def test_a_threat_of_theirs_becomes_a_gap_of_theirs(own, officer, sign_in, fire):
    client = sign_in(officer)
    page = client.get(reverse("threats:promote", args=["2012-13", own.threat.slug]), {"to": "gap"})
    form = controls_of(page)
    form |= {
        "to": "gap", "owner": str(fire.pk), "action_required": "Act", "due_on": "1 March 2012",
        "promoted_on": "30 November 2011",
    }  # fmt: skip
    count = DeliveryGap.objects.count()
    answer = client.post(page.request["PATH_INFO"], form)
    assert answer.context["form"].form.errors["owner"]
    assert DeliveryGap.objects.count() == count


# Several at a time


def several(client, *records, step="apply", **more):
    form = {"verb": "archive", "chosen": [f"{one.pk}-{one.version}" for one in records], **more}
    return client.post(f"/plans/2012-13/gaps/several/{step}/", form, follow=True)


def test_what_others_own_is_left_out_of_several(own, others, officer, sign_in):
    client = sign_in(officer)
    page = words_of(several(client, own.gap, others.gap, step="preview"))
    assert "belongs to an organisation that is not yours" in page
    several(client, own.gap, others.gap)
    for gap, is_archived in ((own.gap, True), (others.gap, False)):
        gap.refresh_from_db()
        assert (gap.archived_at is not None) is is_archived


def test_several_are_not_handed_to_others(own, officer, sign_in, fire, police):
    several(sign_in(officer), own.gap, verb="hand_over", owner=fire.pk)
    own.gap.refresh_from_db()
    assert own.gap.owner == police


def test_a_list_offers_their_own_to_choose_without_more_queries(
    own, others, officer, sign_in, world, fire
):
    client = sign_in(officer)
    page = client.get("/plans/2012-13/gaps/")
    assert f'id="choose-{own.gap.pk}"' in page.content.decode()
    assert f'id="choose-{others.gap.pk}"' not in page.content.decode()
    few = queries_of(client, "/plans/2012-13/gaps/?view=table")
    for _ in range(5):
        world.gap(others.theme, owner=fire)
    assert queries_of(client, "/plans/2012-13/gaps/?view=table") == few


def test_a_list_without_a_record_of_theirs_offers_nothing_to_do(others, officer, sign_in):
    page = sign_in(officer).get("/plans/2012-13/gaps/").content.decode()
    assert "several/" not in page


# What a rule proposes


@pytest.fixture
def proposal(world):
    """A place rated high that only a county-wide project covers, under a theme of nobody."""
    theme = world.theme("Burglary")
    world.indicator(theme)
    world.project(theme, name="Target hardening")
    row = world.priority_area(theme, world.area("Camborne"))
    return f"priority-area-not-covered-{row.pk}"


def test_a_proposal_is_the_plan_s_to_dismiss(proposal, officer, sign_in):
    client = sign_in(officer)
    address = reverse("gaps:dismiss", args=["2012-13", proposal])
    for method in (client.get, client.post):
        assert method(address).status_code == 403
    page = client.get(reverse("gaps:proposed", args=["2012-13"])).content.decode()
    assert proposal in page
    assert "/dismiss/" not in page


def test_a_proposal_becomes_a_gap_of_theirs_only(proposal, officer, sign_in, police, fire):
    client = sign_in(officer)
    page = client.get(reverse("gaps:confirm", args=["2012-13", proposal]))
    said = {"action_required": "Act", "due_on": "1 March 2012"}
    answer = send(client, page, owner=fire.pk, **said)
    assert answer.context["form"].form.errors["owner"]
    assert not DeliveryGap.objects.exists()
    answer = send(client, page, owner=police.pk, **said)
    assert answer.status_code == 302, answer.context["form"].problems
    assert DeliveryGap.objects.get().owner == police


# Other ways in


def test_the_number_of_a_part_of_others_is_not_found_under_their_own_address(
    own, others, officer, analyst, sign_in
):
    slug, before = own.indicator.slug, contents_of_database()
    for address in (
        reverse("comparators:remove", args=[slug, others.comparator.pk]),
        reverse("comparators:edit", args=[slug, others.comparator.pk]),
        reverse("targets:archive", args=[slug, others.target.pk]),
        reverse("breaks:edit", args=[slug, others.series_break.pk]),
    ):
        assert sign_in(analyst).post(address, {"base": others.comparator.pk}).status_code == 404
    correct = reverse("projects:correct", args=[own.project.slug, others.update.pk])
    assert sign_in(officer).post(correct).status_code == 404
    assert contents_of_database() == before


def unmarked(request):
    """A view that somebody adds, and says nothing of limits."""


@pytest.mark.parametrize(
    ("method", "view", "name", "is_refused"),
    [
        *(("post", unmarked, "gaps:new_verb", True), ("delete", unmarked, "gaps:x", True)),
        *(("put", unmarked, "gaps:x", True), ("get", unmarked, "gaps:x", False)),
        ("post", keeps_limits(lambda request: None), "gaps:x", False),
        *(("post", unmarked, "comments:new", False), ("post", unmarked, "mfa_index", False)),
        # A name that only begins like one of those.
        *(("post", unmarked, "commentsx:new", True), ("post", unmarked, "comments", False)),
    ],
)
def test_a_view_that_is_not_marked_changes_nothing_for_them(
    method, view, name, is_refused, officer, administrator, rf
):
    request = getattr(rf, method)("/")
    request.resolver_match = SimpleNamespace(view_name=name)
    guard = LimitedPeople(lambda request: None)
    request.user = administrator
    assert guard.process_view(request, view, (), {}) is None
    request.user = officer
    if is_refused:
        with pytest.raises(PermissionDenied):
            guard.process_view(request, view, (), {})
    else:
        assert guard.process_view(request, view, (), {}) is None


# What a page offers


@pytest.mark.parametrize(
    ("who", "kind", "hidden"),
    [
        ("officer", "project", ("/edit/", "/update/", "/close/", "/correct/", "/confirm/")),
        ("officer", "decision", ("/edit/", "/decide/", "/confirm/")),
        ("officer", "threat", ("/edit/", "/promote/", "/confirm/")),
        ("officer", "theme", ("/evidence/new/", "/priority-areas/new/", "/confirm/")),
        (
            *("analyst", "indicator"),
            (
                *("/edit/", "/reporting/", "/number-kind/", "/targets/new/", "/breaks/new/"),
                *("/comparators/new/", "/remove/", "figures/enter", "/commentary/", "/confirm/"),
            ),
        ),
    ],
)
def test_a_page_offers_nothing_that_would_be_refused(who, kind, hidden, own, others, as_):
    client = as_(who)
    mine = client.get(getattr(own, kind).get_absolute_url()).content.decode()
    theirs = client.get(getattr(others, kind).get_absolute_url()).content.decode()
    assert [one for one in hidden if one in theirs] == []
    assert len([one for one in hidden if one in mine]) >= len(hidden) - 2


def test_a_page_of_many_parts_asks_no_more_for_them(own, officer, analyst, sign_in, world):
    """Whose a part is, the page knows already."""
    pages = [
        (sign_in(officer), own.theme.get_absolute_url()),
        (sign_in(analyst), own.indicator.get_absolute_url()),
        (sign_in(analyst), "/rounds/2011-12-q1/"),
    ]

    def counts():
        return [queries_of(client, address) for client, address in pages]

    more_parts(world, own, 1)
    before = counts()
    more_parts(world, own, 4)
    assert counts() == before


def more_parts(world, own, number):
    for _ in range(number):
        n = world.next()
        own.theme.evidence.create(ref=f"EV-{n}", order=n, text="Said")
        own.theme.performance_statements.create(
            ref=f"PS-{n}", order=n, text="Said", kind="risk", group_printed="Risk"
        )
        world.priority_area(own.theme, world.area(f"Town {n}"))
        own.indicator.breaks.create(starts_on=f"2001-01-{n}", what_changed="The rule")
        own.indicator.comparators.create(
            kind="national",
            label=f"Number {n}",
            value=n,
            period_start="2011-04-01",
            period_end="2012-03-31",
        )
        world.indicator(own.theme, value=n, provider=own.gap.owner)


def test_everybody_may_comment(others, officer, sign_in):
    at_comment = reverse("comments:new", args=["gap", others.gap.pk])
    assert sign_in(officer).post(at_comment, {"text": "Ask the police"}).status_code == 302
    assert Comment.objects.get().author == officer


def test_a_draft_of_a_form_is_kept_and_changes_nothing(own, others, officer, sign_in):
    client = sign_in(officer)
    form = {"draft_of": at(others.gap, "edit"), "title": "Mine now"}
    assert client.post("/drafts/keep/", form).status_code == 200
    assert client.get(at(others.gap, "edit") + "?draft=1").status_code == 403


# Uploads


def uploaded(records, by):
    lines = "".join(
        f"{one.indicator.name},Somewhere,Q2 2011/12,7{n}\n" for n, one in enumerate(records)
    )
    content = f"Indicator,Area,Period,Value\n{lines}".encode()
    made = Upload.objects.create(
        kind="figures", file_name="q2.csv", size=len(content), sha256="0", uploaded_by=by
    )
    UploadFile.objects.create(upload=made, content=content)
    enqueue(made, "check", by=by)
    queue.work()
    made.refresh_from_db()
    assert made.stage == "checked", made.refusal
    return made


def step(client, upload, name, **more):
    answer = client.post(reverse(f"uploads:{name}", args=[upload.pk]), more, follow=True)
    queue.work()
    upload.refresh_from_db()
    return answer


def test_a_file_of_their_own_is_applied_and_taken_back(own, analyst, sign_in):
    upload, client = uploaded([own], analyst), sign_in(analyst)
    step(client, upload, "apply")
    assert upload.stage == "applied"
    step(client, upload, "undo", reason="Wrong")
    assert upload.stage == "undone"


def test_a_file_with_figures_of_others_is_not_applied(own, others, analyst, sign_in, administrator):
    upload, client = uploaded([own, others], analyst), sign_in(analyst)
    count = Figure.objects.count()
    page = words_of(client.get(upload.get_absolute_url()))
    assert "You cannot apply this file. It has figures that belong to others" in page
    answer = words_of(step(client, upload, "apply"))
    assert "Indicator of The fire service" in answer
    assert (upload.stage, Figure.objects.count()) == ("checked", count)
    step(sign_in(administrator), upload, "apply")
    assert upload.stage == "applied"
    step(client, upload, "undo", reason="Wrong")
    assert upload.stage == "applied"
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "/undo/" not in page


@pytest.mark.parametrize("name", ["accept", "discard", "check", "columns", "answers"])
def test_what_somebody_else_uploads_is_left_alone(name, own, others, analyst, sign_in, person):
    upload = uploaded([own, others], person("other", "analyst"))
    assert step(sign_in(analyst), upload, name).status_code == 403
    assert upload.stage == "checked"


def test_a_status_is_set_by_hand_on_their_own_indicators_only(own, others, analyst, sign_in):
    client = sign_in(analyst)
    form = {
        "period": "Q1 2011/12", "text": "Cars", "base": "", "management_actions": "",
        "status_override": "off_track", "override_reason": "The count is late",
    }  # fmt: skip
    for records in (others, own):
        client.post(reverse("commentary:enter", args=[records.indicator.slug]), form)
    assert Commentary.objects.get().indicator == own.indicator


def test_indicators_are_not_made_from_a_file(own, others, analyst, sign_in):
    upload = uploaded([own], analyst)
    assert step(sign_in(analyst), upload, "indicators").status_code == 403
    page = sign_in(analyst).get(reverse("uploads:columns", args=[upload.pk]))
    assert page.context["form"].may_add is False
