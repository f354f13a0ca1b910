from django.utils.translation import gettext_lazy as _

from archive.facets.types.cases import CaseFacets
from archive.models import Case, Participation
from archive.views.lists import ArchiveObjectList
from archive.views.part_tables import PartTable
from archive.views.records import RecordDetail


class CaseList(ArchiveObjectList):
    facets = CaseFacets
    title = _("Cases")
    intro = _(
        "Each case is one documented captivity or incident: who was held or harmed, what was done, and who says so."
    )
    card = ("kind", "date", "places", "acts", "verification")


class CaseDetail(RecordDetail):
    model = Case
    title = _("Cases")
    lines = ("kind", "date", "places", "captured_by", "acts")
    parts = (
        PartTable(
            Participation,
            _("Who was part of it"),
            ((_("Who"), ("person", "group")), (_("How many"), ("count",)), (_("Part"), ("role",))),
        ),
    )
