"""What people write about an indicator's period."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from core.periods import Period
from performance.choices import Status
from performance.figures.commentary import Said, said_in
from performance.models import Commentary
from safercornwall.pages.components.entry_fields import BasedOn, in_unix_lines, prose

# What a person may judge otherwise than the rules do. The other statuses say that something is missing.
OFFERED = (Status.ACHIEVED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.MISSED)
# As no override is kept.
WORKED_OUT = "worked_out"
TEXTS = ("text", "management_actions", "override_reason")


class CommentaryForm(BasedOn):
    """Once valid, `said` is what the person says."""

    period = forms.CharField(widget=forms.HiddenInput())
    text = prose("Commentary", "What the figures mean, and why they are as they are.", rows=6)
    management_actions = prose("Management actions", "What is being done about it.", rows=4)
    status_override = forms.ChoiceField(
        label="Status",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether the status is as it is worked out",
            "invalid_choice": "Choose a status from the list",
        },
    )
    override_reason = prose(
        "Why is the status set by hand?",
        "Needed only where the status is set by hand. It is shown beside the status wherever that is shown.",
    )

    def __init__(
        self, *args: Any, worked_out: str, latest: Commentary | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = Status(latest.status_override) if latest and latest.status_override else None
        offered = [*OFFERED, *([kept] if kept and kept not in OFFERED else [])]
        status: Any = self.fields["status_override"]
        status.choices = [
            (
                WORKED_OUT,
                f"As it is worked out: {worked_out}" if worked_out else "As it is worked out",
            ),
            *((one.value, f"Set by hand: {one.label}") for one in offered),
        ]
        self.helper = FormHelper()
        self.helper.form_action = "?"
        self.helper.add_input(Submit("save", "Save the commentary"))

    @property
    def said(self) -> Said:
        override = self.cleaned_data["status_override"]
        return Said(
            status_override="" if override == WORKED_OUT else override,
            **{name: self.cleaned_data[name] for name in TEXTS},
        )

    def clean(self) -> None:
        for name in TEXTS:
            self.cleaned_data[name] = in_unix_lines(self.cleaned_data.get(name, ""))
        if self.errors:
            return
        said = self.said
        if said.status_override and not said.override_reason:
            self.add_error("override_reason", "Enter the reason for setting the status by hand")
        if said.override_reason and not said.status_override:
            self.add_error(
                "status_override", "Choose the status that the reason is for, or clear the reason"
            )
        if not (said.text or said.management_actions or said.status_override):
            self.add_error("text", "Enter the commentary, or the management actions")


def initial_of(period: Period, latest: Commentary | None) -> dict[str, Any]:
    """What the form begins with: what is said already, to be said anew, or nothing."""
    said = said_in(latest) if latest else Said()
    return {
        "period": period.label,
        "base": latest.pk if latest else None,
        **vars(said),
        "status_override": said.status_override or WORKED_OUT,
    }
