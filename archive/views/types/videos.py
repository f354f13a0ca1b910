from django.utils.translation import gettext_lazy as _

from archive.facets.types.videos import VideoEvidenceFacets
from archive.models import Case, VideoEvidence
from archive.models.access.masking import MaskedRow
from archive.views.card_layouts import LAYOUTS
from archive.views.cards import Card, cards_of, content_note_of
from archive.views.examined import examined
from archive.views.lists import ArchiveObjectList
from archive.views.pictures import still_of
from archive.views.records import ArchiveObjectDetail

MOST_OTHERS = 10  # recordings of the same cases


class VideoEvidenceList(ArchiveObjectList):
    facets = VideoEvidenceFacets
    title = _("Video evidence")
    intro = _(
        "Each record is one recording, or one set that a source treats as one, with who examined it and what "
        "they concluded. Nothing graphic is shown in this list."
    )
    columns = ("extent", "platform", "first_seen", "date", "places", "acts", "content_warning")


class VideoEvidenceDetail(ArchiveObjectDetail):
    model = VideoEvidence
    title = _("Video evidence")
    template_name = "records/videos.html"
    facts_title = _("The recording")
    lines = ("extent", "platform", "first_seen", "date", "places", "duration", "acts", "cases")

    def opening(self, row, sayings, notes):
        user = self.request.user
        shown = row.masked_for(user)
        asked = self.request.GET.get("show") == "still" or not getattr(user, "keeps_covered", True)
        return {
            "still": still_of(shown, asked or not content_note_of(shown, row)),
            "examined": examined(row, user, sayings.citations, notes),
            "others": self._others(row, shown) if row.historical_parts is None else [],
        }

    def _others(self, row: VideoEvidence, shown: MaskedRow) -> list[Card]:
        """Other recordings of the same cases, as cards."""
        user, cases = self.request.user, [case.reference for case in shown.cases]
        if not cases:
            return []
        seen = Case.objects.visible_to(user).filter(pk__in=cases)
        others = VideoEvidence.objects.visible_to(user).filter(cases__in=seen).exclude(pk=row.pk).distinct()
        return cards_of(list(others.order_by("accession__number")[:MOST_OTHERS]), LAYOUTS[VideoEvidence], user)
