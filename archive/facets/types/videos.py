from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets
from archive.facets.plain_filters import SpanForm
from archive.facets.values import Claimed, Linked, OwnColumn, PartValues
from archive.models import Assessment, VideoEvidence
from archive.vocabularies import ClaimField


class VideoEvidenceFacets(RecordFacets):
    platform = Facet(Linked("platform"), label=_("Platform"), phrase=_("posted on {}"))
    act = Facet(Linked("acts"), several=True, label=_("Act depicted"), phrase=_("depicting {}"))
    assessor = Facet(
        PartValues(Assessment, Linked("assessor")), several=True, label=_("Examined by"), phrase=_("examined by {}")
    )
    conclusion = Facet(
        PartValues(Assessment, Linked("conclusions")), several=True, label=_("Conclusion"), phrase=_("found to be {}")
    )
    place = Facet(Linked("places"), Claimed(ClaimField.PLACE), several=True, label=_("Place"), phrase=_("filmed in {}"))
    warning = Facet(OwnColumn("content_warning"), label=_("Content warning"), phrase=_("marked: {}"))
    month = MonthFacet(label=_("Month filmed"))

    class Meta:
        model = VideoEvidence
        fields = ()
        form = SpanForm
