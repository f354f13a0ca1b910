"""The filter sets of all lists."""

from archive.facets.types.cases import CaseFacets
from archive.facets.types.collections import CollectionFacets
from archive.facets.types.events import EventFacets
from archive.facets.types.features import FeatureFacets
from archive.facets.types.figures import ReportedFigureFacets
from archive.facets.types.organisations import OrganisationFacets
from archive.facets.types.pages import PageFacets
from archive.facets.types.people import PersonFacets
from archive.facets.types.places import PlaceFacets
from archive.facets.types.proceedings import LegalProceedingFacets
from archive.facets.types.repatriations import RepatriationFacets
from archive.facets.types.sources import SourceFacets
from archive.facets.types.statements import DiplomaticStatementFacets
from archive.facets.types.terms import TermFacets
from archive.facets.types.testimonies import TestimonyFacets
from archive.facets.types.videos import VideoEvidenceFacets

FILTER_SETS = (
    CaseFacets,
    TestimonyFacets,
    VideoEvidenceFacets,
    DiplomaticStatementFacets,
    RepatriationFacets,
    LegalProceedingFacets,
    ReportedFigureFacets,
    EventFacets,
    PersonFacets,
    OrganisationFacets,
    PlaceFacets,
    SourceFacets,
    TermFacets,
    CollectionFacets,
    FeatureFacets,
    PageFacets,
)
