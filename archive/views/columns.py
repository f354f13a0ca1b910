"""The histogram of a list as it is drawn and as it is read: each bar is the filter for its time."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.facets.histogram import Bar, Histogram
from archive.views.addresses import ListAddress
from archive.views.options import Option, items_of

_AS_LIST = {
    "day": _("Each day as a list"),
    "month": _("Each month as a list"),
    "year": _("Each year as a list"),
    "decade": _("Each decade as a list"),
}
_HOW_COUNTED = {
    "day": _("A record counts on each day that it may fall on."),
    "month": _("A record counts in each month that it may fall in."),
    "year": _("A record counts in each year that it may fall in."),
    "decade": _("A record counts in each decade that it may fall in."),
}
STEP, WIDTH = 10, 9  # units of the picture from bar to bar, and of a bar


@dataclass(frozen=True)
class HistogramBar:
    """One bar, of a height in hundredths, with its address."""

    x: int
    height: float
    option: Option

    @property
    def drawn(self) -> str:
        option, chosen = self.option, ' class="chosen"' if self.option.chosen else ""
        y, height = f"{100 - self.height:.1f}", f"{self.height:.1f}"
        return (
            f'<a href="{escape(option.address)}" tabindex="-1"{chosen}>'
            f"<title>{escape(option.label)}: {option.count}</title>"
            f'<rect class="whole" x="{self.x}" y="0" width="{WIDTH}" height="100"/>'
            f'<rect class="bar" x="{self.x}" y="{y}" width="{WIDTH}" height="{height}"/></a>'
        )


@dataclass(frozen=True)
class HistogramView:
    columns: list[HistogramBar]
    unit: str  # "day", "month", "year" or "decade"
    undated: Option | None
    first: str
    last: str

    @property
    def width(self) -> int:
        return max(STEP * len(self.columns), 1)

    @property
    def as_list(self) -> str:
        """What opens the bars as a list."""
        return _AS_LIST[self.unit]

    @property
    def how_counted(self) -> str:
        return _HOW_COUNTED[self.unit]

    @property
    def drawn(self) -> SafeString:
        return mark_safe("".join(column.drawn for column in self.columns))  # noqa: S308 (escaped, each)

    @property
    def items(self) -> SafeString:
        options = [column.option for column in self.columns]
        return items_of([option for option in options if option.count or option.chosen])

    @property
    def undated_item(self) -> SafeString:
        return items_of([self.undated])


def histogram_view(histogram: Histogram | None, address: ListAddress) -> HistogramView | None:
    """The histogram, where there is anything to draw; ``address`` is that of the list as it is."""
    if histogram is None or not (histogram.bars or histogram.undated):
        return None
    bars = histogram.bars
    drawn = bars if len(bars) > 1 or any(bar.chosen for bar in bars) else []
    highest = max([bar.count for bar in bars], default=0) or 1
    options = list(_options(drawn, address))
    columns = [
        HistogramBar(STEP * n, round(100 * option.count / highest, 1), option) for n, option in enumerate(options)
    ]
    ends = (bars[0].label, bars[-1].label) if columns else ("", "")
    return HistogramView(columns, histogram.unit, _undated(histogram, address), *ends)


def _options(bars: list[Bar], address: ListAddress) -> Iterator[Option]:
    """Each bar as the filter for its time; the only one that is chosen leads back to all of them."""
    plain, ends = address.without("month", "since", "until"), [address.query.get(end) for end in ("since", "until")]
    leads = plain.each_having("since", "until")
    for bar in bars:
        only = ends == [[bar.key], [bar.key]]
        yield Option(bar.label, str(plain) if only else leads(bar.key), bar.chosen, bar.count)


def _undated(histogram: Histogram, address: ListAddress) -> Option | None:
    plain = address.without("month", "since", "until")
    silent = address.query.get("month") == ["not-stated"]
    if not (histogram.undated or silent):
        return None
    leads = plain if silent else plain.having(month="not-stated")
    return Option(gettext("no date"), str(leads), silent, histogram.undated)
