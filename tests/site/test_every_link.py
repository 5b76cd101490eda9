"""Every link, as each of the people who sign in, on the whole seeded plan."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

# Every editor is made when its addresses are read.
from safercornwall import urls  # noqa: F401
from safercornwall.pages.components.editing.edited_noun import EDITORS
from safercornwall.pages.components.several.pages import SEVERAL
from safercornwall.search.models import SearchEntry
from tests.databases import is_kept_in_a_file

from .crawler import broken_fragments, crawl_once, is_edited, visit
from .uploads import upload_at_every_stage

MOST_QUERIES = 20
# Everybody follows every link. On PostgreSQL, whose answers are the same, the board alone does: the others follow a few of
# each kind, which hold whatever they see besides.
FEW = None if is_kept_in_a_file() else 6
MOST_ALIKE = {"board": None, "officer": FEW, "analyst": FEW, "administrator": FEW}
# A form offers every kind of record that its own may lead to, in a query each.
MOST_OF_A_FORM = 45
# A copy of what is held of a person asks each kind of record that names people, once.
MOST_OF_A_COPY = 100
EDITORS_BY_PAGE = {
    page: {f"{editor.app}:{page}" for editor in EDITORS.values()}
    for page in (
        "new",
        "edit",
        "archive",
        "archived",
        "bring_back",
        "history",
        "version",
        "restore",
    )
}
SEVERAL_PAGES = ("several", "several_preview", "several_apply")
# What nobody need be signed in for.
OPEN_TO_ALL = {
    *("signing_in:sign_in", "signing_in:sign_out"),
    *("account_login", "mfa_authenticate", "mfa_login_webauthn"),
    *("openid_connect_login", "openid_connect_callback"),
    *("signing_in:invitation", "signing_in:invitation_link"),
    *("signing_in:forgotten_password", "signing_in:link_sent"),
    *("signing_in:new_password", "signing_in:new_password_link"),
    *("your_account:confirm_email", "your_account:confirm_email_link"),
    "your_account:stop_digest",
    *("setting_up:first_administrator", "setting_up:first_link"),
    *("about:accessibility", "about:privacy", "about:cookies", "about:security_txt"),
}
# Only whoever may upload, or close a period, is led here; the page takes a form.
WITH_A_FORM = {
    *("board:day", "board:since"),
    "uploads:new",
    "small_numbers:page",
    "rounds:close",
    "rounds:reopen",
    "figures:enter",
    "figures:remove",
    "commentary:enter",
    *("indicators:reporting", "indicators:edit"),
    *("indicators:number_kind", "comparators:new", "comparators:edit", "comparators:remove"),
    *("uploads:columns", "uploads:incidents", "uploads:indicators", "uploads:sheets"),
    "uploads:erase",
    "signing_in:again",
    "your_account:email",
    "your_account:password",
    *("people:invite", "people:invite_again", "people:withdraw", "people:edit", "people:role"),
    *("people:deactivate", "people:reactivate", "people:second_factor", "people:limits"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"),
    *("mfa_view_recovery_codes", "mfa_add_webauthn", "mfa_remove_webauthn"),
    *EDITORS_BY_PAGE["new"],
    *EDITORS_BY_PAGE["edit"],
    *EDITORS_BY_PAGE["archive"],
    *("gaps:confirm", "gaps:dismiss", "threats:promote", "decisions:decide", "plans:next"),
    *("projects:update", "projects:correct", "projects:close", "indicators:new"),
    *("populations:new", "populations:edit", "populations:remove", "populations:upload"),
    *("setting_up:partnership", "setting_up:areas", "setting_up:boundaries"),
    "setting_up:load_undo",
    "setting_up:boundaries_preview",
    *("comments:new", "comments:withdraw", "ownership:confirm"),
    *("exports:new_pack", "exports:pack_template"),
}
# Nothing of the plan is in them: whoever is signed in reads them.
WITHOUT_A_ROLE = {
    "your_account:page",
    "exports:own_held",
    "your_account:email",
    "your_account:password",
    *("your_account:page", "your_account:email", "your_account:password"),
    *("signing_in:again", "mfa_index", "mfa_add_webauthn", "mfa_activate_totp"),
}
# Only whoever may upload, or looks after people, is led here, to read.
ONLY_FOR_SOME = {
    "exports:person_held",
    *(
        "your_account:held_of_person",
        "people:list",
        "people:page",
        "people:security_log",
        "people:security_log_lines",
    ),
    *("uploads:template", "uploads:template_file"),
    "uploads:file",
    *EDITORS_BY_PAGE["archived"],
    *("my_work:page", "ownership:page", "setting_up:page", "setting_up:loads"),
}
# What is reached by a form, or by nobody signed in, rather than by a link.
NOT_BY_LINK = {
    *OPEN_TO_ALL,
    *WITH_A_FORM,
    *ONLY_FOR_SOME,
    # The form of a list leads there, its answers being chosen rows.
    *(f"{several.editor.app}:{page}" for several in SEVERAL.values() for page in SEVERAL_PAGES),
    "uploads:check",
    "uploads:answers",
    "uploads:accept",
    "uploads:apply",
    "uploads:discard",
    "uploads:undo",
    *("your_account:end_session", "your_account:end_other_sessions", "your_account:stay"),
    *("your_account:forget_email", "your_account:ask_for_digests", "your_account:stop_digests"),
    "exports:withdraw_template",
    # Only whoever asked for a pack or a marked copy is led to it.
    *("exports:pack", "exports:pack_progress", "exports:pack_file"),
    *("uploads:marked", "uploads:marked_progress", "uploads:marked_file"),
    # Its box is a form.
    "search:page",
    *EDITORS_BY_PAGE["bring_back"],
    *EDITORS_BY_PAGE["restore"],
    # Nobody has edited anything yet; of some kinds nobody but an editor is led to the history.
    *EDITORS_BY_PAGE["history"],
    *EDITORS_BY_PAGE["version"],
    # The seeded plan has no estimate.
    "populations:history",
    *("drafts:keep", "drafts:discard"),
    *("mfa_list_webauthn", "mfa_download_recovery_codes"),
    # A script asks for it.
    "uploads:progress",
}

pytestmark = pytest.mark.usefixtures("seeded_db", "uploads")


@pytest.fixture(autouse=True)
def no_visit_is_noted(monkeypatch):
    """A visit is noted once a minute, by a query more on whichever page is then open: a slow machine would count it."""
    monkeypatch.setattr("accounts.sessions.SEEN_EVERY", timedelta(days=1))


@pytest.fixture
def uploads(seeded_db, analyst):
    upload_at_every_stage(analyst)


def names_of_all_views(patterns=None, space=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from names_of_all_views(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


@pytest.mark.parametrize(
    "role",
    [
        # Tests of one group run in one process, where each person crawls once.
        pytest.param(role, marks=pytest.mark.xdist_group(f"crawl-{role}"))
        for role in MOST_ALIKE
    ],
)
def test_every_link_leads_somewhere_for_each_role(role, request, sign_in):
    pages = crawl_once(role, sign_in(request.getfixturevalue(role)), MOST_ALIKE[role])

    assert {(p.address, p.found_on, p.status) for p in pages.values() if p.status != 200} == set()
    assert [(p.address, p.headings) for p in pages.values() if p.is_page and p.headings != 1] == []
    assert {(p.address, p.queries) for p in pages.values() if p.queries > most_queries(p)} == set()
    assert broken_fragments(pages) == []
    visited = {page.view_name for page in pages.values()}
    assert set(names_of_all_views()) - visited - NOT_BY_LINK == set()
    assert len(pages) > (100 if MOST_ALIKE[role] else 300), "the seeded plan has more pages"


def most_queries(page):
    if page.view_name in ("exports:own_held", "exports:person_held"):
        return MOST_OF_A_COPY
    return MOST_OF_A_FORM if is_edited(urlsplit(page.address).path) else MOST_QUERIES


@pytest.mark.xdist_group("crawl-board")
def test_whatever_search_finds_leads_to_a_place_on_a_page(sign_in, board):
    client = sign_in(board)
    pages = crawl_once("board", client)
    nowhere = set()
    for address in set(SearchEntry.objects.values_list("address", flat=True)):
        page, _, fragment = address.partition("#")
        found = pages.get(page) or visit(client, page)
        if found.status != 200 or (fragment and fragment not in found.ids):
            nowhere.add(address)
    assert nowhere == set()


@pytest.mark.xdist_group("crawl-board")
def test_who_may_not_read_is_kept_out_of_every_page(sign_in, board, stranger, client):
    one_of_each = {
        page.view_name: page.address for page in crawl_once("board", sign_in(board)).values()
    }
    no_role = sign_in(stranger)

    for name, address in one_of_each.items():
        allowed = 200 if name in WITHOUT_A_ROLE | OPEN_TO_ALL else 403
        assert visit(no_role, address).status == allowed, name
        response = client.get(address)
        if name in OPEN_TO_ALL:
            assert response.status_code == 200, name
            continue
        assert response.status_code == 302, name
        assert response["Location"].startswith("/accounts/sign-in/?next="), name


@pytest.mark.xdist_group("crawl-administrator")
def test_no_page_may_be_written_to(sign_in, administrator):
    client = sign_in(administrator)
    one_of_each = {
        page.view_name: page.address
        for page in crawl_once("administrator", client, MOST_ALIKE["administrator"]).values()
    }

    for name, address in one_of_each.items():
        if name in WITH_A_FORM:
            continue
        for method in (client.post, client.put, client.delete):
            assert method(address).status_code == 405, name
