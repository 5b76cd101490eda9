"""Naming the partnership: the organisation whose plans are kept here."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation
from core.documents.actions import create
from core.documents.contents import Contents, Shape
from core.documents.writing import Refused

FIELDS = ("name", "kind")


class PartnershipForm(forms.Form):
    name = forms.CharField(
        label="The name of the partnership",
        help_text="For example, Safer Cornwall.",
        max_length=200,
        error_messages={
            "required": "Enter the name of the partnership",
            "max_length": "Enter a name of at most 200 characters",
        },
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))


@permission_required("accounts.add_organisation", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def partnership(request):
    form = PartnershipForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = Contents({**form.cleaned_data, "kind": Organisation.Kind.PARTNERSHIP})
        try:
            made = create(
                Organisation(), said, shape=Shape.of(Organisation, FIELDS, {}), by=request.user
            )
        except (Refused, IntegrityError):
            form.add_error("name", "An organisation has this name already")
        else:
            messages.success(request, f"The partnership is called {made}.")
            return redirect("setting_up:page")
    return render(request, "setting_up/partnership.html", {"form": form})
