"""Who answers for a record, and when somebody last confirmed that it is still right."""

from django.conf import settings
from django.db import models


class Confirmed(models.Model):
    """A record that somebody confirms now and then."""

    confirmed_on = models.DateField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True


class Owned(Confirmed):
    """A record that a person answers for, beside the organisation or post that owns it."""

    owner_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_%(class)s_owned",
        verbose_name="person who answers for it",
    )

    class Meta:
        abstract = True
