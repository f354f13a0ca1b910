"""The places on a map, each as surely as its position is known, with how many records are tied to it."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from archive.drawings.live_map import LiveMap
from archive.drawings.map import map_of
from archive.facets.facet import NOT_STATED
from archive.facets.types import FILTER_SETS
from archive.languages import capitalised
from archive.models import Name, Place
from archive.models.access.masking import MaskedRow
from archive.models.base.accessions import is_reference
from archive.views.options import Option
from archive.views.overviews.page import MAX_ROWS, Cell, Excluded, OverviewData, OverviewPage, Table
from archive.views.placed import CREDIT, is_placed, placed_at, position_of, signs_of

OF_BORDERS = gettext_lazy(
    "It draws borders as they are controlled, not as they are claimed; that says nothing about whose they are."
)

BORDERS = {"borders": "1"}
Counts = tuple[str, str, dict[str, int]]  # a list, one of its facets, and how many records have each choice
Numbers = dict[str, dict[str, tuple[int, str]]]  # by place and list: how many records, and the address of their list
MODELS = {filters.Meta.model.noun: filters.Meta.model for filters in FILTER_SETS}


class MapPage(OverviewPage):
    name = "map"
    title = gettext_lazy("The places on a map")
    intro = gettext_lazy(
        "Each place that a source gives a position for, with all its names. A disc is an exact "
        "position, a ring an approximate one, a shaded area a region. Their size is not the size of "
        "the place."
    )

    def read(self) -> None:
        self.borders = self.request.GET.get("borders") == "1"
        self.around = self.request.GET.get("around", "")
        if self.around and not (is_reference(self.around) and self._places().filter(pk=self.around).exists()):
            template = _("“{reference}” is not a place with a position here.")
            self.problems = (template.format(reference=self.around[:20]),)

    def _places(self):
        return Place.objects.visible_to(self.request.user).exclude(latitude=None, outline="")

    def data(self) -> OverviewData:
        user = self.request.user
        counted, seen = list(_counted(user)), Place.objects.visible_to(user)
        numbers = _numbers(counted)
        rows = seen.annotate(nowhere=Q(latitude=None, outline="")).order_by("nowhere", "accession__number")[:MAX_ROWS]
        places = sorted((row.masked_for(user) for row in rows), key=lambda place: _rank(place, numbers))
        placed = [placed_at(place, place.page, _sum(numbers, place)) for place in places if is_placed(place)]
        centre = next((one.at for one in placed if one.address == self._address), None)
        drawing = map_of(str(self.title), placed, borders=self.borders, centre=centre)
        left_out = [
            (_("places without a position"), seen.filter(latitude=None, outline="").count(), ""),
            (
                _("places beyond the first {most}").format(most=MAX_ROWS),
                max(seen.count() - MAX_ROWS, 0),
                reverse("places-list"),
            ),
            *_placeless(counted),
        ]
        message = OF_BORDERS if self.borders else _("Only coasts are drawn, no borders.")
        caption = " ".join(filter(None, [str(CREDIT), str(message), signs_of(placed)]))
        live = LiveMap(placed, self.borders, centre) if drawing else None
        return OverviewData([_table(places, numbers, user)], drawing, caption, left_out, live)

    @property
    def _address(self) -> str:
        return reverse("places-detail", args=[self.around]) if self.around else ""

    def ways(self) -> list[Option]:
        around = {"around": self.around} if self.around else {}
        if self.borders:
            other = Option(_("Without borders"), f"?{urlencode(around)}")
        else:
            other = Option(_("With borders from Natural Earth"), f"?{urlencode(around | BORDERS)}")
        whole = f"?{urlencode(BORDERS)}" if self.borders else self.request.path
        return [other, *([Option(_("All places"), whole)] if around else [])]

    def credits(self) -> list[str]:
        return [str(CREDIT), *([str(OF_BORDERS)] if self.borders else [])]


def _rank(place: MaskedRow, numbers: Numbers) -> tuple:
    """Those with a position first, and the ones that most records name."""
    return (not is_placed(place), -_sum(numbers, place), place.heading.casefold())


def _sum(numbers: Numbers, place: MaskedRow) -> int:
    return sum(count for count, _ in numbers.get(place.reference, {}).values())


def _numbers(counted: list[Counts]) -> Numbers:
    found: Numbers = {}
    for noun, name, counts in counted:
        for key, count in counts.items():
            if key != NOT_STATED and count:
                address = f"{reverse(f'{noun}-list')}?{urlencode({name: key})}"
                found.setdefault(key, {}).setdefault(noun, (count, address))
    return found


def _placeless(counted: list[Counts]) -> Iterable[Excluded]:
    """The records that name no place, of each type that can."""
    for noun, name, counts in counted:
        if name == "place":
            message = _("{records} without a place").format(records=MODELS[noun].label_plural())
            yield message, counts.get(NOT_STATED, 0), f"{reverse(f'{noun}-list')}?{urlencode({name: NOT_STATED})}"


def _counted(user) -> Iterable[Counts]:
    """Each list and each of its facets that counts by places, with its counts."""
    for filters in FILTER_SETS:
        asked = filters(QueryDict(), filters.Meta.model.objects.all(), user=user)
        for name, counts in asked.counted_by(Place).items():
            yield filters.Meta.model.noun, name, counts


def _table(places: list[MaskedRow], numbers: Numbers, user) -> Table:
    nouns = [noun for noun in MODELS if any(noun in numbers.get(place.reference, ()) for place in places)]
    called: dict[str, list[str]] = {}
    seen = Place.objects.filter(pk__in=[place.reference for place in places])
    for name in Name.objects.belonging_to(seen, user).order_by("accession__number"):
        called.setdefault(name.subject_id, []).append(name.text)
    rows = [
        [
            Cell.naming(place),
            Cell.quoting(", ".join(dict.fromkeys(called.get(place.reference, ())))),
            _position(place),
            *(_count(numbers, place, noun) for noun in nouns),
        ]
        for place in places
    ]
    headings = (
        _("Place"),
        _("Names"),
        pgettext("on a map", "Position"),
        *(capitalised(MODELS[noun].label_plural()) for noun in nouns),
    )
    return Table("places", _("Places"), headings, rows)


def _position(place: MaskedRow) -> Cell:
    around = f"{reverse('map')}?{urlencode({'around': place.reference})}"
    return Cell(position_of(place), around) if is_placed(place) else Cell(_("not stated"))


def _count(numbers: Numbers, place: MaskedRow, noun: str) -> Cell:
    count, address = numbers.get(place.reference, {}).get(noun, (0, ""))
    return Cell(str(count), address)
