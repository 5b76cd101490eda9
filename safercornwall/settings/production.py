"""The planner on a server. It starts only when the environment says what it must know.

SECRET_KEY      a long random value that nobody else has
DATABASE_URL    postgres://user:password@host:5432/name; over a network it is encrypted, or refused
DATABASE_REPLICA_URLS  streaming replicas of it, with commas between them, from which pages may be read
ALLOWED_HOSTS   the names it is called by, with commas between them
EMAIL_URL       smtp+tls://user:password@host:587; without it nobody is reminded of figures that are due
PUBLIC_URL      where people find it, if not https:// and the first of ALLOWED_HOSTS
SECOND_FACTOR_FOR  the roles that must have a second factor, if not Analyst, Administrator
SERVICE_URL and others  the sign-in service of the partnership: see service.py
STORAGE_S3_BUCKET and others  a bucket for large files: see storage.py
ERROR_EMAILS, SENTRY_DSN  whom errors of ours are told: see errors.py
METRICS_TOKEN   whoever has it is told how the planner is; at least 20 random characters
BEHIND_PROXY    true when one proxy of yours ends TLS and sets X-Forwarded-Proto and X-Forwarded-For
"""

import os
from copy import deepcopy

from django.core.exceptions import ImproperlyConfigured

from accounts.roles import ROLES

from .base import *
from .base import LOGGING, STORAGES, database, env, replicas
from .errors import error_reports
from .mail import mail, public_url, sender
from .service import sign_in_service
from .storage import file_storage


def required(name):
    value = env(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. The planner does not start on a server without it."
        )
    return value


SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure"):
    raise ImproperlyConfigured(
        "SECRET_KEY can be guessed. Use at least 50 random characters, for example from: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )

HERE = {"", "localhost", "127.0.0.1", "::1"}


def is_elsewhere(host):
    """Whether what is said to a host goes over a network. A path is a socket of this machine."""
    return (host or "") not in HERE and not host.startswith("/")


# Earlier ones, by which second factors were encrypted.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

required("DATABASE_URL")
REPLICATED = replicas()
REPLICAS = tuple(REPLICATED)
DATABASES = {"default": database(), **REPLICATED}
if REPLICAS and "sqlite" in DATABASES["default"]["ENGINE"]:
    raise ImproperlyConfigured("DATABASE_REPLICA_URLS is set, and SQLite has no replicas.")
for server in DATABASES.values():
    if is_elsewhere(server.get("HOST")):
        # Else the driver would go on without encryption where the server offers none.
        server.setdefault("OPTIONS", {}).setdefault("sslmode", "require")

required("ALLOWED_HOSTS")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS lets in every name. List the names that the planner is called by."
    )

# manage.py work_on_uploads runs beside the web server, so that no page waits for a large file.
UPLOADS_WORKER = "command"

ON_SERVER = True
PRINTS_FIRST_LINK = True

# Without a mail server the planner runs, and its reminders say what is missing.
MAIL = mail("dummymail://")
SECURED = MAIL.get("EMAIL_USE_TLS") or MAIL.get("EMAIL_USE_SSL")
if is_elsewhere(MAIL.get("EMAIL_HOST")) and not SECURED:
    raise ImproperlyConfigured(
        "EMAIL_URL would send invitations and links over the network for anybody to read. Use smtp+tls:// or "
        "smtp+ssl://, or a mail server on this machine."
    )
globals().update(MAIL)
CALLED = ALLOWED_HOSTS[0].strip()
# ".planner.example" lets in every name below it, and is none itself.
PUBLIC_URL = public_url("" if CALLED.startswith(".") else f"https://{CALLED}")
DEFAULT_FROM_EMAIL = sender(PUBLIC_URL)

# Browsers that have once been here come only by HTTPS, for a year.
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# Where the processes of a server put their counts together (core/health/measures.py).
METRICS_FOLDER = env("PROMETHEUS_MULTIPROC_DIR", default="").strip()
if METRICS_FOLDER and not os.access(METRICS_FOLDER, os.W_OK | os.X_OK):
    raise ImproperlyConfigured(
        "PROMETHEUS_MULTIPROC_DIR names no folder that the planner can write to."
    )
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("METRICS_TOKEN can be guessed. Use at least 20 random characters.")

globals().update(sign_in_service())

STORAGES = {**STORAGES, **file_storage()}

# The roles whose people must have a second factor, with commas between them.
SECOND_FACTOR_FOR = tuple(
    role.strip() for role in env.list("SECOND_FACTOR_FOR", default=["Analyst", "Administrator"])
)
if unknown := set(SECOND_FACTOR_FOR) - {"", *ROLES}:
    raise ImproperlyConfigured(
        f"SECOND_FACTOR_FOR names no role: {', '.join(sorted(unknown))}. The roles are {', '.join(ROLES)}."
    )

# The prefix makes browsers refuse a cookie that came without HTTPS or from another name.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True

BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "accounts.addresses.address_behind_proxy"

LOGGING = deepcopy(LOGGING)
# Warnings and errors, an object of JSON in each line.
LOGGING["formatters"]["line"] = {"()": "core.log_lines.JsonLine"}

globals().update(error_reports(LOGGING))

# The security log, an event of JSON in each line and nothing else on the stream.
LOGGING["formatters"]["bare"] = {"format": "{message}", "style": "{"}
LOGGING["handlers"]["stdout"] = {
    "class": "logging.StreamHandler",
    "formatter": "bare",
    "stream": "ext://sys.stdout",
}
LOGGING["loggers"]["planner.security"] = {
    "handlers": ["stdout"],
    "level": "INFO",
    "propagate": False,
}
