"""Hand-overs over time with their running total, beside every figure that others published."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.drawings.drawing import Drawing, bar, dot, leading, line, shortened, time_of, words
from archive.drawings.scale import Scale
from archive.languages import language_of_records
from archive.models import Repatriation, ReportedFigure
from archive.models.access.masking import MaskedRow
from archive.models.records.figures import number_text
from archive.views.overviews.hand_over_bars import are_mostly_undated, bars_of
from archive.views.overviews.page import MAX_ROWS, Cell, Excluded, OverviewData, OverviewPage, Table
from archive.vocabularies import FigureMeasure

FIGURE_LABELS = {
    FigureMeasure.HELD: gettext_lazy("held"),
    FigureMeasure.RETURNED: gettext_lazy("returned"),
    FigureMeasure.MISSING: gettext_lazy("missing"),
}
WIDTH, LEFT, RIGHT, TALL = 960, 60, 230, 320  # units: the picture, the numbers and the words beside it, its height
LANE, MAX_LANES = 24, 20  # units of height of one mediator, and of how many


@dataclass(frozen=True)
class HandOver:
    """One hand-over; ``total`` counts it and those that surely took place by then, where it has a date and a number."""

    shown: MaskedRow
    total: int | None


class HandOversPage(OverviewPage):
    name = "hand-overs"
    title = gettext_lazy("Hand-overs, and the numbers that others published")
    intro = gettext_lazy(
        "Each recorded hand-over, with a running total of those that have a date, and every "
        "published figure of how many were held, returned or missing. Each figure counts what it "
        "says it counts. Where they disagree, none is corrected."
    )

    def data(self) -> OverviewData:
        user = self.request.user
        rows = Repatriation.objects.visible_to(user).prefetch_related("mediators")
        rows = rows.order_by("date_latest", "date_earliest", "accession__number")[: MAX_ROWS + 1]
        handed = [row.masked_for(user) for row in rows]
        figures = (
            ReportedFigure.objects.visible_to(user).filter(measure__in=FIGURE_LABELS).select_related("reported_by")
        )
        figures = figures.order_by("date_latest", "accession__number")[: MAX_ROWS + 1]
        published = [figure.masked_for(user) for figure in figures]
        more = len(handed) > MAX_ROWS or len(published) > MAX_ROWS
        hand_overs, published = _with_totals(handed[:MAX_ROWS]), published[:MAX_ROWS]
        tables = [_handed(hand_overs), _by_mediator(hand_overs), _published(published)]
        rows_shown = [one.shown for one in hand_overs]
        if are_mostly_undated(rows_shown) and (drawing := bars_of(rows_shown)):
            caption = _caption_of_bars(rows_shown)
        else:
            drawing, caption = _drawn(hand_overs, published), _caption(hand_overs, published)
        return OverviewData(tables, drawing, caption, _left_out(hand_overs, published, more=more))


def _caption_of_bars(handed: list[MaskedRow]) -> str:
    undated, in_all = sum(1 for shown in handed if not shown.date), sum(shown.number or 0 for shown in handed)
    return " ".join(
        [
            _("One bar for each hand-over, as high as its number of people, in the order of the records."),
            _("Without a date: {undated} of {all}. They can’t be drawn along a time.").format(
                undated=undated, all=len(handed)
            ),
            _("People in all: {number}. The archive added this up; the same people may be in more than one.").format(
                number=in_all
            ),
        ]
    )


def _caption(hand_overs: list[HandOver], figures: list[MaskedRow]) -> str:
    """What each thing in the picture is; of what isn't in it, nothing."""
    measures = {figure.measure for figure in figures if _drawable(figure)}
    undated = sum(1 for one in hand_overs if not _day(one.shown))
    says = [
        (
            undated,
            _("Hand-overs without a date: {undated} of {all}. The line leaves them out.").format(
                undated=undated, all=len(hand_overs)
            ),
        ),
        (
            any(one.total is not None for one in hand_overs),
            _(
                "The line is the running total of the hand-overs that have a date and a number. Each is "
                "drawn at the last day on which it may have happened."
            ),
        ),
        (
            any(one.shown.number for one in hand_overs),
            _("The dashed line is the sum of all of them, dated or not; the archive added it up."),
        ),
        (bool(measures), _("Each mark is one published figure that has a date and a number.")),
        (FigureMeasure.RETURNED in measures, _("A disc is a number of people returned.")),
        (FigureMeasure.HELD in measures, _("A ring is a number of people held.")),
        (FigureMeasure.MISSING in measures, _("A square is a number of people missing.")),
        (
            any(one.shown.mediators for one in hand_overs if _day(one.shown)),
            _("Below are the dated hand-overs by mediator."),
        ),
    ]
    return " ".join(words for is_drawn, words in says if is_drawn)


