"""Places: each one place under all its names, none of which is "the" name."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from archive.models.entries import Entry
from archive.vocabularies import PlaceKind, Precision


class Place(Entry):
    """One place. Its title says the names in use side by side; each name stands in `Name`, with its language."""

    noun = "places"
    prefix = "PLA"
    is_called_by_names = True

    kind = models.CharField(
        max_length=12, choices=PlaceKind, blank=True, help_text="What sort of place it is, if said."
    )
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="Degrees north (WGS 84), from -90 to 90. Empty where no source gives it.",
    )
    longitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text="Degrees east (WGS 84), from -180 to 180.",
    )
    precision = models.CharField(
        max_length=12, choices=Precision, blank=True, help_text="How precisely the coordinates say where it is."
    )
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The place that it lies in, where a source says so.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, precision="")
                | (Q(latitude__range=(-90, 90), longitude__range=(-180, 180)) & ~Q(precision="")),
                name="coordinates_are_whole_sane_and_of_stated_precision",
                violation_error_message="Enter latitude, longitude and precision together, or none of them.",
            ),
            models.CheckConstraint(condition=~Q(part_of=models.F("pk")), name="no_place_is_part_of_itself"),
        ]
