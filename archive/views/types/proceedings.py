from django.utils.translation import gettext_lazy as _

from archive.facets.types.proceedings import LegalProceedingFacets
from archive.models import LegalProceeding, Party, Stage
from archive.views.lists import ArchiveObjectList
from archive.views.part_tables import PartTable
from archive.views.records import RecordDetail


class LegalProceedingList(ArchiveObjectList):
    facets = LegalProceedingFacets
    title = _("Legal proceedings")
    intro = _(
        "Matters before courts and other forums: between states, by individuals, and against those who were held."
    )
    card = ("kind", "forum", "date", "outcome")


class LegalProceedingDetail(RecordDetail):
    model = LegalProceeding
    title = _("Legal proceedings")
    lines = ("kind", "forum", "date", "places", "charge", "outcome", "cases")
    parts = (
        PartTable(Party, _("Parties"), ((_("Who"), ("organisation", "person", "group")), (_("Part"), ("role",)))),
        PartTable(Stage, _("Stages"), ((_("Stage"), ("step",)), (_("When"), ("date",)), (_("Note"), ("note",)))),
    )
