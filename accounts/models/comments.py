"""Comments on records: of any kind, by whoever may write them."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Comment(models.Model):
    """What somebody said of a record. It is never changed. When it is withdrawn, that fact stays in its place."""

    LONGEST = 5000

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments"
    )
    text = models.TextField(max_length=LONGEST)
    at = models.DateTimeField(default=timezone.now)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    named = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="CommentNaming", related_name="comments_naming_them"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("add", "view")
        indexes = [models.Index(fields=["content_type", "object_id"], name="comments_of_a_record")]
        constraints = [
            models.CheckConstraint(
                name="comment_says_something",
                condition=~Q(text=""),
                violation_error_message="A comment says something.",
            ),
            models.CheckConstraint(
                name="withdrawn_comment_says_by_whom",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message="A comment that is withdrawn says by whom.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.at:%Y-%m-%d %H:%M}"


class CommentNaming(models.Model):
    """A person whom a comment names. `told_at` is when the e-mail went; None where none did."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="namings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comment_namings"
    )
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["comment", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"], name="comment_names_a_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment} names {self.person}"
