"""The form for commentary on a period of an indicator."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from performance.choices import Status
from performance.figures.commentary import CommentaryContent, content_of_commentary
from performance.models import Commentary
from safercornwall.pages.components.entry_fields import BasedOnForm, prose, with_unix_newlines

# The statuses that a person may set. The others say that something is missing.
SETTABLE = (Status.ACHIEVED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.MISSED)
# The choice without an override.
WORKED_OUT = "worked_out"
TEXTS = ("text", "management_actions", "override_reason")
TYPED = (*TEXTS, "status_override")


class CommentaryForm(BasedOnForm):
    """Once valid, `content` is the commentary."""

    text = prose("Commentary", "What the figures mean, and why they are as they are.", rows=6)
    management_actions = prose("Management actions", "What is being done about it.", rows=4)
    status_override = forms.ChoiceField(
        label="Status",
        help_text="It is worked out from the figures and the target. One that is set by hand says so, with its reason.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether the status is as it is worked out",
            "invalid_choice": "Choose a status from the list",
        },
    )
    override_reason = prose(
        "Why is the status set by hand?",
        "Required where the status is set by hand. It is shown beside the status wherever that is shown.",
    )

    def __init__(
        self, *args: Any, worked_out: str, latest: Commentary | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        present = Status(latest.status_override) if latest and latest.status_override else None
        statuses = [*SETTABLE, *([present] if present and present not in SETTABLE else [])]
        status: Any = self.fields["status_override"]
        status.choices = [
            (
                WORKED_OUT,
                f"As it is worked out: {worked_out}" if worked_out else "As it is worked out",
            ),
            *((one.value, f"Set by hand: {one.label}") for one in statuses),
        ]
        self.helper = FormHelper()
        # It shares its form tag with the period.
        self.helper.form_tag = False
        self.helper.add_input(Submit("save", "Save the commentary"))

    @property
    def content(self) -> CommentaryContent:
        override = self.cleaned_data["status_override"]
        return CommentaryContent(
            status_override="" if override == WORKED_OUT else override,
            **{name: self.cleaned_data[name] for name in TEXTS},
        )

    def clean(self) -> None:
        for name in TEXTS:
            self.cleaned_data[name] = with_unix_newlines(self.cleaned_data.get(name, ""))
        if self.errors:
            return
        content = self.content
        if content.status_override and not content.override_reason:
            self.add_error("override_reason", "Enter the reason for setting the status by hand")
        if content.override_reason and not content.status_override:
            self.add_error(
                "status_override", "Choose the status that the reason is for, or clear the reason"
            )
        if not (content.text or content.management_actions or content.status_override):
            self.add_error("text", "Enter the commentary, or the management actions")


def initial_of(latest: Commentary | None) -> dict[str, Any]:
    """The initial values: those of the latest commentary, or none."""
    content = content_of_commentary(latest) if latest else CommentaryContent()
    return {
        "base": latest.pk if latest else None,
        **vars(content),
        "status_override": content.status_override or WORKED_OUT,
    }


def typed_in(data: Any) -> dict[str, str]:
    """What somebody typed in the form, as it was sent."""
    return {name: with_unix_newlines(data.get(name, "")) for name in TYPED}
