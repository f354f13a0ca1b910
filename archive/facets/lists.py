"""The filter sets of all lists."""

from archive.facets.cases import CaseFacets
from archive.facets.collections import CollectionFacets
from archive.facets.events import EventFacets
from archive.facets.figures import ReportedFigureFacets
from archive.facets.organisations import OrganisationFacets
from archive.facets.pages import PageFacets
from archive.facets.people import PersonFacets
from archive.facets.places import PlaceFacets
from archive.facets.proceedings import LegalProceedingFacets
from archive.facets.repatriations import RepatriationFacets
from archive.facets.sources import SourceFacets
from archive.facets.statements import DiplomaticStatementFacets
from archive.facets.terms import TermFacets
from archive.facets.testimonies import TestimonyFacets
from archive.facets.videos import VideoEvidenceFacets

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
    PageFacets,
)
