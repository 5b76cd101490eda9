"""The comments on a record, and the form to write one. Used by every page of a record that can be commented on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from accounts.comments import comments_about, may_withdraw, people_named_in
from accounts.models import Comment, User
from safercornwall.lists.record_kinds import KIND_BY_MODEL, RecordKind
from safercornwall.pages.components.editing.fields import RecordsField

MOST_NAMED = 20


class PeopleToTell(RecordsField):
    """Each with the username that names them in the text."""

    def label_from_instance(self, person: Any) -> str:
        return f"{person} (@{person.username})"


class CommentForm(forms.Form):
    """`readers` are the people who may read the record, beside the author."""

    text = forms.CharField(
        label="Your comment",
        help_text="Everyone who may read this record sees it. Name somebody with @ and their username, or below.",
        max_length=Comment.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Enter your comment",
            "max_length": f"Your comment must be {Comment.LONGEST:,} characters or fewer",
            "null_characters_not_allowed": "Take out the characters that cannot be shown",
        },
    )
    tell = PeopleToTell(
        label="Tell these people by e-mail",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value", "invalid_list"), "Choose people from the list"
        ),
    )

    def __init__(self, data: Any = None, *, readers: QuerySet[User], add_at: str) -> None:
        super().__init__(data, auto_id="id_comment_%s")
        tell: Any = self.fields["tell"]
        tell.queryset = readers
        # One query gives the list that is shown, and those whom the text may name.
        self.readers = list(readers)
        tell.choices = [(one.pk, tell.label_from_instance(one)) for one in self.readers]
        if not self.readers:
            tell.widget = forms.MultipleHiddenInput()
        self.helper = FormHelper()
        self.helper.form_action = add_at
        self.helper.add_input(Submit("save", "Comment"))

    def clean(self) -> None:
        """Those named in the text and those chosen are told alike, each once."""
        chosen = {person.pk for person in self.cleaned_data.get("tell", ())}
        found = people_named_in(self.cleaned_data.get("text", ""), self.readers)
        number = len(chosen | {person.pk for person in found})
        if number > MOST_NAMED:
            told = f"Name {MOST_NAMED} people at most: this comment names {number}"
            self.add_error("tell" if len(chosen) > MOST_NAMED else "text", told)


@dataclass(frozen=True)
class CommentLine:
    """`withdraw_at` is empty for those who may not withdraw it."""

    comment: Comment
    withdraw_at: str


@dataclass(frozen=True)
class Comments:
    """The comments that components/comments.html shows. `form` is None for people who only read."""

    lines: list[CommentLine]
    form: CommentForm | None

    @property
    def number(self) -> int:
        """Without those that are withdrawn."""
        return sum(line.comment.withdrawn_at is None for line in self.lines)


def address_of_comment(comment: Comment, record: Any) -> str:
    return f"{record.get_absolute_url()}#comment-{comment.pk}"


def comments_of(user: Any, record: Any) -> Comments:
    """Two queries for those who only read, and two more for the people that a comment can name."""
    rows = comments_about(record).select_related("author", "withdrawn_by").prefetch_related("named")
    form = None
    if user.has_perm("accounts.add_comment"):
        form = comment_form(user, KIND_BY_MODEL[type(record)], record)
    return Comments(list(_lines(rows, user)), form)


def comment_form(user: Any, kind: RecordKind, record: Any, data: Any = None) -> CommentForm:
    readers = kind.readers_of(record).exclude(pk=user.pk)
    add_at = reverse("comments:new", args=[kind.key, record.pk])
    return CommentForm(data, readers=readers, add_at=add_at)


def _lines(comments: Iterable[Comment], user: Any) -> Iterable[CommentLine]:
    for comment in comments:
        may = comment.withdrawn_at is None and may_withdraw(user, comment)
        yield CommentLine(comment, reverse("comments:withdraw", args=[comment.pk]) if may else "")
