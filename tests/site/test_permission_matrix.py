"""Who is let in: each view is asked as each of the cast, to read and to change, and held to docs/permissions.md.

That table agrees with what README.md says in words. A view without a row fails. To write the table anew, and read the difference:
`PERMISSIONS=write pytest tests/site/test_permission_matrix.py -k its_row`.
"""

import os
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
TABLE = Path(settings.BASE_DIR) / "docs" / "permissions.md"
ROW = re.compile(r"^\| `([\w:]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = {"everybody": CAST, "signed in": CAST[:-1], "any role": ROLES}
NOBODY = "–"
# By these a person is signed out, or signed in as somebody else.
MAY_SIGN_OUT = {"signing_in", "your_account", "setting_up", "people"}
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
    "small_numbers": "the threshold of small numbers",
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
    if "key" in made_up:
        made_up |= {"key": "gaps" if "plan" in made_up else "strategies", "extension": "csv"}
    try:
        return reverse(name, kwargs=made_up)
    except NoReverseMatch:
        return "/" + re.sub(r"<\w+:\w+>", "x", str(pattern.pattern))


def row_of(name):
    return ROW_OF.get(name) or ROW_OF.get(name.partition(":")[0])


@pytest.fixture
def as_(request, sign_in):
    """A client in which one of the cast is signed in, or nobody."""

    def client(who):
        return Client() if who == "signed out" else sign_in(request.getfixturevalue(who))

    return client


@pytest.fixture(autouse=True)
def upload(world, administrator):
    """The one that the addresses of uploads name."""
    return Upload.objects.create(
        pk=1, kind="figures", file_name="Q1.xlsx", size=1, sha256="0", uploaded_by=administrator
    )


def contents_of_database():
    found = sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model._meta.label not in LEFT_OUT:
            fields = [f.name for f in model._meta.fields if f.name != "last_login"]
            rows = model._base_manager.order_by("pk")
            found.update(serialize("json", rows, fields=fields).encode())
    return found.hexdigest()


def stated():
    """{view: (who reads, who changes)}, from docs/permissions.md."""
    text = TABLE.read_text(encoding="utf-8")
    rows = {view: (reads, changes) for view, reads, changes in ROW.findall(text)}
    assert len(rows) == text.count("\n| `"), "a row that is not in the form of the others"
    return {view: (people(reads), people(changes)) for view, (reads, changes) in rows.items()}


def people(words):
    """The persons of the cast that a cell of the table names."""
    return set(NAMED.get(words) or (words.split(", ") if words != NOBODY else ()))


def in_words(let_in):
    named = tuple(who for who in CAST if who in let_in)
    words = {persons: words for words, persons in NAMED.items()}
    return words.get(named) or ", ".join(named) or NOBODY


def lets_in(answer, who):
    return answer.status_code != 405 and not is_refused(answer, who)


def is_refused(answer, who):
    if who == "signed out":
        return answer.status_code == 302 and answer.url.startswith("/accounts/sign-in/")
    return answer.status_code == 403


class Asking:
    """One of the cast, who signs in again wherever what they asked for may have ended that."""

    def __init__(self, who, as_):
        self.who, self._as = who, as_
        self.client = as_(who)

    def is_let_in(self, method, name, address):
        answer = getattr(self.client, method)(address)
        if name.partition(":")[0] in MAY_SIGN_OUT or ":" not in name:
            self.client = self._as(self.who)
        return lets_in(answer, self.who)


def test_each_view_has_its_row_and_each_row_its_view(as_):
    if os.environ.get("PERMISSIONS") == "write":
        write_table(as_)
    assert sorted({name for name, _ in every_address()} ^ set(stated())) == []


def test_the_table_agrees_with_what_the_readme_says():
    rows = rows_of_readme()
    known = {*rows, OWN, OPEN}
    changing = {view: who for view, (_, who) in stated().items() if who}
    assert [view for view in changing if row_of(view) not in known] == []
    wrong = {
        view: who
        for view, who in changing.items()
        if row_of(view) in rows and who != rows[row_of(view)]
    }
    assert wrong == {}
    assert len(changing) > 60


@pytest.mark.parametrize("who", CAST)
def test_each_view_is_read_by_whom_the_table_names(who, as_):
    asking, table = Asking(who, as_), stated()
    wrong = [
        name
        for name, address in every_address()
        if asking.is_let_in("get", name, address) is not (who in table[name][0])
    ]
    assert wrong == []


@pytest.mark.parametrize("who", CAST)
def test_each_view_is_changed_by_whom_the_table_names_and_by_nobody_else(who, as_):
    """First all that refuse: nothing is changed by them. Then those that let this person in."""
    asking, table = Asking(who, as_), stated()
    addresses = list(every_address())
    before = contents_of_database()
    let_in = [
        name
        for name, address in addresses
        if who not in table[name][1] and asking.is_let_in("post", name, address)
    ]
    assert let_in == []
    assert contents_of_database() == before
    shut_out = [
        name
        for name, address in addresses
        if who in table[name][1] and not asking.is_let_in("post", name, address)
    ]
    assert shut_out == []


def write_table(as_):
    found = {name: (set(), set()) for name, _ in every_address()}
    for who in CAST:
        asking = Asking(who, as_)
        for name, address in every_address():
            for let_in, method in zip(found[name], ("get", "post"), strict=True):
                if asking.is_let_in(method, name, address):
                    let_in.add(who)
    head = TABLE.read_text(encoding="utf-8").partition("| view |")[0]
    lines = [
        f"| `{name}` | {in_words(reads)} | {in_words(changes)} |"
        for name, (reads, changes) in sorted(found.items())
    ]
    table = ["| view | who reads | who changes |", "| --- | --- | --- |", *lines]
    TABLE.write_text(head + "\n".join(table) + "\n", encoding="utf-8")
