"""The outlines of areas, as GeoJSON geometries in degrees (WGS 84)."""

from django.db import models

from core.records.natural import NaturalModel
from places.models.areas import AreaCode


class AreaBoundary(NaturalModel):
    """The outline of an area, by edition."""

    area = models.ForeignKey("places.Area", on_delete=models.CASCADE, related_name="boundaries")
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


class ReferenceBoundary(NaturalModel):
    """The outline of an official area, by its code. A place with that code is drawn so, until it has a boundary of its own.

    It comes with the planner, and stands under each map, whether a place of the plan has the code or not.
    """

    system = models.CharField(max_length=15, choices=AreaCode.System)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=150)
    edition = models.CharField(max_length=50)
    geometry = models.JSONField()
    source = models.CharField(max_length=200)

    natural_fields = ("system", "code")

    class Meta:
        ordering = ["system", "code"]
        verbose_name_plural = "reference boundaries"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "code"], name="one_reference_boundary_for_each_code"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.code})"
