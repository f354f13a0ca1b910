"""Spreadsheet row ↔ record: one sheet for each noun, in an order in which links are there before they are used."""

from archive.imports.types.assessments import ASSESSMENTS
from archive.imports.types.cases import CASES
from archive.imports.types.citations import CITATIONS
from archive.imports.types.claims import CLAIMS
from archive.imports.types.collections import COLLECTIONS
from archive.imports.types.consents import CONSENTS
from archive.imports.types.custody_steps import CUSTODY_STEPS
from archive.imports.types.editorial_notes import EDITORIAL_NOTES
from archive.imports.types.events import EVENTS
from archive.imports.types.figures import FIGURES
from archive.imports.types.names import NAMES
from archive.imports.types.organisations import ORGANISATIONS
from archive.imports.types.pages import PAGES
from archive.imports.types.participations import PARTICIPATIONS
from archive.imports.types.parties import PARTIES
from archive.imports.types.people import PEOPLE
from archive.imports.types.places import PLACES
from archive.imports.types.proceedings import PROCEEDINGS
from archive.imports.types.redirects import REDIRECTS
from archive.imports.types.relations import RELATIONS
from archive.imports.types.repatriations import REPATRIATIONS
from archive.imports.types.sources import SOURCES
from archive.imports.types.stages import STAGES
from archive.imports.types.statements import STATEMENTS
from archive.imports.types.terms import TERMS
from archive.imports.types.testimonies import TESTIMONIES
from archive.imports.types.translations import TRANSLATIONS
from archive.imports.types.videos import VIDEOS

SHEETS = {
    sheet.noun: sheet
    for sheet in (
        COLLECTIONS,
        TERMS,
        PLACES,
        ORGANISATIONS,
        PEOPLE,
        SOURCES,
        CASES,
        TESTIMONIES,
        VIDEOS,
        STATEMENTS,
        REPATRIATIONS,
        PROCEEDINGS,
        FIGURES,
        EVENTS,
        PAGES,
        CITATIONS,
        PARTICIPATIONS,
        CLAIMS,
        CUSTODY_STEPS,
        ASSESSMENTS,
        NAMES,
        STAGES,
        PARTIES,
        EDITORIAL_NOTES,
        CONSENTS,
        RELATIONS,
        REDIRECTS,
        TRANSLATIONS,
    )
}

__all__ = ["SHEETS"]
