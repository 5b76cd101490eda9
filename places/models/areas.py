"""Where: areas that nest, and their codes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from core.records.editable import Editable, live
from core.records.natural import NaturalModel, NaturalQuerySet
from core.records.numbering import free_slug


class AreaQuerySet(NaturalQuerySet):
    def within(self, area):
        """`area` and everything inside it."""
        return self.filter(path__startswith=area.path)

    def around(self, area):
        """Everything that `area` lies in, itself last."""
        return self.filter(path__in=_paths_down_to(area)).order_by("level")

    def covering(self, place):
        """The areas whose links cover `place`: the same rule as `Area.is_covered_by`."""
        around = Q(path__in=_paths_down_to(place)) & ~Q(kind=Area.Kind.COUNTY)
        return self.filter(Q(path__startswith=place.path) | around)

    def of_partnership(self):
        """Without the places beside the partnership."""
        return self.filter(is_elsewhere=False)


def _paths_down_to(area):
    steps = area.path.strip("/").split("/")
    return ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]


class Area(Editable, NaturalModel):
    """A place. A ward, beat or LSOA lies in a town, a town in a network area, a network area in the county.

    `path` is the slugs from the top down ("/cornwall/newquay-area/newquay/") and `level` their number
    less one, both kept by `places.actions.place_area`, so that "inside" needs no recursion. `is_elsewhere` says that
    it is none of the partnership's places: another's, or a wider area's. Said of a place at the top, it is kept for
    all inside by the same action.
    `deprivation_decile` is of the English Indices of Multiple Deprivation, 1 the most deprived tenth.
    """

    class Kind(models.TextChoices):
        REGION = "region", "Region"
        POLICE_AREA = "police_area", "Police force area"
        HEALTH_AREA = "health_area", "Health board"
        COUNTY = "county", "County"
        DISTRICT = "district", "District or borough"
        NETWORK_AREA = "network_area", "Network area"
        TOWN = "town", "Town"
        PARISH = "parish", "Parish"
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
        WARD = "ward", "Ward"
        BEAT = "beat", "Police beat"
        LSOA = "lsoa", "LSOA"

    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=150, unique=True)
    kind = models.CharField(max_length=15, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    parent_is_judgement = models.BooleanField(default=False)
    is_elsewhere = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=600, unique=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    location_source = models.CharField(max_length=200, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_source = models.CharField(max_length=200, blank=True)
    deprivation_decile = models.PositiveSmallIntegerField(null=True, blank=True)
    deprivation_source = models.CharField(max_length=200, blank=True)
    highest_risk = models.BooleanField(
        default=False,
        help_text="Named among the highest risk geographical areas of the assessment.",
    )
    note = models.TextField(blank=True)

    natural_fields = ("slug",)
    objects = live(AreaQuerySet)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="area_top_has_level_0",
                condition=Q(parent=None, level=0) | Q(parent__isnull=False, level__gt=0),
                violation_error_message="Only an area without a parent stands at the top.",
            ),
            models.CheckConstraint(
                name="area_decile_1_to_10",
                condition=Q(deprivation_decile=None) | Q(deprivation_decile__range=(1, 10)),
                violation_error_message="A deprivation decile is a number from 1 to 10.",
            ),
            models.CheckConstraint(
                name="area_both_coordinates_or_none",
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message="Give both latitude and longitude, in degrees, or neither.",
            ),
        ]

    def __str__(self):
        return self.name

    def number(self):
        """Give a new place its slug, and where it stands."""
        self.slug = free_slug(self)
        self.stand()

    def stand(self):
        """Where it stands follows from what it lies in."""
        if self.slug:
            self.path = f"{self.parent.path if self.parent else '/'}{self.slug}/"
        self.level = self.parent.level + 1 if self.parent else 0
        self.is_elsewhere = self.parent.is_elsewhere if self.parent else self.is_elsewhere

    def clean_fields(self, exclude=None):
        """Nobody types the path: `clean` judges its length, in words that people know."""
        super().clean_fields({*(exclude or ()), "path"})

    def clean(self):
        self.stand()
        refuse_too_deep(self)

    @property
    def named(self) -> str:
        """With its kind, as a town and the network area around it may share a name: "Newquay (town)"."""
        if self.kind == self.Kind.COUNTY:
            return self.name
        kind = self.get_kind_display()
        return f"{self.name} ({kind if kind.isupper() else kind.lower()})"

    def contains(self, other):
        return other.path.startswith(self.path)

    def is_covered_by(self, area):
        """Whether a link to `area` covers this place: `area` is it, lies in it, or is the town or network area around it.

        A link to the county covers no place in it.
        """
        return self.contains(area) or (area.contains(self) and area.kind != self.Kind.COUNTY)


def refuse_too_deep(area, longest_inside=0):
    """Raises ValidationError where its path, or one of `longest_inside` in it, is too long to be kept."""
    longest = max(len(area.path), longest_inside)
    if longest > Area._meta.get_field("path").max_length:
        what = str(area) if longest == len(area.path) else f"A place inside {area}"
        raise ValidationError(
            {"parent": f"{what} would lie too deep. Choose a place nearer the top"},
            code="too_deep",
        )


class AreaCode(NaturalModel):
    """A code of an area in one coding system, and when it held."""

    class System(models.TextChoices):
        LSOA_2001 = "lsoa_2001", "LSOA code 2001"
        LSOA_2011 = "lsoa_2011", "LSOA code 2011"
        LSOA_2021 = "lsoa_2021", "LSOA code 2021"
        GSS = "gss", "ONS nine-character code"
        GEONAMES = "geonames", "GeoNames"
        BEAT = "beat", "Police beat code"
        LOCAL = "local", "Partnership's own code"

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(max_length=15, choices=System)
    code = models.CharField(max_length=30)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    natural_fields = ("system", "code")

    class Meta:
        ordering = ["system", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "code"], name="area_code_unique_in_its_system"
            ),
            models.CheckConstraint(
                name="area_code_ends_after_it_starts",
                condition=Q(valid_to=None)
                | Q(valid_from=None)
                | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="A code stops being valid on or after the day it starts.",
            ),
        ]

    def __str__(self):
        return f"{self.get_system_display()} {self.code}"
