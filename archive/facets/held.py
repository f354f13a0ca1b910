"""Who was held in a time: surely, and at most, by the bounds of their dated steps of captivity."""

from collections.abc import Iterable, Iterator
from datetime import date

from pyroaring import BitMap

from archive.dates import edtf
from archive.domain.custody_timelines import Captivity, captivities
from archive.facets.facet import Facet
from archive.facets.protocols import FacetIndex
from archive.facets.spans import Spans
from archive.models import CustodyStep
from archive.models.access.viewers import Reader
from archive.models.base.registry import RegisteredModel
from archive.models.base.types import Anything, Rows
from archive.vocabularies import CustodyStepKind

PEOPLE_PER_READ = 2000


class Custody:
    """The captivities of all persons: when they may have been held, when they surely were, and each dated step."""

    PARTS = ("possible", "sure", "steps")

    def __init__(self, possible: Spans | None = None, sure: Spans | None = None, steps: Spans | None = None):
        self.possible, self.sure, self.steps = possible or Spans(), sure or Spans(), steps or Spans()

    def put(self, found: Iterable[tuple[str, Captivity]]) -> None:
        found = list(found)
        # a captivity without any known end on either side is kept as open on both, from the first day there is
        self.possible.put((pk, one.first or (None if one.last else date.min), one.last) for pk, one in found)
        self.sure.put((pk, one.since, one.until) for pk, one in found)
        self.steps.put((pk, *step) for pk, one in found for step in one.steps)

    def drop(self, numbers: BitMap) -> None:
        for part in self.PARTS:
            getattr(self, part).drop(numbers)

    def possibly(self, first: date, last: date) -> BitMap:
        """Those who may have been held on some day from ``first`` to ``last``."""
        return self.possible.overlapping(first, last)

    def surely(self, first: date, last: date) -> BitMap:
        """Those who were held on some day of it: documented before and after, or by a step that lies wholly in it."""
        return self.sure.overlapping(first, last) | self.steps.contained_in(first, last)

    def parts(self) -> Iterator[tuple[str, BitMap]]:
        for part in self.PARTS:
            yield from ((f"{part} {name}", bitmap) for name, bitmap in getattr(self, part).parts())

    @classmethod
    def of_parts(cls, parts: Iterable[tuple[str, BitMap]]) -> "Custody":
        found: dict[str, list[tuple[str, BitMap]]] = {part: [] for part in cls.PARTS}
        for name, bitmap in parts:
            part, _, rest = name.partition(" ")
            found[part].append((rest, bitmap))
        return cls(*(Spans.of_parts(found[part]) for part in cls.PARTS))


class HeldFacet(Facet):
    """A filter by a day, a month, a year or a span (EDTF): those who surely were, or may have been, held in it."""

    index_class = Custody
    is_histogram = True

    def __init__(self, *, surely: bool, **kwargs: Anything):
        super().__init__(**kwargs)
        self.surely = surely

    def index_rows(self, custody: Custody, rows: Rows) -> None:
        custody.put(_captivities_of(rows, self.user))

    def choice_bitmaps(self, index: FacetIndex, chosen: list[str]) -> dict[str, BitMap]:
        custody = index.facets[self.field_name]
        ask = custody.surely if self.surely else custody.possibly
        return {key: ask(*_ends(key)) for key in chosen}

    def is_valid_key(self, key: str) -> bool:
        return is_time(key)

    def labels(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: edtf.parse(key).words for key in keys}

    def key_of(self, row: RegisteredModel) -> str:
        return ""


def is_time(key: str) -> bool:
    """Whether ``key`` is a date (EDTF) with a first and a last day."""
    try:
        return None not in _ends(key)
    except edtf.NotADate:
        return False


def _ends(key: str) -> tuple[date | None, date | None]:
    parsed = edtf.parse(key)
    return parsed.earliest, parsed.latest


def _captivities_of(rows: Rows, user: Reader) -> Iterator[tuple[str, Captivity]]:
    """The captivities of the persons in ``rows``, all of whom ``user`` may see, by the steps that are shown to them."""
    steps = CustodyStep.objects.belonging_to(rows, user).exclude(step__in=_TELLING_NOTHING)
    steps = steps.order_by("person_id", "accession__number").only("person_id", "step", "date")
    person = ""
    own: list[CustodyStep] = []
    for step in steps.iterator(chunk_size=PEOPLE_PER_READ):
        if step.person_id != person:
            yield from ((person, one) for one in captivities(own))
            person, own = step.person_id, []
        own.append(step)
    yield from ((person, one) for one in captivities(own))


_TELLING_NOTHING = (CustodyStepKind.MISSING, CustodyStepKind.LAST_SEEN, CustodyStepKind.DECLARED_DEAD)
