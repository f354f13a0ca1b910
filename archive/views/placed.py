"""Places as a map has them, and the results of a list by their places."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from archive.drawings.drawing import Drawing
from archive.drawings.live_map import LiveMap
from archive.drawings.map import Placed, map_of
from archive.facets.facet import SPECIAL_LABELS
from archive.facets.filter_set import ArchiveObjectFacets, Choice
from archive.models import Place
from archive.models.access.masking import MaskedRow
from archive.models.authorities.places import position_text
from archive.views.addresses import ListAddress
from archive.views.options import Option, option_of

CREDIT = _("Outlines: Natural Earth, 1:50,000,000, in the public domain.")
MAX_PLACES = 500  # places


@dataclass(frozen=True)
class MapOfResults:
    """The places of a list's results, each as the choice that narrows the list to it, and their picture."""

    rows: list[tuple[Option, str]]  # with the position in words
    drawing: Drawing | None
    live_map: LiveMap  # the one that zooms
    without: Option | None  # the records that name no place
    signs: str = ""  # what each sign in the picture stands for
    credit: str = CREDIT


def is_placed(place: MaskedRow) -> bool:
    return bool(place.outline) or (place.latitude is not None and place.longitude is not None)


def placed_at(place: MaskedRow, address: str, number: int) -> Placed:
    """``place`` as a map has it, leading to ``address``, with the ``number`` of records that are tied to it."""
    markers = ngettext("{place}: {number} record", "{place}: {number} records", number)
    markers = markers.format(place=place.heading, number=number)
    at = None if place.outline else (float(place.longitude), float(place.latitude))
    return Placed(place.heading, at, place.precision, address, markers, number, place.outline or "")


def position_of(place: MaskedRow) -> str:
    """Where it is, in words; "" where no source says it."""
    if not is_placed(place):
        return ""
    if place.outline:
        return gettext("the country as an area")
    return position_text(place)


def place_facet(filters: ArchiveObjectFacets) -> str:
    """The name of the facet by which a list counts places; "" where it has none."""
    return next((name for name, facet in filters.facets.items() if facet.counts_by(Place)), "")


def map_of_results(title: str, name: str, choices: list[Choice], address: ListAddress, user) -> MapOfResults:
    """The places among ``choices`` of the facet ``name``, for the list at ``address``."""
    named = [choice for choice in choices if choice.key not in SPECIAL_LABELS][:MAX_PLACES]
    rows = Place.objects.visible_to(user).filter(pk__in=[choice.key for choice in named])
    places = {row.pk: row.masked_for(user) for row in rows}
    markers, placed = [], []
    for choice in named:
        option, place = _option(name, choice, address), places.get(choice.key)
        markers.append((option, position_of(place) if place else ""))
        if place and is_placed(place):
            placed.append(placed_at(place, f"{address.path}{option.address}", choice.count))
    silent = next((_option(name, choice, address) for choice in choices if choice.key in SPECIAL_LABELS), None)
    return MapOfResults(markers, map_of(str(title), placed), LiveMap(placed), silent, signs_of(placed))


def signs_of(placed: list[Placed]) -> str:
    """What each sign for ``placed`` stands for; of others nothing is said."""
    drawn = {"outline" if place.outline else place.precision for place in placed}
    says = [
        (
            "outline",
            gettext(
                "A shaded country is all of it, as Natural Earth draws it: as it is controlled, not as it is claimed. "
                "That says nothing about whose it is."
            ),
        ),
        ("exact", gettext("A disc is an exact position.")),
        ("approximate", gettext("A ring is an approximate position.")),
        ("regional", gettext("A shaded area is a region.")),
    ]
    signs = [words for precision, words in says if precision in drawn]
    return " ".join([*signs, gettext("The size of a mark is not the size of the place.")] if signs else [])


def _option(name: str, choice: Choice, address: ListAddress) -> Option:
    return option_of(choice, str(address.toggled(name, choice.key)))
