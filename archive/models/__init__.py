from archive.models.accessions import Accession
from archive.models.assessments import Assessment
from archive.models.batches import Batch, BatchFile, BatchRow, Mapping
from archive.models.cases import Case
from archive.models.changes import Change, recording
from archive.models.check_runs import CheckRun
from archive.models.citations import Citation
from archive.models.claims import Claim
from archive.models.closings import Closing
from archive.models.collections import Collection
from archive.models.consents import Consent
from archive.models.custody_steps import CustodyStep
from archive.models.editorial_notes import EditorialNote
from archive.models.erasures import Erasure
from archive.models.events import Event
from archive.models.figures import ReportedFigure
from archive.models.former_names import FormerName
from archive.models.judgements import Judgement
from archive.models.kept_forms import KeptForm
from archive.models.mentions import Mention
from archive.models.merges import Merge
from archive.models.names import Name
from archive.models.organisations import Organisation
from archive.models.pages import Page
from archive.models.participations import Participation
from archive.models.parties import Party
from archive.models.people import Person
from archive.models.places import Place
from archive.models.proceedings import LegalProceeding
from archive.models.redirects import Redirect
from archive.models.relations import Relation
from archive.models.repatriations import Repatriation
from archive.models.requests import Request
from archive.models.revisions import Revision
from archive.models.saved_lists import SavedList
from archive.models.sign_ins import SignIn
from archive.models.sources import Source
from archive.models.stages import Stage
from archive.models.statements import DiplomaticStatement
from archive.models.steward_changes import StewardChange
from archive.models.terms import Term
from archive.models.testimonies import Testimony
from archive.models.translations import Translation
from archive.models.users import User
from archive.models.videos import VideoEvidence

RECORDS = (Case, Testimony, VideoEvidence, DiplomaticStatement, Repatriation, LegalProceeding, ReportedFigure, Event)
AUTHORITIES = (Person, Organisation, Place, Source, Term, Collection, Page)
HANGING = (
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
)

__all__ = [
    "AUTHORITIES",
    "HANGING",
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
    "Closing",
    "Collection",
    "Consent",
    "CustodyStep",
    "DiplomaticStatement",
    "EditorialNote",
    "Erasure",
    "Event",
    "FormerName",
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
    "Person",
    "Place",
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
    "User",
    "VideoEvidence",
    "recording",
]
