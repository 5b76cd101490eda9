"""What deploy/ brings fits the planner: commands, limits, headers, rights. `make drills` runs it in front of a real planner."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import get_resolver

from performance.uploads.files.limits import MAX_FILE_BYTES, WALL_SECONDS

DEPLOY = Path(settings.BASE_DIR) / "deploy"
WITH_SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
TIMERS = [path for path in UNITS if path.suffix == ".timer"]
NGINX = {path.name: path.read_text() for path in sorted((DEPLOY / "nginx").iterdir())}
OURS = "\n".join((*NGINX.values(), (DEPLOY / "container" / "nginx.conf").read_text()))
COMPOSE = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text())["services"]
CONTAINERFILE = (DEPLOY / "container" / "Containerfile").read_text()
GUNICORN = (DEPLOY / "gunicorn.conf.py").read_text()
RUNS_FOR_EVER = ("database", "web", "worker", "proxy")
# What every service is kept from. Its network, its memory and where it writes differ.
HARDENED = {
    "User": "planner",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectProc": "invisible",
    "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes",
    "ProtectControlGroups": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "SystemCallArchitectures": "native",
    "EnvironmentFile": "/etc/planner/planner.env",
    "WorkingDirectory": "/srv/planner/current",
    "UMask": "0077",
}


def said(path):
    """{key: value} of a unit. No key of ours stands in two sections."""
    lines = [line for line in path.read_text().splitlines() if line and line[0] not in "#["]
    assert len({line.partition("=")[0] for line in lines}) == len(lines), path.name
    return dict(line.split("=", 1) for line in lines)


def gunicorn_says(name):
    return int(re.search(rf"^{name} = (\d+)", GUNICORN, re.MULTILINE)[1])


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_every_service_is_kept_from_what_it_does_not_need(path):
    found = said(path)
    assert {name: found.get(name) for name in HARDENED} == HARDENED
    assert re.fullmatch(r"\d+[MG]", found["MemoryMax"])
    writes = {"planner-backup": "/var/backups/planner"}
    assert found.get("ReadWritePaths") == writes.get(path.stem)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_process_that_opens_a_file_can_confine_itself_in_every_service(path):
    """performance/uploads/files asks for these, which stand in no group that every version of systemd knows."""
    allowed = said(path)["SystemCallFilter"].split()
    assert {"landlock_create_ruleset", "landlock_restrict_self", "seccomp"} <= set(allowed)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_every_service_runs_what_there_is(path):
    words = said(path)["ExecStart"].split()
    if "manage.py" in words:
        assert words[words.index("manage.py") + 1] in get_commands()
    else:
        assert words[0].endswith("/.venv/bin/gunicorn")
        assert "deploy/gunicorn.conf.py" in words


def test_what_is_run_by_the_clock_has_a_timer_that_catches_up():
    once = {path.stem for path in SERVICES if said(path).get("Type") == "oneshot"}
    assert once == {path.stem for path in TIMERS}
    assert {"planner-purge", "planner-reminders", "planner-backup"} <= once
    for path in TIMERS:
        assert said(path)["Persistent"] == "true"


def test_every_command_for_a_scheduler_has_a_timer_and_a_service_of_compose():
    run = {
        said(path)["ExecStart"].split("manage.py ")[1].split()[0]
        for path in SERVICES
        if "manage.py" in path.read_text()
    }
    composed = {
        service["command"][2]
        for service in COMPOSE.values()
        if "manage.py" in service.get("command", [])
    }
    assert run >= {"purge", "send_reminders", "backup", "work_on_uploads"}
    assert composed == run | {"migrate"}


def test_a_worker_has_time_to_finish_a_file():
    assert (
        int(said(DEPLOY / "systemd" / "planner-worker@.service")["TimeoutStopSec"]) > WALL_SECONDS
    )


SCRIPTS = [DEPLOY / name for name in ("install", "planner", "step-back")]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_one_that_bash_reads_and_may_be_run(path):
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0
    assert path.stat().st_mode & 0o111 == 0o111
    assert "\nset -euo pipefail\n" in path.read_text()


@pytest.mark.parametrize(
    ("given", "used"),
    [({}, "postgres:////the/file"), ({"DATABASE_URL": "postgres:////trial"}, "postgres:////trial")],
)
def test_a_database_that_is_given_counts_before_that_of_the_file(tmp_path, given, used):
    (tmp_path / "planner.env").write_text("DATABASE_URL=postgres:////the/file\n")
    pretender = tmp_path / "runuser"
    pretender.write_text('#!/bin/sh\necho "$DATABASE_URL"\n')
    pretender.chmod(0o755)
    script = (DEPLOY / "planner").read_text()
    script = script.replace("/etc/planner/planner.env", str(tmp_path / "planner.env"))
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PLANNER_RELEASE": str(tmp_path)}
    ran = subprocess.run(
        ["bash", "-c", script], env={**path, **given}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == used


@pytest.mark.parametrize("path", [SCRIPTS[0], SCRIPTS[2]], ids=lambda path: path.name)
def test_an_upgrade_stops_and_starts_all_there_is(path):
    lines = [line for line in path.read_text().splitlines() if "systemctl stop" in line]
    named = set(re.findall(r"planner-[\w-]+\.\w+", lines[0]))
    others = {path.name for path in UNITS if "@" not in path.name and path.suffix != ".service"}
    assert named == {*others, "planner-web.service"}


# The proxy


def of_nginx(name):
    return re.findall(rf"^\s*{name} ([^;]+);", OURS, re.MULTILINE)


def test_the_proxy_lets_the_largest_file_through_and_little_more():
    (size,) = of_nginx("client_max_body_size")
    assert int(size.rstrip("m")) * 1024**2 >= MAX_FILE_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert (
        f"no body is larger than {size[:-1]} MB"
        in (DEPLOY.parent / "docs" / "running.md").read_text()
    )


def test_the_proxy_waits_for_no_slow_sender_and_as_long_as_the_server():
    assert of_nginx("proxy_request_buffering") == ["on"]
    assert of_nginx("client_body_timeout") == ["30s"]
    assert of_nginx("proxy_read_timeout") == [f"{gunicorn_says('timeout')}s"]
    assert int(said(DEPLOY / "systemd" / "planner-web.service")["TimeoutStopSec"]) > gunicorn_says(
        "graceful_timeout"
    )


def test_a_web_process_begins_with_every_page_loaded_and_out_of_the_collector_s_way():
    """In a process of its own: this one's collector is not touched."""
    program = (
        "import gc, runpy, sys, django; django.setup();"
        "runpy.run_path('deploy/gunicorn.conf.py')['post_worker_init'](None);"
        "print('safercornwall.pages.themes.page' in sys.modules, gc.get_freeze_count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded, frozen = done.stdout.split()
    assert loaded == "True"
    assert int(frozen) > 100_000


def test_the_proxy_says_who_calls_and_how_and_adds_nothing_to_answers():
    headers = dict(value.split(None, 1) for value in of_nginx("proxy_set_header"))
    assert headers["X-Forwarded-For"] == "$proxy_add_x_forwarded_for"
    assert headers["X-Forwarded-Proto"] == "$scheme"
    assert headers["X-Request-ID"] == "$request_id"
    assert headers["Host"] == "$host"
    assert "add_header " not in OURS.replace("`add_header`", "")
    assert of_nginx("gzip") == ["off"]
    assert of_nginx("server_tokens") == ["off"]


def test_the_proxy_speaks_no_old_tls_and_tells_nobody_the_measures():
    assert set(of_nginx("ssl_protocols")) == {"TLSv1.2 TLSv1.3"}
    assert re.search(r"location = /metrics \{\s+allow 127.0.0.1;\s+allow ::1;\s+deny all;", OURS)


def routes(resolver, before=""):
    for one in resolver.url_patterns:
        route = f"{before}{one.pattern}"
        yield from routes(one, route) if hasattr(one, "url_patterns") else [route]


def test_the_log_of_the_proxy_shows_no_link_that_lets_somebody_in():
    links = {
        route.partition("/<str:token>")[0]
        for route in routes(get_resolver())
        if "<str:token>" in route
    }
    assert "accounts/invitation" in links
    hidden = re.search(r"planner_link>([^)]+)\)", NGINX["log.conf"])[1].split("|")
    assert set(hidden) == links
    (form,) = of_nginx("log_format")
    assert "$request_uri" not in form
    assert '"$request' not in form.replace("$request_method", "")
    assert "$args" not in form


def test_hsts_is_the_planners_and_lasts_a_year():
    """So that the proxy need not send it."""
    production = (DEPLOY.parent / "safercornwall" / "settings" / "production.py").read_text()
    assert f"SECURE_HSTS_SECONDS = {timedelta(days=365).days} * 24" in production


# Several machines

HAPROXY = DEPLOY / "haproxy" / "haproxy.cfg"


@pytest.mark.skipif(not which("haproxy", path=WITH_SBIN), reason="HAProxy is not installed")
def test_haproxy_reads_its_configuration_without_a_warning(tmp_path):
    command = [which("haproxy", path=WITH_SBIN), "-c", "-f", str(HAPROXY)]
    said_of_it = subprocess.run(command, check=False, capture_output=True, text=True)
    assert said_of_it.returncode == 0, said_of_it.stderr
    assert "WARNING" not in said_of_it.stderr


def test_haproxy_asks_each_machine_whether_it_is_ready_and_says_who_calls():
    text = HAPROXY.read_text()
    assert re.search(r"http-check send .*uri /readyz ", text)
    assert "http-check expect status 200" in text
    servers = re.findall(r"^    server (\w+) \S+:443", text, re.MULTILINE)
    assert len(servers) > 1
    for line in re.findall(r"^    default-server (.*)", text, re.MULTILINE):
        assert "send-proxy-v2" in line
    # What it does not read it need not limit: nginx on each machine does.
    assert "mode tcp" in text
    assert "mode http" not in text


def test_haproxy_waits_longer_than_nginx():
    (waits,) = {
        int(n) for n in re.findall(r"timeout (?:client|server) (\d+)s", HAPROXY.read_text())
    }
    assert waits > int(of_nginx("proxy_read_timeout")[0].rstrip("s"))


def test_nginx_behind_haproxy_takes_the_caller_from_it_alone():
    """By the page, both lines are put into each listener and the file beside the others."""
    behind = (DEPLOY / "haproxy" / "behind.conf").read_text()
    assert "real_ip_header proxy_protocol;" in behind
    assert re.findall(r"set_real_ip_from (\S+);", behind) == ["192.0.2.10"]
    assert "haproxy/behind.conf" in (DEPLOY.parent / "docs" / "running.md").read_text()


# Containers


@pytest.mark.parametrize("name", COMPOSE)
def test_every_container_has_no_rights_and_writes_to_what_it_was_given(name):
    service = COMPOSE[name]
    assert service["read_only"] is True
    assert service["user"] not in ("", "root", "0")
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert ("ports" in service) == (name == "proxy")


def test_what_runs_for_ever_starts_again_and_is_looked_at():
    for name in RUNS_FOR_EVER:
        assert COMPOSE[name]["restart"] == "unless-stopped"
    assert "/healthz" in CONTAINERFILE
    assert {name for name in RUNS_FOR_EVER if "healthcheck" in COMPOSE[name]} >= {
        "database",
        "proxy",
    }


def test_the_image_runs_as_nobody_and_its_backups_fit_the_server():
    last = CONTAINERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER planner$", last, re.MULTILINE)
    server = re.match(r"postgres:(\d+)-", COMPOSE["database"]["image"])[1]
    assert f"postgresql-client-{server}" in last


def test_every_package_of_the_image_is_checked_against_its_hash():
    installs = re.findall(r"pip install ([^&\n]+)", CONTAINERFILE)
    assert len(installs) == 2
    assert all("--require-hashes" in words for words in installs)


def test_all_that_the_image_copies_is_there():
    kept = (DEPLOY.parent / ".dockerignore").read_text().splitlines()
    assert [
        line for line in kept if line.startswith("!") and not (DEPLOY.parent / line[1:]).exists()
    ] == []
