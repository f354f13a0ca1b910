from archive.facets.proceedings import LegalProceedingFacets
from archive.models import LegalProceeding, Party, Stage
from archive.views.lists import EntryList
from archive.views.parts import Part
from archive.views.records import RecordDetail


class LegalProceedingList(EntryList):
    facets = LegalProceedingFacets
    title = "Legal proceedings"
    intro = "Matters before courts and other forums: between states, by individuals, and against those who were held."
    card = ("kind", "forum", "date", "outcome")


class LegalProceedingDetail(RecordDetail):
    model = LegalProceeding
    title = "Legal proceedings"
    lines = ("kind", "forum", "date", "places", "charge", "outcome", "cases", "verification")
    parts = (
        Part(Party, "Parties", (("Who", ("organisation", "person", "group")), ("Part", ("role",)))),
        Part(Stage, "Stages", (("Stage", ("step",)), ("When", ("date",)), ("Note", ("note",)))),
    )
