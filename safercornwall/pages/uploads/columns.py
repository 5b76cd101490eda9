"""The question that the headings of a file leave open, and the messages once a person has answered it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from core.periods import written
from performance.cells.lookups import Lookups
from performance.models import Indicator, Upload, UploadKind
from performance.uploads.layout.choices import NAMES, layout_of, unclear_quarter
from performance.uploads.layout.guessing import guess
from performance.uploads.layout.incidents import incidents_in
from performance.uploads.layout.layouts import (
    MOST_COLUMNS,
    Layout,
    StoredLayout,
    missing,
    needs_convention,
)
from performance.uploads.upload_indicators import RemovedIndicators


def open_question(upload: Upload, *, quotes: bool) -> str:
    """What the headings leave open, in one or two sentences. Quote the file only (`quotes`) to those who may read it."""
    headings = [str(one or "") for one in upload.headings[:MOST_COLUMNS]]
    samples = StoredLayout.of(upload).samples_of(len(headings))
    if is_list_of_incidents(upload):
        return "Each row of the file seems to be one incident. Incidents become figures by counting them."
    found = guess(upload.kind, headings, samples, Lookups(upload.kind), may_add=False)
    layout = layout_of(found.answers, constants={}, convention=None, heading_row=1)
    lacking = missing(layout, upload.kind)
    quarter = "" if found.convention else unclear_quarter(found.answers, headings, samples)
    over_columns = next((heading for heading in headings if needs_convention(heading)), "")
    if "period" in lacking and over_columns:
        quarter = over_columns
        lacking = tuple(role for role in lacking if role not in ("period", "value"))
    which = f"a quarter written as “{quarter}”" if quotes else "a quarter"
    means = f"what {which} means: one of the calendar or of the financial year"
    if lacking:
        unnamed = f"The headings of the file do not say where {_the(lacking)} {'is' if len(lacking) == 1 else 'are'}."
        return f"{unnamed} It is also asked {means}." if quarter else unnamed
    if quarter:
        return f"The headings say what each column holds. What is asked is {means}."
    return "The headings of the file do not say for certain what each column holds."


def is_list_of_incidents(upload: Upload) -> bool:
    """Whether its rows seem to be incidents, which no column counts."""
    headings = [str(one or "") for one in upload.headings[:MOST_COLUMNS]]
    samples = StoredLayout.of(upload).samples_of(len(headings))
    return upload.kind == UploadKind.FIGURES and incidents_in(headings, samples) is not None


def read_as_words(upload: Upload) -> str:
    """Whose columns were named, where nobody named those of this file. Empty where its headings speak for themselves."""
    number = StoredLayout.of(upload).read_as
    if number is None:
        return ""
    named = upload_and_day(number)
    if not named:
        return "Its columns are read as those of the last file with these headings were named."
    return f"Read as {named} was, which has the same headings."


def upload_and_day(number: int) -> str:
    """ "Q1.xlsx of 5 July 2011"; empty where the upload is gone."""
    upload = Upload.objects.filter(pk=number).first() if number else None
    if upload is None:
        return ""
    return f"{upload.file_name} of {written(timezone.localtime(upload.uploaded_at).date())}"


def _the(roles: tuple[str, ...]) -> str:
    names = [NAMES[role] for role in roles]
    return listed([f"the {name[0].lower()}{name[1:]}" for name in names])


def named_words(layout: Layout, created: Sequence[Indicator]) -> str:
    """Which indicators were created, and whether the next file with these headings is read without a question."""
    sentences = ["The columns are named."]
    if created:
        names = [one.name for one in created]
        sentences.append(f"{counted(names)} {are(names)} made: {listed(names)}.")
        sentences.append(
            f"{'It counts' if len(names) == 1 else 'They count'} nowhere until the file is applied."
        )
    if layout.is_of_one_file:
        sentences.append(
            "What the figures are of is asked again for the next file with these headings."
        )
    else:
        sentences.append("The next file with these headings is read so too, and its page says so.")
    return " ".join(sentences)


def discarded_words(upload: Upload, indicators: RemovedIndicators) -> str:
    """`indicators` are those created for it: removed with it, or kept."""
    sentences = [f"{upload.file_name} is discarded. Nothing was saved from it."]
    if indicators.removed:
        sentences.append(
            f"{counted(indicators.removed)} made for it {are(indicators.removed)} taken out again."
        )
    for name, user in indicators.kept.items():
        sentences.append(
            f"{name} was made for it and stays, as {user.file_name} has figures of it."
        )
    return " ".join(sentences)


def counted(names: Sequence[str]) -> str:
    """ "1 new indicator", "14 new indicators"."""
    return f"{len(names)} new indicator{'' if len(names) == 1 else 's'}"


def are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def listed(names: Sequence[str]) -> str:
    """ "Burglary, Drugs and Robbery"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
