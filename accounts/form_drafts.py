"""What a form holds is kept while its author has it open, offered again, and dropped once it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.models import FormDraft, User

# Of one person; the oldest goes first.
MOST_DRAFTS = 50
# A long form with every field full is under a tenth of it.
LONGEST_DRAFT = 500_000


def keep_draft(author: User, address: str, fields: Mapping[str, list[str]]) -> bool:
    """Keep the controls of a form in place of an earlier draft. Returns False where they are too long."""
    fields = {_kept(name): [_kept(text) for text in values] for name, values in fields.items()}
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if size > LONGEST_DRAFT:
        return False
    FormDraft.objects.update_or_create(
        author=author,
        address=address,
        defaults={"fields": fields, "kept_at": timezone.now()},
    )
    old = FormDraft.objects.filter(author=author).order_by("-kept_at")[MOST_DRAFTS:]
    FormDraft.objects.filter(pk__in=[draft.pk for draft in old]).delete()
    return True


def draft_of(author: Any, address: str) -> FormDraft | None:
    return FormDraft.objects.filter(author=author, address=address).first()


def drop_draft(author: Any, address: str) -> None:
    FormDraft.objects.filter(author=author, address=address).delete()


def _kept(text: str) -> str:
    """Without the one character that PostgreSQL keeps in no text."""
    return text.replace("\x00", "")
