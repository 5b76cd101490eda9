"""How the planner sends e-mail, from whom, and where people find the planner that an e-mail leads to."""

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import env

NAME = "Safer Cornwall planner"
# Django knows these; the rest of what an address of a mail server can say is not for it.
SETTINGS = (
    *("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"),
    *("EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_FILE_PATH"),
)
SUBMISSION_PORT = 587
# Django's own, and ours, which keeps whether it works.
SMTP, WATCHED = "django.core.mail.backends.smtp.EmailBackend", "core.health.mail.WatchedMail"


def mail(default):
    """Django's settings for the mail server that EMAIL_URL names, else for `default`."""
    url = env("EMAIL_URL", default="").strip() or default
    try:
        known = env.email_url_config(url)
    except (ImproperlyConfigured, ValueError):
        known = {"EMAIL_BACKEND": "", "EMAIL_HOST": None}
    backend, host = known["EMAIL_BACKEND"], known["EMAIL_HOST"]
    if not backend or (backend == SMTP and not host):
        raise ImproperlyConfigured(
            "EMAIL_URL names no mail server. It looks like smtp+tls://user:password@host:587, smtp+ssl://host:465"
            " or smtp://host:25. In a user or a password, write @ as %40, / as %2F and : as %3A."
        )
    if known.get("EMAIL_USE_TLS") and not known["EMAIL_PORT"]:
        known["EMAIL_PORT"] = SUBMISSION_PORT
    if backend == SMTP:
        known["EMAIL_BACKEND"] = WATCHED
    # One that Django's settings leave as they are is left out.
    return {name: known[name] for name in SETTINGS if known.get(name)}


def public_url(default):
    """PUBLIC_URL, else `default`: https://planner.example, without a slash at its end."""
    url = (env("PUBLIC_URL", default="").strip() or default).rstrip("/")
    try:
        parts = urlsplit(url)
        names_a_place = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        names_a_place = False
    if url and not (names_a_place and url.isascii() and url.isprintable() and " " not in url):
        raise ImproperlyConfigured(
            "PUBLIC_URL is no address that a browser could go to. It looks like https://planner.example"
        )
    return url


def sender(url):
    """DEFAULT_FROM_EMAIL, else an address at the host of `url`."""
    host = urlsplit(url).hostname or "localhost"
    written = env("DEFAULT_FROM_EMAIL", default="").strip() or formataddr((NAME, f"planner@{host}"))
    address = parseaddr(written)[1]
    if not (address.partition("@")[0] and address.partition("@")[2] and written.isprintable()):
        raise ImproperlyConfigured(
            f"DEFAULT_FROM_EMAIL is no e-mail address. It looks like {NAME} <planner@planner.example>"
        )
    return written
