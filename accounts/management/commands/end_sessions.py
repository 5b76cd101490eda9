from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from accounts.security_log import Kind, note
from accounts.sessions import end_those_of


class Command(BaseCommand):
    help = "Signs a person out everywhere, or everybody with --everybody. They may sign in again."

    def add_arguments(self, parser):
        parser.add_argument("username", nargs="?")
        parser.add_argument("--everybody", action="store_true")

    def handle(self, *args, **options):
        if bool(options["username"]) == options["everybody"]:
            raise CommandError("Say whom: a username, or --everybody.")
        people = User.objects.all()
        if options["username"]:
            people = people.filter(username=options["username"])
            if not people.exists():
                raise CommandError(f"Nobody is called {options['username']}.")
        with transaction.atomic():
            ended = end_those_of(people)
            whose = options["username"] or "everybody"
            note(Kind.SESSIONS_ENDED, about=f"On the server, of {whose}: {ended}")
        self.stdout.write(f"Sessions ended: {ended}.")
