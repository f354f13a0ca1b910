"""The gazetteer: places of the world by name, to look up a position at the desk. It is none of the archive's records.

A command reads it once (`manage.py load_gazetteer`); nothing of it reaches a record but what a curator takes from it.
"""

from collections.abc import Iterable

from django.db import models, transaction

from archive.letters import fold
from archive.models.base.chunks import chunks

MOST_FOUND = 20


class GazetteerPlaceQuerySet(models.QuerySet["GazetteerPlace"]):
    def called(self, words: str) -> list["GazetteerPlace"]:
        """Those that have a name beginning with ``words``, in any script; the largest first, at most `MOST_FOUND`."""
        wanted = fold(words).strip()
        if not wanted:
            return []
        names = GazetteerName.objects.filter(folded__gte=wanted, folded__lt=f"{wanted}\uffff")
        return list(self.filter(pk__in=names.values("place")).order_by("-population", "pk")[:MOST_FOUND])

    def replace(self, places: Iterable[tuple["GazetteerPlace", Iterable[str]]]) -> int:
        """Put ``places``, each with all its names, in the stead of what was there; return how many there are."""
        with transaction.atomic():
            GazetteerName.objects.all().delete()
            self.all().delete()
            number = 0
            for some in chunks(list(places)):
                GazetteerPlace.objects.bulk_create([place for place, _ in some])
                folded = {(place.pk, fold(name)[:200]) for place, names in some for name in (place.name, *names)}
                GazetteerName.objects.bulk_create(
                    [GazetteerName(place_id=pk, folded=name) for pk, name in sorted(folded) if name], batch_size=5000
                )
                number += len(some)
            return number


class GazetteerPlace(models.Model):
    """One populated place, by its number in GeoNames."""

    number = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=20, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    population = models.PositiveBigIntegerField(default=0)
    names = models.TextField(blank=True, help_text="Its other names, one a line.")

    objects = GazetteerPlaceQuerySet.as_manager()

    def __str__(self):
        return f"{self.name}, {self.country} ({self.number})"


class GazetteerName(models.Model):
    """One name of a place, folded, to be found by."""

    place = models.ForeignKey(GazetteerPlace, on_delete=models.CASCADE, related_name="+")
    folded = models.CharField(max_length=200, db_index=True)

    objects = models.Manager()

    def __str__(self):
        return self.folded
