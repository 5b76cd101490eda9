"""`manage.py doctor`: what is wrong, in words, and what to do."""

import json
import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core import checks as django_checks
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core.changes.triggers import drop_triggers
from core.health import checks, collected_files, installation
from core.health.checks import Health, add_check, examine, fail, ok, warn
from core.health.databases import clock, compared, database_set_up
from core.health.installation import MIB, packages, permissions, room_at, settings_of_the_server
from priorities.models import Theme
from safercornwall.search.checking import search_index
from safercornwall.search.entries import rebuild

# What a test may not find wrong with the machine that it runs on.
OF_THE_MACHINE = {"packages", "disk", "permissions", "settings"}


@pytest.fixture
def only(monkeypatch):
    """Instead of all checks, those that the test adds."""
    monkeypatch.setattr(checks, "_checks", {})
    return add_check


def doctor(**options):
    out = StringIO()
    try:
        call_command("doctor", stdout=out, **options)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_all_of_it_is_well_in_the_seeded_plan(seeded_db):
    found = [(check.name, finding) for check, finding in examine()]
    assert {"database", "workers", "static files", "search", "kept flags"} <= {
        name for name, _ in found
    }
    wrong = [
        (name, finding.says)
        for name, finding in found
        if finding.health is not Health.OK and name not in OF_THE_MACHINE | {"workers"}
    ]
    assert wrong == []


def test_it_says_what_to_do_and_ends_as_programs_do(only):
    only("one", lambda: ok("It is well."))
    assert doctor() == ("ok    One: It is well.\nThe planner is well.\n", 0)
    only("two", lambda: warn("It is late.", "Hurry."))
    assert doctor()[1] == 0
    only("three", lambda: fail("It is gone.", "Fetch it."))
    said, code = doctor()
    assert code == 1
    assert "fail  Three: It is gone.\n      Fetch it.\n" in said
    assert said.endswith("1 thing must be mended, 1 should be.\n")


def test_it_says_so_in_json_too(only):
    only("one", lambda: fail("It is gone.", "Fetch it."))
    said, code = doctor(json=True)
    assert json.loads(said) == {
        "status": "fail",
        "checks": [{"name": "one", "status": "fail", "says": "It is gone.", "mend": "Fetch it."}],
    }
    assert code == 1


def test_a_check_that_breaks_stops_no_other(only):
    def breaks():
        raise ValueError("secret")

    only("one", breaks)
    only("two", lambda: ok("It is well."))
    said, code = doctor()
    assert "could not be looked at: ValueError" in said
    assert "Two: It is well." in said
    assert ("secret" in said, code) == (False, 0)


def test_it_sends_an_email_only_where_told_to(only):
    doctor()
    assert mail.outbox == []
    doctor(send_to="wren@example.org")
    assert [message.to for message in mail.outbox] == [["wren@example.org"]]


def test_what_django_finds_wrong_is_told(monkeypatch):
    wrong = django_checks.Error("It\ncannot work.", hint="Mend it.", id="planner.E001")
    monkeypatch.setattr(django_checks, "run_checks", lambda **options: [wrong])
    (finding,) = settings_of_the_server()
    assert finding == fail("It cannot work. (planner.E001)", "Mend it.")


def test_a_server_without_a_proxy_or_with_links_elsewhere_is_told(settings, monkeypatch):
    monkeypatch.setattr(django_checks, "run_checks", lambda **options: [])
    settings.ON_SERVER = True
    said = " ".join(finding.mend for finding in settings_of_the_server())
    assert "BEHIND_PROXY=true" in said
    assert "Set PUBLIC_URL" in said
    settings.BEHIND_PROXY = True
    settings.ALLOWED_HOSTS = ["planner.example"]
    settings.SECURITY_CONTACT = "wren@example.org"
    assert {finding.mend for finding in settings_of_the_server()} <= {
        "Use PostgreSQL on a server: DATABASE_URL=postgres://user:password@host:5432/name",
        "The settings are as they should be.",
        "",
    }


def test_another_version_of_a_package_is_told(monkeypatch):
    there = installation._installed
    monkeypatch.setattr(
        installation, "_installed", lambda name: "1.0" if name == "django" else there(name)
    )
    assert "django 1.0, not 5.2" in packages().says


@pytest.mark.parametrize(
    ("free", "health"), [(5_000, Health.OK), (900, Health.WARN), (50, Health.FAIL)]
)
def test_a_disk_that_fills_up_is_told(tmp_path, monkeypatch, free, health):
    usage = type("Usage", (), {"free": free * MIB, "total": 10_000 * MIB})
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda path: usage)
    assert room_at(tmp_path).health is health


def test_a_secret_that_others_read_is_told(tmp_path, monkeypatch):
    secret = tmp_path / "key"
    secret.write_text("secret")
    monkeypatch.setenv("SECRET_KEY_FILE", str(secret))
    secret.chmod(0o644)
    assert f"chmod o-rwx {secret}" in " ".join(one.mend for one in permissions())
    secret.chmod(0o640)
    assert str(secret) not in " ".join(one.says for one in permissions())


def test_a_server_that_runs_as_root_is_told(settings, monkeypatch):
    settings.ON_SERVER = True
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "runs as root" in " ".join(one.says for one in permissions())


@pytest.mark.parametrize(
    ("seconds", "health"),
    [(1, Health.OK), (-1, Health.OK), (3, Health.WARN), (-3, Health.WARN), (40, Health.FAIL)],
)
def test_clocks_that_differ_are_told(seconds, health):
    now = timezone.now()
    assert compared(now + timedelta(seconds=seconds), now).health is health


def test_the_database_is_as_it_should_be_until_a_trigger_is_gone(db):
    assert clock().health is Health.OK
    assert [one.health for one in database_set_up()] == [Health.OK]
    drop_triggers()
    assert database_set_up()[-1].mend == "Run: python manage.py migrate"
    assert connection.display_name in database_set_up()[0].says


def test_a_search_that_is_behind_is_told(world):
    theme = world.theme("Burglary")
    rebuild()
    assert search_index().health is Health.OK
    Theme.objects.filter(pk=theme.pk).update(name="Robbery")
    assert "1 say something old" in search_index().says
    Theme.objects.all().delete()
    assert "left over" in search_index().says


@pytest.fixture
def collected(tmp_path, settings):
    """Two files of a version, collected as on a server."""
    source, served = tmp_path / "source", tmp_path / "served"
    source.mkdir()
    (source / "a.css").write_text("body { background: url(b.svg) }")
    (source / "b.svg").write_text("<svg/>")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = served
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "safercornwall.staticfiles.PlannerStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return source, served


def test_styles_of_another_version_are_told(collected):
    source, served = collected
    assert collected_files.static_files().health is Health.OK
    (source / "b.svg").write_text("<svg></svg>")
    # The style names the picture, so that both have other names now.
    assert "2 styles or scripts" in collected_files.static_files().says
    (source / "b.svg").write_text("<svg/>")
    next(served.glob("b.*.svg")).unlink()
    assert collected_files.static_files().health is Health.FAIL


def test_styles_that_nobody_collected_are_told(collected):
    _, served = collected
    (served / "staticfiles.json").unlink()
    assert "No styles and scripts are collected" in collected_files.static_files().says
