"""Which table the rows of an upload go to, and which of its columns are the key and which the value."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from performance.models import Comparator, Figure, UploadedScore, UploadKind
from places.models import IndexScore


@dataclass(frozen=True)
class Destination:
    """An append-only table. `keys` and `values` pair a column of a staged row with one of the table.

    `fixed` are columns that a new revision gets besides, as SQL; `traced` says that the table itself keeps the
    upload and the cell, and who closed a revision by which upload and why; `commented`, that it keeps what is said
    beside a value: why there is none of a figure that is not applicable, and a comment on any other. A blank comment
    leaves the one that is there.
    """

    model: type[models.Model]
    keys: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]
    fixed: tuple[tuple[str, str], ...] = ()
    traced: bool = True
    commented: bool = False

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def same_key(self, staged: str, row: str) -> str:
        """SQL that holds where a staged row and a row of the table are about the same thing."""
        return " AND ".join(f"{row}.{theirs} = {staged}.{ours}" for ours, theirs in self.keys)

    def same_row(self, row: str, other: str) -> str:
        """SQL that holds where two rows of the table are about the same thing."""
        return " AND ".join(f"{other}.{theirs} = {row}.{theirs}" for _, theirs in self.keys)

    def same_value(self, staged: str, row: str) -> str:
        """SQL that holds where nothing would change. What is empty on both sides is the same."""
        same = [
            f"({row}.{theirs} = {staged}.{ours} OR ({row}.{theirs} IS NULL AND {staged}.{ours} IS NULL))"
            for ours, theirs in self.values
        ]
        if self.commented:
            same.append(f"({staged}.comment = '' OR {_said(row)} = {staged}.comment)")
        return " AND ".join(same)

    def written_by(self, staged: str, row: str) -> str:
        """SQL that holds where the row says what applying the staged one wrote, if by way of a later upload that was
        taken back.
        """
        # Not by the index of uploads, which leads to all that the upload wrote.
        ours = f"COALESCE({self.upload_of(row)}, 0) = {staged}.upload_id"
        return f"{self.same_key(staged, row)} AND {ours}"

    def upload_of(self, row: str) -> str:
        """SQL of the upload that a row came from, or of nothing."""
        if self.traced:
            return f"{row}.upload_id"
        traces = UploadedScore._meta.db_table
        return f"(SELECT o.upload_id FROM {traces} o WHERE o.score_id = {row}.id)"  # noqa: S608

    @property
    def told_at_its_end(self) -> str:
        """SQL that sets what a revision says of its own end besides the moment, from `by`, `reason` and `upload`."""
        if not self.traced:
            return ""
        return (
            ", closed_by_id = %(by)s, reason_for_closing = %(reason)s,"
            " closed_by_upload_id = %(upload)s"
        )

    def comment(self, staged: str) -> str:
        """SQL of the comment that applying a staged row writes."""
        standing = f"SELECT b.comment FROM {self.table} b WHERE b.id = {staged}.base"  # noqa: S608
        return (
            f"CASE WHEN {staged}.state = 'not_applicable' THEN ''"
            f" WHEN {staged}.comment <> '' THEN {staged}.comment"
            f" ELSE COALESCE(({standing}), '') END"
        )


def _said(row: str) -> str:
    return f"CASE WHEN {row}.state = 'not_applicable' THEN {row}.reason ELSE {row}.comment END"


DESTINATIONS: dict[str, Destination] = {
    UploadKind.FIGURES: Destination(
        model=Figure,
        keys=(
            ("subject", "indicator_id"),
            ("area", "area_id"),
            ("period_start", "period_start"),
            ("period_end", "period_end"),
        ),
        values=(
            ("state", "state"),
            ("value", "value"),
            ("numerator", "numerator"),
            ("denominator", "denominator"),
            ("added_up_from", "added_up_from"),
        ),
        fixed=(("is_estimate", "FALSE"), ("source", "''")),
        commented=True,
    ),
    UploadKind.INDEX_SCORES: Destination(
        model=IndexScore,
        keys=(
            ("subject", "component_id"),
            ("area", "area_id"),
            ("period_start", "period_start"),
            ("period_end", "period_end"),
        ),
        values=(("value", "value"),),
        traced=False,
    ),
    UploadKind.COMPARATORS: Destination(
        model=Comparator,
        keys=(
            ("subject", "indicator_id"),
            ("label", "label"),
            ("period_start", "period_start"),
            ("period_end", "period_end"),
        ),
        values=(("value", "value"),),
        fixed=(
            ("kind", "'other'"),
            ("value_printed", "''"),
            ("source", "''"),
            ("note", "''"),
            ("source_lines", "'[]'"),
        ),
    ),
}
