import tempfile
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from places.boundaries.actions import load_boundaries
from places.boundaries.codes import KNOWN, property_called
from places.boundaries.known import Known
from places.boundaries.outlines import Spool
from places.boundaries.planning import plan_loading
from places.boundaries.reading import read_file
from places.boundaries.refusals import BoundaryFileRefused, quoted
from places.boundaries.scope import Only
from places.boundaries.wording import report
from places.models import Area, AreaBoundary

SOURCE = "Office for National Statistics, {} (Open Government Licence v3.0; contains OS data)"


class Command(BaseCommand):
    help = (
        "Reads a boundary file of the Office for National Statistics (GeoJSON in degrees: LSOAs of 2001, 2011"
        " and 2021, wards, local authorities) and says what it would do. Nothing is written without --commit."
        " Of a file for the whole country only what lies in a local authority that has a code here is taken."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The GeoJSON file.")
        parser.add_argument(
            "--commit", action="store_true", help="Write it: all of it, or nothing."
        )
        parser.add_argument(
            "--only", action="append", default=[], metavar="PROPERTY=VALUE,…",
            help="Take only features with one of these values: LAD11CD=E06000052, or LSOA01NM=Caradon*,Carrick*.",
        )  # fmt: skip
        parser.add_argument("--all", action="store_true", help="Take every feature of the file.")
        parser.add_argument("--code", help="The property with the code, where a file has two.")
        parser.add_argument(
            "--parent", metavar="SLUG",
            help="The place that new areas lie in. Without it: the local authority that the file names.",
        )  # fmt: skip
        parser.add_argument("--edition", help="What this edition is called. Without it: its year.")
        parser.add_argument("--source", help="Where the file comes from, as it is to be printed.")
        parser.add_argument(
            "--without-refused", action="store_true",
            help="Load the rest where some features cannot be taken.",
        )  # fmt: skip

    def handle(self, *args, **options):
        try:
            with tempfile.TemporaryFile(prefix="boundaries-") as file:
                self._load(Spool(file), options)
        except BoundaryFileRefused as why:
            raise CommandError(f"Nothing is written. {why}") from None
        except ValidationError as why:
            raise CommandError(f"Nothing is written. {' '.join(why.messages)}") from None

    def _load(self, spool, options):
        code, parent = _code(options["code"]), _parent(options["parent"])
        only = [Only.parse(text) for text in options["only"]]
        scope = Known.fetch().scope(only, everything=options["all"])
        found = read_file(options["file"], scope, spool, code=code)
        if not (found.features or found.refusals):
            raise BoundaryFileRefused(
                f"None of the {found.left_out:,} features is asked for: none has a code that an area has, or"
                " lies in a local authority that has one. Say which with --only, or take them --all."
            )
        edition = _text(options["edition"] or str(found.property.year), "edition", "edition")
        source = _text(
            options["source"] or SOURCE.format(found.property.called), "source", "source"
        )
        # Planned within the transaction that carries it out, on areas that nobody moves meanwhile.
        with transaction.atomic():
            plan = plan_loading(found, Known.fetch(), edition=edition, source=source, parent=parent)
            for line in report(plan, every=options["verbosity"] > 1):
                self.stdout.write(line)
            if plan.refusals and not options["without_refused"]:
                raise BoundaryFileRefused(
                    "The features refused must be put right first, or left out with --without-refused."
                )
            if not options["commit"]:
                self.stdout.write("Nothing is written yet. With --commit it is.")
            elif plan.changes_nothing:
                self.stdout.write("All of it is there already: nothing was changed.")
            else:
                load_boundaries(plan, spool, by=None)
                self.stdout.write(self.style.SUCCESS("Written."))


def _code(name):
    if not name:
        return None
    found = property_called(name)
    if found is None:
        raise BoundaryFileRefused(f"{quoted(name)} is no code that is known: {KNOWN}.")
    return found


def _parent(slug):
    if not slug:
        return None
    parent = Area.objects.filter(slug=slug).first()
    if parent is None:
        raise BoundaryFileRefused(
            f"There is no place {quoted(slug)}. Give the last part of its page's address."
        )
    return parent


def _text(text, field, called):
    longest = AreaBoundary._meta.get_field(field).max_length
    words = " ".join(text.split())
    if not words or not words.isprintable() or len(words) > longest:
        raise BoundaryFileRefused(f"The {called} is one line of at most {longest} letters.")
    return words
