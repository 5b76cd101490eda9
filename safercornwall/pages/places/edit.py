"""Places are created, edited and archived here, with their codes."""

from __future__ import annotations

from places.models import Area, AreaCode
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.fields import NUMBER
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm


class PlaceForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Area
        fields = (
            *(
                "name",
                "kind",
                "parent",
                "parent_is_judgement",
                "is_elsewhere",
                "population",
                "population_source",
            ),
            *("latitude", "longitude", "location_source", "deprivation_decile"),
            *("deprivation_source", "highest_risk", "note"),
        )
        labels = {
            "kind": "Kind of place",
            "parent": "Lies in",
            "parent_is_judgement": "Where it lies is our judgement",
            "is_elsewhere": "It is beside our partnership",
            "population_source": "Source of the population",
            "location_source": "Source of the coordinates",
            "deprivation_decile": "Deprivation decile",
            "deprivation_source": "Source of the decile",
            "highest_risk": "The assessment names it among the highest risk areas",
        }
        help_texts = {
            "kind": "The whole area of the partnership is a county, whether it is called county, unitary authority or London borough.",
            "parent": "The next larger place. All that lies in this place moves with it.",
            "is_elsewhere": "Another partnership’s, or wider than ours. It and all inside it count in no total, map or ranking of ours.",
            "latitude": "In degrees. For example, 50.41200.",
            "longitude": "In degrees, west is negative. For example, -5.08100.",
            "deprivation_decile": "1 is the most deprived tenth of England, 10 the least.",
            "highest_risk": "",
        }
        widgets = dict.fromkeys(
            ("population", "latitude", "longitude", "deprivation_decile"), NUMBER
        )


class AreaCodeForm(PartForm):
    class Meta(PartForm.Meta):
        model = AreaCode
        fields = ("system", "code", "valid_from", "valid_to")
        labels = {"system": "Kind of code", "valid_from": "Valid from", "valid_to": "Valid to"}


EDITOR = Editor(
    noun="place",
    app="places",
    form=PlaceForm,
    at="places/",
    parts=[
        PartsOf(
            "codes",
            AreaCodeForm,
            heading="Its codes",
            singular="code",
            named="{system} {code}",
            hint="Uploaded files name a place by one of them.",
        )
    ],
)
