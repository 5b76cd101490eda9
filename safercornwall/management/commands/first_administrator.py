from django.core.management.base import BaseCommand

from safercornwall.pages.setting_up.first_link import first_address, words_for


class Command(BaseCommand):
    help = (
        "Prints the link by which the first administrator comes in, while nobody can sign in yet."
    )

    def handle(self, *args, **options):
        address = first_address()
        if address:
            self.stdout.write(words_for(address))
        else:
            self.stdout.write("People can sign in already. An administrator lets in others.")
