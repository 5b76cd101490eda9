"""A bucket for large files, as the environment says it. Without STORAGE_S3_BUCKET they are rows of the database.

STORAGE_S3_BUCKET        the bucket, of this planner alone
STORAGE_S3_ENDPOINT_URL  the service, by https://; not set for Amazon's own
STORAGE_S3_REGION        its region, where it has any
STORAGE_S3_ACCESS_KEY, STORAGE_S3_SECRET_KEY  a key that may read, write, list and remove in it
"""

from importlib.util import find_spec
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import env

HERE = {"localhost", "127.0.0.1", "::1"}
# Seconds. A page waits no longer for a service that is away.
CONNECT, READ, TRIES = 5, 30, 2


def file_storage():
    """Django's storage "files"; none where no bucket is named."""
    bucket = env("STORAGE_S3_BUCKET", default="").strip()
    if not bucket:
        return {}
    endpoint = env("STORAGE_S3_ENDPOINT_URL", default="").strip()
    address = urlsplit(endpoint)
    if endpoint and address.scheme != "https" and address.hostname not in HERE:
        raise ImproperlyConfigured(
            "STORAGE_S3_ENDPOINT_URL would send files over the network for anybody to read. Use https://."
        )
    key = env("STORAGE_S3_ACCESS_KEY", default="").strip()
    secret = env("STORAGE_S3_SECRET_KEY", default="").strip()
    if not (key and secret):
        raise ImproperlyConfigured(
            "STORAGE_S3_BUCKET is set without STORAGE_S3_ACCESS_KEY and STORAGE_S3_SECRET_KEY."
        )
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "STORAGE_S3_BUCKET is set, and what speaks S3 is not installed. Run: pip install --require-hashes -r"
            " requirements/s3.txt"
        )
    from botocore.config import Config

    options = {
        "bucket_name": bucket,
        "access_key": key,
        "secret_key": secret,
        "endpoint_url": endpoint or None,
        "region_name": env("STORAGE_S3_REGION", default="").strip() or None,
        "file_overwrite": False,
        "default_acl": None,
        "client_config": Config(
            connect_timeout=CONNECT,
            read_timeout=READ,
            retries={"max_attempts": TRIES},
            signature_version="s3v4",
            s3={"addressing_style": "path"} if endpoint else {},
        ),
    }
    return {"files": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}}