def _with_totals(handed: list[MaskedRow]) -> list[HandOver]:
    dated = [shown for shown in handed if _day(shown)]
    hand_overs, total = [], 0
    for shown in dated:
        total += shown.number or 0
        hand_overs.append(HandOver(shown, total if shown.number else None))
    return hand_overs + [HandOver(shown, None) for shown in handed if not _day(shown)]


def _day(shown: MaskedRow) -> date | None:
    """The last day on which it may have been."""
    return shown.date.latest if shown.date else None


def _handed(hand_overs: list[HandOver]) -> Table:
    rows = [
        [
            Cell.naming(one.shown),
            Cell(one.shown.date.words if one.shown.date else _("not stated")),
            Cell(str(one.shown.number or _("not stated"))),
            Cell.quoting(one.shown.counted_as),
            Cell.naming(*one.shown.mediators),
            Cell("" if one.total is None else str(one.total)),
        ]
        for one in hand_overs
    ]
    headings = (_("Hand-over"), _("When"), _("How many"), _("Counted as"), _("Mediated by"), _("Running total"))
    note = _(
        "The running total includes hand-overs that have a date and a number. The same people may be "
        "in more than one record."
    )
    return Table("hand-overs", _("Hand-overs"), headings, rows, note)


def _by_mediator(hand_overs: list[HandOver]) -> Table:
    """Who mediated how many; a hand-over that several mediated counts with each of them."""
    handed: dict[MaskedRow, list[MaskedRow]] = defaultdict(list)
    for one in hand_overs:
        for mediator in one.shown.mediators:
            handed[mediator].append(one.shown)
    found = sorted(handed.items(), key=lambda pair: (-len(pair[1]), pair[0].heading.casefold()))
    rows = [
        [
            Cell.naming(mediator),
            Cell(str(len(mine)), f"{reverse('repatriations-list')}?mediator={mediator.reference}"),
            Cell(str(sum(shown.number or 0 for shown in mine))),
        ]
        for mediator, mine in found
    ]
    several = any(len(one.shown.mediators) > 1 for one in hand_overs)
    note = _("A hand-over with several mediators counts with each of them.") if several else ""
    return Table("mediators", _("By mediator"), (_("Mediated by"), _("Hand-overs"), _("People")), rows, note)


def _published(figures: list[MaskedRow]) -> Table:
    rows = [
        [
            Cell(number_text(figure), figure.page, language_of_records() if figure.value is None else ""),
            Cell(str(FIGURE_LABELS[figure.measure])),
            Cell.quoting(figure.counted),
            Cell(figure.date.words if figure.date else _("not stated")),
            Cell.naming(*filter(None, [figure.reported_by])),
        ]
        for figure in figures
    ]
    headings = (_("Number"), _("People who were"), _("What is counted"), _("As of"), _("Reported by"))
    return Table("figures", _("Published figures"), headings, rows)


def _left_out(hand_overs: list[HandOver], figures: list[MaskedRow], *, more: bool) -> list[Excluded]:
    undated = [one.shown for one in hand_overs if not _day(one.shown)]
    return [
        (_("hand-overs without a date"), len(undated), f"{reverse('repatriations-list')}?month=not-stated"),
        (_("people in hand-overs without a date"), sum(shown.number or 0 for shown in undated), ""),
        (_("hand-overs without a number"), sum(not one.shown.number for one in hand_overs), ""),
        (_("figures without a date or a number"), sum(not _drawable(figure) for figure in figures), ""),
        (_("hand-overs or figures beyond the first {most}").format(most=MAX_ROWS), int(more), ""),
    ]


def _drawable(figure: MaskedRow) -> bool:
    return figure.value is not None and bool(_day(figure))


