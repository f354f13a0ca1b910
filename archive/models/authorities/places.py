"""Places: each one place under all its names, none of which is "the" name."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.archive_object import ArchiveObject
from archive.models.base.protection import Masked
from archive.models.base.strictness import either
from archive.models.base.validators import validate_country
from archive.vocabularies import PlaceKind, Precision


class Place(ArchiveObject):
    """One place. Its title says the names in use side by side; each name stands in `Name`, with its language."""

    noun = "places"
    prefix = "PLA"
    protection = ArchiveObject.protection.extended(
        shown=("kind", "part_of", "shown_as"),
        masked=(Masked(("latitude", "longitude", "precision", "outline"), unless=Q(shown_as__isnull=True)),),
        protects=Q(shown_as__isnull=False),
        closed=Q(shown_as__isnull=False),
        closed_leaves_no_tombstone=True,
        substitute="shown_as",
        guards={"shown_as": either},
    )
    labels = {"latitude": _("Position")}
    combined_fields = {"latitude": ("latitude", "longitude", "precision"), "outline": ("outline",)}
    has_alternative_names = True

    kind = models.CharField(
        _("kind"), max_length=12, choices=PlaceKind, blank=True, help_text=_("What sort of place it is, if said.")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north (WGS 84), from -90 to 90. Empty where no source gives it."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east (WGS 84), from -180 to 180."),
    )
    precision = models.CharField(
        _("precision"),
        max_length=12,
        choices=Precision,
        blank=True,
        help_text=_("How precisely the coordinates say where it is."),
    )
    outline = models.CharField(
        _("outline"),
        max_length=3,
        blank=True,
        validators=[validate_country],
        help_text=_(
            "For a country: its three digits in ISO 3166-1, such as 051. Its outline is drawn instead of a point."
        ),
    )
    part_of = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("The place that it is part of, if a source says so."),
    )

    shown_as = models.ForeignKey(
        "self",
        verbose_name=_("shown as"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stands_for",
        help_text=_(
            "The wider place that the public is shown instead, if this one would put somebody in danger. "
            "The place itself is then hidden from the public."
        ),
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(condition=~Q(shown_as=models.F("pk")), name="no_place_is_shown_as_itself"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, precision="")
                | (Q(latitude__range=(-90, 90), longitude__range=(-180, 180)) & ~Q(precision="")),
                name="coordinates_are_whole_sane_and_of_stated_precision",
                violation_error_message=_("Enter latitude, longitude and precision together, or none of them."),
            ),
            models.CheckConstraint(condition=~Q(part_of=models.F("pk")), name="no_place_is_part_of_itself"),
        ]

    def combined_value(self, name: str, shown) -> tuple[str, str]:
        if name == "outline":
            return gettext("country {code} (ISO 3166-1)").format(code=shown.outline) if shown.outline else "", ""
        return position_text(shown), ""

    def clean(self):
        super().clean()
        if self.outline and (self.kind != PlaceKind.COUNTRY or self.latitude is not None):
            raise ValidationError({"outline": gettext("Expected only for a country, and no point besides.")})
        if self.shown_as and self.shown_as.shown_as_id:
            raise ValidationError({"shown_as": gettext("Expected a place that is not itself shown as another.")})
        if self.shown_as_id and Place.objects.filter(shown_as=self.pk).exists():
            raise ValidationError({"shown_as": gettext("Other places are shown as this one. Change that first.")})


def position_text(place) -> str:
    """Where the point of a place lies, in words; "" where it has none."""
    if place.latitude is None or place.longitude is None:
        return ""
    north, east = float(place.latitude), float(place.longitude)
    upright = (gettext("{degrees}° N") if north >= 0 else gettext("{degrees}° S")).format(degrees=f"{abs(north):g}")
    across = (gettext("{degrees}° E") if east >= 0 else gettext("{degrees}° W")).format(degrees=f"{abs(east):g}")
    return f"{upright}, {across}, {place.choice('precision')}"
