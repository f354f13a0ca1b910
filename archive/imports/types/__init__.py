"""Spreadsheet row ↔ record: one resource for each noun, in an order in which links are there before they are used."""

from archive.imports.schema.sheets import SHEETS, register
from archive.imports.types.assessments import AssessmentResource
from archive.imports.types.cases import CaseResource
from archive.imports.types.citations import CitationResource
from archive.imports.types.claims import ClaimResource
from archive.imports.types.collections import CollectionResource
from archive.imports.types.consents import ConsentResource
from archive.imports.types.custody_steps import CustodyStepResource
from archive.imports.types.editorial_notes import EditorialNoteResource
from archive.imports.types.events import EventResource
from archive.imports.types.features import FeatureResource
from archive.imports.types.figures import ReportedFigureResource
from archive.imports.types.names import NameResource
from archive.imports.types.organisations import OrganisationResource
from archive.imports.types.pages import PageResource
from archive.imports.types.participations import ParticipationResource
from archive.imports.types.parties import PartyResource
from archive.imports.types.passages import PassageResource
from archive.imports.types.people import PersonResource
from archive.imports.types.places import PlaceResource
from archive.imports.types.proceedings import LegalProceedingResource
from archive.imports.types.redirects import RedirectResource
from archive.imports.types.relations import RelationResource
from archive.imports.types.repatriations import RepatriationResource
from archive.imports.types.sources import SourceResource
from archive.imports.types.stages import StageResource
from archive.imports.types.statements import DiplomaticStatementResource
from archive.imports.types.terms import TermResource
from archive.imports.types.testimonies import TestimonyResource
from archive.imports.types.translations import TranslationResource
from archive.imports.types.videos import VideoEvidenceResource

register(
    CollectionResource,
    TermResource,
    PlaceResource,
    OrganisationResource,
    PersonResource,
    SourceResource,
    CaseResource,
    TestimonyResource,
    VideoEvidenceResource,
    DiplomaticStatementResource,
    RepatriationResource,
    LegalProceedingResource,
    ReportedFigureResource,
    EventResource,
    FeatureResource,
    PageResource,
    CitationResource,
    ParticipationResource,
    ClaimResource,
    CustodyStepResource,
    AssessmentResource,
    NameResource,
    StageResource,
    PartyResource,
    EditorialNoteResource,
    ConsentResource,
    RelationResource,
    RedirectResource,
    TranslationResource,
    PassageResource,
)

__all__ = [
    "SHEETS",
    "AssessmentResource",
    "CaseResource",
    "CitationResource",
    "ClaimResource",
    "CollectionResource",
    "ConsentResource",
    "CustodyStepResource",
    "DiplomaticStatementResource",
    "EditorialNoteResource",
    "EventResource",
    "FeatureResource",
    "LegalProceedingResource",
    "NameResource",
    "OrganisationResource",
    "PageResource",
    "ParticipationResource",
    "PartyResource",
    "PassageResource",
    "PersonResource",
    "PlaceResource",
    "RedirectResource",
    "RelationResource",
    "RepatriationResource",
    "ReportedFigureResource",
    "SourceResource",
    "StageResource",
    "TermResource",
    "TestimonyResource",
    "TranslationResource",
    "VideoEvidenceResource",
]
