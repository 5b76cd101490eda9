"""The planner under test: quick passwords, plain static files, a database of its own."""

from .base import *
from .base import MIDDLEWARE, STORAGES, database

DEMO = True

SECRET_KEY = "only-for-tests-and-never-for-anything-that-a-person-uses"  # noqa: S105

DATABASES = {"default": database("sqlite:///:memory:")}

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# The live server of the browser tests serves static files itself, and nothing is collected.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PUBLIC_URL = "https://planner.example"
DEFAULT_FROM_EMAIL = "Safer Cornwall planner <planner@planner.example>"
