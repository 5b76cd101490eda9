"""Nothing typed is lost: a form that meets a sign-in comes back filled in, to its author alone, and saves nothing by itself."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import UnsentForm
from accounts.unsent_forms import LONGEST, MOST_OF_STRANGERS, keep_unsent
from core.periods import Period
from performance.models import Figure
from safercornwall.pages.components.filled_in import FilledPage

HOST = "http://testserver"


@pytest.fixture
def figure(world):
    return world.indicator(
        world.theme(), value=70, target=80, period=Period.quarter(2010, 1), name="Convictions"
    )


@pytest.fixture
def page(figure):
    return reverse("figures:enter", args=[figure.slug])


TYPED = {
    "period": "Q2 2010/11", "value": "75", "numerator": "", "denominator": "", "state": "reported",
    "comment": "Typed <b>& kept</b>\nin two lines", "csrfmiddlewaretoken": "x", "save": "Save",
}  # fmt: skip


def signed_out(client):
    """The session is gone; the browser keeps its other cookies."""
    del client.cookies["sessionid"]
    return client


def signed_in_again(client, person):
    client.force_login(person, backend="accounts.backends.RightsBackend")
    return client


def values_of(html, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    text = re.search(r'value="([^"]*)"', found[0]) if found else None
    return text[1] if text else None


def test_what_was_typed_stands_in_the_form_again_and_nothing_is_saved(sign_in, analyst, page):
    client = sign_in(analyst)
    client.get(page)
    before = Figure.objects.count()

    sent = signed_out(client).post(page, TYPED)
    assert sent["Location"] == f"/accounts/sign-in/?next={page}"
    asked = client.get(sent["Location"])
    assert "What you typed is kept" in asked.content.decode()

    back = signed_in_again(client, analyst).get(page).content.decode()

    assert "Nothing was saved: look at it, and send it." in back
    assert values_of(back, "value") == "75"
    assert "Typed &lt;b&gt;&amp; kept&lt;/b&gt;\nin two lines" in back
    assert Figure.objects.count() == before
    kept = UnsentForm.objects.get()
    assert "csrfmiddlewaretoken" not in kept.fields

    # Once it is sent it is kept no longer, whatever the page answers.
    client.post(page, TYPED)
    assert not UnsentForm.objects.exists()
    assert "Not saved yet" not in client.get(page).content.decode()


def test_it_is_shown_to_nobody_else(sign_in, analyst, administrator, page):
    client = sign_in(analyst)
    client.get(page)
    signed_out(client).post(page, TYPED)

    other = signed_in_again(client, administrator).get(page).content.decode()

    assert "Not saved yet" not in other
    assert UnsentForm.objects.get().author == analyst
    client.cookies.pop("sessionid")
    assert "Not saved yet" in signed_in_again(client, analyst).get(page).content.decode()


def test_nobody_without_the_browser_that_sent_it_is_shown_it(sign_in, analyst, page):
    client = sign_in(analyst)
    client.get(page)
    signed_out(client).post(page, TYPED)
    assert "Not saved yet" not in sign_in(analyst).get(page).content.decode()


def test_where_nobody_knows_whose_it_was_it_is_the_first_persons_who_may_open_the_page(
    analyst, administrator, board, page
):
    client = Client()
    client.post(page, TYPED)
    assert UnsentForm.objects.get().author is None

    assert signed_in_again(client, board).get(page).status_code == 403
    assert UnsentForm.objects.get().author is None
    first = signed_in_again(client, analyst).get(page).content.decode()
    second = signed_in_again(client, administrator).get(page).content.decode()

    assert "Not saved yet" in first
    assert "Not saved yet" not in second


def test_a_person_without_rights_keeps_nothing_here(sign_in, stranger, page):
    client = sign_in(stranger)
    client.get(page)
    signed_out(client).post(page, TYPED)
    assert not UnsentForm.objects.exists()


def test_it_is_kept_for_a_day(sign_in, analyst, page):
    client = sign_in(analyst)
    client.get(page)
    signed_out(client).post(page, TYPED)
    UnsentForm.objects.update(kept_at=timezone.now() - timedelta(days=1, minutes=1))

    assert "Not saved yet" not in signed_in_again(client, analyst).get(page).content.decode()
    signed_out(client).post(page, TYPED)
    assert UnsentForm.objects.count() == 1


def test_what_is_kept_is_bounded(analyst, board):
    facts = {"address": "/a/", "page": "/a/"}
    assert keep_unsent(analyst, fields={"text": ["x" * LONGEST]}, **facts) is None
    assert keep_unsent(analyst, fields={"text": [""]}, **facts) is None
    assert keep_unsent(analyst, fields={"new_password1": ["x"], "confirm": ["on"]}, **facts) is None
    for n in range(MOST_OF_STRANGERS + 3):
        keep_unsent(None, fields={"text": [str(n)]}, **facts)
    assert UnsentForm.objects.filter(author=None).count() == MOST_OF_STRANGERS


def test_a_cookie_that_was_tampered_with_shows_nothing(sign_in, analyst, page):
    kept = keep_unsent(analyst, address=page, page=page, fields={name: ["1"] for name in TYPED})
    client = sign_in(analyst)
    client.cookies["kept_forms"] = str(kept.pk)
    assert "Not saved yet" not in client.get(page).content.decode()


def test_a_page_that_names_its_form_elsewhere_is_come_back_to(sign_in, officer, world):
    gap = world.gap(world.theme(), title="No service")
    client = sign_in(officer)
    form = f"{gap.get_absolute_url()}edit/"
    before = client.get(form).content.decode()
    version = re.search(r'name="version" value="(\d+)"', before)[1]

    signed_out(client).post(form, {"title": "Half a service", "version": version})
    back = signed_in_again(client, officer).get(form).content.decode()

    assert "Half a service" in back
    assert re.search(rf'name="version" value="{version}"', back)
    gap.refresh_from_db()
    assert gap.title == "No service"


# A refused token.


def strict(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="accounts.backends.RightsBackend")
    return client


def test_a_refused_token_leads_back_to_the_filled_form(analyst, page):
    client = strict(analyst)
    client.get(page)

    refused = client.post(page, TYPED, headers={"origin": HOST, "referer": f"{HOST}{page}"})

    assert (refused.status_code, refused["Location"]) == (302, page)
    back = client.get(page).content.decode()
    assert values_of(back, "value") == "75"
    assert not Figure.objects.filter(value=75).exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": HOST, "sec-fetch-site": "cross-site"},
        {},
        {"referer": "https://elsewhere.example/"},
    ],
)
def test_another_site_fills_in_no_form_of_ours(analyst, page, headers):
    client = strict(analyst)
    client.get(page)

    assert client.post(page, TYPED, headers=headers).status_code == 403
    assert not UnsentForm.objects.exists()


def test_an_address_of_another_site_is_never_come_back_to(sign_in, analyst, page):
    client = sign_in(analyst)
    client.get(page)
    signed_out(client).post(page, TYPED, headers={"referer": "https://elsewhere.example/x/"})
    assert UnsentForm.objects.get().page == page


# The time is said.


def test_the_page_says_that_the_sign_in_ends_soon(analyst, page):
    client = Client()
    client.force_login(analyst, backend="accounts.backends.RightsBackend")
    client.post(reverse("figures:enter", args=["none"]), {})
    session = client.session
    session.set_expiry(timezone.now() + timedelta(minutes=8))
    session.save()

    html = client.get(page).content.decode()
    assert "Your sign-in ends at" in html

    session.set_expiry(timezone.now() + timedelta(minutes=29))
    session.save()
    html = client.get(page).content.decode()
    assert "Your sign-in ends at" not in html
    assert f'data-ends="{int(session.get_expiry_date().timestamp())}"' in html


# Every kind of control.


def test_every_kind_of_control_is_filled_in_and_what_has_none_is_said():
    html = """<form method="post" action="/a/"><input name="q" value="x"></form>
    <form method="post"><input name="text" value="old"><input type="hidden" name="base" value="9">
    <textarea name="words">old &amp; gone</textarea>
    <select name="one"><option value="1" selected>a</option><option value="2">b</option></select>
    <input type="checkbox" name="tick" value="a" checked><input type="checkbox" name="tick" value="b">
    <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
    <input type="password" name="old_password"><input type="file" name="file">
    <input type="checkbox" name="confirm" value="on"><button name="save">Save</button></form>"""
    fields = {
        "text": ['a"<b>'], "base": ["7"], "words": ["new\nline"], "one": ["2"], "tick": ["b"], "r": ["1"],
        "save": ["Save"], "gone": ["still said"], "old_password": ["no"], "confirm": ["on"],
    }  # fmt: skip

    page = FilledPage(html, page="/b/?c=1", address="/b/", fields=fields)

    assert '<input name="q" value="x">' in page.html
    assert 'name="text" value="a&quot;&lt;b&gt;"' in page.html
    assert 'name="base" value="7"' in page.html
    assert "new\nline</textarea>" in page.html
    assert "gone" not in page.html
    assert '<option value="1">a</option><option value="2" selected>' in page.html
    assert re.search(r'name="tick" value="a">.*name="tick" value="b" checked', page.html)
    assert re.search(r'name="r" value="1" checked>.*name="r" value="2">', page.html)
    assert '<input type="password" name="old_password">' in page.html
    assert ("Gone", "still said") in page.left
