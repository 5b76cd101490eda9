import getpass
import os
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from accounts.people import ROLE_BY_SHORT_NAME, give_role


class Command(BaseCommand):
    help = (
        "Lets a person in, with a role. Asks for the password, or reads it from NEW_USER_PASSWORD, "
        "so that it is never in the list of commands."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=sorted(ROLE_BY_SHORT_NAME))
        parser.add_argument("--email", required=True)
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *args, **options):
        user = User(
            username=options["username"],
            email=options["email"],
            first_name=options["first_name"],
            last_name=options["last_name"],
        )
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        password = os.environ.get("NEW_USER_PASSWORD") or self.ask()
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            user.set_password(password)
            user.save()
            give_role(user, options["role"])
        self.stdout.write(
            f"{user.username} can now sign in as {ROLE_BY_SHORT_NAME[options['role']].lower()}."
        )

    def ask(self):
        if not sys.stdin.isatty():
            raise CommandError("Nobody is here to ask for a password. Set NEW_USER_PASSWORD.")
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("The same again: "):
            raise CommandError("The two passwords differ. Nothing was saved.")
        return password
