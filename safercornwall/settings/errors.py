"""Whom errors of ours are told.

ERROR_EMAILS  e-mail addresses, with commas between them
SENTRY_DSN    a service that speaks Sentry's protocol: https://key@errors.example/1
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from core.error_reports import report_to

from .base import env
from .mail import NAME

HERE = ("localhost", "127.0.0.1", "::1")


def error_reports(logging):
    """Django's settings for them. Adds to `logging` what sends e-mails."""
    addresses = [one.strip() for one in env.list("ERROR_EMAILS", default=[]) if one.strip()]
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            raise ImproperlyConfigured(
                f"ERROR_EMAILS names {address}, which is no e-mail address. Put commas between them."
            ) from None
    if addresses:
        logging["handlers"]["mail"] = {
            "class": "core.error_reports.ErrorMail",
            "level": "ERROR",
            "filters": ["of_request"],
        }
        for logger in (logging["root"], logging["loggers"]["django"]):
            logger["handlers"] = [*logger["handlers"], "mail"]
    if dsn := env("SENTRY_DSN", default="").strip():
        parts = urlsplit(dsn)
        if parts.scheme != "https" and parts.hostname not in HERE:
            raise ImproperlyConfigured("SENTRY_DSN must begin with https://.")
        report_to(dsn)
    return {
        "ADMINS": [(NAME, address) for address in addresses],
        "EMAIL_SUBJECT_PREFIX": f"[{NAME}] ",
    }
