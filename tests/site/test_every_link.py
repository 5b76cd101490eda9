"""Every link, as each of the people who sign in, on the whole seeded plan."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from .crawler import broken_fragments, crawl_once, visit
from .uploads import upload_at_every_stage

MOST_QUERIES = 20
# What nobody need be signed in for.
OPEN_TO_ALL = {"signing_in:sign_in", "signing_in:sign_out"}
# Only whoever may upload, or close a period, is led here; the page takes a form.
WITH_A_FORM = {
    "uploads:new",
    "rounds:close",
    "rounds:reopen",
    "figures:enter",
    "figures:remove",
    "commentary:enter",
    "indicators:reporting",
    "uploads:columns",
    "uploads:erase",
    "your_account:email",
    "your_account:password",
}
# Nothing of the plan is in them: whoever is signed in reads them.
WITHOUT_A_ROLE = {"your_account:page", "your_account:email", "your_account:password"}
# Only whoever may upload is led here, to read.
ONLY_FOR_SOME = {
    *("uploads:template", "uploads:template_file"),
    *("uploads:file", "uploads:marked"),
}
# What is reached by a form, or by nobody signed in, rather than by a link.
NOT_BY_LINK = {
    *OPEN_TO_ALL,
    *WITH_A_FORM,
    *ONLY_FOR_SOME,
    "uploads:check",
    "uploads:accept",
    "uploads:apply",
    "uploads:discard",
    "uploads:undo",
    # A script asks for it.
    "uploads:progress",
}

pytestmark = pytest.mark.usefixtures("seeded_db", "uploads")


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
        for role in ("board", "officer", "analyst", "administrator")
    ],
)
def test_every_link_leads_somewhere_for_each_role(role, request, sign_in):
    pages = crawl_once(role, sign_in(request.getfixturevalue(role)))

    assert {(p.address, p.found_on, p.status) for p in pages.values() if p.status != 200} == set()
    assert [(p.address, p.headings) for p in pages.values() if p.is_page and p.headings != 1] == []
    assert {(p.address, p.queries) for p in pages.values() if p.queries > MOST_QUERIES} == set()
    assert broken_fragments(pages) == []
    visited = {page.view_name for page in pages.values()}
    assert set(names_of_all_views()) - visited - NOT_BY_LINK == set()
    assert len(pages) > 300, "the seeded plan has more pages than that"


@pytest.mark.xdist_group("crawl-board")
def test_who_may_not_read_is_kept_out_of_every_page(sign_in, board, stranger, client):
    one_of_each = {
        page.view_name: page.address for page in crawl_once("board", sign_in(board)).values()
    }
    no_role = sign_in(stranger)

    for name, address in one_of_each.items():
        allowed = 200 if name in WITHOUT_A_ROLE else 403
        assert visit(no_role, address).status == allowed, name
        response = client.get(address)
        assert response.status_code == 302, name
        assert response["Location"].startswith("/accounts/sign-in/?next="), name


@pytest.mark.xdist_group("crawl-administrator")
def test_no_page_may_be_written_to(sign_in, administrator):
    client = sign_in(administrator)
    one_of_each = {
        page.view_name: page.address for page in crawl_once("administrator", client).values()
    }

    for name, address in one_of_each.items():
        if name in WITH_A_FORM:
            continue
        for method in (client.post, client.put, client.delete):
            assert method(address).status_code == 405, name
