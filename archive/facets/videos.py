from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Claimed, Column, Linked, OfHanging
from archive.models import Assessment, VideoEvidence
from archive.vocabularies import ClaimField


class VideoEvidenceFacets(RecordFacets):
    platform = Facet(Linked("platform"), label="Platform", phrase="posted on {}")
    act = Facet(Linked("acts"), several=True, label="Act depicted", phrase="depicting {}")
    assessor = Facet(
        OfHanging(Assessment, Linked("assessor")), several=True, label="Examined by", phrase="examined by {}"
    )
    conclusion = Facet(
        OfHanging(Assessment, Linked("conclusions")), several=True, label="Conclusion", phrase="found to be {}"
    )
    place = Facet(Linked("places"), Claimed(ClaimField.PLACE), several=True, label="Place", phrase="filmed in {}")
    warning = Facet(Column("content_warning"), label="Content warning", phrase="marked: {}")
    month = MonthFacet(label="Month filmed")

    class Meta:
        model = VideoEvidence
        fields = ()
        form = SpanForm
