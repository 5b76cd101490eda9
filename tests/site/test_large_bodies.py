"""What is sent to the planner never fills its disk: neither from outside nor by somebody who may not send files."""

from io import BytesIO

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files import uploadhandler
from django.core.files.uploadhandler import StopUpload
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import get_resolver

from core.received_files import NoFile, UpTo, declared
from performance.models import Upload
from performance.uploads.files.limits import MAX_FILE_BYTES

TAKES_FILES = "/uploads/new/"
ADDRESSES = (TAKES_FILES, "/accounts/sign-in/", "/", "/projects/", "/setting-up/boundaries/")
LARGE = 5_000_000


class Unread(BytesIO):
    """A body that may not be read."""

    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = read


@pytest.fixture
def spooled(monkeypatch):
    """The files that were opened on the disk for what came in."""
    opened = []
    real = uploadhandler.TemporaryUploadedFile

    def spy(*args, **kwargs):
        opened.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", spy)
    return opened


def a_file(size, name="figures.csv"):
    file = BytesIO(b"1" * size)
    file.name = name
    return {"kind": "figures", "file": file}


def send_length(client, address, length, **headers):
    body = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": MULTIPART_CONTENT}
    return client.generic("POST", address, **(body | {"wsgi.input": Unread()} | headers))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_is_too_large_is_refused_by_its_length_before_it_is_read(
    address, signed_in, client, sign_in, analyst
):
    caller = sign_in(analyst) if signed_in else client
    answer = send_length(caller, address, 800_000_000)

    assert answer.status_code == 413
    assert "larger than" in answer.text
    assert ("You are not signed in" in answer.text) is not signed_in


def test_a_page_without_files_refuses_what_an_upload_may_hold(sign_in, analyst):
    assert send_length(sign_in(analyst), "/indicators/", MAX_FILE_BYTES).status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_that_does_not_say_how_long_it_is_is_not_read(address, client):
    answer = send_length(client, address, "", HTTP_TRANSFER_ENCODING="chunked")

    assert answer.status_code == 411


@pytest.mark.django_db
@pytest.mark.parametrize("address", [TAKES_FILES, "/setting-up/boundaries/"])
def test_nobody_who_is_signed_out_leaves_a_file_on_the_disk(address, spooled):
    answer = Client(enforce_csrf_checks=True).post(address, a_file(LARGE))

    assert answer.status_code == 403
    assert spooled == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/sign-in/", "/accounts/forgotten-password/"])
def test_an_open_page_takes_no_file(address, client, spooled):
    client.post(address, a_file(1_000_000))
    sent = client.post(address, a_file(1_000_000))

    assert spooled == []
    assert not sent.wsgi_request.FILES


@pytest.mark.parametrize("who", ["board", "officer", "stranger"])
def test_a_person_who_may_not_upload_leaves_no_file(who, request, sign_in, spooled):
    answer = sign_in(request.getfixturevalue(who)).post(TAKES_FILES, a_file(LARGE))

    assert answer.status_code == 403
    assert not answer.wsgi_request.FILES
    assert spooled == []


def test_an_analyst_who_may_not_add_places_sends_no_boundaries(sign_in, analyst, spooled):
    answer = sign_in(analyst).post("/setting-up/boundaries/", a_file(LARGE, "places.geojson"))

    assert answer.status_code == 403
    assert spooled == []


def test_an_analyst_uploads_a_file_as_large_as_may_be(sign_in, analyst, spooled, settings):
    settings.UPLOADS_WORKER = "command"
    answer = sign_in(analyst).post(TAKES_FILES, a_file(MAX_FILE_BYTES))

    assert answer.status_code == 302
    assert Upload.objects.get().size == MAX_FILE_BYTES
    assert len(spooled) == 1


def test_a_file_a_little_too_large_is_named_at_its_field(sign_in, analyst):
    answer = sign_in(analyst).post(TAKES_FILES, a_file(MAX_FILE_BYTES + 1))

    assert answer.status_code == 200
    assert "larger than" in answer.text
    assert not Upload.objects.exists()


def test_several_files_at_once_are_not_taken(sign_in, analyst, spooled):
    files = a_file(1_000) | {"other": a_file(LARGE)["file"]}
    answer = sign_in(analyst).post(TAKES_FILES, files)

    assert answer.status_code == 400
    assert not Upload.objects.exists()


def test_the_handler_stops_at_its_limit_over_all_files():
    handler = UpTo(100)

    assert handler.receive_data_chunk(b"1" * 60, 0) == b"1" * 60
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"1" * 41, 0)


def test_the_handler_of_everybody_else_stops_at_the_first_file():
    assert settings.FILE_UPLOAD_HANDLERS == ["core.received_files.NoFile"]
    with pytest.raises(StopUpload):
        NoFile().new_file("file", "figures.csv", "text/csv", None)


def test_five_addresses_take_files():
    taking = {
        pattern.name
        for app in get_resolver().url_patterns
        for pattern in app.url_patterns
        if declared(pattern.callback)
    }

    assert taking == {"new", "areas", "boundaries", "pack_template", "upload"}


@pytest.mark.parametrize("name", ["boundaries", "areas", "new", "pack_template", "upload"])
def test_a_superuser_may_send_files_to_each(name, person):
    user = person("root")
    user.user_permissions.set(Permission.objects.all())
    views = {
        pattern.name: pattern.callback
        for app in get_resolver().url_patterns
        for pattern in app.url_patterns
        if declared(pattern.callback)
    }

    assert declared(views[name]).may(user)
