from archive.models.access.users import User
from archive.models.authorities.collections import Collection
from archive.models.authorities.features import Feature
from archive.models.authorities.organisations import Organisation
from archive.models.authorities.pages import Page
from archive.models.authorities.people import Person
from archive.models.authorities.places import Place
from archive.models.authorities.sources import Source
from archive.models.authorities.terms import Term
from archive.models.base.accessions import Accession
from archive.models.desk.batches import Batch, BatchFile, BatchRow, Mapping
from archive.models.desk.check_runs import CheckRun
from archive.models.desk.erasures import Erasure
from archive.models.desk.gazetteer import GazetteerName, GazetteerPlace
from archive.models.desk.history_closures import HistoryClosure
from archive.models.desk.judgements import Judgement
from archive.models.desk.kept_forms import KeptForm
from archive.models.desk.merges import Merge
from archive.models.desk.requests import Request
from archive.models.desk.revisions import Revision
from archive.models.desk.saved_lists import SavedList
from archive.models.desk.sign_ins import SignIn
from archive.models.desk.steward_changes import StewardChange
from archive.models.desk.unsaved_forms import UnsavedForm
from archive.models.desk.working_sources import WorkingSource
from archive.models.log.changes import Change, recording
from archive.models.log.former_names import FormerName
from archive.models.log.issues import Issue, PendingReading, PublicLogState, ReadingSalt
from archive.models.log.mentions import Mention
from archive.models.parts.assessments import Assessment
from archive.models.parts.citations import Citation
from archive.models.parts.claims import Claim
from archive.models.parts.consents import Consent
from archive.models.parts.custody_steps import CustodyStep
from archive.models.parts.editorial_notes import EditorialNote
from archive.models.parts.names import Name
from archive.models.parts.participations import Participation
from archive.models.parts.parties import Party
from archive.models.parts.passages import Passage
from archive.models.parts.redirects import Redirect
from archive.models.parts.relations import Relation
from archive.models.parts.stages import Stage
from archive.models.parts.translations import Translation
from archive.models.records.cases import Case
from archive.models.records.events import Event
from archive.models.records.figures import ReportedFigure
from archive.models.records.proceedings import LegalProceeding
from archive.models.records.repatriations import Repatriation
from archive.models.records.statements import DiplomaticStatement
from archive.models.records.testimonies import Testimony
from archive.models.records.videos import VideoEvidence

RECORDS = (Case, Testimony, VideoEvidence, DiplomaticStatement, Repatriation, LegalProceeding, ReportedFigure, Event)
AUTHORITIES = (Person, Organisation, Place, Source, Term, Collection, Feature, Page)
PARTS = (
    Participation,
    Citation,
    Claim,
    CustodyStep,
    Assessment,
    Name,
    Stage,
    Party,
    EditorialNote,
    Consent,
    Relation,
    Redirect,
    Translation,
    Passage,
)

__all__ = [
    "AUTHORITIES",
    "PARTS",
    "RECORDS",
    "Accession",
    "Assessment",
    "Batch",
    "BatchFile",
    "BatchRow",
    "Case",
    "Change",
    "CheckRun",
    "Citation",
    "Claim",
    "Collection",
    "Consent",
    "CustodyStep",
    "DiplomaticStatement",
    "EditorialNote",
    "Erasure",
    "Event",
    "Feature",
    "FormerName",
    "GazetteerName",
    "GazetteerPlace",
    "HistoryClosure",
    "Issue",
    "Judgement",
    "KeptForm",
    "LegalProceeding",
    "Mapping",
    "Mention",
    "Merge",
    "Name",
    "Organisation",
    "Page",
    "Participation",
    "Party",
    "Passage",
    "PendingReading",
    "Person",
    "Place",
    "PublicLogState",
    "ReadingSalt",
    "Redirect",
    "Relation",
    "Repatriation",
    "ReportedFigure",
    "Request",
    "Revision",
    "SavedList",
    "SignIn",
    "Source",
    "Stage",
    "StewardChange",
    "Term",
    "Testimony",
    "Translation",
    "UnsavedForm",
    "User",
    "VideoEvidence",
    "WorkingSource",
    "recording",
]
