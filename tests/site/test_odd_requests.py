"""What no browser of ours would send: each is answered, none with an error of ours."""

from io import BytesIO
from urllib.parse import quote

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.template.loader import get_template
from django.urls import reverse

from accounts.models import Organisation
from performance.models import Indicator
from places.models import Area, PlaceIndex
from priorities.models import Plan, Theme
from projects.models import Project
from safercornwall.wsgi import application

QUERIES = (
    "?q=%00&kind=%00&theme=%00&status=%00&organisation=%00&area=%00&page=%00",
    "?q=%ff%fe&kind=%ed%a0%80&page=%ff",
    "?q=a&q=b&kind=town&kind=beat&order=name&order=id&page=1&page=2",
    "?order=__class__&rule=__class__&theme=plan__stage&status=-1",
    "?order=-pk&order_by=password&fields=password&q[$ne]=1&status[]=x",
    "?page=-1",
    "?page=99999999999999999999999999",
    "?page=" + quote("٣²"),
    "?page=1e9&page=0x10",
    "?q=" + quote("'\"\\%_;--‮(a+)+$") + "&order=%27",
    "?q=" + "a" * 100_000,
    "?=&&&;?q",
    "?%00=1&" + "&".join(f"a{n}=1" for n in range(900)),
)
SLUGS = (
    "a" * 3000,
    "__class__",
    "-",
    "0",
    "%00",
    "%ff",
    "%2e%2e",
    "%2f",
    "a%0d%0ab",
    "%F0%9F%92%A9",
)
UNSAFE = ("post", "put", "patch", "delete")


def lists():
    plan = {"plan": "2012-13"}
    names = ("gaps", "threats", "decisions", "reading_notes", "evidence", "priority_areas")
    yield from (reverse(f"{name}:list", kwargs=plan) for name in names)
    yield from (
        *("/", "/flags/", "/indicators/", "/places/", "/indices/", "/indices/alcohol-harm-index/"),
        *("/milestones/", "/funding/"),
        *("/projects/", "/acronyms/", "/strategies/", "/accounts/organisations/", "/search/"),
    )


@pytest.fixture
def reader(board, sign_in):
    """Somebody who may read all of a small plan: what is odd is the request."""
    partnership = Organisation.objects.create(
        name="Partnership", slug="partnership", kind="council"
    )
    plan = Plan.objects.create(
        partnership=partnership, title="Plan", slug="2012-13", financial_year=2012, stage="current"
    )
    theme = Theme.objects.create(
        plan=plan, slug="theft", code="T", order=1, kind="priority", name="Theft"
    )
    area = Area.objects.create(name="Bodmin", slug="bodmin", kind="town", level=0, path="/bodmin/")
    indicator = Indicator.objects.create(
        slug="thefts", order=1, name="Thefts", unit="%", polarity="lower", frequency="quarter",
        number_kind="share", area=area, provider=partnership,
    )  # fmt: skip
    indicator.themes.add(theme)
    project = Project.objects.create(slug="watch", order=1, name="Watch", status="current")
    project.areas.add(area)
    PlaceIndex.objects.create(name="Harm", slug="alcohol-harm-index", source="")
    return sign_in(board)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:24])
def test_no_query_breaks_a_list(reader, query):
    answers = {address: reader.get(address + query) for address in lists()}
    assert {a: r.status_code for a, r in answers.items() if r.status_code != 200} == {}
    assert {a for a, r in answers.items() if r["Cache-Control"] != "private, no-store"} == set()


