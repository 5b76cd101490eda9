"""What a person saw before they confirmed: their form carries a fingerprint of it, and the change compares it.

Take the fingerprint again in the transaction of the change, once the row is locked: what somebody else changed since the
page was made is then never confirmed unseen.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django import forms

FIELD = "seen"
_LENGTH = 32


def fingerprint(*facts: Any) -> str:
    """Other facts, another fingerprint. Takes whatever JSON writes, and moments and days."""
    written = json.dumps(facts, sort_keys=True, default=str)
    return sha256(written.encode()).hexdigest()[:_LENGTH]


def seen_field() -> forms.CharField:
    """Required by nobody: a form without it confirms nothing, and the person is shown how it stands."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=_LENGTH)
