"""Who assessed which recordings how: each assessment, and a picture of which conclusions were drawn of which."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.drawings.drawing import Drawing, dot, leading, line, shortened, titled, turned, words
from archive.models import Assessment, VideoEvidence
from archive.models.access.masking import MaskedRow
from archive.views.overviews.page import MAX_ROWS, Cell, OverviewData, OverviewPage, Table

WIDTH, LEFT, RIGHT, ROW = 960, 330, 110, 26  # units: the picture, what stands beside it, the height of a row
HEAD = 150  # units above the rows, for the conclusions
MAX_DRAWN = 60  # recordings, and conclusions at most 16
MAX_CONCLUSIONS = 16


class AssessmentsPage(OverviewPage):
    name = "assessments"
    title = gettext_lazy("Video assessments")
    intro = gettext_lazy(
        "What each examiner concluded about a recording. If no assessment of a recording is known, "
        "that says nothing about whether it is genuine."
    )

    def data(self) -> OverviewData:
        user = self.request.user
        seen = VideoEvidence.objects.visible_to(user)
        rows = (
            Assessment.objects.belonging_to(seen, user)
            .select_related("video", "assessor")
            .prefetch_related("conclusions")
        )
        found = [
            row.masked_for(user)
            for row in rows.order_by("video__accession__number", "accession__number")[: MAX_ROWS + 1]
        ]
        found, more = [one for one in found[:MAX_ROWS] if one.video], len(found) > MAX_ROWS
        silent = seen.exclude(pk__in=Assessment.objects.belonging_to(seen, user).order_by().values("video")).count()
        left_out = [(_("recordings without an assessment in this archive"), silent, "")]
        caption = _("Each row is a recording, each column a conclusion. A disc marks that somebody reached it.")
        if any(len(who) > 1 for who in _by_conclusion(found).values()):
            caption = f"{caption} {_('Where several did, a number says how many.')}"
        return OverviewData([_table(found, more=more)], _drawn(found), caption, left_out)


def _table(found: list[MaskedRow], *, more: bool) -> Table:
    rows = [
        [
            Cell.naming(one.video),
            Cell.naming(*filter(None, [one.assessor])),
            Cell.naming(*one.conclusions),
            Cell.quoting(one.findings),
            Cell(one.date.words if one.date else _("not stated")),
        ]
        for one in found
    ]
    note = _("The first {most}; the pages of the recordings have more.").format(most=MAX_ROWS) if more else ""
    headings = (_("Recording"), _("Assessed by"), _("Concluded"), _("In words"), _("Published"))
    return Table("assessments", _("Assessments"), headings, rows, note)


def _by_conclusion(found: list[MaskedRow]) -> dict[tuple[MaskedRow, MaskedRow], list[str]]:
    """By recording and conclusion, what those are called who came to it."""
    drawn: dict[tuple[MaskedRow, MaskedRow], list[str]] = defaultdict(list)
    for one in found:
        for term in one.conclusions:
            drawn[one.video, term].append(one.assessor.heading if one.assessor else _("an unnamed examiner"))
    return drawn


def _drawn(found: list[MaskedRow]) -> Drawing | None:
    drawn = _by_conclusion(found)
    videos = list(dict.fromkeys(video for video, _ in drawn))[:MAX_DRAWN]
    terms = sorted({term for _, term in drawn}, key=lambda term: term.heading.casefold())[:MAX_CONCLUSIONS]
    if not videos:
        return None
    step = (WIDTH - LEFT - RIGHT) / max(len(terms), 4)
    height = HEAD + ROW * len(videos) + 10
    shapes = []
    for n, term in enumerate(terms):
        x = LEFT + step * (n + 0.5)
        shapes.append(line([(x, HEAD - 8), (x, height - 10)]))
        shapes.append(leading(term.page, term.heading, turned(x + 4, HEAD - 14, shortened(term.heading, 28))))
    for row, video in enumerate(videos):
        y = HEAD + ROW * (row + 0.5)
        shapes.append(leading(video.page, video.heading, words(LEFT - 12, y + 4, shortened(video.heading, 46), "end")))
        shapes.append(line([(LEFT, y), (WIDTH - RIGHT, y)]))
        shapes += [
            _mark(drawn[video, term], term, LEFT + step * (n + 0.5), y)
            for n, term in enumerate(terms)
            if (video, term) in drawn
        ]
    return Drawing(_("Conclusions of those who examined the recordings"), WIDTH, height, tuple(shapes))


def _mark(who: list[str], term: MaskedRow, x: float, y: float) -> str:
    number = words(x + 10, y + 4, str(len(who)), "soft") if len(who) > 1 else ""
    return titled(f"{term.heading}: {', '.join(who)}", dot(x, y, 6), number)