def _drawn(hand_overs: list[HandOver], figures: list[MaskedRow]) -> Drawing | None:
    steps = [(_day(one.shown), one) for one in hand_overs if one.total is not None]
    marks = [(_day(figure), figure) for figure in figures if _drawable(figure)]
    days = [day for day, _ in (*steps, *marks)]
    if not days:
        return None
    scale = Scale.around(min(days), max(days), WIDTH - LEFT - RIGHT)
    in_all = sum(one.shown.number or 0 for one in hand_overs)
    most = max([in_all, *(figure.value for _, figure in marks)]) or 1
    unit, base, edge = (TALL - 60) / most, TALL - 30, WIDTH - RIGHT
    shapes = time_of(scale, LEFT, 20, base, below=True)
    for number in sorted({0, most // 2, most}):
        y = base - number * unit
        shapes += [line([(LEFT, y), (edge, y)]), words(LEFT - 8, y + 4, str(number), "soft end")]
    if in_all:
        y = base - in_all * unit
        shapes += [
            line([(LEFT, y), (edge, y)], "border"),
            words(LEFT + 6, y - 6, _("{number} in all, dated or not").format(number=in_all), "soft"),
        ]
    shapes += _steps(steps, scale, base, unit)
    beside = LabelLayout(top=20, bottom=base)
    shapes += [_mark(figure, (LEFT + scale.x(day), base - figure.value * unit), beside) for day, figure in marks]
    lanes = _lanes(hand_overs, scale)
    return Drawing(_("Hand-overs, and published figures"), WIDTH, TALL + LANE * len(lanes), (*shapes, *lanes))


def _lanes(hand_overs: list[HandOver], scale: Scale) -> list[str]:
    """A line for each mediator of what is dated, with a disc for each hand-over, as large as many were handed over."""
    dated: dict[str, list[MaskedRow]] = defaultdict(list)
    for one in hand_overs:
        for mediator in one.shown.mediators if _day(one.shown) else ():
            dated[mediator.heading].append(one.shown)
    lanes = []
    for n, (name, mine) in enumerate(sorted(dated.items())[:MAX_LANES]):
        y = TALL + LANE * n + LANE / 2
        discs = (_disc(shown, LEFT + scale.x(_day(shown)), y) for shown in mine)
        label = words(WIDTH - RIGHT + 8, y + 4, shortened(name, 30))
        lanes.append("".join([line([(LEFT, y), (WIDTH - RIGHT, y)]), label, *discs]))
    return lanes


def _disc(shown: MaskedRow, x: float, y: float) -> str:
    size = min(max((shown.number or 1) ** 0.5 * 1.5, 3), LANE / 2)
    return leading(shown.page, f"{shown.heading}: {shown.date.words}", dot(x, y, size))


class LabelLayout:
    """The words beside the marks: each where there is room for it, or nowhere; the table has all of them."""

    HIGH, LETTER, AWAY = 13, 7.4, 9  # units: of a line, of a letter at most, from the mark
    MAX_LINES = 12  # above or below its mark

    def __init__(self, *, top: float, bottom: float):
        self.top, self.bottom = top, bottom
        self._taken: list[tuple[float, float, float]] = []  # left, right, and the line on which words stand

    def words(self, x: float, y: float, text: str) -> str:
        """``text`` beside a mark at ``x``, ``y``, on its right or its left; "" where nothing is free near it."""
        wide = len(text) * self.LETTER
        ways = (("", x + self.AWAY, x + self.AWAY + wide), ("end", x - self.AWAY - wide, x - self.AWAY))
        for n in sorted(range(-self.MAX_LINES, self.MAX_LINES + 1), key=abs):
            for kind, left, right in ways:
                line = y + 4 + n * self.HIGH
                if self._is_free(left, right, line):
                    self._taken.append((left, right, line))
                    return words(right if kind else left, line, text, kind)
        return ""

    def _is_free(self, left: float, right: float, line: float) -> bool:
        within = left >= LEFT and right <= WIDTH and self.top + self.HIGH <= line <= self.bottom
        return within and not any(
            left < other_right and other_left < right and abs(line - other) < self.HIGH
            for other_left, other_right, other in self._taken
        )


def _steps(steps: list[tuple[date, HandOver]], scale: Scale, base: float, unit: float) -> list[str]:
    if not steps:
        return []
    points, y = [(LEFT + scale.x(steps[0][0]), base)], base
    shapes = []
    for day, one in steps:
        x = LEFT + scale.x(day)
        points += [(x, y), (x, y := base - one.total * unit)]
        in_all = _("{number} in all").format(number=one.total)
        message = f"{one.shown.heading}: {one.shown.date.words}, {in_all}"
        shapes.append(leading(one.shown.page, message, bar(x - 3, y, 6, base - y, "whole"), dot(x, y, 3)))
    points.append((LEFT + scale.width, y))
    return [line(points, "step"), *shapes]


def _mark(figure: MaskedRow, at: tuple[float, float], beside: LabelLayout) -> str:
    x, y = at
    shape = {
        FigureMeasure.RETURNED: dot(x, y, 5),
        FigureMeasure.HELD: dot(x, y, 5, "open"),
        FigureMeasure.MISSING: bar(x - 4, y - 4, 8, 8),
    }[figure.measure]
    who = f" ({figure.reported_by.heading})" if figure.reported_by else ""
    message = (
        _("{number} {of_persons}").format(number=number_text(figure), of_persons=FIGURE_LABELS[figure.measure]) + who
    )
    return leading(figure.page, f"{figure.counted}: {message}", shape, beside.words(x, y, shortened(message, 44)))
