"""What is really asked of whoever names the columns: what the headings leave open, and no more."""

from __future__ import annotations

from performance.cells.lookups import Lookups
from performance.models import Upload
from performance.uploads.layout.choices import NAMES, layout_of, unclear_quarter
from performance.uploads.layout.guesses import guess
from performance.uploads.layout.headings import needs_convention
from performance.uploads.layout.layouts import MOST_COLUMNS, StoredLayout, missing
from safercornwall.pages.uploads.columns_wording import listed


def what_is_asked(upload: Upload, *, quotes: bool) -> str:
    """In a sentence or two, in the queries of `Lookups`. It `quotes` the file only to those who may read it."""
    headings = [str(one or "") for one in upload.headings[:MOST_COLUMNS]]
    seen = StoredLayout.of(upload).samples_of(len(headings))
    found = guess(upload.kind, headings, seen, Lookups(upload.kind), may_add=False)
    layout = layout_of(found.answers, constants={}, convention=None, heading_row=1)
    lacking = missing(layout, upload.kind)
    quarter = "" if found.convention else unclear_quarter(found.answers, headings, seen)
    over_columns = next((heading for heading in headings if needs_convention(heading)), "")
    if "period" in lacking and over_columns:
        quarter = over_columns
        lacking = tuple(role for role in lacking if role not in ("period", "value"))
    which = f"a quarter written as “{quarter}”" if quotes else "a quarter"
    means = f"what {which} means: one of the calendar or of the financial year"
    if lacking:
        said = f"The headings of the file do not say where {_the(lacking)} {'is' if len(lacking) == 1 else 'are'}."
        return f"{said} It is also asked {means}." if quarter else said
    if quarter:
        return f"The headings say what each column holds. What is asked is {means}."
    return "The headings of the file do not say what each column holds."


def _the(roles: tuple[str, ...]) -> str:
    names = [NAMES[role] for role in roles]
    return listed([f"the {name[0].lower()}{name[1:]}" for name in names])
