"""Where: areas of six kinds that nest."""

from django.db import models
from django.db.models import Q

from core.records.natural import NaturalModel, NaturalQuerySet


class AreaQuerySet(NaturalQuerySet):
    def within(self, area):
        """`area` and everything inside it."""
        return self.filter(path__startswith=area.path)

    def around(self, area):
        """Everything that `area` lies in, itself last."""
        steps = area.path.strip("/").split("/")
        paths = ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
        return self.filter(path__in=paths).order_by("level")


class Area(NaturalModel):
    """A place. A ward, beat or LSOA lies in a town, a town in a network area, a network area in the county.

    `path` is the slugs from the top down ("/cornwall/newquay-area/newquay/") and `level` their number
    less one, both kept by `places.actions.place_area`, so that "inside" needs no recursion.
    `deprivation_decile` is of the English Indices of Multiple Deprivation, 1 the most deprived tenth.
    """

    class Kind(models.TextChoices):
        COUNTY = "county", "County"
        NETWORK_AREA = "network_area", "Network area"
        TOWN = "town", "Town"
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
    objects = AreaQuerySet.as_manager()

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
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Give both latitude and longitude, in degrees, or neither.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def named(self) -> str:
        """With its kind, as a town and the network area around it may share a name: "Newquay (town)"."""
        if self.kind == self.Kind.COUNTY:
            return self.name
        kind = self.get_kind_display()
        return f"{self.name} ({kind if kind.isupper() else kind.lower()})"

    def contains(self, other):
        return other.path.startswith(self.path)


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


class AreaBoundary(NaturalModel):
    """The outline of an area, as a GeoJSON geometry in degrees (WGS 84), by edition."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="boundaries")
    edition = models.CharField(max_length=50)
    geometry = models.JSONField()
    source = models.CharField(max_length=200)

    natural_fields = ("area__slug", "edition")

    class Meta:
        ordering = ["edition"]
        verbose_name_plural = "area boundaries"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "edition"], name="one_boundary_per_area_and_edition"
            )
        ]

    def __str__(self):
        return f"{self.area}, {self.edition}"