def test_thousands_of_filters_are_too_many(reader):
    query = "&".join(f"a{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    assert reader.get(f"/places/?{query}").status_code == 400


@pytest.mark.parametrize("slug", SLUGS, ids=lambda slug: slug[:12])
def test_no_slug_breaks_a_page(reader, slug):
    kinds = ("places", "projects", "indicators", "indices", "plans", "accounts/organisations")
    parts = ("themes", "gaps", "threats", "decisions")
    addresses = [f"/{kind}/{slug}/" for kind in kinds]
    addresses += [f"/plans/2012-13/{part}/{slug}/" for part in parts]
    assert {a for a in addresses if reader.get(a).status_code != 404} == set()


@pytest.mark.parametrize("method", UNSAFE)
def test_pages_are_for_reading_only(reader, method):
    answers = {a: getattr(reader, method)(a).status_code for a in lists()}
    assert set(answers.values()) == {405}


def test_a_page_has_a_head_and_options_tell_nothing(reader):
    for address in lists():
        assert reader.head(address).status_code == 200
        assert reader.options(address).status_code == 405


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Forwarded"],
)
def test_headers_of_proxies_are_not_believed(reader, header):
    response = reader.get("/places/", headers={header: "evil.example"})
    assert response.status_code == 200
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "a b", "testserver:x"])
def test_a_name_that_is_not_ours_is_refused(client, db, host):
    response = client.get("/accounts/sign-in/", headers={"host": host})
    assert response.status_code == 400
    assert response["Cache-Control"] == "private, no-store"
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize("cookie", ["x", '"', "é", "a" * 5000, "null", "../../x"])
def test_a_made_up_session_is_nobody(client, db, cookie):
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    response = client.get("/places/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/sign-in/?next=/places/")


def test_a_session_that_was_there_before_signing_in_is_not_kept(client, officer, password):
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosenbysomeoneelse0123456789abc"
    client.post("/accounts/sign-in/", {"username": "olive", "password": password})
    assert client.session.session_key != "chosenbysomeoneelse0123456789abc"
    assert client.get("/accounts/sign-in/").status_code == 302


@pytest.mark.parametrize("wrong", ["olive ", " olive", "\tolive", "ｏlive", "\u00a0olive"])
def test_another_spelling_of_a_name_is_no_further_try(client, officer, wrong):
    """The form reads all of these as "olive"."""
    for n in range(4):
        client.post("/accounts/sign-in/", {"username": "olive", "password": f"guess {n}"})
    response = client.post("/accounts/sign-in/", {"username": wrong, "password": "guess"})
    assert response.status_code == 429


def test_another_browser_is_no_further_try(client, officer):
    for n in range(4):
        wrong = {"username": "olive", "password": f"guess {n}"}
        client.post("/accounts/sign-in/", wrong, headers={"user-agent": f"Browser {n}"})
    wrong = {"username": "olive", "password": "guess"}
    assert client.post("/accounts/sign-in/", wrong).status_code == 429


@pytest.mark.parametrize(
    "form",
    [
        {"username": "\x00", "password": "x"},
        {"username": "u" * 5000, "password": "x"},
        {"username": "u" * 150, "password": "p" * 100_000},
        {"username": "\U0010ffff", "password": "\ufffe"},
        {"username": "nobody", "password": "x", "\x00": "\x00", "next": "\x00"},
    ],
    ids=["nul", "long", "longest", "odd", "nul-elsewhere"],
)
def test_odd_sign_ins_are_wrong_sign_ins(client, officer, form):
    response = client.post("/accounts/sign-in/?a=%00", form)
    assert response.status_code == 200
    assert client.get("/places/").status_code == 302


def answer(method, path, **environ):
    """What the server's own application says to a request with exactly these words in its head."""
    said = {}
    body = environ.pop("body", b"")
    given = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": BytesIO(),
        **environ,
    }
    # As Django's own test client does: the database of the test stays open.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        response = application(given, lambda status, headers: said.update(headers, status=status))
        said["body"] = b"".join(response)
        response.close()
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    return said


@pytest.mark.parametrize(
    "charset", ["idna", "hex", "utf-7", "utf-16", "raw_unicode_escape", "\x80"]
)
def test_the_caller_does_not_choose_the_alphabet(db, charset):
    """Django reads an address in any that the caller names: some cannot, and some give half a character."""
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    for method in ("GET", "POST"):
        said = answer(
            *(method, "/accounts/sign-in/"),
            CONTENT_TYPE=kind,
            QUERY_STRING="next=/%ff%5Cud800+2AA-",
            body=b"username=a&password=b",
        )
        assert said["status"][:3] in {"200", "403"}
        assert "Content-Security-Policy" in said


@pytest.mark.parametrize("name", ["403", "404", "429", "500"])
def test_pages_of_errors_need_no_database(name):
    """They are shown when it is away too: no `db` in this test."""
    assert "<h1" in get_template(f"{name}.html").render({})


def test_a_name_longer_than_any_is_no_try(client, db):
    page = client.post("/accounts/sign-in/", {"username": "u" * 300, "password": "x"})
    assert "Enter a username of 150 characters or fewer" in page.content.decode()
    assert not AccessAttempt.objects.exists()
