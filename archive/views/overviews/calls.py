"""What each state and body called for, and when: their statements on one line of time."""

from collections import Counter, defaultdict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.drawings.drawing import Drawing, bar, dot, leading, line, shortened, time_of, words
from archive.drawings.scale import Scale
from archive.models import DiplomaticStatement
from archive.models.access.masking import MaskedRow
from archive.views.overviews.page import MAX_ROWS, Cell, OverviewData, OverviewPage, Table

WIDTH, LEFT, RIGHT, LANE = 960, 300, 30, 26  # units
MAX_DRAWN = 60  # issuers


class CallsPage(OverviewPage):
    name = "calls"
    title = gettext_lazy("Positions of states and organisations")
    intro = gettext_lazy(
        "Each statement with the positions that it takes, by issuer. What somebody did not say, or "
        "what is not recorded here, is not a position."
    )

    def data(self) -> OverviewData:
        user = self.request.user
        rows = DiplomaticStatement.objects.visible_to(user).select_related("issuer", "form")
        rows = rows.prefetch_related("positions").order_by("date_earliest", "accession__number")
        found = [row.masked_for(user) for row in rows[: MAX_ROWS + 1]]
        more, found = len(found) > MAX_ROWS, found[:MAX_ROWS]
        undated = sum(not _is_dated(one) for one in found)
        left_out = [(_("statements without a date"), undated, f"{reverse('statements-list')}?month=not-stated")]
        caption = _("Each mark is one statement, or the time in which it may have been made. Each row is one issuer.")
        tables = [_statements(found, more=more), _positions(found, more=more)]
        return OverviewData(tables, _drawn(found), caption, left_out)


def _is_dated(one: MaskedRow) -> bool:
    return bool(one.date and (one.date.earliest or one.date.latest))


def _issuer(one: MaskedRow) -> str:
    return one.issuer.heading if one.issuer else _("not stated")


def _statements(found: list[MaskedRow], *, more: bool) -> Table:
    rows = [
        [
            Cell.naming(one),
            Cell.naming(*filter(None, [one.issuer])),
            Cell(one.date.words if one.date else _("not stated")),
            Cell.naming(*one.positions),
        ]
        for one in found
    ]
    note = _("The first {most}; the list of statements has more.").format(most=MAX_ROWS) if more else ""
    return Table("statements", _("Statements"), (_("Statement"), _("Issued by"), _("When"), _("Positions")), rows, note)


def _positions(found: list[MaskedRow], *, more: bool) -> Table:
    """How often each issuer took each position, with the list of those statements."""
    counts = Counter((one.issuer, term) for one in found if one.issuer for term in one.positions)
    issuers = list(dict.fromkeys(issuer for issuer, _ in counts))
    terms = sorted({term for _, term in counts}, key=lambda term: term.heading.casefold())
    rows = [[Cell.naming(issuer), *(_count(counts, issuer, term) for term in terms)] for issuer in issuers]
    note = (
        _("Of the first {most} statements; each number leads to all of its kind.").format(most=MAX_ROWS) if more else ""
    )
    headings = (_("Issued by"), *(Cell(term.heading, language=term.heading_language) for term in terms))
    return Table("positions", _("Who took which position"), headings, rows, note)


def _count(counts: Counter, issuer: MaskedRow, term: MaskedRow) -> Cell:
    if not counts[issuer, term]:
        return Cell("")
    asked = urlencode({"issuer": issuer.reference, "position": term.notation})
    return Cell(str(counts[issuer, term]), f"{reverse('statements-list')}?{asked}")


def _drawn(found: list[MaskedRow]) -> Drawing | None:
    by_issuer: dict[str, list[MaskedRow]] = defaultdict(list)
    for one in found:
        if _is_dated(one):
            by_issuer[_issuer(one)].append(one)
    if not by_issuer:
        return None
    lanes = list(by_issuer.items())[:MAX_DRAWN]
    days = [day for _, said in lanes for one in said for day in (one.date.earliest, one.date.latest) if day]
    scale = Scale.around(min(days), max(days), WIDTH - LEFT - RIGHT)
    height = 34 + LANE * len(lanes) + 10
    shapes = time_of(scale, LEFT, 22, height - 10)
    for n, (issuer, said) in enumerate(lanes):
        y = 34 + LANE * (n + 0.5)
        shapes += [line([(LEFT, y), (WIDTH - RIGHT, y)]), words(LEFT - 12, y + 4, shortened(issuer, 40), "end")]
        shapes += [_mark(one, scale, y) for one in said]
    return Drawing(_("Statements by issuer"), WIDTH, height, tuple(shapes))


def _mark(one: MaskedRow, scale: Scale, y: float) -> str:
    begin = LEFT + (scale.x(one.date.earliest) if one.date.earliest else 0)
    end = LEFT + (scale.after(one.date.latest) if one.date.latest else scale.width)
    positions = ", ".join(term.heading for term in one.positions)
    message = f"{one.heading}, {one.date.words}" + (f": {positions}" if positions else "")
    shape = dot((begin + end) / 2, y, 5) if end - begin < 10 else bar(begin, y - 4, end - begin, 8, "open")
    return leading(one.page, message, shape)
