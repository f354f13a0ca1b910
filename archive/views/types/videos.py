from django.utils.translation import gettext_lazy as _

from archive.facets.types.videos import VideoEvidenceFacets
from archive.models import Assessment, VideoEvidence
from archive.views.lists import ArchiveObjectList
from archive.views.part_tables import PartTable
from archive.views.pictures import still_of
from archive.views.records import RecordDetail


class VideoEvidenceList(ArchiveObjectList):
    facets = VideoEvidenceFacets
    title = _("Video evidence")
    intro = _(
        "Each record is one recording, or one set that a source treats as one, with who examined it and what "
        "they concluded. Nothing graphic is shown in this list."
    )
    card = ("extent", "platform", "first_seen", "date", "places", "acts", "content_warning")


class VideoEvidenceDetail(RecordDetail):
    model = VideoEvidence
    title = _("Video evidence")
    lines = ("extent", "platform", "first_seen", "date", "places", "duration", "acts", "cases")
    parts = (
        PartTable(
            Assessment,
            _("Who examined it"),
            (
                (_("Examined by"), ("assessor",)),
                (_("Conclusion"), ("conclusions",)),
                (_("Findings"), ("findings",)),
                (_("Method"), ("method",)),
                (_("Published"), ("date",)),
            ),
        ),
    )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = self.request.GET.get("show") == "still" or not getattr(self.request.user, "keeps_covered", True)
        return context | {"still": still_of(context["record"], asked or not context["warning"])}
