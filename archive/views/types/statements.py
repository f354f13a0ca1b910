from django.utils.translation import gettext_lazy as _

from archive.facets.types.statements import DiplomaticStatementFacets
from archive.models import DiplomaticStatement
from archive.views.lists import ArchiveObjectList
from archive.views.records import RecordDetail


class DiplomaticStatementList(ArchiveObjectList):
    facets = DiplomaticStatementFacets
    title = _("Diplomatic statements")
    intro = _(
        "What states and institutions said, called for, adopted or disputed; each in the same form and with "
        "the same standing."
    )
    card = ("issuer", "form", "date", "positions")


class DiplomaticStatementDetail(RecordDetail):
    model = DiplomaticStatement
    title = _("Diplomatic statements")
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
