"""The war and what followed: every dated record on one line of time, by type, below the events themselves."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.dates import edtf
from archive.drawings.drawing import Drawing, bar, leading, shortened, time_of, words
from archive.drawings.lanes import Counts, highest_of, lane
from archive.drawings.scale import Scale
from archive.facets.filter_set import RecordFacets
from archive.facets.over_time import OverTime, over_time
from archive.facets.types import FILTER_SETS
from archive.languages import capitalised
from archive.models import Event
from archive.models.access.masking import MaskedRow
from archive.views.overviews.page import MAX_ROWS, Cell, Excluded, OverviewData, OverviewPage, Table
from archive.views.spans import SpanOfTime
from archive.views.zoom import zoom_of

_UNITS = {
    "day": gettext_lazy("Day"),
    "month": gettext_lazy("Month"),
    "year": gettext_lazy("Year"),
    "decade": gettext_lazy("Decade"),
}
_BY_UNIT = {
    "day": gettext_lazy("Records by day"),
    "month": gettext_lazy("Records by month"),
    "year": gettext_lazy("Records by year"),
    "decade": gettext_lazy("Records by decade"),
}
DATED = tuple(filters for filters in FILTER_SETS if issubclass(filters, RecordFacets))
WIDTH, LEFT, RIGHT = 960, 190, 60  # units: the picture, the names on its left, the numbers on its right
LANE, EVENT = 40, 20  # units of height of one type, and of one event
MAX_DRAWN = 40  # events


class TimelinePage(OverviewPage):
    name = "timeline"
    title = gettext_lazy("Timeline")
    intro = gettext_lazy(
        "Every record that has a date, at each time at which it may fall. A date that is only a "
        "year or a span counts in each of its months. Choose a year or a month to look at it more closely."
    )
    narrowed = True

    def read(self) -> None:
        form = SpanOfTime(self.request.GET)
        self.problems = tuple(message for messages in form.errors.values() for message in messages)
        self.since, self.until = (form.cleaned_data.get(side) for side in ("since", "until"))

    def get_context_data(self, **kwargs):
        typed = {side: self.request.GET.get(side, "") for side in ("since", "until")}
        return super().get_context_data(**typed, **kwargs)

    def data(self) -> OverviewData:
        user = self.request.user
        lists = [filters(QueryDict(), filters.Meta.model.objects.all(), user=user) for filters in DATED]
        counted = over_time(lists, self.since, self.until)
        names = {filters.index.noun: _name(filters) for filters in lists}
        if counted is None:
            return OverviewData([], None, _("No record has a date yet."))
        events, more = self._events(counted)
        tables = [_counts(counted, names), _dated(events, more)]
        zoom = zoom_of(self.since, self.until, counted.whole, self.request.path, _closer)
        title = f"{self.title}: {_BY_UNIT[counted.unit]}"
        above = _("Above the bars are the events of that time.")
        if len(events) > MAX_DRAWN:
            above = _("Above the bars are the first {number} events of that time.").format(number=MAX_DRAWN)
        caption = _(
            "Each bar shows how many records of one type may fall in that time; its dark part, how many "
            "lie wholly in it. Each type has its own scale: the number on the right is its highest bar."
        )
        caption = f"{above} {caption}" if events else caption
        return OverviewData(tables, _drawn(title, counted, names, events), caption, _undated(counted, names), zoom=zoom)

    def _events(self, counted: OverTime) -> tuple[list[MaskedRow], bool]:
        """The events of that time, the earliest first, and whether there are more than a page can hold."""
        first, last = counted.span
        rows = Event.objects.visible_to(self.request.user).during(first, last, self.request.user)
        rows = rows.exclude(date_earliest=None, date_latest=None).order_by("date_earliest", "date_latest", "pk")
        found = [row.masked_for(self.request.user) for row in rows[: MAX_ROWS + 1]]
        return found[:MAX_ROWS], len(found) > MAX_ROWS


def _name(filters: RecordFacets) -> str:
    return filters.Meta.model.label_plural()


def _list(noun: str, **asked: str) -> str:
    return f"{reverse(f'{noun}-list')}?{urlencode(asked)}"


def _closer(key: str) -> str:
    """The way to look at one time, by its EDTF, more closely."""
    return f"{reverse('timeline')}?{urlencode({'since': key, 'until': key})}"


def _counts(counted: OverTime, names: dict[str, str]) -> Table:
    rows = []
    for n, key in enumerate(counted.keys):
        numbers = {noun: counts[n] for noun, counts in counted.counts.items()}
        if any(numbers.values()):
            cells = [
                Cell(str(number), _list(noun, since=key, until=key) if number else "")
                for noun, number in numbers.items()
            ]
            closer = _closer(key) if counted.unit != "day" else ""
            rows.append([Cell(edtf.parse(key).words, closer), *cells])
    headings = (str(_UNITS[counted.unit]), *(capitalised(names[noun]) for noun in counted.counts))
    return Table("records", str(_BY_UNIT[counted.unit]), headings, rows)


def _dated(events: list[MaskedRow], more: bool) -> Table:
    rows = [[Cell.naming(event), Cell(event.date.words), Cell(event.choice("kind"))] for event in events]
    note = _("The first {most}; the list of events has more.").format(most=len(rows)) if more else ""
    return Table("events", _("Events"), (_("Event"), _("When"), _("Kind")), rows, note)


def _undated(counted: OverTime, names: dict[str, str]) -> list[Excluded]:
    """What bears no date, of each type."""
    excluded = counted.undated.items()
    return [
        (_("{records} without a date").format(records=names[noun]), number, _list(noun, month="not-stated"))
        for noun, number in excluded
    ]


def _drawn(title: str, counted: OverTime, names: dict[str, str], events: list[MaskedRow]) -> Drawing:
    measured = Scale.of_days if counted.unit == "day" else Scale.around
    scale = measured(*counted.span, WIDTH - LEFT - RIGHT)
    shown = events[:MAX_DRAWN]
    top = 30 + EVENT * len(shown)
    height = top + LANE * len(counted.counts) + 10
    shapes = time_of(scale, LEFT, 22, height - 10, leads=_closer)
    shapes += [_event(event, scale, 30 + EVENT * n) for n, event in enumerate(shown)]
    for n, (noun, counts) in enumerate(counted.counts.items()):
        both = dict(zip(counted.keys, zip(counts, counted.wholly[noun], strict=True), strict=True))
        shapes += _lane(noun, names[noun], both, scale, top + LANE * (n + 1))
    return Drawing(title, WIDTH, height, tuple(shapes))


def _event(event: MaskedRow, scale: Scale, y: float) -> str:
    begin = scale.x(event.date.earliest) if event.date.earliest else 0
    end = scale.after(event.date.latest) if event.date.latest else scale.width
    sure = event.date.earliest and event.date.latest
    label = shortened(event.heading, 60)
    right = begin < scale.width / 2
    data = words(LEFT + end + 5, y + 11, label) if right else words(LEFT + begin - 5, y + 11, label, "end")
    drawn = bar(LEFT + begin, y + 2, max(end - begin, 3), 11, "mark" if sure else "open")
    return leading(event.page, f"{event.heading}: {event.date.words}", drawn, data)


def _lane(noun: str, name: str, counts: Counts, scale: Scale, base: float) -> list[str]:
    """The bars of one type, by the time that each is of, upwards from ``base``."""
    bars = lane(
        counts,
        scale,
        LEFT,
        base,
        LANE - 8,
        title=lambda time, count: f"{capitalised(name)}, {time}: {count}",
        leads=lambda key: _list(noun, since=key, until=key),
    )
    named = words(LEFT - 10, base - 8, capitalised(name), "end")
    return [*bars, named, words(WIDTH - RIGHT + 8, base - 8, str(highest_of(counts)), "soft")]
