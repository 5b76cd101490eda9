from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.second_factors import forget_second_factors


class Command(BaseCommand):
    help = (
        "Takes away the second factors of somebody who lost them, where no administrator can. They "
        "sign in with their password, and add new ones."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, **options):
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"Nobody is called {options['username']}.")
        had_any = forget_second_factors(person, by=None)
        self.stdout.write(
            f"{person.username} has no second factor{' any more' if had_any else ''}."
        )
