"""The planner on one person's own machine: `make run`, and a developer's `manage.py`.

With EMPTY=1 it has a database file of its own, without the seeded plan and the demo's accounts.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import VAR_DIR, database, env
from .mail import mail, public_url, sender

EMPTY = env.bool("EMPTY", default=False)
DEMO = not EMPTY


def kept_secret(path):
    """The secret in `path`, made the first time, and readable by its owner only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The permission goes with the creation: at no moment can someone else read it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_text().strip()
        if len(secret) < 50:
            raise ImproperlyConfigured(
                f"{path} holds no usable secret key. Delete it and start again."
            ) from None
        return secret
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(64)
        file.write(secret)
    return secret


SECRET_KEY = kept_secret(VAR_DIR / "secret-key")

DATABASE_FILE = VAR_DIR / ("empty.sqlite3" if EMPTY else "planner.sqlite3")
DATABASES = {"default": database(f"sqlite:///{DATABASE_FILE}")}
if EMPTY and Path(DATABASES["default"]["NAME"]) != DATABASE_FILE:
    raise ImproperlyConfigured("EMPTY=1 has a database file of its own. Leave DATABASE_URL out.")

# One person's own machine runs nothing besides the web server.
UPLOADS_WORKER = "thread"

# Listening on every address means being called by names that nobody can know beforehand.
HOST = env("HOST", default="127.0.0.1").strip("[]")
ALLOWED_HOSTS = (
    ["*"] if HOST in {"0.0.0.0", "::"} else ["localhost", "127.0.0.1", "[::1]", HOST]  # noqa: S104
)

# Its e-mails are printed, not sent, unless EMAIL_URL says otherwise.
globals().update(mail("consolemail://"))
NEARBY = "127.0.0.1" if HOST in {"0.0.0.0", "::"} else HOST  # noqa: S104
PUBLIC_URL = public_url(
    f"http://{f'[{NEARBY}]' if ':' in NEARBY else NEARBY}:{env('PORT', default='8000')}"
)
DEFAULT_FROM_EMAIL = sender(PUBLIC_URL)
