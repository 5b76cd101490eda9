"""A form that met a sign-in is kept for its author, within bounds, and never sent by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import UnsentForm, User

KEPT_FOR = timedelta(days=1)
LONGEST = 256_000
LONGEST_ADDRESS = 300
LONGEST_PAGE = 1_000
# Of one person, and of all whom nobody knows; the oldest go first.
MOST_OF_A_PERSON = 10
MOST_OF_STRANGERS = 50
# A password, a token or a tick that confirms something is given anew.
NEVER_KEPT = re.compile(r"password|csrf|token|secret|confirm", re.IGNORECASE)


def keep_unsent(
    author: User | None,
    *,
    address: str,
    page: str,
    fields: Mapping[str, list[str]],
    files: Iterable[str] = (),
) -> UnsentForm | None:
    """Keep what was typed. None where nothing was, where it is too long, or where its author has no rights at all."""
    typed = {
        _clean(name): [_clean(text) for text in texts]
        for name, texts in fields.items()
        if not NEVER_KEPT.search(name)
    }
    size = sum(len(name) + sum(map(len, texts)) for name, texts in typed.items())
    if not any(map(any, typed.values())) or size > LONGEST:
        return None
    if len(address) > LONGEST_ADDRESS or len(page) > LONGEST_PAGE:
        return None
    if author is not None and not _may_do_anything(author):
        return None
    now = timezone.now()
    UnsentForm.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    UnsentForm.objects.filter(author=author, address=address).exclude(author=None).delete()
    kept = UnsentForm.objects.create(
        author=author, address=address, page=page, fields=typed, files=list(files), kept_at=now
    )
    most = MOST_OF_STRANGERS if author is None else MOST_OF_A_PERSON
    old = UnsentForm.objects.filter(author=author).order_by("-kept_at")[most:]
    UnsentForm.objects.filter(pk__in=[one.pk for one in old]).delete()
    return kept


def _may_do_anything(author: User) -> bool:
    return author.is_active and bool(author.get_all_permissions())


def _clean(text: str) -> str:
    """Without the one character that PostgreSQL keeps in no text."""
    return text.replace("\x00", "")


def unsent_at(keys: Iterable[str], author: Any, page: str) -> UnsentForm | None:
    """What the person typed into the form of a page, of those that this browser has the keys of."""
    for kept in _known(keys).filter(page=page):
        if kept.author_id in (None, author.pk):
            return kept
    return None


def claim(kept: UnsentForm, author: Any) -> None:
    """From the first sight on it is that person's alone."""
    UnsentForm.objects.filter(pk=kept.pk, author=None).update(author=author)


def is_any_kept(keys: Iterable[str]) -> bool:
    return _known(keys).exists()


def drop_unsent(keys: Iterable[str], author: Any, address: str) -> None:
    _known(keys).filter(author=author, address=address).delete()


def _known(keys: Iterable[str]) -> Any:
    numbers = []
    for key in keys:
        try:
            numbers.append(UUID(key))
        except ValueError:
            continue
    since = timezone.now() - KEPT_FOR
    return UnsentForm.objects.filter(pk__in=numbers, kept_at__gte=since).order_by("-kept_at")
