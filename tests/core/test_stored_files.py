"""Large files in a bucket of a service that speaks S3: a real one, on this machine."""

from datetime import timedelta

import boto3
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from moto.server import ThreadedMotoServer

from core import stored_files
from core.health.checks import Health
from core.health.stored import bucket as bucket_check
from core.stored_files import FileNotReached, fetch, store, sweep
from performance.models import Upload, UploadFile
from performance.uploads import erasing
from performance.uploads.check import check_upload
from performance.uploads.erasing import ErasureRequest
from performance.uploads.files.refusals import FileRefused
from performance.uploads.receiving import receive

CONTENT = b"Indicator,Area,Period,Value\nA,B,Q1 2011/12,3\n"
KEYS = {
    "aws_access_key_id": "planner",
    "aws_secret_access_key": "secret",
    "region_name": "us-east-1",
}


@pytest.fixture(scope="module")
def service():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(service, settings, monkeypatch):
    """An empty bucket, and the planner set up for it as the environment would."""
    found = boto3.resource("s3", endpoint_url=service, **KEYS).Bucket("planner")
    found.create()
    for name, value in {
        "BUCKET": "planner",
        "ENDPOINT_URL": service,
        "REGION": "us-east-1",
        "ACCESS_KEY": "planner",
        "SECRET_KEY": "secret",
    }.items():
        monkeypatch.setenv(f"STORAGE_S3_{name}", value)
    from safercornwall.settings.storage import file_storage

    settings.STORAGES = {**settings.STORAGES, **file_storage()}
    yield found
    found.objects.all().delete()
    found.delete()


@pytest.fixture
def away(bucket, settings):
    """The service is gone after the planner was set up."""
    options = {**settings.STORAGES["files"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {**settings.STORAGES["files"], "OPTIONS": options},
    }


def sent(by, content=CONTENT):
    return receive(SimpleUploadedFile("figures.csv", content), kind="figures", by=by)


def names_in(bucket):
    return {one.key for one in bucket.objects.all()}


def test_without_a_bucket_files_are_rows(analyst):
    file = sent(analyst).file
    assert (bytes(file.content), file.stored_as, file.whole()) == (CONTENT, "", CONTENT)
    assert bucket_check().says == "Uploaded files are kept in the database."


def test_a_file_that_is_sent_lies_in_the_bucket_and_not_in_its_row(bucket, analyst):
    file = UploadFile.objects.get(upload=sent(analyst))
    assert (bytes(file.content), names_in(bucket)) == (b"", {file.stored_as})
    assert file.whole() == CONTENT
    assert "figures" not in file.stored_as
    assert bucket_check().health is Health.OK


def test_it_is_checked_from_there(bucket, world, analyst):
    upload = sent(analyst)
    check_upload(upload)
    assert upload.headings == ["Indicator", "Area", "Period", "Value"]


def test_it_is_given_back_as_it_came(bucket, analyst, sign_in):
    upload = sent(analyst)
    assert sign_in(analyst).get(f"{upload.get_absolute_url()}file/").content == CONTENT


def test_another_file_in_its_place_is_not_taken_for_it(bucket, analyst, sign_in):
    upload = sent(analyst)
    bucket.Object(upload.file.stored_as).put(Body=CONTENT.replace(b"3", b"4"))
    with pytest.raises(FileNotReached):
        upload.file.whole()
    answer = sign_in(analyst).get(f"{upload.get_absolute_url()}file/", follow=True)
    assert "cannot be fetched" in answer.content.decode()


def test_no_more_is_read_than_the_row_says(bucket, monkeypatch):
    name = store(b"a" * 1000)
    asked = []

    class Body:
        def read(self, size):
            asked.append(size)
            return b"a" * size

    class Object:
        def get(self):
            return {"Body": Body()}

    monkeypatch.setattr(storages["files"].bucket, "Object", lambda _: Object())
    with pytest.raises(FileNotReached):
        fetch(name, size=10, digest="")
    assert asked == [11]


def test_a_file_that_cannot_be_stored_is_refused_and_nothing_is_saved(away, analyst):
    with pytest.raises(FileRefused, match="could not be kept"):
        sent(analyst)
    assert not Upload.objects.exists()
    assert bucket_check().health is Health.FAIL


def test_an_erased_file_is_gone_from_the_bucket(
    bucket, analyst, administrator, django_capture_on_commit_callbacks
):
    upload = sent(analyst)
    check_upload(upload)
    upload.jobs.all().delete()
    wish = ErasureRequest("It names a victim", "figures.csv")
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(upload, wish, by=administrator, expected_stage=upload.stage)
    assert names_in(bucket) == set()


def test_what_no_row_names_is_swept_away_a_day_later(bucket, analyst, capsys):
    kept, left = sent(analyst).file.stored_as, store(b"left")
    assert sweep([kept], timezone.now()) == 0
    assert sweep([kept], timezone.now() + timedelta(days=2)) == 1
    assert names_in(bucket) == {kept}
    assert left not in names_in(bucket)


def test_purging_sweeps(bucket, monkeypatch, capsys, db):
    store(b"left")
    monkeypatch.setattr(stored_files, "SWEPT_AFTER", timedelta(days=-1))
    call_command("purge")
    assert "1  stored files that no upload has any more" in capsys.readouterr().out
    assert names_in(bucket) == set()


def test_files_move_into_the_bucket_and_back(
    bucket, settings, analyst, capsys, django_capture_on_commit_callbacks
):
    there = settings.STORAGES
    settings.STORAGES = {name: one for name, one in there.items() if name != "files"}
    with pytest.raises(CommandError, match="STORAGE_S3_BUCKET"):
        call_command("move_files", to="bucket")
    upload = sent(analyst)
    settings.STORAGES = there
    call_command("move_files", to="bucket")
    file = UploadFile.objects.get(upload=upload)
    assert (bytes(file.content), names_in(bucket), file.whole()) == (
        b"",
        {file.stored_as},
        CONTENT,
    )
    with django_capture_on_commit_callbacks(execute=True):
        call_command("move_files", to="database")
    file = UploadFile.objects.get(upload=upload)
    assert (bytes(file.content), file.stored_as, names_in(bucket)) == (CONTENT, "", set())
    call_command("move_files", to="database")
    assert capsys.readouterr().out.splitlines() == [
        "Moved into the bucket: 1 files.",
        "Moved into the database: 1 files.",
        "Moved into the database: 0 files.",
    ]
