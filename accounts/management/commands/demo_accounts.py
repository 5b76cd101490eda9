import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from accounts.people import DEMO_ACCOUNTS, give_role

DEFAULT_PASSWORD = "safer-cornwall-demo"  # noqa: S105


class Command(BaseCommand):
    help = (
        "Makes the demo's four accounts (officer, analyst, board, admin) with the password in "
        "DEMO_PASSWORD, or its default. Only for a database that the demo made."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(
                "Demo accounts are for the demo only. To let a person in, use: "
                "manage.py create_user USERNAME --role officer --email NAME@EXAMPLE"
            )
        others = User.objects.exclude(username__in=DEMO_ACCOUNTS)
        if others.exists() and not User.objects.filter(username__in=DEMO_ACCOUNTS).exists():
            raise CommandError(
                "This database has people of its own and no demo account, so the demo did not make "
                "it. Demo accounts have a password that anyone can read, and are not made here."
            )
        password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        for username, job_title in DEMO_ACCOUNTS.items():
            self.make(username, job_title, password)

    def make(self, username, job_title, password):
        user, is_new = User.objects.get_or_create(
            username=username, defaults={"first_name": job_title, "job_title": job_title}
        )
        if is_new:
            give_role(user, username)
        # Hashing is slow on purpose, and a new hash would end the sessions of the last run.
        if is_new or not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        if is_new:
            self.stdout.write(f"Made the demo account {username}.")
