"""The checks that only `manage.py doctor` makes: what is around the planner on its machine."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks as django_checks
from django.db import connection
from django.http.request import validate_host

from core.health.checks import HealthFinding, add_check, fail, ok, warn
from core.health.collected_files import static_files
from core.health.databases import clock, database_set_up
from core.health.mail import mail_server
from core.health.schedule import scheduled_commands
from core.health.stored import bucket

ROOT = Path(settings.BASE_DIR)
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*\\?$", re.MULTILINE)
MIB = 1024 * 1024
NAMED_BY_FILES = (
    *("SECRET_KEY", "DATABASE_URL", "DATABASE_REPLICA_URLS"),
    *("EMAIL_URL", "SERVICE_CLIENT_SECRET", "STORAGE_S3_SECRET_KEY"),
)
# Of a disk: below the first the next upload or backup may fail, below the second the next write.
LITTLE, NEXT_TO_NOTHING = 1024 * MIB, 100 * MIB


def add_checks() -> None:
    add_check("settings", settings_of_the_server, needs_database=False)
    add_check("packages", packages, needs_database=False)
    add_check("static files", static_files, needs_database=False)
    add_check("disk", disk, needs_database=False)
    add_check("permissions", permissions, needs_database=False)
    add_check("database set-up", database_set_up)
    add_check("clock", clock)
    add_check("files", bucket, needs_database=False)
    add_check("mail server", mail_server, needs_database=False)
    add_check("schedule", scheduled_commands)


def settings_of_the_server() -> list[HealthFinding]:
    """Django's system checks, ours among them, and what they do not ask."""
    messages = django_checks.run_checks(include_deployment_checks=settings.ON_SERVER)
    found = [_of_django(one) for one in messages if not one.is_silenced()]
    if settings.ON_SERVER:
        found += _of_a_server()
    return found or [ok("The settings are as they should be.")]


def _of_django(message: django_checks.CheckMessage) -> HealthFinding:
    says = " ".join(f"{message.msg} ({message.id})".split())
    mend = " ".join((message.hint or "See docs/running.md.").split())
    return (fail if message.level >= django_checks.ERROR else warn)(says, mend)


def _of_a_server() -> Iterator[HealthFinding]:
    if not settings.BEHIND_PROXY:
        yield warn(
            "No proxy is known: every page leads on to HTTPS, which the planner itself does not speak.",
            "Set BEHIND_PROXY=true, and let your proxy set X-Forwarded-Proto and X-Forwarded-For.",
        )
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield fail(
            f"Links in e-mails lead to {host or 'nowhere'}, a name that the planner does not answer to.",
            "Set PUBLIC_URL to https:// and a name that is in ALLOWED_HOSTS.",
        )
    if connection.vendor == "sqlite":
        yield warn(
            "The database is SQLite: one person writes at a time.",
            "Use PostgreSQL on a server: DATABASE_URL=postgres://user:password@host:5432/name",
        )
    if not settings.SECURITY_CONTACT:
        yield warn(
            "Nobody is named whom people could tell of a weakness.",
            "Set SECURITY_CONTACT or CONTACT_EMAIL to an e-mail address.",
        )


def packages() -> HealthFinding:
    """What is installed, against requirements/run.txt. Lines that hold on other systems only are left out."""
    python = ".".join(map(str, sys.version_info[:3]))
    listed = PINNED.findall((ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"))
    wrong = [
        f"{name} {there or 'is missing'}{f', not {wanted}' if there else ''}"
        for name, wanted in listed
        if (there := _installed(name)) != wanted
    ]
    if wrong:
        return warn(
            f"{len(wrong)} packages are not as this version was tested with: {'; '.join(wrong[:5])}.",
            "Run: pip install --require-hashes -r requirements/run.txt",
        )
    return ok(f"Python {python}, and {len(listed)} packages at the versions that were tested.")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def disk() -> list[HealthFinding]:
    """The disks that the planner writes to from here. A database elsewhere has its own."""
    places = [Path(tempfile.gettempdir()), ROOT]
    if (file := _file_of_sqlite()) and file.is_file():
        places.append(file.parent)
    by_disk = {path.stat().st_dev: path for path in places}
    return [room_at(path) for path in by_disk.values()]


def room_at(path: Path) -> HealthFinding:
    usage = shutil.disk_usage(path)
    says = f"The disk of {path} has {usage.free / MIB / 1024:.1f} of {usage.total / MIB / 1024:.1f} GB free."
    mend = "Make room: uploads, board packs and backups fail on a full disk."
    if usage.free < NEXT_TO_NOTHING:
        return fail(says, mend)
    if usage.free < LITTLE:
        return warn(says, mend)
    return ok(says)


def permissions() -> list[HealthFinding]:
    found = [*_secrets_that_others_read()]
    if settings.ON_SERVER and os.geteuid() == 0:
        found.append(
            warn(
                "The planner runs as root, who may do anything on this machine.",
                "Let it run as a user of its own: User=planner in its systemd units.",
            )
        )
    elif settings.ON_SERVER and os.access(ROOT / "manage.py", os.W_OK):
        found.append(
            warn(
                "The planner can write over its own files.",
                "Let its files belong to another user: chown -R root: the folder, and chmod -R go-w it.",
            )
        )
    return found or [ok("Nobody else on this machine reads the planner's secrets.")]


def _secrets_that_others_read() -> Iterator[HealthFinding]:
    for path in _secret_files():
        if path.is_file() and path.stat().st_mode & stat.S_IROTH:
            yield warn(
                f"Everybody on this machine can read {path}.",
                f"Run: chmod o-rwx {path}",
            )


def _secret_files() -> list[Path]:
    named = [
        Path(os.environ[f"{name}_FILE"])
        for name in NAMED_BY_FILES
        if os.environ.get(f"{name}_FILE")
    ]
    file = _file_of_sqlite() if settings.ON_SERVER else None
    return [*named, *([file] if file else []), Path(settings.VAR_DIR) / "secret-key"]


def _file_of_sqlite() -> Path | None:
    return Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None
