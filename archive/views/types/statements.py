from django.utils.translation import gettext_lazy as _

from archive.facets.types.statements import DiplomaticStatementFacets
from archive.models import DiplomaticStatement
from archive.views.lists import ArchiveObjectList
from archive.views.records import ArchiveObjectDetail


class DiplomaticStatementList(ArchiveObjectList):
    facets = DiplomaticStatementFacets
    title = _("Diplomatic statements")
    intro = _(
        "What states and institutions said, called for, adopted or disputed; each in the same form and with "
        "the same standing."
    )
    columns = ("issuer", "form", "date", "positions")


class DiplomaticStatementDetail(ArchiveObjectDetail):
    model = DiplomaticStatement
    title = _("Diplomatic statements")
    facts_title = _("The statement")
    lines = (
        "issuer",
        "speaker",
        "speaker_label",
        "form",
        "addressees",
        "date",
        "places",
        "positions",
        "cases",
    )
    texts = ("text",)
