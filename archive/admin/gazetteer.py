"""Looking a place up in the gazetteer: what is found leads to the place's form, filled in and not saved."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.whole import get_record_or_404
from archive.models import Place, Source
from archive.models.desk.gazetteer import GazetteerPlace
from archive.vocabularies import PlaceKind, Precision

GEONAMES = "https://www.geonames.org/"  # the address of the source that is cited, where there is one
OF_NO_TOWN = frozenset({PlaceKind.PRISON, PlaceKind.SITE, PlaceKind.COUNTRY, PlaceKind.REGION})


def look_up_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The places of the gazetteer that are called what was typed, or what the place is called."""
    row = get_record_or_404(request, reference)
    if not isinstance(row, Place):
        raise Http404
    typed = request.GET.get("q", "").strip()[:200] or row.title.split(" / ")[0]
    address = reverse("admin:archive_place_change", args=[row.pk])
    found = [] if row.kind in OF_NO_TOWN else GazetteerPlace.objects.called(typed)
    context = {
        **admin.site.each_context(request),
        "title": _("Look up {reference} in the gazetteer").format(reference=row.pk),
        "row": row,
        "address": address,
        "typed": typed,
        "found": [(place, f"{address}?gazetteer={place.pk}") for place in found],
        "is_no_town": row.kind in OF_NO_TOWN,
        "is_empty": not GazetteerPlace.objects.exists(),
    }
    return render(request, "admin/archive/gazetteer.html", context)


def chosen(request) -> GazetteerPlace | None:
    """The place of the gazetteer that the address of a form names, as long as the form was not sent."""
    number = request.GET.get("gazetteer", "")
    if request.method != "GET" or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return GazetteerPlace.objects.filter(pk=number).first()


def fill_in(row: Place, place: GazetteerPlace) -> None:
    """Give the form's place the position; it is not saved."""
    if row.kind not in OF_NO_TOWN:
        row.latitude, row.longitude, row.precision = place.latitude, place.longitude, Precision.APPROXIMATE


def citation_of(place: GazetteerPlace) -> dict[str, object]:
    """What the form's new citation says."""
    source = Source.objects.filter(address=GEONAMES).first()
    locator = _("number {number}").format(number=place.pk)
    return {"source": source and source.pk, "locator": locator, "field": "latitude"}
