"""The sessions that are open, with whose they are, so that a person sees theirs and ends them."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class OpenSession(AbstractBaseSession):
    """One session of a browser. The columns repeat what its data says: `accounts/sessions.py` writes both together."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="open_sessions",
        help_text="Empty while nobody is signed in.",
    )
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=300, blank=True, help_text="As it names itself.")
    address = models.GenericIPAddressField(null=True, help_text="Where it was last seen.")

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        default_permissions = ()
        verbose_name = "open session"
        verbose_name_plural = "open sessions"

    @classmethod
    def get_session_store_class(cls):
        from accounts.sessions import SessionStore

        return SessionStore
