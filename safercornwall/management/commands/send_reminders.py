from datetime import date
from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.health.schedule import noted
from core.periods import written
from performance.digests.actions import send_digests, waiting_digests
from performance.reminders import actions
from performance.reminders.missing_figures import post_on
from performance.reminders.rule import one_line
from projects.reminders import missing_updates_on
from safercornwall.digests.letter import DigestWriter
from safercornwall.pages.reminders.letter import due_words, message_of

YEARS = range(1998, 2101)


def day(text):
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise CommandError(f"{text!r} is no day that can be looked at. Write it as 2011-07-30.")
    return found


class Command(BaseCommand):
    help = (
        "Reminds people by e-mail of figures that are due: 14 and 3 days before and 1, 7 and 30 after; and of projects"
        " that had no update for a quarter: 1, 7 and 30 days after it. Never twice in five days. Sends digests of closed periods"
        " to those who asked for them. For a scheduler, once a day; running it again sends nothing again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--on", metavar="DATE", help="As if it were this day, as 2011-07-30. Today otherwise."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say who would get what, and send nothing."
        )

    def handle(self, *args, **options):
        today = timezone.localdate()
        on = day(options["on"]) if options["on"] is not None else today
        if on > today and not options["dry_run"]:
            raise CommandError("A day to come can only be tried out, with --dry-run.")
        post = post_on(on, also=missing_updates_on(on))
        digests = waiting_digests()
        if options["dry_run"]:
            self.foretell(post, on)
            for digest in digests:
                self.digest("Would write to", digest)
        else:
            with noted("send_reminders"):
                # Whatever becomes of one kind, the other goes out.
                failed = self.send_digests(digests)
                self.send(post, on)
                self.complain(failed, "digest")

    def foretell(self, post, on):
        for letter in post.letters:
            self.letter("Would write to", letter, on)
        self.rest(post, on)
        self.stdout.write(f"{emails(len(post.letters))} would be sent on {written(on)}.")

    def send(self, post, on):
        outcomes = []
        try:
            for outcome in actions.send(post, today=on, write=partial(message_of, today=on)):
                outcomes.append(outcome)
                self.tell(outcome, on)
        except actions.CannotSend as why:
            raise CommandError(str(why)) from why
        self.rest(post, on)
        self.stdout.write(f"{emails(sum(one.sent for one in outcomes))} sent on {written(on)}.")
        self.complain(sum(bool(one.failed) for one in outcomes))

    def send_digests(self, digests):
        """How many could not be sent."""
        failed = 0
        try:
            for outcome in send_digests(digests, DigestWriter()):
                failed += bool(outcome.failed)
                if outcome.failed:
                    person = named(outcome.digest.person)
                    self.stderr.write(f"Could not write to {person}: {outcome.failed}")
                elif outcome.sent:
                    self.digest("Wrote to", outcome.digest)
        except actions.CannotSend as why:
            raise CommandError(str(why)) from why
        return failed

    def complain(self, failed, noun="e-mail"):
        if failed:
            raise CommandError(
                f"{counted(failed, noun)} could not be sent. The next run tries again."
            )

    def digest(self, what, digest):
        period = digest.closing.period
        self.stdout.write(f"{what} {named(digest.person)}: digest of {period}")

    def tell(self, outcome, on):
        if outcome.failed:
            self.stderr.write(f"Could not write to {named(outcome.letter.to)}: {outcome.failed}")
        elif outcome.sent:
            self.letter("Wrote to", outcome.letter, on)

    def rest(self, post, on):
        for letter in post.waiting:
            self.letter("Had an e-mail within five days, and waits:", letter, on)
        for missing in post.nobody:
            self.stdout.write(f"Nobody to remind: {described(missing, on)}")

    def letter(self, what, letter, on):
        self.stdout.write(f"{what} {named(letter.to)}")
        for reminder in letter.reminders:
            self.stdout.write(f"  {described(reminder.missing, on)}")


def named(person):
    return f"{one_line(getattr(person, 'name', str(person)))} <{one_line(person.email)}>"


def described(missing, on):
    return f"{one_line(missing.in_words)}: {due_words(missing.due_on, on)}"


def emails(count):
    return counted(count, "e-mail")


def counted(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"
