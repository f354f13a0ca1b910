"""The figures that others published on the same sort of count, beside one: in a table, and on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import Citation, ReportedFigure
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.base.prefetching import prefetch_cached
from archive.views.notes import NoteReference, Notes
from archive.vocabularies import Qualifier

MOST = 30  # figures beside one
BEYOND = {Qualifier.OVER, Qualifier.AT_LEAST}  # numbers that are a least


@dataclass(frozen=True)
class LikeFigure:
    """One figure in the table, with the notes that it rests on."""

    shown: MaskedRow
    is_this: bool
    references: list[NoteReference]


@dataclass(frozen=True)
class Mark:
    """One figure on the axis: how far along it, in per cent, and how its number is meant."""

    shown: MaskedRow
    x: float
    is_least: bool
    is_exact: bool

    @property
    def line_end(self) -> float:
        return min(self.x + 8, 100)


@dataclass(frozen=True)
class Axis:
    """Figures on one axis of numbers that begins at 0."""

    marks: list[Mark]
    ticks: list[tuple[float, int]]  # how far along it, in per cent, and the number


def like_figures(figure: ReportedFigure, user: Reader, notes: Notes) -> list[LikeFigure]:
    """``figure`` and others on the same sort of count, the latest first; none where it is the only one."""
    alike = ReportedFigure.objects.visible_to(user).filter(measure=figure.measure)
    rows = list(alike.order_by("-date_latest", "accession__number")[:MOST])
    if figure not in rows:
        rows = [figure, *rows[: MOST - 1]]
    if len(rows) == 1:
        return []
    prefetch_cached(rows, ("reported_by",), {})
    cited = _citations_of(rows, user)
    dated = sorted(rows, key=lambda row: not row.date)
    return [LikeFigure(row.masked_for(user), row == figure, notes.refer(cited.get(row.pk, []))) for row in dated]


def axis_of(figures: Sequence[LikeFigure]) -> Axis | None:
    """Those of ``figures`` that are numbers, on one axis; ``None`` where fewer than two are."""
    numbers = [one.shown for one in figures if one.shown.value is not None]
    if len(numbers) < 2:
        return None
    step = _step(max(shown.value for shown in numbers))
    end = step * (max(shown.value for shown in numbers) // step + 1)
    marks = [
        Mark(
            shown,
            round(100 * shown.value / end, 2),
            is_least=shown.qualifier in BEYOND,
            is_exact=shown.qualifier in {"", Qualifier.EXACTLY},
        )
        for shown in numbers
    ]
    return Axis(marks, [(round(100 * number / end, 2), number) for number in range(0, end, step)])


def _citations_of(rows: Sequence[ReportedFigure], user: Reader) -> dict[str, list[MaskedRow]]:
    """By reference, what each number rests on."""
    known = {row.pk: row for row in rows}
    citations = Citation.objects.children_of(list(known), ReportedFigure, user)
    prefetch_cached(citations, ("source", "reported_by"), {})
    found: dict[str, list[MaskedRow]] = {}
    for citation in citations:
        citation.known_object = known[citation.subject_id]
        if citation.field in {"", "value", "value_words"}:
            found.setdefault(citation.subject_id, []).append(citation.masked_for(user))
    return found


def _step(most: int) -> int:
    """The distance of the numbers below the axis: 1, 2 or 5 of a power of ten, so that there are few of them."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= 5 * step:
                return step
        size *= 10
