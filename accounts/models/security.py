"""What happened that an information officer asks about: who came in, who was kept out, who was let do what."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SecurityEvent(models.Model):
    """One line of the security log. It is never changed, and goes when its time of keeping is over.

    `person` is who did it, or tried; None where nobody is known. `address` is where from, as sign-ins are counted.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", "Signed in"
        SIGN_IN_FAILED = "sign-in-failed", "Sign-in failed"
        LOCKED_OUT = "locked-out", "Locked out"
        SIGNED_OUT = "signed-out", "Signed out"
        PASSWORD_CHANGED = "password-changed", "Password changed"
        SECOND_FACTOR = "second-factor", "Second factor changed"
        SESSIONS_ENDED = "sessions-ended", "Sessions ended"
        LINK_SENT = "link-sent", "Link sent"
        ADDRESS_CHANGED = "address-changed", "E-mail address changed"
        ROLE_CHANGED = "role-changed", "Role changed"
        PERSON_CHANGED = "person-changed", "Person changed"
        REFUSED = "refused", "Refused"
        DOWNLOADED = "downloaded", "Downloaded"
        ERASED = "erased", "File erased"

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"

    LONGEST = 300

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=Kind)
    outcome = models.CharField(max_length=7, choices=Outcome)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="security_events",
    )
    address = models.GenericIPAddressField(null=True, blank=True)
    method = models.CharField(max_length=10, blank=True)
    path = models.CharField(max_length=LONGEST, blank=True)
    about = models.CharField(max_length=LONGEST, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["-at"], name="security_events_by_time"),
            models.Index(fields=["person", "-at"], name="security_events_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"
