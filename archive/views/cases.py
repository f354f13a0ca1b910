from archive.facets.cases import CaseFacets
from archive.models import Case, Participation
from archive.views.lists import EntryList
from archive.views.parts import Part
from archive.views.records import RecordDetail


class CaseList(EntryList):
    facets = CaseFacets
    title = "Cases"
    intro = "Each case is one documented captivity or incident: who was held or harmed, what was done, and who says so."
    card = ("kind", "date", "places", "acts", "verification")


class CaseDetail(RecordDetail):
    model = Case
    title = "Cases"
    lines = ("kind", "date", "places", "captured_by", "acts", "verification")
    parts = (
        Part(
            Participation,
            "Who was part of it",
            (("Who", ("person", "group")), ("How many", ("count",)), ("Part", ("role",))),
        ),
    )
