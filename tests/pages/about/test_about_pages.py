"""What the law asks to be said, for whoever comes by."""

import pytest

from core.retention import rules

PAGES = ("/accessibility/", "/privacy/", "/cookies/")


@pytest.mark.parametrize("address", PAGES)
def test_nobody_need_be_signed_in_to_read_it(address, client, db):
    assert client.get(address).status_code == 200


def test_every_page_leads_to_them(client, db):
    page = client.get("/cookies/").content.decode()
    assert all(f'href="{address}"' in page for address in PAGES)


def test_the_privacy_notice_says_every_rule_of_keeping(client, db, settings):
    settings.KEEP_DAYS = {**settings.KEEP_DAYS, "security_log": 1234}
    page = client.get("/privacy/").content.decode()
    assert "1234" in page
    assert all(rule.what[1:] in page for rule in rules())


def test_the_cookies_are_those_that_are_set(client, officer):
    page = client.get("/cookies/").content.decode()
    client.get("/accounts/sign-in/")
    client.post(
        "/accounts/sign-in/", {"username": "olive", "password": "three-choughs-over-zennor"}
    )
    client.get("/accounts/your-account/")
    client.cookies.pop("sessionid")
    client.post("/plans/2012-13/gaps/new/", {"name": "Half a word"})
    set_by_now = {*client.cookies, "sessionid"}
    assert set_by_now == {"sessionid", "csrftoken", "last_here", "kept_forms"}
    assert [name for name in set_by_now if f"<code>{name}</code>" not in page] == []


def test_a_weakness_can_be_told_of(client, db, settings, time_machine):
    time_machine.move_to("2026-03-01T09:00:00Z")
    settings.SECURITY_CONTACT = "security@council.example"
    text = client.get("/.well-known/security.txt")
    assert text["Content-Type"].startswith("text/plain")
    assert text.content.decode().splitlines()[:2] == [
        "Contact: mailto:security@council.example",
        "Expires: 2026-08-28T00:00:00Z",
    ]


def test_where_nobody_is_named_there_is_no_such_file(client, db, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
