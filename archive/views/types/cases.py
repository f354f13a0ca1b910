from django.utils.translation import gettext_lazy as _

from archive.facets.types.cases import CaseFacets
from archive.models import Case, Participation
from archive.views.lists import ArchiveObjectList
from archive.views.part_tables import PartTable
from archive.views.records import ArchiveObjectDetail


class CaseList(ArchiveObjectList):
    facets = CaseFacets
    title = _("Cases")
    intro = _(
        "Each case is one documented captivity or incident: who was held or harmed, what was done, "
        "and which source says so."
    )
    columns = ("kind", "date", "places", "acts", "verification")


class CaseDetail(ArchiveObjectDetail):
    model = Case
    title = _("Cases")
    facts_title = _("What happened")
    lines = ("date", "places", "captured_by", "acts", "kind")
    parts = (
        PartTable(
            Participation,
            _("People involved"),
            ((_("Who"), ("person", "group")), (_("How many"), ("count",)), (_("Role"), ("role",))),
        ),
    )
