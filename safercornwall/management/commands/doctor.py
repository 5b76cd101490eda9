"""Say what is wrong with an installation, and how to mend it."""

import json
import sys
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand

from core.health.checks import Health, examine, fail, ok, worst
from core.health.probes import described


class Command(BaseCommand):
    help = (
        "Says what is wrong with this installation and how to mend it: settings, packages, database, styles and scripts, workers,"
        " mail, disks, clocks, schedule, search and what is kept. Changes nothing. Ends with 1 where something fails, 0 otherwise."
    )
    # It makes them itself, and goes on after one that fails.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="Say it in JSON, for a program.")
        parser.add_argument(
            "--send-to", metavar="ADDRESS", help="Send an e-mail to this address as well."
        )

    def handle(self, *args, **options):
        found = []
        for name, finding in findings(options["send_to"]):
            found.append((name, finding))
            if not options["json"]:
                self.tell(name, finding)
        healths = [finding.health for _, finding in found]
        health = worst(healths)
        if options["json"]:
            checks = [described(name, finding) for name, finding in found]
            self.stdout.write(json.dumps({"status": health, "checks": checks}, indent=2))
        else:
            self.sum_up(healths)
        if health is Health.FAIL:
            sys.exit(1)

    def tell(self, name, finding):
        style = {Health.OK: self.style.SUCCESS, Health.WARN: self.style.WARNING}
        word = style.get(finding.health, self.style.ERROR)(f"{finding.health:<4}")
        self.stdout.write(f"{word}  {name[:1].upper()}{name[1:]}: {finding.says}")
        if finding.mend:
            self.stdout.write(f"      {finding.mend}")

    def sum_up(self, healths):
        failed, warned = healths.count(Health.FAIL), healths.count(Health.WARN)
        if not failed and not warned:
            self.stdout.write(self.style.SUCCESS("The planner is well."))
        else:
            self.stdout.write(f"{counted(failed, 'thing')} must be mended, {warned} should be.")


def counted(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def findings(address):
    for check, finding in examine():
        yield check.name, finding
    if address:
        yield "e-mail", send_to(address)


def send_to(address):
    message = EmailMessage(
        subject="The planner can send e-mail",
        body="Whoever runs the planner asked it to send this. There is nothing to do.",
        to=[address],
    )
    try:
        message.send()
    except (OSError, SMTPException) as why:
        return fail(
            f"Nothing could be sent to {address}: {type(why).__name__}.",
            "See what is said of the mail server, and whether it lets DEFAULT_FROM_EMAIL send there.",
        )
    return ok(f"An e-mail is on its way to {address}.")
