"""Spreadsheet row ↔ record: one sheet for each noun, in an order in which links are there before they are used."""

from archive.imports.assessments import ASSESSMENTS
from archive.imports.cases import CASES
from archive.imports.citations import CITATIONS
from archive.imports.claims import CLAIMS
from archive.imports.collections import COLLECTIONS
from archive.imports.consents import CONSENTS
from archive.imports.custody_steps import CUSTODY_STEPS
from archive.imports.editorial_notes import EDITORIAL_NOTES
from archive.imports.events import EVENTS
from archive.imports.figures import FIGURES
from archive.imports.names import NAMES
from archive.imports.organisations import ORGANISATIONS
from archive.imports.pages import PAGES
from archive.imports.participations import PARTICIPATIONS
from archive.imports.parties import PARTIES
from archive.imports.people import PEOPLE
from archive.imports.places import PLACES
from archive.imports.proceedings import PROCEEDINGS
from archive.imports.redirects import REDIRECTS
from archive.imports.relations import RELATIONS
from archive.imports.repatriations import REPATRIATIONS
from archive.imports.sources import SOURCES
from archive.imports.stages import STAGES
from archive.imports.statements import STATEMENTS
from archive.imports.terms import TERMS
from archive.imports.testimonies import TESTIMONIES
from archive.imports.translations import TRANSLATIONS
from archive.imports.videos import VIDEOS

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
