"""Short secrets that are kept so that the database alone does not show them: AES-256-GCM with a key made from SECRET_KEY."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE_BYTES, KEY_BYTES = 12, 32


class CannotUnseal(Exception):
    """The text was sealed with no key that is known, for something else, or was changed since."""


def seal(text: str, *, purpose: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, text.encode(), None)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Also what was sealed with one of SECRET_KEY_FALLBACKS. Raises CannotUnseal."""
    try:
        both = base64.urlsafe_b64decode(sealed)
    except ValueError as why:
        raise CannotUnseal from why
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            text = AESGCM(_key(secret, purpose)).decrypt(
                both[:NONCE_BYTES], both[NONCE_BYTES:], None
            )
        except (InvalidTag, ValueError):
            continue
        return text.decode()
    raise CannotUnseal


def _key(secret: str | bytes, purpose: str) -> bytes:
    """A key for each purpose, so that none of them opens what another sealed."""
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return made.derive(force_bytes(secret))
