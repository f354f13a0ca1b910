from django.utils.translation import gettext_lazy as _

from archive.facets.types.organisations import OrganisationFacets
from archive.models import Organisation
from archive.views.lists import ArchiveObjectList
from archive.views.names import NAMES
from archive.views.records import ArchiveObjectDetail


class OrganisationList(ArchiveObjectList):
    facets = OrganisationFacets
    title = _("Organisations")
    intro = _(
        "States and their bodies, parliaments, courts, armed forces, media and others who act, report, "
        "mediate or decide."
    )
    columns = ("kind", "country")


class OrganisationDetail(ArchiveObjectDetail):
    model = Organisation
    title = _("Organisations")
    template_name = "records/authorities.html"
    facts_title = _("About this body")
    lines = ("kind", "country", "part_of")
    parts = (NAMES,)
