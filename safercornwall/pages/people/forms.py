"""What an administrator fills in about a person."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q

from accounts.backends import limits_of
from accounts.models import Organisation, User
from accounts.roles import ADMINISTRATOR, ANALYST, BOARD_MEMBER, OFFICER
from safercornwall.pages.components.account_fields import email_field, version_field
from safercornwall.pages.components.editing.fields import RecordsField
from safercornwall.pages.components.editing.forms import OUT_OF_DATE

LONGEST_NAME = 150
NEVER_LIMITED = "An administrator is not limited: choose no organisation, or another role"
# The choice of no role: a radio button that nobody chose sends nothing.
NO_ROLE = "none"

ROLE_CHOICES = [
    (BOARD_MEMBER, "Board member: reads everything"),
    (OFFICER, "Officer: changes the plan and its projects, and comments on indicators"),
    (ANALYST, "Analyst: changes indicators, sends figures in, and comments on indicators"),
    (ADMINISTRATOR, "Administrator: may do all of these, and looks after people and roles"),
    (NO_ROLE, "No role: sees nothing but their own account"),
]


def words_field(label: str, *, required: str = "", **options: Any) -> forms.CharField:
    """Up to 150 characters. `required` is what to say where it is empty, if it must not be."""
    messages = {"max_length": f"Enter at most {LONGEST_NAME} characters"}
    if required:
        messages["required"] = required
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages=messages,
        **options,
    )


def invited_email_field() -> forms.EmailField:
    return email_field(
        "E-mail address",
        missing="Enter the person’s e-mail address",
        help_text="The invitation is sent to it. Each person has an address of their own.",
    )


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Role",
        choices=ROLE_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role of the list"},
    )


class FactsOfPerson(forms.Form):
    """Name, organisation and post: what is said of a person, whether new or known."""

    first_name = words_field("First name", required="Enter the person’s first name")
    last_name = words_field("Last name")
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        required=False,
        empty_label="Not stated",
        error_messages={"invalid_choice": "Choose an organisation of the list"},
    )
    job_title = words_field("Post", help_text="For example “Community safety officer”.")


def limits_field() -> RecordsField:
    return RecordsField(
        Organisation.objects.all(),
        label="Only what these organisations own or lead",
        help_text="Choose none for a person who may change everything that the role lets them. They read everything all the same.",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"), "Choose organisations of the list"
        ),
    )


class InviteForm(FactsOfPerson):
    email = invited_email_field()
    role = role_field()
    limited_to = limits_field()

    field_order = (
        *("first_name", "last_name", "email", "organisation", "job_title", "role", "limited_to"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Submit("invite", "Send the invitation"))

    def clean_role(self) -> str:
        return role_chosen(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("limited_to") and said.get("role") == ADMINISTRATOR:
            self.add_error("limited_to", NEVER_LIMITED)
        return said


class LimitsForm(forms.Form):
    """`was` are the organisations that the page showed."""

    organisations = limits_field()
    was = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, person: User) -> None:
        now = sorted(limits_of(person))
        said = {"organisations": now, "was": " ".join(map(str, now))}
        super().__init__(data, initial=said)
        fields: Any = self.fields
        # One that is archived by now stays until somebody takes it out.
        fields["organisations"].queryset = Organisation.with_archived.filter(
            Q(archived_at=None) | Q(pk__in=now)
        )
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))

    def clean_was(self) -> set[int]:
        keys: list[str] = self.cleaned_data["was"].split()
        if not all(key.isdecimal() for key in keys):
            raise forms.ValidationError(OUT_OF_DATE)
        return set(map(int, keys))


class InviteAgainForm(forms.Form):
    email = invited_email_field()

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data, initial={"email": person.email})
        self.helper = FormHelper()
        self.helper.add_input(Submit("invite", "Send a new invitation"))


class EditPersonForm(FactsOfPerson):
    version = version_field()

    def __init__(self, data: Any = None, *, person: User) -> None:
        names = ("first_name", "last_name", "organisation", "job_title", "version")
        super().__init__(data, initial={name: getattr(person, name) for name in names})
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))


class RoleForm(forms.Form):
    """`was` is the role that the page showed."""

    role = role_field()
    was = forms.ChoiceField(
        choices=ROLE_CHOICES,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid_choice"), OUT_OF_DATE),
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        now = person.role or NO_ROLE
        super().__init__(data, initial={"role": now, "was": now})
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))

    def clean_role(self) -> str:
        return role_chosen(self.cleaned_data["role"])

    def clean_was(self) -> str:
        return role_chosen(self.cleaned_data["was"])


def role_chosen(value: str) -> str:
    """The name of a role, empty for none."""
    return "" if value == NO_ROLE else value
