"""What the list of places can be narrowed by."""

from django import forms

from places.models import Area


class PlaceFilter(forms.Form):
    q = forms.CharField(label="Name or code", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="Kind of place", required=False, choices=[("", "All kinds"), *Area.Kind.choices]
    )

    def matches(self, area: Area) -> bool:
        """Whether an area, its codes at hand, has the words in its name or codes and is of the kind.

        A filter that is not valid narrows nothing.
        """
        self.is_valid()
        kind, words = self.cleaned_data.get("kind"), self.cleaned_data.get("q", "").casefold()
        if kind and area.kind != kind:
            return False
        texts = (area.name, *(code.code for code in area.codes.all()))
        return not words or any(words in text.casefold() for text in texts)
