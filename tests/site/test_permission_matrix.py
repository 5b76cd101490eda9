"""Who may change what: every address that takes a POST is held to the table in README.md, for each of the cast."""

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.serializers import serialize
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLResolver

from performance.models import Upload

README = Path(settings.BASE_DIR) / "README.md"
ROLES = ("board", "officer", "analyst", "administrator")
CAST = (*ROLES, "stranger", "signed out")
# Rows that the table does not have: what everybody does for themselves, and what lets people in.
OWN, OPEN = "one's own account and drafts", "coming in"
PLAN = "plan, themes, evidence, scope, gaps, threats, decisions, priority areas"
PROJECTS = "projects, funding, milestones, updates"
INDICATORS = "indicators, targets, comparators"
FIGURES = "figures, uploads, index scores, boundaries, populations"
# By the name of an address, or of its folder.
ROW_OF = {
    **dict.fromkeys(
        (
            *("plans", "themes", "evidence", "priority_areas", "performance_statements", "gaps"),
            *("threats", "decisions", "key_dates", "influences", "reading_notes", "strategies"),
            *("people_groups", "acronyms"),
        ),
        PLAN,
    ),
    "projects": PROJECTS,
    **dict.fromkeys(("indicators", "targets", "breaks", "comparators"), INDICATORS),
    **dict.fromkeys(("figures", "uploads", "rounds", "populations"), FIGURES),
    "uploads:erase": "erase what was sent in by mistake",
    "commentary": "commentary on an indicator",
    **dict.fromkeys(("places", "indices"), "places and indices"),
    **dict.fromkeys(("people", "organisations"), "people and roles"),
    **dict.fromkeys(("your_account", "drafts"), OWN),
    "exports:own_held": OWN,
    "exports:person_held": "people and roles",
    "exports": "read everything, and take it away",
    **dict.fromkeys(
        ("exports:pack_template", "exports:withdraw_template"), "the template of board packs"
    ),
    "ownership": "confirm that a record is still right: the records that one may edit",
    "comments": "comment on a record, withdraw one's own comment (an administrator: any)",
    "signing_in": OPEN,
    "about": OPEN,
    "signing_in:again": OWN,
    **dict.fromkeys(
        (
            *("mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
            *("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn"),
            *("mfa_add_webauthn", "mfa_remove_webauthn"),
        ),
        OWN,
    ),
    **dict.fromkeys(("mfa_authenticate", "mfa_login_webauthn", "account_login"), OPEN),
    **dict.fromkeys(("openid_connect_login", "openid_connect_callback"), OPEN),
    "your_account:confirm_email": OPEN,
    **dict.fromkeys(("board:day", "board:since"), OWN),
    "your_account:stop_digest": OPEN,
    "setting_up:first_administrator": OPEN,
    "setting_up": "people and roles",
}
LEFT_OUT = {
    "sessions.Session",
    # That it was refused is kept.
    "accounts.SecurityEvent",
    "accounts.OpenSession",
    "axes.AccessAttempt",
    "axes.AccessLog",
    "axes.AccessFailureLog",
}


def rows_of_readme():
    """{row: roles that may change it}, read from the table."""
    text = README.read_text(encoding="utf-8").partition("## Who may do what")[2]
    lines = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    found = {}
    for line in lines:
        label, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        if label and "---" not in label:
            found[label] = {role for role, cell in zip(ROLES, cells, strict=True) if cell != "–"}
    return found


def every_address(resolver=None, folder=""):
    """(name, address) of every page, with made-up numbers and slugs in it."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from every_address(one, one.namespace or folder)
        else:
            # The names of django-allauth have no folder.
            name = f"{folder}:{one.name}".removeprefix(":")
            yield name, address_of(name, one)


def address_of(name, pattern):
    converters = pattern.pattern.converters
    made_up = {
        key: {"IntConverter": 1, "DayConverter": date(2011, 4, 1)}.get(
            type(converter).__name__, "x"
        )
        for key, converter in converters.items()
    }
    made_up |= {"plan": "2012-13"} if "plan" in made_up else {}
    try:
        return reverse(name, kwargs=made_up)
    except NoReverseMatch:
        return "/" + re.sub(r"<\w+:\w+>", "x", str(pattern.pattern))


def row_of(name):
    return ROW_OF.get(name) or ROW_OF.get(name.partition(":")[0])


def may(who, row):
    if row == OPEN:
        return True
    if row == OWN:
        return who != "signed out"
    return who in rows_of_readme()[row]


@pytest.fixture
def as_(request, sign_in):
    """A client in which one of the cast is signed in, or nobody."""

    def client(who):
        return Client() if who == "signed out" else sign_in(request.getfixturevalue(who))

    return client


# The addresses do not change from test to test.
FOUND = []


@pytest.fixture
def upload(administrator):
    """The one that the addresses of uploads name."""
    return Upload.objects.create(
        pk=1, kind="figures", file_name="Q1.xlsx", size=1, sha256="0", uploaded_by=administrator
    )


@pytest.fixture
def changing(world, upload, as_):
    """The addresses that take a POST: an administrator is not told that they are only to be read."""
    client = as_("administrator")
    FOUND[:] = FOUND or [
        (name, address)
        for name, address in every_address()
        if row_of(name) != OPEN and client.post(address).status_code != 405
    ]
    return FOUND


def contents_of_database():
    found = sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model._meta.label not in LEFT_OUT:
            fields = [f.name for f in model._meta.fields if f.name != "last_login"]
            rows = model._base_manager.order_by("pk")
            found.update(serialize("json", rows, fields=fields).encode())
    return found.hexdigest()


def test_every_address_that_changes_something_has_its_row(changing):
    known = {*rows_of_readme(), OWN, OPEN}
    assert [name for name, _ in changing if row_of(name) not in known] == []
    assert len(changing) > 60


@pytest.mark.parametrize("who", CAST)
def test_who_may_not_is_refused_and_changes_nothing(who, changing, as_):
    client = as_(who)
    refused = [(n, a) for n, a in changing if not may(who, row_of(n))]
    before = contents_of_database()
    let_in = [name for name, address in refused if not is_refused(client.post(address), who)]
    assert let_in == []
    assert contents_of_database() == before


@pytest.mark.parametrize("who", ROLES)
def test_who_may_is_let_in(who, changing, as_):
    client = as_(who)
    allowed = [(n, a) for n, a in changing if may(who, row_of(n))]
    shut_out = [name for name, address in allowed if client.post(address).status_code == 403]
    assert shut_out == []


def is_refused(answer, who):
    if who == "signed out":
        return answer.status_code == 302 and answer.url.startswith("/accounts/sign-in/")
    return answer.status_code == 403
