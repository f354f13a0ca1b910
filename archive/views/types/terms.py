from django.utils.translation import gettext_lazy as _

from archive.facets.types.terms import TermFacets
from archive.models import Term
from archive.views.lists import ArchiveObjectList
from archive.views.records import ArchiveObjectDetail


class TermList(ArchiveObjectList):
    facets = TermFacets
    title = _("Vocabulary")
    intro = _("The terms by which records are classified, and what they mean.")
    columns = ("scheme", "broader")


class TermDetail(ArchiveObjectDetail):
    model = Term
    title = _("Vocabulary")
    template_name = "records/authorities.html"
    facts_title = _("About this term")
    lines = ("scheme", "notation", "broader", "exact_match", "provision")

    def get_context_data(self, row, **kwargs):
        """With what it is called in the archive's own language, where the page tells it in another."""
        context = super().get_context_data(row=row, **kwargs)
        return context | {"original": row.title if row.title != context["record"].heading else ""}
