from django.utils.translation import gettext_lazy as _

from archive.facets.types.proceedings import LegalProceedingFacets
from archive.models import LegalProceeding, Party, Stage
from archive.views.lists import ArchiveObjectList
from archive.views.part_tables import PartTable
from archive.views.records import ArchiveObjectDetail


class LegalProceedingList(ArchiveObjectList):
    facets = LegalProceedingFacets
    title = _("Proceedings")
    intro = _(
        "Matters before courts and other forums: between states, by individuals, and against those who were held."
    )
    columns = ("kind", "forum", "date", "outcome")


class LegalProceedingDetail(ArchiveObjectDetail):
    model = LegalProceeding
    title = _("Proceedings")
    facts_title = _("The proceeding")
    lines = ("kind", "forum", "date", "places", "charge", "outcome", "cases")
    parts = (
        PartTable(Party, _("Parties"), ((_("Who"), ("organisation", "person", "group")), (_("Role"), ("role",)))),
        PartTable(Stage, _("Stages"), ((_("Stage"), ("step",)), (_("When"), ("date",)), (_("Note"), ("note",)))),
    )
